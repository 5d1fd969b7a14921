"""Runs of a sweep as tasks of a Slurm array: many to a task, none lost without its name."""

from regret_lab.run.slurm.launch import QUEUED, launch
from regret_lab.run.slurm.order import Slurm
from regret_lab.run.slurm.task import Sweep

__all__ = ["QUEUED", "Slurm", "Sweep", "launch"]
