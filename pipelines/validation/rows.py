"""Rows of a file of published model outputs; the file's own check formulas are never read."""

import csv
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker.model.errors import BadInput
from tracker.reference.table import COMPILED_ON, period_end

_NEEDED = {"row_id", "kind", "subject", "accelerator_id", "metric", "value", "unit"}
_ONE_SIDED = re.compile(r"\s*(up to|at most|at least|over|above|more than)\b", re.I)


@dataclass(frozen=True, slots=True)
class Published:
    """One published figure: what it is of, what it says, and when and where it was said.

    `value`, `per_chip_hour` and `per_gw_year` are what is predicted; the rest is input.
    `bound` is "up to" or "at least" when the publication says no more than that.
    """

    row_id: str
    kind: str
    subject: str
    accelerator_id: str
    metric: str
    unit: str
    printed: str
    value: float | None
    deal_usd: float | None
    gw: float | None
    chips: float | None
    years: float | None
    per_chip_hour: float | None
    per_gw_year: float | None
    bound: str
    source_url: str
    as_of: str

    @property
    def day(self) -> date:
        """The last day of the period in which it was said."""
        return period_end(self.as_of) or COMPILED_ON


def read_published(path: Path) -> list[Published]:
    """The rows of a file in file order. Raises BadInput naming file, line and column."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read ({error}); name a CSV file") from error
    reader = csv.DictReader(text.splitlines(keepends=True))
    missing = sorted(_NEEDED - set(reader.fieldnames or ()))
    if missing:
        raise BadInput(f"{path}:1: header: lacks {', '.join(missing)}")
    return [_row(f"{path.name}:{reader.line_num}", cells) for cells in reader]


def _row(where: str, cells: dict[str, str]) -> Published:
    def number(name: str) -> float | None:
        text = (cells.get(name) or "").strip()
        try:
            return float(text) if text else None
        except ValueError:
            raise BadInput(f"{where}: {name}: {text!r} is not a number") from None

    billions = number("deal_value_usd_b")
    found = _ONE_SIDED.match(cells.get("notes") or "")
    word = found.group(1).lower() if found else ""
    return Published(
        row_id=cells["row_id"],
        kind=cells["kind"],
        subject=cells["subject"],
        accelerator_id=cells["accelerator_id"],
        metric=cells["metric"],
        unit=cells["unit"],
        printed=cells["value"].strip(),
        value=number("value"),
        deal_usd=None if billions is None else billions * 1e9,
        gw=number("gw"),
        chips=number("chips"),
        years=number("term_years"),
        per_chip_hour=number("derived_usd_per_chip_hr"),
        per_gw_year=number("derived_usd_b_per_gw_yr"),
        bound="" if not word else "up to" if word in ("up to", "at most") else "at least",
        source_url=cells.get("source_url") or "",
        as_of=cells.get("as_of") or "",
    )
