"""Commands that compose rooms; `pipelines/__main__.py` mounts them."""

from collections.abc import Callable
from typing import Any

import typer

from pipelines.commands import deals as _corrections  # noqa: F401 - adds to `tracker deals`
from pipelines.commands.daemon import daemon
from pipelines.commands.jobs import digest, ingest, one_job, pull, run
from pipelines.commands.reading import annotate, score
from pipelines.commands.reference import app as reference
from pipelines.commands.status import status
from pipelines.commands.upkeep import backup, rebuild, restore
from pipelines.commands.watch import app as watch
from pipelines.commands.what_if import what_if

JOBS = {
    "extract": "Read the documents that nobody has read yet.",
    "resolve": "Make deals of the claims.",
    "reprice": "Re-price compute with what the deals say.",
    "alert": "Turn changes into signals.",
    "publish": "Write the analysts' file, published/published.duckdb, anew.",
}
COMMANDS: dict[str, Callable[..., Any] | typer.Typer] = {
    "run": run,
    "ingest": ingest,
    "pull": pull,
    **{name: one_job(name, does) for name, does in JOBS.items()},
    "digest": digest,
    "daemon": daemon,
    "status": status,
    "watch": watch,
    "what-if": what_if,
    "reference": reference,
    "rebuild": rebuild,
    "backup": backup,
    "restore": restore,
    "annotate": annotate,
    "score": score,
}
