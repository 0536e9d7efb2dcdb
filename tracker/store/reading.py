"""What the jobs read: facts known by a run's clock, as records in a stated order."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from tracker.model.deals import Deal, DealClaim, DealStep, Mention
from tracker.model.errors import Problem, StoreError
from tracker.model.feeds import Document, FeedEntry, Fetch
from tracker.model.jobs import JobRun
from tracker.model.market import (
    BuyerExposure,
    CostEstimate,
    PriceObservation,
    PricingRun,
    SupplierShare,
)
from tracker.model.signals import Delivery, Digest, Signal
from tracker.store import read
from tracker.store.write import utc_text

_EVER = datetime(9999, 1, 1, tzinfo=UTC)


class Readings:
    """What the writer's store and the published file both answer.

    Every `now` is a UTC instant, and inclusive.
    """

    def __init__(self, home: Path, path: Path, con: duckdb.DuckDBPyConnection) -> None:
        self.home = home
        self.path = path
        self._con: duckdb.DuckDBPyConnection | None = con

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        """The connection. Raises StoreError once the store is closed."""
        if self._con is None:
            raise StoreError(f"{self.path}: the store is closed; open it again")
        return self._con

    def documents_by_id(self, ids: Iterable[str]) -> dict[str, Document]:
        """The documents among `ids` that are stored, with their texts."""
        return read.documents_by_id(self.con, self.home, ids)

    def feed_entries(self, now: datetime) -> list[FeedEntry]:
        """Entries of feeds, first known first."""
        return read.known(self.con, FeedEntry, now, order=("known_at", "entry_id"))

    def mentions(self, document_id: str) -> list[Mention]:
        """What was recognised in one document, in order of the text."""
        return read.known(
            self.con, Mention, _EVER, order=("start", '"end"', "mention_id"),
            where="document_id = ?", values=[document_id],
        )  # fmt: skip

    def prepaid_claims(self, now: datetime) -> list[DealClaim]:
        """Claims that say what is paid ahead: hardly any, so the others stay where they are."""
        where = "(prepayment_share IS NOT NULL OR prepayment_amount IS NOT NULL)"
        return read.known(self.con, DealClaim, now, order=("known_at", "claim_id"), where=where)

    def claims(self, now: datetime) -> list[DealClaim]:
        """Every claim that stands, first known first."""
        return read.known(self.con, DealClaim, now, order=("known_at", "claim_id"))

    def deals(self, now: datetime) -> list[Deal]:
        """The newest version of every deal, merged ones too, by deal id."""
        return read.known(self.con, Deal, now, order=("deal_id",))

    def deal_versions(self, now: datetime) -> list[Deal]:
        """Every version of every deal, first known first."""
        return read.known(self.con, Deal, now, view="deal_versions", order=("known_at", "deal_id"))

    def deal_steps(self, now: datetime) -> list[DealStep]:
        """Every step of every deal, first known first."""
        return read.known(
            self.con, DealStep, now,
            order=("known_at", "deal_id", "field", "claim_id", '"before"', '"after"'),
        )  # fmt: skip

    def observations(self, now: datetime) -> list[PriceObservation]:
        """Every price observation, first known first."""
        return read.known(self.con, PriceObservation, now, order=("known_at", "observation_id"))

    def estimates(self, now: datetime) -> list[CostEstimate]:
        """Every estimate ever made by `now`, first known first."""
        return read.known(
            self.con, CostEstimate, now, view="cost_estimate_history",
            order=("known_at", "measure", "accelerator_id", "workload_id", "estimate_id"),
        )  # fmt: skip

    def pricing_runs(self, now: datetime) -> list[PricingRun]:
        """What each re-pricing went by, first known first."""
        return read.known(self.con, PricingRun, now, order=("known_at", "run_id"))

    def shares(self, now: datetime) -> list[SupplierShare]:
        """Every supplier share ever reckoned by `now`, first known first."""
        return read.known(
            self.con, SupplierShare, now, view="supplier_share_history",
            order=("known_at", "window_days", "supplier_id", "share_id"),
        )  # fmt: skip

    def exposures(self, now: datetime) -> list[BuyerExposure]:
        """Every buyer's exposure ever reckoned by `now`, first known first."""
        return read.known(
            self.con, BuyerExposure, now, view="buyer_exposure_history",
            order=("known_at", "buyer_id", "supplier_id", "exposure_id"),
        )  # fmt: skip

    def signals(self, since: datetime, until: datetime) -> list[Signal]:
        """Signals known after `since` and by `until`, in their own order, suppressed ones too."""
        return read.known(
            self.con, Signal, until, order=("sort_key", "signal_id"),
            where="known_at > CAST(? AS TIMESTAMP)", values=[utc_text(since)],
        )  # fmt: skip

    def digests(self, now: datetime) -> list[Digest]:
        """Digests by cut-off and watchlist."""
        return read.known(
            self.con, Digest, now, order=("cut_at", "watchlist_id", "known_at", "digest_id")
        )

    def deliveries(self) -> list[Delivery]:
        """Every delivery, in order of time."""
        return read.known(self.con, Delivery, _EVER, order=("delivered_at", "delivery_id"))

    def job_runs(self, since: datetime | None = None) -> list[JobRun]:
        """Runs of jobs that ended at `since` or later, oldest first."""
        start = utc_text(since or datetime(1970, 1, 1, tzinfo=UTC))
        return read.known(
            self.con, JobRun, _EVER, order=("ended_at", "run_id"),
            where="ended_at >= CAST(? AS TIMESTAMP)", values=[start],
        )  # fmt: skip

    def last_fetches(self) -> dict[str, Fetch]:
        """Each feed's newest fetch, with the newest ETag and Last-Modified that it ever gave."""
        return read.last_fetches(self.con)

    def problems(self, since: datetime) -> list[Problem]:
        """Problems first met at `since` or later, oldest first."""
        return read.problems(self.con, since)
