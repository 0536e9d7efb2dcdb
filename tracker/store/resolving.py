"""What resolution asks of the store: what is new, what that can touch, and where it goes.

A claim can touch the deals of its pair of companies, those that leave one of the two unnamed
and print a figure near its own, and those told in the same document. More than that may be
given, never less.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import duckdb
import pyarrow as pa

from tracker.model.corrections import Correction
from tracker.model.deals import Deal, DealClaim, Placement
from tracker.store import read, write
from tracker.store.connect import frame, quoted, rows
from tracker.store.frames import from_frame
from tracker.store.store import Settled, Store
from tracker.store.tables import table_of
from tracker.store.write import standing, utc_text

NEAR = 1.025  # figures further apart than this never make a blank and a named party one

R = TypeVar("R")
_CLAIMS = standing(table_of(DealClaim))
_PLACED = standing(table_of(Placement))
_DEALS = standing(table_of(Deal))

# The partners of a venture have no order: a blank comes first, then by name.
_SIDES = (
    "SELECT claim_id, document_id, deal_type, currency, chips, power_mw, "
    "coalesce(value_high, value_low)::DOUBLE AS money, "
    "coalesce(published_on, known_at::DATE) AS day, "
    "CASE WHEN deal_type = 'joint_venture' "
    "THEN nullif(least(coalesce(buyer_id, ''), coalesce(supplier_id, '')), '') "
    "ELSE buyer_id END AS a, "
    "CASE WHEN deal_type = 'joint_venture' "
    "THEN nullif(greatest(coalesce(buyer_id, ''), coalesce(supplier_id, '')), '') "
    f"ELSE supplier_id END AS b FROM ({_CLAIMS})"
)
_ALIKE = (
    "c.deal_type = w.deal_type AND ("
    "(c.money IS NOT NULL AND w.money IS NOT NULL AND "
    "(c.currency IS DISTINCT FROM w.currency OR {money})) OR {chips} OR {power_mw})"
).format(
    **{
        name: f"c.{name} BETWEEN w.{name} / {NEAR} AND w.{name} * {NEAR}"
        for name in ("money", "chips", "power_mw")
    }
)
_NEAR = f"""
WITH c AS MATERIALIZED ({_SIDES}),
w AS MATERIALIZED (SELECT c.* FROM c SEMI JOIN wanted USING (claim_id)),
pairs AS (SELECT DISTINCT a, b FROM w)
SELECT c.claim_id FROM c JOIN pairs AS p ON c.a = p.a AND c.b = p.b
UNION SELECT c.claim_id FROM c JOIN w
  ON c.a IS NOT DISTINCT FROM w.a AND c.b IS NOT DISTINCT FROM w.b
  WHERE (c.a IS NULL OR c.b IS NULL) AND abs(date_diff('day', c.day, w.day)) <= $days
UNION SELECT c.claim_id FROM c SEMI JOIN w USING (document_id)
UNION SELECT c.claim_id FROM c JOIN w ON c.b = w.b AND {_ALIKE}
  WHERE (c.a IS NULL) <> (w.a IS NULL)
UNION SELECT c.claim_id FROM c JOIN w ON c.a = w.a AND {_ALIKE}
  WHERE (c.b IS NULL) <> (w.b IS NULL)
"""


@dataclass(frozen=True, slots=True)
class Open:
    """What is not resolved yet: claims without a deal, and claims that are gone but still
    count in one. `last_at` is the instant of the newest claim or deal that is resolved."""

    claim_ids: frozenset[str]
    gone: frozenset[str]
    first_at: datetime | None
    last_at: datetime | None


def open_claims(store: Store, now: datetime, rules: str) -> Open:
    """The claims known by `now` that these rules have not given a deal yet."""
    new = rows(
        store.con,
        f"SELECT c.claim_id, c.known_at FROM ({_CLAIMS}) AS c ANTI JOIN "
        f"(SELECT p.claim_id FROM ({_PLACED}) AS p WHERE p.rules = ?) AS p USING (claim_id) "
        "WHERE c.known_at <= CAST(? AS TIMESTAMP) AND c.rule_id <> 'analyst'",
        [rules, utc_text(now)],
    )
    gone = rows(
        store.con,
        f"SELECT DISTINCT p.claim_id FROM ({_PLACED}) AS p "
        f"ANTI JOIN ({_CLAIMS}) AS c USING (claim_id)",
    )
    last = rows(
        store.con,
        f"SELECT greatest((SELECT max(p.known_at) FROM ({_PLACED}) AS p), "
        f"(SELECT max(d.known_at) FROM ({_DEALS}) AS d))",
    )[0][0]
    first = min((known_at for _, known_at in new), default=None)
    return Open(
        frozenset(claim_id for claim_id, _ in new),
        frozenset(claim_id for (claim_id,) in gone),
        None if first is None else first.replace(tzinfo=UTC),
        None if last is None else last.replace(tzinfo=UTC),
    )


def near_claims(store: Store, claim_ids: Collection[str], blank_days: int) -> set[str]:
    """The claims whose deals these claims can touch, themselves among them.

    Two claims that leave the same party unnamed can be of one deal within `blank_days`.
    """
    with _wanted(store.con, "claim_id", claim_ids):
        return {claim_id for (claim_id,) in rows(store.con, _NEAR, {"days": blank_days})}


def deals_of(store: Store, claim_ids: Collection[str]) -> set[str]:
    """Ids of the deals that these claims are of, or ever were."""
    query = "SELECT DISTINCT p.deal_id FROM fact.placements AS p SEMI JOIN wanted USING (claim_id)"
    with _wanted(store.con, "claim_id", claim_ids):
        return {deal_id for (deal_id,) in rows(store.con, query)}


def claims_of(store: Store, deal_ids: Collection[str]) -> set[str]:
    """The claims that are of these deals, or ever were."""
    query = "SELECT DISTINCT p.claim_id FROM fact.placements AS p SEMI JOIN wanted USING (deal_id)"
    with _wanted(store.con, "deal_id", deal_ids):
        return {claim_id for (claim_id,) in rows(store.con, query)}


def live_deals(store: Store, deal_ids: Collection[str]) -> list[Deal]:
    """The last versions of those of the deals that were not merged away, by id."""
    names = ", ".join(f"d.{quoted(name)}" for name in table_of(Deal).columns)
    with _wanted(store.con, "deal_id", deal_ids):
        found = frame(
            store.con,
            f"SELECT {names} FROM ({_DEALS}) AS d SEMI JOIN wanted USING (deal_id) "
            "QUALIFY row_number() OVER (PARTITION BY d.deal_id "
            "ORDER BY d.known_at DESC, d.seq DESC) = 1 ORDER BY d.deal_id",
        )
    return [deal for deal in from_frame(Deal, found) if deal.superseded_by is None]


def claims_by_id(store: Store, claim_ids: Collection[str], now: datetime) -> dict[str, DealClaim]:
    """Those of the claims that stand and were known by `now`."""
    names = ", ".join(f"c.{quoted(name)}" for name in table_of(DealClaim).columns)
    with _wanted(store.con, "claim_id", claim_ids):
        found = frame(
            store.con,
            f"SELECT {names} FROM ({_CLAIMS}) AS c SEMI JOIN wanted USING (claim_id) "
            "WHERE c.known_at <= CAST(? AS TIMESTAMP)",
            [utc_text(now)],
        )
    return {claim.claim_id: claim for claim in from_frame(DealClaim, found)}


def corrections(store: Store, now: datetime) -> list[Correction]:
    """What analysts have corrected by `now`, in the order of correcting."""
    return read.known(store.con, Correction, now, order=("known_at", "number", "correction_id"))


def append(store: Store, record: type[Any], records: Sequence[object]) -> int:
    """Add rows that are known to be new; returns how many."""
    with store.transaction():
        return write.insert_new(store.con, table_of(record), records, "false")


def settle_within(
    store: Store,
    record: type[Any],
    records: Sequence[object],
    column: str,
    values: Collection[str],
    now: datetime,
) -> Settled:
    """Make a derived table state exactly `records` where `column` has one of the values,
    among what is known by `now`; the rest of the table is left alone."""
    table = table_of(record)
    within = f"d.{column} IN (SELECT w.{column} FROM wanted AS w)"
    with store.transaction(), _wanted(store.con, column, values):
        withdrawn = write.withdraw_others(store.con, table, records, now, within)
        return Settled(write.insert_new(store.con, table, records, within), withdrawn)


@contextmanager
def _wanted(con: duckdb.DuckDBPyConnection, column: str, values: Collection[str]) -> Iterator[None]:
    con.register("wanted", pa.table({column: pa.array(sorted(values), pa.string())}))
    try:
        yield
    finally:
        con.unregister("wanted")
