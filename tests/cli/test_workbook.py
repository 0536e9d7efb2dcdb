"""Answers as spreadsheets: what a cell holds, what it may not become, and what does not fit."""

import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow as pa
import pytest

from tracker.cli import workbook
from tracker.cli.workbook import write_xlsx
from tracker.model.errors import BadInput

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Answer:
    """Rows as a query gives them."""

    def __init__(self, columns: list[str], *rows: tuple[Any, ...]) -> None:
        self.columns = columns
        self._rows = rows

    def each_row(self) -> Iterator[tuple[Any, ...]]:
        yield from self._rows

    def batches(self) -> Iterator[pa.RecordBatch]:
        raise AssertionError("a sheet is written by rows")


def sheet(path: Path) -> ElementTree.Element:
    with zipfile.ZipFile(path) as parts:
        return ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - ours


def cells(path: Path) -> dict[str, tuple[str | None, str]]:
    """Type ("n" for a number, "inlineStr" for a text) and content of each cell, by its place."""
    return {
        cell.attrib["r"]: (cell.attrib.get("t", "n"), "".join(cell.itertext()))
        for cell in sheet(path).iter(f"{SPACE}c")
    }


def one(tmp_path: Path, value: Any) -> tuple[str | None, str] | None:
    write_xlsx(Answer(["x"], (value,)), tmp_path / "x.xlsx")
    return cells(tmp_path / "x.xlsx").get("A2")


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (12_000_000_000, ("n", "12000000000")),
        (Decimal("1.50"), ("n", "1.5")),
        (Decimal(12_000_000_000), ("n", "12000000000")),
        (0.1, ("n", "0.1")),
        (10**15, ("inlineStr", "1000000000000000")),
        (True, ("b", "1")),
        (date(2026, 2, 27), ("n", "46080")),
        (datetime(2026, 2, 27, 12, tzinfo=UTC), ("n", "46080.5")),
        (datetime(2026, 2, 27, 7, tzinfo=timezone(timedelta(hours=-5))), ("n", "46080.5")),
        (date(1899, 1, 1), ("inlineStr", "1899-01-01")),
        ("Meta", ("inlineStr", "Meta")),
        ("=HYPERLINK(1)", ("inlineStr", "=HYPERLINK(1)")),
        ("http://example.org", ("inlineStr", "http://example.org")),
        ("0012", ("inlineStr", "0012")),
        (["TPU", "GB300"], ("inlineStr", '["TPU", "GB300"]')),
        (None, None),
        (float("nan"), None),
        (float("inf"), None),
    ],
)
def test_a_cell_keeps_the_value_and_its_type(tmp_path: Path, value: Any, kept: object) -> None:
    """Numbers and dates as such, long numbers and other people's words as text, no formula."""
    assert one(tmp_path, value) == kept


def test_the_header_stays_in_view(tmp_path: Path) -> None:
    """Names of columns first, two alike allowed; an answer without rows is its header."""
    write_xlsx(Answer(["share", "share"]), tmp_path / "x.xlsx")
    assert [text for _, text in cells(tmp_path / "x.xlsx").values()] == ["share", "share"]
    assert sheet(tmp_path / "x.xlsx").find(f".//{SPACE}pane[@state='frozen']") is not None


def test_what_does_not_fit_is_one_line_and_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too long a text, too many rows, a folder that is a file: what, and what to do."""
    path = tmp_path / "x.xlsx"
    with pytest.raises(BadInput, match=r"text: .*40,000 characters.*left\(text, 32767\)"):
        write_xlsx(Answer(["text"], ("x" * 40_000,)), path)
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    with pytest.raises(BadInput, match="2 rows"):
        write_xlsx(Answer(["x"], (1,), (2,), (3,)), path)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").touch()
    with pytest.raises(BadInput, match="cannot be written"):
        write_xlsx(Answer(["x"]), tmp_path / "file" / "x.xlsx")
