"""What the reading commands share: the home folder, instants, and the published file."""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Annotated

import typer
from dateutil import parser as dates

from tracker.model.errors import BadInput

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
AsOf = Annotated[
    str,
    typer.Option(
        "--as-of",
        metavar="TS",
        help="Answer with what was known then: 2026-02-27 (its end) or 2026-02-27T11:30Z.",
    ),
]


def home_of(ctx: typer.Context) -> Path:
    """The home folder that `tracker --home` names. Raises BadInput if it is no folder."""
    home = Path(ctx.obj)
    if home.exists() and not home.is_dir():
        raise BadInput(f"{home}: not a folder; name one, or one to be made, with --home")
    return home


def parse_instant(text: str) -> datetime:
    """An instant in UTC; a date alone means its last second. Raises BadInput."""
    try:
        moment = dates.isoparse(text)
    except ValueError as error:
        raise BadInput(
            f"{text!r} is no instant; write one like 2026-02-27 or 2026-02-27T11:30Z"
        ) from error
    if len(text) <= len("2026-02-27"):
        moment = datetime.combine(moment.date(), time(23, 59, 59))
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def as_of(text: str) -> datetime | None:
    """The instant of `--as-of`, or None when it was not given."""
    return parse_instant(text) if text else None


END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
