"""Bugs in what is kept, and in what a sweep comes to."""

from tests.planted.bug import bug

STORE = [
    bug(
        "a result takes its name before it is whole",
        "store::an_interrupted_write_leaves_the_old_result_and_no_trash",
        (
            "atomic.py",
            '        with draft.open("xb") as stream:\n            yield stream',
            '        with path.open("wb") as stream:\n            yield stream',
        ),
    ),
    bug(
        "any file of the right name is the result",
        "store::a_result_under_a_wrong_name_is_not_taken_for_another",
        ("store/disk.py", "return found if found.key == wanted.key else None", "return found"),
    ),
    bug(
        "what is packed is never looked at again",
        "store::only_what_has_changed_is_read_again",
        (
            "store/packed.py",
            "before.files == files and np.array_equal(before.stamps, stamps)",
            "True",
        ),
    ),
    bug(
        "runs of a pack keep the places of yesterday",
        "store::only_what_has_changed_is_read_again",
        ("store/runs.py", 'order = np.argsort(file, kind="stable")', "order = np.arange(rows)"),
    ),
    bug(
        "checkpoints of shorter games are taken for those of longer ones",
        "store::results_are_one_matrix_over_all_checkpoints",
        ("store/runs.py", "at = np.searchsorted(t, runs.t)", "at = np.arange(len(runs.t))"),
    ),
    bug(
        "a joined learner keeps the other's label",
        "store::learners_of_the_same_games_are_joined",
        ("store/join.py", '{**row, "learner": label}', "dict(row)"),
    ),
]

SWEEPS = [
    bug(
        "a result of old code is good enough",
        "sweeps::only_results_of_code_that_has_changed_are_made_anew",
        ("run/archive.py", 'if self.stale == "keep" and', "if True and"),
    ),
    bug(
        "whatever its code, a kept result is made anew",
        "sweeps::results_of_code_that_has_changed_may_be_accepted",
        ("run/archive.py", 'if self.stale == "keep" and', "if False and"),
    ),
    bug(
        "a moved default changes nothing",
        "sweeps::a_result_of_another_default_is_never_kept",
        ("run/archive.py", "if found.config != store.plain(blank.config):", "if False:"),
    ),
    bug(
        "an old figure shows new results",
        "sweeps::a_figure_older_than_its_results_is_drawn_again",
        ("cli/report.py", "path.exists() and path.stat().st_mtime_ns > newest", "path.exists()"),
    ),
    bug(
        "points of a grid are told apart to six digits",
        "sweeps::points_that_nearly_agree_are_all_played",
        ("run/grid.py", "return short if float(short) == value else repr(value)", "return short"),
    ),
    bug(
        "a docstring counts as code",
        "sweeps::a_digest_is_of_what_code_does",
        ("run/code.py", "            del node.body[0]\n", "            pass\n"),
    ),
    bug(
        "an identity holds every setting",
        "sweeps::an_identity_leaves_out_what_is_at_its_default",
        (
            "run/point.py",
            "if item.default is MISSING or values[item.name] != item.default",
            "if True",
        ),
    ),
    bug(
        "the comparator of the first batch serves an adversary that adapts",
        "sweeps::a_batch_of_an_adaptive_problem_has_its_own_comparator",
        (
            "regret/curves.py",
            "if beside is not None and not games.problem.adaptive:",
            "if beside is not None:",
        ),
    ),
    bug(
        "a failed job passes for done",
        "sweeps::jobs_that_fail_are_named_with_the_command_that_makes_what_is_missing",
        (
            "run/launching.py",
            "return Ended(job, True, reason)",
            "return Ended(job, False, reason)",
        ),
    ),
    bug(
        "the best step size is the worst",
        "sweeps::the_best_step_size_of_each_horizon_is_the_best_of_the_grid",
        ("figures/sensitivity.py", "np.argmin(finite, axis=0)", "np.argmax(finite, axis=0)"),
    ),
    bug(
        "equal jobs are all run",
        "sweeps::grids_are_a_union_and_equal_jobs_are_one",
        ("run/jobs.py", "found.setdefault(keys,", "found.setdefault((*keys, *overrides),"),
    ),
]
