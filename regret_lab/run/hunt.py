"""Searches for the worst sequence, each kept in the store as it is found."""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from regret_lab import falsify, store
from regret_lab.learners import Learner
from regret_lab.play import play
from regret_lab.problems.periodic import Periodic
from regret_lab.store import Record

KIND = "falsify"


@dataclass(frozen=True)
class Search:
    """How long to look, how hard, and where what is found is kept."""

    period: int
    budget: int | None
    threads: int | None
    root: str

    def config(self, label: str, learner: Learner) -> dict[str, Any]:
        """Return the identity of a search: all that decides what it finds."""
        return {
            "problem": {"name": KIND},
            "learners": {label: {"name": type(learner).name, **learner.values}},
            "period": self.period,
            "budget": self.budget,
        }

    def find(self, label: str, learner: Learner) -> tuple[Record, bool]:
        """Return what a search finds, and whether it was in the store already.

        Raises
        ------
        StoreError
            When the result cannot be written.
        """
        config = self.config(label, learner)
        found = store.kept(self.root, config)
        if found is not None:
            return found, True
        finding = falsify.search(learner, self.period, self.budget, threads=self.threads)
        certificate = finding.certificate
        meta = {
            "config": config,
            "learners": [label],
            "found": finding.found,
            "score": finding.score,
            "said": str(finding),
            "certificate": json.loads(certificate.to_json()),
        }
        record = Record({"gradients": np.array(finding.gradients), **_game(finding)}, meta)
        store.save(record, self.root)
        return record, False


def _game(finding: falsify.Finding) -> dict[str, Any]:
    """Return the regret of the game that confirms a failure, played between the walls."""
    seen = finding.confirmation
    if seen is None or not isinstance(seen.player, Learner):
        return {}
    curves = play(Periodic(finding.gradients), seen.player, seen.rates.rounds, threads=1).regret()
    return {"t": curves.t, "played": curves.upper[0, 0]}
