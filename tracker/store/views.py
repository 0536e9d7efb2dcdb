"""The views, and for each its as-of macro: one text makes both.

A view of one table follows from what `tables.py` says of that table. What joins views is
written once in `db/views/*.sql`, as a view; in its macro every view that it reads is asked
as of the same instant.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tracker.reference.folders import shipped
from tracker.store.tables import FACTS, REFERENCE, REFERENCE_DATES, Table


@dataclass(frozen=True, slots=True)
class Newest:
    """A view of a table in which the newest row of each `columns` counts."""

    name: str
    table: str
    columns: tuple[str, ...]


# Of rows known at the same instant the one written last counts.
NEWEST = (
    Newest("deals", "deals", ("deal_id",)),
    Newest("placements", "placements", ("claim_id",)),
    Newest("deal_versions", "deals", ("deal_id", "known_at")),
    Newest("cost_estimates", "cost_estimates", ("measure", "accelerator_id", "workload_id")),
    Newest("supplier_shares", "supplier_shares", ("supplier_id", "window_days")),
    Newest("buyer_exposure", "buyer_exposure", ("buyer_id", "supplier_id")),
)
# Views that show every row of a table whose own name shows the newest only.
HISTORIES = {
    "cost_estimate_history": "cost_estimates",
    "supplier_share_history": "supplier_shares",
    "buyer_exposure_history": "buyer_exposure",
}

_TS = "CAST(ts AS TIMESTAMP)"
_SEQS = 2**40  # more than a table will ever have rows
_JOINED = re.compile(r"CREATE OR REPLACE VIEW (\w+) AS\s+(.*?);", re.DOTALL)


def standing(table: Table) -> str:
    """The condition for rows that a later reading has not withdrawn."""
    if not table.derived:
        return "true"
    return f"seq NOT IN (SELECT w.seq FROM fact.withdrawn AS w WHERE w.table_name = '{table.name}')"


def views_sql(folder: Path | None = None) -> str:
    """Statements that make every view and every macro, in an order that works."""
    return "\n".join(
        [*_of_facts(), *_of_reference(), *_joined((folder or shipped("db")) / "views")]
    )


def joined_names(text: str) -> list[str]:
    """Names of the views that a file of `db/views` makes."""
    return [found[1] for found in _JOINED.finditer(text)]


def _of_facts() -> Iterator[str]:
    newest = {view.name: view for view in NEWEST}
    by_name = {table.name: table for table in FACTS if not table.internal}
    for name, table in by_name.items():
        yield from _of_table(name, table, newest[name].columns if name in newest else ())
    for name, view in newest.items():
        if name not in by_name:
            yield from _of_table(name, by_name[view.table], view.columns)
    for name, base in HISTORIES.items():
        yield from _of_table(name, by_name[base], ())


def _of_table(name: str, table: Table, newest_of: Sequence[str]) -> Iterator[str]:
    body = f"SELECT * EXCLUDE (seq) FROM fact.{table.name} WHERE"
    until = f"{table.clock} <= {_TS} AND {standing(table)}"
    if newest_of:
        yield f"CREATE OR REPLACE VIEW {name} AS {body} {_newest(table, newest_of)};"
        yield (
            f"CREATE OR REPLACE MACRO {name}_as_of(ts) AS TABLE "
            f"{body} {_newest(table, newest_of, until)};"
        )
        return
    yield f"CREATE OR REPLACE VIEW {name} AS {body} {standing(table)};"
    yield f"CREATE OR REPLACE MACRO {name}_as_of(ts) AS TABLE {body} {until};"


def _newest(table: Table, columns: Sequence[str], known: str = "") -> str:
    """The condition for the row of each `columns` that was known last, of those `known`.

    Clock and `seq` as one number, and no window: that would sort every column of every version
    that a query asks for, at three times the cost with four versions of 100,000 deals.
    """
    return (
        f"seq IN (SELECT max_by(n.seq, epoch_us(n.{table.clock})::HUGEINT * {_SEQS} + n.seq) "
        f"FROM fact.{table.name} AS n WHERE {known or standing(table)} "
        f"GROUP BY {', '.join(f'n.{column}' for column in columns)})"
    )


def _of_reference() -> Iterator[str]:
    """Dated rows count from their date; of who is who, today's rows are given at any time."""
    for name in REFERENCE:
        dated = REFERENCE_DATES.get(name)
        until = f"{dated} <= CAST(ts AS DATE)" if dated else f"{_TS} IS NOT NULL"
        yield f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM fact.{name};"
        yield (
            f"CREATE OR REPLACE MACRO {name}_as_of(ts) AS TABLE "
            f"SELECT * FROM fact.{name} WHERE {until};"
        )


def _joined(folder: Path) -> Iterator[str]:
    known = {table.name for table in FACTS if not table.internal} | set(REFERENCE)
    known |= {view.name for view in NEWEST} | set(HISTORIES)
    for path in sorted(folder.glob("*.sql")):
        for found in _JOINED.finditer(path.read_text(encoding="utf-8")):
            name, body = found[1], found[2]
            yield f"CREATE OR REPLACE VIEW {name} AS {body};"
            yield f"CREATE OR REPLACE MACRO {name}_as_of(ts) AS TABLE {_then(body, known)};"
            known.add(name)


def _then(body: str, known: set[str]) -> str:
    """The same query over what was known at `ts`."""
    names = "|".join(sorted(known, key=len, reverse=True))
    return re.sub(rf"\b(FROM|JOIN)\s+({names})\b(?!\s*\()", r"\1 \2_as_of(ts)", body)
