"""What may be asked of Slurm, and how submitit is told."""

import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import regret_lab
from regret_lab.errors import RegretLabError
from regret_lab.parameters import Checked, real, whole
from regret_lab.run.slurm.submission import Submission

POOLS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


@dataclass(frozen=True)
class Slurm(Checked):
    """The settings of ``conf/hydra/launcher/slurm.yaml``, in their ranges; None: as Slurm has it.

    Raises
    ------
    ParameterError
        Names the setting, the value given and the range allowed.
    """

    folder: str
    runs_per_task: int = whole(30, low=1)
    wait: bool = True
    partition: str | None = None
    account: str | None = None
    qos: str | None = None
    constraint: str | None = None
    timeout_min: int = whole(60, low=1)
    signal_delay_s: int = whole(120, low=1)
    max_num_timeout: int = whole(20)
    cpus_per_task: int = whole(1, low=1)
    mem_gb: float = real(2.0, above=0.0)
    array_parallelism: int = whole(256, low=1)
    setup: list[str] = field(default_factory=list[str])
    additional_parameters: dict[str, Any] = field(default_factory=dict[str, Any])

    def executor(self, submission: Submission) -> Any:
        """Return submitit's executor with all of this, for the folder of a submission."""
        import submitit

        executor: Any = submitit.AutoExecutor(
            folder=submission.folder, cluster="slurm", slurm_max_num_timeout=self.max_num_timeout
        )
        executor.update_parameters(
            name=submission.name,
            timeout_min=self.timeout_min,
            cpus_per_task=self.cpus_per_task,
            mem_gb=self.mem_gb,
            slurm_signal_delay_s=self.signal_delay_s,
            slurm_array_parallelism=self.array_parallelism,
            slurm_setup=[*self._environment(), *self.setup],
            slurm_additional_parameters=self.additional_parameters,
            **{f"slurm_{name}": value for name, value in self._places().items()},
        )
        return executor

    def _places(self) -> Mapping[str, str]:
        asked = {
            name: getattr(self, name) for name in ("partition", "account", "qos", "constraint")
        }
        return {name: value for name, value in asked.items() if value is not None}

    def _environment(self) -> list[str]:
        """Return the shell lines that add to the environment, which sbatch passes on.

        The node runs the code that submitted, installed or not; libraries keep to the cores of the
        task; and srun, which no longer learns of them from sbatch since 22.05, is told.
        """
        root = shlex.quote(str(Path(regret_lab.__file__).parents[1]))
        pools = " ".join(f"{name}={self.cpus_per_task}" for name in POOLS)
        return [
            f"export PYTHONPATH={root}${{PYTHONPATH:+:$PYTHONPATH}}",
            f"export {pools}",
            f"export SRUN_CPUS_PER_TASK={self.cpus_per_task}",
        ]


def check_here() -> None:
    """Refuse a machine from which nothing can be submitted.

    Raises
    ------
    RegretLabError
        When submitit or Slurm is not here; says how to go on.
    """
    if find_spec("submitit") is None:
        raise RegretLabError("hydra/launcher=slurm needs submitit: pip install 'regret-lab[slurm]'")
    for command in ("sbatch", "squeue", "srun"):
        if shutil.which(command) is None:
            raise RegretLabError(
                f"hydra/launcher=slurm needs a machine of a Slurm cluster: here is no {command}; "
                f"on one machine use hydra/launcher=joblib, of pip install 'regret-lab[parallel]'"
            )
