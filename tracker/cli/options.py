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
    try:
        taken = next((p for p in (home, *home.parents) if p.exists()), home)
    except (OSError, ValueError) as error:  # too long, or not ours to look at
        words = getattr(error, "strerror", None) or str(error)
        raise BadInput(f"{home}: not usable ({words}); name another with --home") from error
    if taken.exists() and not taken.is_dir():
        raise BadInput(f"{taken}: not a folder; name one, or one to be made, with --home")
    return home


def parse_instant(text: str) -> datetime:
    """An instant in UTC; a date alone means its last second. Raises BadInput."""
    moment = parse_moment(text)
    if len(text) <= len("2026-02-27"):
        moment = datetime.combine(moment.date(), time(23, 59, 59), UTC)
    return moment


def parse_moment(text: str) -> datetime:
    """An instant in UTC; a date alone means its first second. Raises BadInput."""
    try:
        moment = dates.isoparse(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadInput(
            f"{text!r} is no instant; write one like 2026-02-27 or 2026-02-27T11:30Z"
        ) from error


def as_of(text: str) -> datetime | None:
    """The instant of `--as-of`, or None when it was not given."""
    return parse_instant(text) if text else None


END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
