"""Answers as a spreadsheet: typed cells, one sheet, nothing that runs when it is opened."""

import json
import math
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.worksheet import Worksheet

from tracker.model.errors import BadInput
from tracker.store.answers import Rows
from tracker.store.files import replacing

MOST_ROWS = 1_048_576  # of a sheet, its header included
MOST_CHARACTERS = 32_767  # of a cell
MOST_EXACT = 10**15  # a cell keeps 15 digits of a number
FIRST_DAY = date(1900, 3, 1)  # before it spreadsheets disagree on what day a number is
WIDEST = 60

# A text is never taken for a formula or a link: documents are other people's words.
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write_xlsx(rows: Rows, path: Path) -> None:
    """Write the answer to `path`, whole or not at all; instants are in UTC.

    Raises BadInput when a sheet cannot hold it, or when `path` cannot be written.
    """
    try:
        with replacing(path) as temporary, Workbook(str(temporary), _OPTIONS) as book:
            _fill(book, rows)
    except (OSError, XlsxWriterException) as error:
        raise BadInput(f"{path}: cannot be written ({error}); name another file") from error


def _fill(book: Workbook, rows: Rows) -> None:
    sheet = book.add_worksheet("answer")
    bold = book.add_format({"bold": True})
    forms: dict[type, Any] = {
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    }
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(rows.columns):
        sheet.set_column(column, column, min(WIDEST, max(12, len(name) + 2)))
        sheet.write_string(0, column, name, bold)
    for number, row in enumerate(rows.each_row(), start=1):
        if number == MOST_ROWS:
            raise BadInput(f"a sheet holds {MOST_ROWS - 1:,} rows: ask for less, or take csv")
        for column, (name, value) in enumerate(zip(rows.columns, row, strict=True)):
            _write(sheet, number, column, name, _kept(value), forms)


def _write(
    sheet: Worksheet, row: int, column: int, name: str, value: Any, forms: dict[type, Any]
) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        sheet.write_datetime(row, column, moment, forms[type(value)])
    elif len(value) <= MOST_CHARACTERS:
        sheet.write_string(row, column, value)
    else:
        raise BadInput(
            f"{name}: a text of {len(value):,} characters, a cell holds {MOST_CHARACTERS:,};"
            f" take left({name}, {MOST_CHARACTERS}), or csv"
        )


def _kept(value: Any) -> Any:
    """The value as a cell keeps it whole, else its text; None for what is no number."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return float(value) if _is_exact(value) else str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value if abs(value) < MOST_EXACT else str(value)
    if isinstance(value, datetime):
        moment = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        return moment if moment.date() >= FIRST_DAY else moment.isoformat(sep=" ")
    if isinstance(value, date):
        return value if value >= FIRST_DAY else value.isoformat()
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value if isinstance(value, str | bool | type(None)) else str(value)


def _is_exact(value: Decimal) -> bool:
    """Whether a cell's 15 digits hold it; trailing zeros are no digits."""
    return (
        value.is_finite()
        and abs(value) < MOST_EXACT
        and len(value.normalize().as_tuple().digits) <= 15
    )
