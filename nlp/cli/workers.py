"""The options that say who does the work, and the ``Workers`` they make."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from nlp.parallel import Workers

__all__ = ["Backend", "BackendName", "Jobs", "Scheduler", "workers_of"]


class BackendName(StrEnum):
    """The backends of joblib there are to choose from."""

    LOKY = "loky"
    DASK = "dask"


Backend = Annotated[
    BackendName, typer.Option("--backend", help="由谁来算：loky 是本机的几个进程，dask 是几台机器的集群。")
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler", help="Dask 调度器的地址，例：10.0.0.5:8786；只与 --backend dask 同用。", show_default=False
    ),
]
Jobs = Annotated[int, typer.Option("--jobs", min=1, help="本机同时使用的处理器核数。")]


def workers_of(backend: BackendName, scheduler: str | None, jobs: int = 1) -> "Workers":
    """Give the workers that were asked for; half of a cluster's options is a usage error."""
    from nlp.parallel import Workers

    if backend is BackendName.DASK and not scheduler:
        raise typer.BadParameter("请写调度器的地址，例：10.0.0.5:8786", param_hint="--scheduler")
    if backend is not BackendName.DASK and scheduler:
        raise typer.BadParameter("只与 --backend dask 同用", param_hint="--scheduler")
    return Workers(jobs, scheduler)
