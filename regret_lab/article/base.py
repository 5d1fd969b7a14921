"""What a claim is: a sentence, an experiment that could refute it, and a judgement it computes."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import ClassVar

from regret_lab.figures.chart import Panel
from regret_lab.registry import Registry

CLAIMS: "Registry[Claim]" = Registry("claim", "regret_lab.article")

CHAPTERS = ("bias correction", "steps", "relatives", "regret", "the demonstration")


class Word(StrEnum):
    """The judgements."""

    HOLDS = "holds"
    ONLY_IF = "holds only if"
    FALSE = "false"


@dataclass(frozen=True)
class Case:
    """One setting in which a claim was tried.

    ``measured`` is the number that was found, ``claimed`` what the claim makes of it. ``within``
    says whether the claim's condition is met; ``usual`` marks the setting a reader has in mind: the
    paper's defaults, gradients with noise.
    """

    setting: str
    measured: float
    claimed: str
    agrees: bool
    within: bool = True
    usual: bool = False


@dataclass(frozen=True)
class Evidence:
    """What an experiment found: the cases, one line that says it in numbers, and the figure."""

    cases: tuple[Case, ...]
    said: str
    panels: tuple[Panel, ...]

    @property
    def separated(self) -> bool:
        """Whether the claim agrees exactly where its condition is met, and there are both."""
        return {case.agrees for case in self.cases} == {True, False} and all(
            case.agrees == case.within for case in self.cases
        )

    @property
    def word(self) -> Word:
        """The judgement.

        A claim *holds* where no case disagrees. It *holds only if* its condition is met where it
        agrees in exactly those cases, the usual one among them. Else it is *false*.
        """
        if all(case.agrees for case in self.cases):
            return Word.HOLDS
        usual = [case.agrees for case in self.cases if case.usual]
        return Word.ONLY_IF if self.separated and all(usual) else Word.FALSE

    @property
    def counterexample(self) -> Case | None:
        """The first case that disagrees, a usual one before all others."""
        against = [case for case in self.cases if not case.agrees]
        return next((case for case in against if case.usual), against[0] if against else None)


class Claim(ABC):
    """A statement about Adam or its relatives, as articles make it.

    The docstring says what is true in its place, why, and where that is known from. ``expected`` is
    what the experiment yields as long as learners do what they did: a test holds one against the
    other.
    """

    name: ClassVar[str]
    chapter: ClassVar[str]
    statement: ClassVar[str]
    condition: ClassVar[str] = ""
    """What the statement needs, as a clause that follows "only if"."""
    expected: ClassVar[Word]

    @abstractmethod
    def experiment(self) -> Evidence:
        """Play, measure and compare; the same numbers every time."""


def claims() -> list[Claim]:
    """Return all claims, chapter by chapter."""
    return sorted((cls() for cls in CLAIMS.values()), key=lambda one: CHAPTERS.index(one.chapter))


@lru_cache(maxsize=64)
def evidence(name: str) -> Evidence:
    """Return what the experiment of a claim finds; it is carried out once.

    Raises
    ------
    UnknownNameError
        When no claim has this name.
    """
    return CLAIMS[name]().experiment()


def judged(claim: Claim) -> str:
    """Return the judgement in words, with the condition where one was found."""
    found = evidence(claim.name)
    if found.word is Word.ONLY_IF:
        return f"{found.word} {claim.condition}"
    if found.word is Word.FALSE and found.separated:
        return f"{found.word}: true only if {claim.condition}"
    return str(found.word)
