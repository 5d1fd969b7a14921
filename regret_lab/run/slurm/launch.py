"""Submit what is not in the queue yet, wait if asked to, and say of every run what became of it."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from hydra.core.utils import JobReturn, JobStatus

from regret_lab.errors import RegretLabError
from regret_lab.run.app import aside
from regret_lab.run.slurm import journal, queue, submission
from regret_lab.run.slurm.journal import Entry
from regret_lab.run.slurm.order import Slurm, check_here
from regret_lab.run.slurm.submission import Overrides, Submission
from regret_lab.run.slurm.task import Share, Sweep
from regret_lab.run.slurm.waiting import Task, wait, why

QUEUED = "in the queue"
"""What a run returns that is not waited for."""

Place = tuple[Task, int]
"""Where a run is played: its task, and its number there."""


def launch(order: Slurm, sweep: Sweep, runs: Sequence[Overrides], first: int) -> list[JobReturn]:
    """Play the runs on the cluster and return what became of each, in their order.

    Runs that an earlier submission of the same command still holds in the queue are not submitted
    again. Without ``order.wait`` each run counts as completed and returns ``QUEUED``: later, the
    store says what became of it. A run that failed, and every unfinished run of a lost task,
    is ``FAILED`` with one line that says why.

    Raises
    ------
    RegretLabError
        When there is no Slurm, or it refuses the submission.
    """
    check_here()
    command = str(sweep.config.hydra.job.config_name)
    places = _in_queue(Path(order.folder), command)
    fresh = [run for run in dict.fromkeys(runs) if run not in places]
    if waiting := len(set(runs)) - len(fresh):
        arrays = {places[run][0].array for run in runs if run in places}
        aside(f"{counted(waiting, 'run')} in the queue already: job {', '.join(sorted(arrays))}")
    if fresh:
        places |= _submit(order, sweep, command, fresh, first)
    if not order.wait:
        return [_end(run, JobStatus.COMPLETED, QUEUED) for run in runs]
    tasks = {places[run][0].job: places[run][0] for run in runs}
    try:
        wait(tasks.values())
    except KeyboardInterrupt:
        arrays = sorted({task.array for task in tasks.values()})
        aside(f"job {', '.join(arrays)} goes on; to stop it: scancel {' '.join(arrays)}")
        raise
    played = {job: journal.read(task.journal) for job, task in tasks.items()}
    found = [(run, *places[run]) for run in runs]
    return [outcome(run, task, played[task.job].get(index)) for run, task, index in found]


def counted(number: int, noun: str) -> str:
    """Write a number of things.

    >>> counted(1, "task"), counted(2, "task")
    ('1 task', '2 tasks')
    """
    return f"{number} {noun}{'s' * (number != 1)}"


def _submit(
    order: Slurm, sweep: Sweep, command: str, runs: Sequence[Overrides], first: int
) -> dict[Overrides, Place]:
    """Submit runs as one array and return where each is."""
    from submitit.core.utils import FailedJobError, FailedSubmissionError

    root = Path(order.folder).absolute()
    try:
        sent = submission.prepare(root, command, first, runs, order.runs_per_task, sweep)
    except OSError as error:
        raise RegretLabError(f"cannot write a submission to {root}: {error.strerror}") from error
    share = Share(str(sent.folder), order.cpus_per_task)
    try:
        jobs = order.executor(sent).map_array(share, range(len(sent.tasks)))
    except (FailedJobError, FailedSubmissionError) as error:
        shutil.rmtree(sent.folder)
        raise RegretLabError(_refusal(str(error), len(sent.tasks))) from error
    array = str(jobs[0].job_id).partition("_")[0]
    many = counted(len(sent.tasks), "task")
    aside(f"{counted(len(runs), 'run')} in {many}: Slurm job {array}, logs in {sent.folder}")
    return _places(sent, array, range(len(sent.tasks)))


def _refusal(said: str, tasks: int) -> str:
    """Return why sbatch refuses, in one line."""
    errors = [line.partition("error:")[2] for line in said.splitlines() if "error:" in line]
    reason = " ".join((errors[-1] if errors else said).split())
    hint = "; more runs_per_task make fewer" if "array" in reason else ""
    return f"Slurm refuses {counted(tasks, 'task')}: {reason}{hint}"


def _in_queue(root: Path, command: str) -> dict[Overrides, Place]:
    """Return where the runs of this command are that earlier submissions have in the queue."""
    alive: dict[tuple[str, str], list[int]] = {}
    for job in queue.look() or []:
        if job.alive and (root / job.name).is_dir():
            alive.setdefault((job.name, job.array), []).append(job.task)
    places: dict[Overrides, Place] = {}
    for (name, array), numbers in alive.items():
        try:
            sent = submission.load((root / name).absolute())
        except (OSError, ValueError, KeyError):
            continue
        if sent.command == command:
            places |= _places(sent, array, numbers)
    return places


def _places(sent: Submission, array: str, numbers: Sequence[int]) -> dict[Overrides, Place]:
    """Return where the runs of some tasks are, less those that have been played."""
    places: dict[Overrides, Place] = {}
    for number in numbers:
        task = Task(sent.folder, array, number, alone=len(sent.tasks) == 1)
        played = journal.read(task.journal)
        for index, run in enumerate(sent.tasks[number]):
            if index not in played:
                places[run] = task, index
    return places


def outcome(run: Overrides, task: Task, entry: Entry | None) -> JobReturn:
    """Return what became of a run of an ended task; without an entry in its journal it is lost."""
    if entry is None:
        reason = f"Slurm task {task.job} was lost ({why(task)}); its log is {task.log}"
        return _end(run, JobStatus.FAILED, RegretLabError(reason))
    if entry.failure is not None:
        return _end(run, JobStatus.FAILED, RegretLabError(entry.failure))
    return _end(run, JobStatus.COMPLETED, entry.value)


def _end(run: Overrides, status: JobStatus, value: object) -> JobReturn:
    end = JobReturn(overrides=list(run), status=status)
    end.return_value = value
    return end
