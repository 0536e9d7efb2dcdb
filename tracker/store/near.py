"""What a claim can touch, as far as the store can tell: more may be given, never less.

These are the deals of its pair of companies, those told in the same document, and those
that differ from it by a party that one of both leaves unnamed.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from tracker.model.deals import Deal, DealClaim
from tracker.store.connect import rows
from tracker.store.store import Store
from tracker.store.tables import table_of
from tracker.store.write import standing

NEAR = 1.025  # figures further apart than this never make a blank and a named party one

_CLAIMS = standing(table_of(DealClaim))
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
_WITH = f"""
WITH c AS MATERIALIZED ({_SIDES}),
w AS MATERIALIZED (SELECT c.* FROM c SEMI JOIN wanted USING (claim_id)),
pairs AS (SELECT DISTINCT a, b FROM w WHERE a IS NOT NULL AND b IS NOT NULL),
"""
_SURE = """
SELECT c.claim_id FROM c SEMI JOIN pairs AS p ON c.a = p.a AND c.b = p.b
UNION SELECT c.claim_id FROM c SEMI JOIN w USING (document_id)
"""
# Only within some days of each other: those that leave the same party unnamed, whatever they
# print, and those that print one figure while one of both leaves a party unnamed.
_BLANK = """
SELECT c.claim_id, w.day, true AS is_blank FROM c JOIN w
  ON c.a IS NOT DISTINCT FROM w.a AND c.b IS NOT DISTINCT FROM w.b
  WHERE c.a IS NULL OR c.b IS NULL
"""
_ACROSS = f"""
SELECT c.claim_id, w.day, w.a IS NOT NULL AND w.b IS NOT NULL AS is_blank
  FROM c JOIN w ON c.b = w.b AND {_ALIKE} WHERE (c.a IS NULL) <> (w.a IS NULL)
UNION ALL SELECT c.claim_id, w.day, w.a IS NOT NULL AND w.b IS NOT NULL AS is_blank
  FROM c JOIN w ON c.a = w.a AND {_ALIKE} WHERE (c.b IS NULL) <> (w.b IS NULL)
"""
_NEAR_CLAIMS = f"""{_WITH}
blank AS ({_BLANK} AND abs(date_diff('day', c.day, w.day)) <= $days), across AS ({_ACROSS})
{_SURE} UNION SELECT claim_id FROM blank UNION SELECT claim_id FROM across
"""
# A deal counts as it stands: by all its days, and whether any of its claims names the party.
_TOUCHED = f"""{_WITH}
sure AS ({_SURE}), blank AS ({_BLANK}), across AS ({_ACROSS}),
placed AS (SELECT DISTINCT claim_id, deal_id FROM fact.placements),
maybe AS MATERIALIZED (
  SELECT DISTINCT p.deal_id, m.day, m.is_blank
  FROM placed AS p JOIN (FROM blank UNION ALL FROM across) AS m USING (claim_id)),
newest AS (
  SELECT d.seq FROM ({_DEALS}) AS d SEMI JOIN maybe USING (deal_id)
  QUALIFY row_number() OVER (PARTITION BY d.deal_id ORDER BY d.known_at DESC, d.seq DESC) = 1),
held AS (
  SELECT d.deal_id, unnest(d.claim_ids) AS claim_id
  FROM fact.deals AS d SEMI JOIN newest USING (seq) WHERE d.superseded_by IS NULL),
legs AS (
  SELECT h.deal_id, min(c.day) AS first_day, max(c.day) AS last_day,
         NOT (bool_or(c.a IS NOT NULL) AND bool_or(c.b IS NOT NULL)) AS is_blank
  FROM held AS h JOIN c USING (claim_id) GROUP BY h.deal_id)
SELECT p.deal_id FROM placed AS p SEMI JOIN sure USING (claim_id)
UNION SELECT l.deal_id FROM legs AS l JOIN maybe AS m USING (deal_id)
  WHERE l.is_blank = m.is_blank
    AND m.day BETWEEN l.first_day - $days::INTEGER AND l.last_day + $days::INTEGER
"""


def near_claims(store: Store, claim_ids: Collection[str], blank_days: int) -> set[str]:
    """The claims that can come to be of one deal with these, themselves among them, however
    all of them are placed now.

    Two claims that leave the same party unnamed can be of one deal within `blank_days`.
    """
    with wanted(store.con, "claim_id", claim_ids):
        return {claim_id for (claim_id,) in rows(store.con, _NEAR_CLAIMS, {"days": blank_days})}


def touched_deals(store: Store, claim_ids: Collection[str], blank_days: int) -> set[str]:
    """The deals that these claims, known later than all that has its deal, can touch.

    A claim touches a deal across an unnamed party only within `blank_days` of its news. Some
    that were merged away may be among them.
    """
    with wanted(store.con, "claim_id", claim_ids):
        return {deal_id for (deal_id,) in rows(store.con, _TOUCHED, {"days": blank_days})}


@contextmanager
def wanted(con: duckdb.DuckDBPyConnection, column: str, values: Collection[str]) -> Iterator[None]:
    """The values as a table `wanted` inside the block."""
    con.register("wanted", pa.table({column: pa.array(list(values), pa.string())}))
    try:
        yield
    finally:
        con.unregister("wanted")
