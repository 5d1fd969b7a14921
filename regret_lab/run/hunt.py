"""Searches for the worst sequence, each kept in the store as it is found."""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from regret_lab import falsify, store
from regret_lab.learners import Learner
from regret_lab.play import play
from regret_lab.problems.periodic import Periodic
from regret_lab.run import code
from regret_lab.run.archive import Archive
from regret_lab.run.point import changed
from regret_lab.store import Record

KIND = "falsify"


@dataclass(frozen=True)
class Search:
    """How long to look, how hard, and where what is found is kept."""

    period: int
    budget: int | None
    threads: int | None
    archive: Archive

    def blank(self, learner: Learner) -> Record:
        """Return the result without its numbers: all that decides what a search finds."""
        name = type(learner).name
        whole = {"period": self.period, "budget": self.budget}
        config = {"problem": {"name": KIND}, "learners": {name: {"name": name, **learner.values}}}
        identity = {"problem": {"name": KIND}, "learner": {"name": name, **changed(learner)}}
        meta = {
            "config": {**config, **whole},
            "identity": {**identity, **whole},
            "learners": [name],
            "code": {
                f"learner {name}": code.of_class(type(learner)),
                **{floor: code.of_floor(floor) for floor in ("engine", "search")},
            },
        }
        return Record({}, meta)

    def find(self, learner: Learner) -> tuple[Record, bool]:
        """Return what a search finds, and whether it was in the store already.

        Raises
        ------
        StoreError
            When the result cannot be written.
        """
        blank = self.blank(learner)
        kept = self.archive.find(blank)
        if kept is not None:
            return kept, True
        finding = falsify.search(learner, self.period, self.budget, threads=self.threads)
        certificate = finding.certificate
        told = {
            "found": finding.found,
            "score": finding.score,
            "said": str(finding),
            "certificate": json.loads(certificate.to_json()),
        }
        arrays = {"gradients": np.array(finding.gradients), **_game(finding)}
        record = blank.with_more(arrays, told)
        store.save(record, self.archive.root)
        return record, False


def _game(finding: falsify.Finding) -> dict[str, Any]:
    """Return the regret of the game that confirms a failure, played between the walls."""
    seen = finding.confirmation
    if seen is None or not isinstance(seen.player, Learner):
        return {}
    curves = play(Periodic(finding.gradients), seen.player, seen.rates.rounds, threads=1).regret()
    return {"t": curves.t, "played": curves.upper[0, 0]}
