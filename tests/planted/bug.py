"""What a planted bug is: texts to replace, and the tests that should notice."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """A text of a file of the library, there exactly once, and what takes its place."""

    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Mutant:
    """A bug by name, its edits, and the tests that should fail."""

    name: str
    tests: tuple[str, ...]
    edits: tuple[Edit, ...]


def bug(name: str, tests: str, *edits: tuple[str, str, str]) -> Mutant:
    """A mutant; the tests are names after the file's, as in ``play::this that``."""
    file, _, names = tests.partition("::")
    path = f"tests/test_{file}.py"
    chosen = tuple(f"{path}::test_{one}" for one in names.split()) or (path,)
    return Mutant(name, chosen, tuple(Edit(*edit) for edit in edits))


ORACLE = "oracle::the_game_is_the_published_one"
LAW = "learner_laws::"
COIN = LAW + "nobody_beats_a_coin_and_nobody_loses_to_one"
