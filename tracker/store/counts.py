"""What was read in a period, counted; and which sources it came from."""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.store.connect import rows
from tracker.store.read import CANONICAL
from tracker.store.store import Store
from tracker.store.write import utc_text


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """Documents, those among them that only repeat, claims, and problems met."""

    documents: int
    repeats: int
    claims: int
    problems: int


@dataclass(frozen=True, slots=True)
class SourcesHeard:
    """Sources that gave something in a period, and those that could not be read."""

    heard: tuple[str, ...]
    failing: tuple[str, ...]


_IN_PERIOD = "known_at > CAST($since AS TIMESTAMP) AND known_at <= CAST($until AS TIMESTAMP)"


def period_counts(store: Store, since: datetime, until: datetime) -> PeriodCounts:
    """Counts of what became known after `since` and by `until`."""
    given = {"since": utc_text(since), "until": utc_text(until)}
    repeats = "count(*) FILTER (duplicate_kind IS NOT NULL AND duplicate_kind <> 'revision')"
    ((documents, copies),) = rows(
        store.con, f"SELECT count(*), {repeats} FROM fact.documents WHERE {_IN_PERIOD}", given
    )
    ((claims,),) = rows(
        store.con,
        f"SELECT count(*) FROM deal_claims_as_of(CAST($until AS TIMESTAMP)) WHERE {_IN_PERIOD}",
        given,
    )
    ((problems,),) = rows(
        store.con, f"SELECT count(*) FROM fact.problems WHERE {_IN_PERIOD}", given
    )
    return PeriodCounts(documents, copies, claims, problems)


def sources_heard(store: Store, since: datetime, until: datetime) -> SourcesHeard:
    """By the fetches of the period; where there are none (imports), by what was imported."""
    given = {"since": utc_text(since), "until": utc_text(until)}
    fetched = rows(
        store.con,
        "SELECT feed_id, arg_max(outcome IN ('read', 'unchanged'), fetched_at) FROM fact.fetches "
        "WHERE fetched_at > CAST($since AS TIMESTAMP) AND fetched_at <= CAST($until AS TIMESTAMP) "
        "GROUP BY feed_id ORDER BY feed_id",
        given,
    )
    if fetched:
        return SourcesHeard(
            tuple(feed for feed, ok in fetched if ok),
            tuple(feed for feed, ok in fetched if not ok),
        )
    outlets = rows(
        store.con,
        f"SELECT DISTINCT outlet FROM fact.documents WHERE {_IN_PERIOD} ORDER BY outlet",
        given,
    )
    broken = rows(
        store.con,
        "SELECT DISTINCT regexp_extract(origin, '[^/]+$') AS name FROM fact.problems "
        f"WHERE stage = 'sources' AND {_IN_PERIOD} ORDER BY name",
        given,
    )
    return SourcesHeard(tuple(o for (o,) in outlets), tuple(b for (b,) in broken))


def first_answers(store: Store) -> dict[str, date]:
    """For each feed that ever answered, the day on which it first did."""
    return dict(
        rows(
            store.con,
            "SELECT feed_id, CAST(min(fetched_at) AS DATE) FROM fact.fetches "
            "WHERE outcome IN ('read', 'unchanged') GROUP BY feed_id ORDER BY feed_id",
        )
    )


def unread_count(store: Store, now: datetime, version: str) -> int:
    """How many documents known by `now` this version of the extractor has still to read."""
    given = {"now": utc_text(now), "version": version}
    ((count,),) = rows(
        store.con,
        f"SELECT count(*) FROM fact.documents AS d WHERE d.known_at <= CAST($now AS TIMESTAMP) "
        f"AND {CANONICAL} AND d.document_id NOT IN "
        "(SELECT e.document_id FROM fact.extractions AS e WHERE e.version = $version)",
        given,
    )
    return int(count)
