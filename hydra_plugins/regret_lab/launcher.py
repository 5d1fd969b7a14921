"""hydra/launcher=slurm: many runs to a task of a Slurm array; the work is in regret_lab.run.slurm.

Hydra 1.3 executes the modules of plug-ins twice: no postponed annotations here, no bare super().
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hydra.core.config_store import ConfigStore
from hydra.core.utils import JobReturn
from hydra.plugins.launcher import Launcher
from hydra.types import HydraContext, TaskFunction
from omegaconf import DictConfig, OmegaConf


@dataclass
class SlurmConf:
    """The types of conf/hydra/launcher/slurm.yaml; the values are there."""

    _target_: str = "hydra_plugins.regret_lab.launcher.SlurmLauncher"
    folder: str = "${store.root}/slurm"
    runs_per_task: int = 30
    wait: bool = True
    partition: str | None = None
    account: str | None = None
    qos: str | None = None
    constraint: str | None = None
    timeout_min: int = 60
    signal_delay_s: int = 120
    max_num_timeout: int = 20
    cpus_per_task: int = 1
    mem_gb: float = 2.0
    array_parallelism: int = 256
    setup: list[str] = field(default_factory=list[str])
    additional_parameters: dict[str, Any] = field(default_factory=dict[str, Any])


ConfigStore.instance().store(
    group="hydra/launcher", name="slurm_settings", node=SlurmConf, provider="regret_lab"
)


class SlurmLauncher(Launcher):
    """Hand the runs of a sweep to Slurm."""

    def __init__(self, **settings: Any) -> None:
        self.settings: dict[str, Any] = {
            name: OmegaConf.to_container(value) if OmegaConf.is_config(value) else value
            for name, value in settings.items()
        }

    def setup(
        self, *, hydra_context: HydraContext, task_function: TaskFunction, config: DictConfig
    ) -> None:
        self.context, self.function, self.config = hydra_context, task_function, config

    def launch(
        self, job_overrides: Sequence[Sequence[str]], initial_job_idx: int
    ) -> Sequence[JobReturn]:
        from hydra.core.singleton import Singleton

        # loaded where it is wanted: every command imports the plug-ins
        from regret_lab.run.slurm import Slurm, Sweep, launch

        sweep = Sweep(self.context, self.config, self.function, Singleton.get_state())
        runs = [tuple(overrides) for overrides in job_overrides]
        return launch(Slurm(**self.settings), sweep, runs, initial_job_idx)
