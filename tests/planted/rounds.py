"""Bugs in problems and in the engine that plays them."""

from tests.planted.bug import COIN, LAW, bug

PROBLEMS = [
    bug(
        "G forgets the spread of the targets",
        "problem_laws::gradients_are_as_short_as_declared[quadratic]",
        ("problems/quadratic.py", "(reach + self.spread * corner)", "reach"),
    ),
    bug(
        "G a hundred times too large",
        "problem_laws::gradients_are_as_short_as_declared[logistic]",
        (
            "problems/logistic.py",
            "return math.sqrt(self.dim)",
            "return 100.0 * math.sqrt(self.dim)",
        ),
    ),
    bug(
        "curvature declared too large",
        "problem_laws::losses_are_as_convex_as_declared[quadratic]",
        (
            "problems/quadratic.py",
            "def strong_convexity(self) -> float:\n        return self.mu",
            "def strong_convexity(self) -> float:\n        return 1.5 * self.mu",
        ),
    ),
    bug(
        "expected loss with the wrong variance",
        "problem_laws::the_expected_loss_is_the_mean_of_the_losses[quadratic]",
        ("problems/quadratic.py", "spread * spread / 3.0", "spread * spread / 2.0"),
    ),
    bug(
        "seed ignored",
        "problem_laws::the_same_seed_deals_the_same_outcomes[coin]",
        ("engine/outcomes.py", "SFC64([seed, chunk])", "SFC64([0, chunk])"),
    ),
    bug(
        "every chunk deals the same",
        "problem_laws::a_chunk_depends_on_nothing_but_its_number[coin]",
        ("engine/outcomes.py", "SFC64([seed, chunk])", "SFC64([seed, 0])"),
    ),
    bug(
        "adversary remembers the game before",
        "engine::an_adversary_bears_no_grudge_from_another_game",
        (
            "engine/block.py",
            "self.memory = np.zeros(max(1, problem.memory_size))",
            'self.memory = problem.__dict__.setdefault("q", np.zeros(max(1, problem.memory_size)))',
        ),
    ),
]

ENGINE = [
    bug(
        "learner sees tomorrow's outcome",
        COIN,
        (
            "engine/kernel.py",
            "        update(step,",
            "        tomorrow = min(j + 1, Z.shape[0] - 1)\n"
            "        suffer(loss, X, Z[tomorrow], G, out, tmp, memory, par, clock, N, W, M, K)\n"
            "        update(step,",
        ),
    ),
    bug(
        "lanes share the first lane's slope",
        LAW + "seeds_do_not_talk",
        ("engine/template.py", "g[w] = tmp[w] * a[w]", "g[w] = tmp[0] * a[w]"),
    ),
    bug(
        "grid plays the first hyperparameters only",
        "engine::a_grid_of_hyperparameters_fills_the_lanes_with_the_bits_of_single_games",
        (
            "engine/block.py",
            "list(self.learners[c].hyper.values()) or",
            "list(self.learners[self.configs[0]].hyper.values()) or",
        ),
    ),
    bug(
        "kin share a block whatever their metric",
        "engine::kin_with_other_rules_do_not_share_a_block",
        (
            "engine/deal.py",
            "key = (learner.rule, learner.projected,",
            "key = (learner.rule.step, learner.projected,",
        ),
    ),
    bug(
        "checkpoints one round early",
        "play::a_checkpoint_holds_the_sums_of_the_rounds_up_to_it",
        ("engine/match.py", "cuts = [(int(t[k]) - start, k)", "cuts = [(int(t[k]) - start - 1, k)"),
    ),
    bug(
        "sums of losses lose their rounding errors",
        "engine::losses_are_summed_with_their_rounding_errors",
        (
            "engine/kernel.py",
            "acc[1, w] += (acc[0, w] - (total - back)) + (out[w] - back)",
            "acc[1, w] += 0.0",
        ),
    ),
    bug(
        "sums of outcomes lose their rounding errors",
        "engine::losses_are_summed_with_their_rounding_errors",
        (
            "engine/kernel.py",
            "sums[1, i] += (sums[0, i] - (total - back)) + (value - back)",
            "sums[1, i] += 0.0",
        ),
    ),
    bug(
        "nobody looks for NaN",
        "engine_failures::the_round_of_the_failure_is_exact",
        (
            "engine/block.py",
            "finite = np.isfinite(self.points()).all(axis=1) &",
            "finite = np.ones(self.W, dtype=bool) |",
        ),
    ),
    bug(
        "failure named one round late",
        "engine_failures::the_round_of_the_failure_is_exact",
        ("engine/block.py", "        return bad\n", "        return bad + 1\n"),
    ),
    bug(
        "seeds share one Python object",
        "vector_rules::a_python_object_is_copied_for_every_seed_and_left_alone",
        ("engine/plain.py", "self.player = copy.deepcopy(player)", "self.player = player"),
    ),
    bug(
        "an edited file changes a loaded rule",
        "engine_cache::a_rule_is_what_was_loaded_and_not_what_the_file_says_by_now",
        ("engine/rule.py", "return text if _says(text, rule) else None", "return text"),
    ),
    bug(
        "an interrupt does not reach those who wait",
        "engine::ctrl_c_stops_a_game_of_any_length[30-200-compiled]",
        (
            "engine/game.py",
            "            if match.stop.is_set():  # before drawing",
            "            if False:  # before drawing",
        ),
    ),
]
