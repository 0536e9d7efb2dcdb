"""Rows and blocks of a reference file, each value checked, with file, line and column."""

import calendar
import csv
import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from tracker.model.errors import BadReference

COMPILED_ON = date(2026, 11, 22)  # nothing in the shipped files was learned later
_AS_OF = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?|-Q([1-4])|-H([12]))?", re.ASCII)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One row or block as text by column; every reader raises BadReference."""

    where: str  # "prices.csv:12"
    values: Mapping[str, Any]
    places: Mapping[str, str] = field(default_factory=dict)  # by column, where it has its own

    def fail(self, column: str, what: str) -> BadReference:
        """The error that names this row's file and line, the column, and the mend."""
        return BadReference(f"{self.places.get(column, self.where)}: {column}: {what}")

    def text(self, column: str, *, empty: bool = False) -> str:
        """The text of a column; may only be empty where that is allowed."""
        value = self.values.get(column, "")
        if not isinstance(value, str):
            raise self.fail(column, f"{value!r} is not text; put it in quotes")
        if not value.strip() and not empty:
            raise self.fail(column, "is empty; fill it in")
        return value.strip()

    def choice(self, column: str, allowed: Collection[str]) -> str:
        """A text out of `allowed`."""
        value = self.text(column)
        if value not in allowed:
            raise self.fail(column, f"{value!r} is not one of {', '.join(sorted(allowed))}")
        return value

    def yes(self, column: str) -> bool:
        """True for "yes", False for "no"."""
        return self.choice(column, ("yes", "no")) == "yes"

    def number(self, column: str, *, least: float = 0.0) -> float | None:
        """A finite number of at least `least`; None when the column is empty."""
        value = self.values.get(column, "")
        if value in ("", None):
            return None
        if isinstance(value, bool):
            raise self.fail(column, f"{value!r} is not a number")
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise self.fail(column, f"{value!r} is not a number") from None
        if not least <= number < float("inf"):
            raise self.fail(column, f"{value!r} is not a finite number of {least:g} or more")
        return number

    def whole(self, column: str) -> int | None:
        """A whole number; None when empty."""
        number = self.number(column)
        if number is not None and number != int(number):
            raise self.fail(column, f"{number!r} is not a whole number")
        return None if number is None else int(number)

    def positive(self, column: str) -> float:
        """A number above zero."""
        number = self.number(column)
        if not number:
            raise self.fail(column, "must be a number above zero")
        return number

    def share(self, column: str) -> float | None:
        """A number between 0 and 1; None when empty."""
        number = self.number(column)
        if number is not None and number > 1:
            raise self.fail(column, f"{number!r} is above 1; write 12.5 % as 0.125")
        return number

    def day(self, column: str) -> date:
        """A day, YYYY-MM-DD."""
        try:
            return date.fromisoformat(self.text(column))
        except ValueError:
            raise self.fail(column, "is not a day; write YYYY-MM-DD") from None

    def spread(self) -> tuple[float | None, float | None, float | None]:
        """Low, mid and high in that order, at least one of low and high or the mid."""
        low, mid, high = self.number("low"), self.number("mid"), self.number("high")
        known = [value for value in (low, mid, high) if value is not None]
        if not known:
            raise self.fail("mid", "low, mid and high are all empty; remove the row")
        if known != sorted(known):
            raise self.fail("mid", f"low, mid, high must not fall: {known}")
        return low, mid, high

    def source(self, *, empty: bool = False) -> str:
        """The address of the source."""
        url = self.text("source_url", empty=empty)
        if url and not re.match(r"https?://\S+$", url):
            raise self.fail("source_url", f"{url!r} is not a web address")
        return url

    def as_of(self) -> tuple[str, bool, date]:
        """The date as printed, whether there is one, and the day it counts from.

        YYYY, YYYY-MM, YYYY-MM-DD, YYYY-Q1, YYYY-H1; the end of the period, at the latest
        the day of compilation. Empty: day unknown, counts from the day of compilation.
        """
        if "as_of" not in self.values:
            raise self.fail("as_of", "is missing; write a date, or leave the cell empty")
        printed = str(self.values["as_of"]).strip()
        if not printed:
            return "", False, COMPILED_ON
        day = period_end(printed)
        if day is None:
            raise self.fail("as_of", f"{printed!r} is not YYYY, YYYY-MM, YYYY-MM-DD or YYYY-Q1")
        # A day is exact; the end of a longer period may lie after the figure was read.
        return printed, True, day if len(printed) == 10 else min(day, COMPILED_ON)


def period_end(printed: str) -> date | None:
    """The last day of a printed year, half, quarter, month or day; None if it is none."""
    found = _AS_OF.fullmatch(printed)
    if not found:
        return None
    year, month, day, quarter, half = (int(part or 0) for part in found.groups())
    month = month or quarter * 3 or half * 6 or 12
    try:
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except ValueError:
        return None


def read_csv(
    path: Path, columns: Collection[str], *, keys: Collection[str] = (), shown: str = ""
) -> Iterator[Row]:
    """The rows of a CSV file with exactly these columns; with `keys`, those and any of them.

    `shown` is how errors call the file. Raises BadReference with its name and line.
    """
    name = shown or path.name
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as error:
        raise BadReference(f"{name}:1: cannot be read ({error}); check the file") from error
    reader = csv.DictReader(lines)
    found = set(reader.fieldnames or ())
    odd = (found - set(columns)) | (set(keys) - found) if keys else found ^ set(columns)
    if odd:
        words = ", ".join(sorted(odd))
        raise BadReference(f"{name}:1: header: missing or unknown columns: {words}")
    for values in reader:
        row = Row(f"{name}:{reader.line_num}", values)
        if None in values or None in values.values():
            raise row.fail("row", "has more or fewer cells than the header; mind the commas")
        yield row


def read_toml(path: Path, block: str | None = None, *, shown: str = "") -> Iterator[Row]:
    """The blocks `[[block]]` of a TOML file, or the whole file as one row.

    Errors name the line of the key that is wrong. Raises BadReference.
    """
    name = shown or path.name
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadReference(f"{name}: cannot be read as TOML ({error}); mend it") from error
    parts = _toml_parts(text, block)
    blocks = [data] if block is None else data.get(block, ())
    for values, (line, keys) in zip(blocks, parts, strict=False):
        places = {key: f"{name}:{at}" for key, at in keys.items()}
        yield Row(f"{name}:{line}", values, places)


def _toml_parts(text: str, block: str | None) -> list[tuple[int, dict[str, int]]]:
    """The line of each block's head, and the lines of its keys."""
    parts: list[tuple[int, dict[str, int]]] = [(1, {})] if block is None else []
    for number, line in enumerate(text.splitlines(), start=1):
        if block is not None and re.match(rf"\s*\[\[\s*{re.escape(block)}\s*\]\]", line):
            parts.append((number, {}))
        elif parts and (key := re.match(r"\s*([A-Za-z_][\w-]*)\s*=", line)):
            parts[-1][1].setdefault(key.group(1), number)
    return parts


def unique(
    rows: Iterator[Row], key: str | tuple[str, ...], build: Callable[[Row], T]
) -> tuple[T, ...]:
    """What `build` makes of each row; two rows with one `key` are an error."""
    keys = (key,) if isinstance(key, str) else key
    seen: dict[str, str] = {}
    built = []
    for row in rows:
        name = " ".join(row.text(each) for each in keys)
        if name in seen:
            raise row.fail(keys[0], f"{name!r} is already in {seen[name]}; remove one")
        seen[name] = row.where
        built.append(build(row))
    return tuple(built)
