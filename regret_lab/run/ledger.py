"""The books of a sweep: what is kept, what is to be made, and what has been made since."""

from dataclasses import dataclass, field
from pathlib import Path

from regret_lab.run.archive import Archive
from regret_lab.run.case import Case
from regret_lab.run.jobs import Job
from regret_lab.store import Record


@dataclass
class Ledger:
    """What is kept, by key, and what is to be made: jobs, files, and when each was last written."""

    archive: Archive
    kept: dict[str, Record] = field(default_factory=dict[str, Record])
    todo: list[Job] = field(default_factory=list[Job])
    files: list[Path] = field(default_factory=list[Path])
    before: dict[str, int] = field(default_factory=dict[str, int])

    def enter(self, job: Job) -> None:
        """Look up the results of a job.

        Raises
        ------
        StoreError
            When one is of a format that this version does not know, or cannot be read.
        """
        missing = len(self.before)
        for point in job.setup.points:
            key = point.blank.key
            if key in self.kept or key in self.before:
                continue
            found = self.archive.find(point.blank)
            if found is None:
                self.before[key] = self.archive.stamp(point.blank)
                self.files.append(self.archive.path(point.blank))
            else:
                self.kept[key] = found
        if len(self.before) > missing:
            self.todo.append(job)

    def case(self, job: Job) -> Case | None:
        """Return the results of a job that are there now; None where there are none."""
        records: dict[str, Record] = {}
        for point in job.setup.points:
            key = point.blank.key
            found = self.kept.get(key) or self.archive.made(point.blank, self.before.get(key, 0))
            if found is not None:
                records[point.label] = found
        return Case(job.title, records, job.setup.varied) if records else None
