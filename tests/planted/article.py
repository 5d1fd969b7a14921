"""Bugs in the learner as an optimiser, and in how statements about Adam are judged."""

from tests.planted.bug import bug

ARTICLE = [
    bug(
        "an optimiser's rates are those of the round after",
        "minimise::adam_is_the_function_of_the_articles_step_for_step",
        (
            "engine/solo.py",
            "np.arange(self.t + 1, self.t + count + 1, dtype=float)",
            "np.arange(self.t + 2, self.t + count + 2, dtype=float)",
        ),
    ),
    bug(
        "an optimiser forgets its domain",
        "minimise::a_learner_goes_where_it_goes_in_a_game",
        ("play/minimise.py", "Solo(seated, start, count, domain)", "Solo(seated, start, count)"),
    ),
    bug(
        "a statement may fail where everybody uses it",
        "article::a_word_follows_from_the_cases",
        ("article/base.py", "if self.separated and all(usual)", "if self.separated"),
    ),
    bug(
        "the longest step without its momentum",
        "article_exact::no_sequence_makes_a_longer_step_than_the_supremum",
        ("article/step_bound.py", "(1.0 - beta1**2 / beta2))", "(1.0 - beta1**2 / beta2) ** 0)"),
    ),
    bug(
        "a course keeps the states of the last round",
        "article_exact::a_course_is_that_of_plain_numpy",
        ("article/course.py", "state[name][t] = row", "state[name][:] = 2.0 * row"),
    ),
]
