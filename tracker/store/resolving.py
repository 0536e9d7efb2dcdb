"""What resolution asks of the store: what is new, what stands, and where it goes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from tracker.model.corrections import Correction
from tracker.model.deals import Deal, DealClaim, Placement
from tracker.store import read, write
from tracker.store.connect import frame, quoted, rows
from tracker.store.frames import from_frame
from tracker.store.near import wanted
from tracker.store.store import Settled, Store
from tracker.store.tables import table_of
from tracker.store.write import standing, utc_text

R = TypeVar("R")
_CLAIMS = standing(table_of(DealClaim))
_PLACED = standing(table_of(Placement))
_DEALS = standing(table_of(Deal))


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


def deals_of(store: Store, claim_ids: Collection[str]) -> set[str]:
    """Ids of the deals that these claims are of, or ever were."""
    query = "SELECT DISTINCT p.deal_id FROM fact.placements AS p SEMI JOIN wanted USING (claim_id)"
    with wanted(store.con, "claim_id", claim_ids):
        return {deal_id for (deal_id,) in rows(store.con, query)}


def claims_of(store: Store, deal_ids: Collection[str]) -> set[str]:
    """The claims that are of these deals, or ever were."""
    query = "SELECT DISTINCT p.claim_id FROM fact.placements AS p SEMI JOIN wanted USING (deal_id)"
    with wanted(store.con, "deal_id", deal_ids):
        return {claim_id for (claim_id,) in rows(store.con, query)}


def live_deals(store: Store, deal_ids: Collection[str]) -> list[Deal]:
    """The last versions of those of the deals that were not merged away, by id."""
    names = ", ".join(f"d.{quoted(name)}" for name in table_of(Deal).columns)
    with wanted(store.con, "deal_id", deal_ids):
        # Two steps: a sort of whole versions takes longer than all the rest.
        found = frame(
            store.con,
            f"WITH newest AS (SELECT d.seq FROM ({_DEALS}) AS d SEMI JOIN wanted USING (deal_id) "
            "QUALIFY row_number() OVER (PARTITION BY d.deal_id "
            "ORDER BY d.known_at DESC, d.seq DESC) = 1) "
            f"SELECT {names} FROM fact.deals AS d SEMI JOIN newest USING (seq) "
            "WHERE d.superseded_by IS NULL ORDER BY d.deal_id",
        )
    return from_frame(Deal, found)


def claims_by_id(store: Store, claim_ids: Collection[str], now: datetime) -> dict[str, DealClaim]:
    """Those of the claims that stand and were known by `now`."""
    names = ", ".join(f"c.{quoted(name)}" for name in table_of(DealClaim).columns)
    with wanted(store.con, "claim_id", claim_ids):
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
        return write.append_all(store.con, table_of(record), records)


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
    with store.transaction(), wanted(store.con, column, values):
        withdrawn = write.withdraw_others(store.con, table, records, now, within)
        return Settled(write.insert_new(store.con, table, records, within), withdrawn)
