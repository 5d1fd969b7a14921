"""hydra/sweeper=regret_lab: a union of grids, less what is done; the work is in regret_lab.cli.

Hydra 1.3 executes the modules of plug-ins twice: no postponed annotations here, no bare super().
"""

from dataclasses import dataclass
from typing import Any

from hydra.core.config_store import ConfigStore
from hydra.plugins.sweeper import Sweeper
from hydra.types import HydraContext, TaskFunction
from omegaconf import DictConfig, OmegaConf


@dataclass
class SweeperConf:
    """``params`` vary together with the command line; ``grids`` are a union, each with its own."""

    _target_: str = "hydra_plugins.regret_lab.sweeper.RegretLabSweeper"
    params: dict[str, Any] | None = None
    grids: list[dict[str, Any]] | None = None


ConfigStore.instance().store(
    group="hydra/sweeper", name="regret_lab", node=SweeperConf, provider="regret_lab"
)


class RegretLabSweeper(Sweeper):
    """Hand the jobs of a sweep that are not done to the launcher."""

    def __init__(self, params: Any = None, grids: Any = None) -> None:
        self.params: Any = params or {}
        self.grids: Any = grids or [{}]

    def setup(
        self, *, hydra_context: HydraContext, task_function: TaskFunction, config: DictConfig
    ) -> None:
        from hydra.core.plugins import Plugins

        self.hydra_context, self.config = hydra_context, config
        self.launcher = Plugins.instance().instantiate_launcher(
            hydra_context=hydra_context, task_function=task_function, config=config
        )

    def sweep(self, arguments: list[str]) -> Any:
        from regret_lab.cli.sweep import sweep  # loaded where it is wanted

        written: Any = OmegaConf.to_container(OmegaConf.create([self.params, *self.grids]))
        own: Any = self  # what setup() has set
        loader = own.hydra_context.config_loader
        return sweep(loader, own.config, own.launcher, written[0], written[1:], arguments)
