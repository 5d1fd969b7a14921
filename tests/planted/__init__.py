"""The bugs that `tests/mutants.py` plants, and the tests that should catch each of them."""

from tests.planted.article import ARTICLE
from tests.planted.bug import Edit, Mutant
from tests.planted.judgement import REGRET, THEORY
from tests.planted.keeping import STORE, SWEEPS
from tests.planted.rounds import ENGINE, PROBLEMS
from tests.planted.rules import DOMAINS, LEARNERS

MUTANTS = [*LEARNERS, *DOMAINS, *PROBLEMS, *ENGINE, *REGRET, *THEORY, *ARTICLE, *STORE, *SWEEPS]

__all__ = ["MUTANTS", "Edit", "Mutant"]
