"""Which record is kept in which table, and what makes two rows the same."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from tracker.model.corrections import Correction
from tracker.model.deals import Deal, DealClaim, DealStep, Mention, Placement
from tracker.model.errors import StoreError
from tracker.model.feeds import Document, Feed, FeedEntry, Fetch
from tracker.model.jobs import JobRun
from tracker.model.market import (
    Accelerator,
    BuyerExposure,
    Company,
    CompanyFact,
    CostEstimate,
    PriceObservation,
    PricingRun,
    Product,
    Stake,
    SupplierShare,
    Workload,
)
from tracker.model.signals import Delivery, Digest, Signal, Watchlist
from tracker.reference.companies import Alias
from tracker.reference.figures import Price


@dataclass(frozen=True, slots=True)
class DocumentKey:
    """One of the names by which a document is recognised when it comes again."""

    key: str
    document_id: str
    content_sha: str
    known_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentSignature:
    """The MinHash of a document's text, by which near duplicates are found."""

    document_id: str
    signature: tuple[int, ...]
    known_at: datetime


@dataclass(frozen=True, slots=True)
class ExtractionRow:
    """That a document was read, by which version of the extractor, and what came of it."""

    document_id: str
    version: str
    parsed: bool
    claims: int
    mentions: int
    known_at: datetime


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A problem, with the clock of the run that met it first."""

    stage: str
    origin: str
    message: str
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Table:
    """A table of facts. Rows with equal `key` are the same fact; an empty key means all columns.

    `clock` is the column that as-of questions filter.
    """

    name: str
    record: type[Any]
    key: tuple[str, ...]
    clock: str = "known_at"
    derived: bool = False  # computed from other facts, so that rows can be withdrawn
    internal: bool = False  # of no use to an analyst, and not published

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the record's columns, without those that the store adds."""
        return tuple(field.name for field in fields(self.record))

    @property
    def identity(self) -> tuple[str, ...]:
        """The columns that tell two facts apart."""
        return self.key or self.columns


FACTS = (
    Table("feed_entries", FeedEntry, ("entry_id",)),
    Table("documents", Document, ("document_id",)),
    Table("document_keys", DocumentKey, ("key", "document_id"), internal=True),
    Table("document_signatures", DocumentSignature, ("document_id",), internal=True),
    Table("extractions", ExtractionRow, ("document_id", "version")),
    # The offsets of one document's facts, and all that is reckoned from them, can turn out
    # otherwise on a second reading: then rows are withdrawn, never removed.
    Table("mentions", Mention, ("mention_id",), derived=True),
    Table("deal_claims", DealClaim, ("claim_id",), derived=True),
    Table("deals", Deal, (), derived=True),
    Table("deal_history", DealStep, (), derived=True),
    Table("placements", Placement, (), derived=True),
    Table("corrections", Correction, ("correction_id",)),
    Table("price_observations", PriceObservation, ("observation_id",), derived=True),
    Table("cost_estimates", CostEstimate, ("estimate_id",), derived=True),
    Table("pricing_runs", PricingRun, ("run_id",), derived=True),
    Table("supplier_shares", SupplierShare, ("share_id",), derived=True),
    Table("buyer_exposure", BuyerExposure, ("exposure_id",), derived=True),
    Table("signals", Signal, ("signal_id",), derived=True),
    Table("digests", Digest, ("digest_id",)),
    Table("deliveries", Delivery, ("delivery_id",), clock="delivered_at"),
    Table("problems", ProblemRow, ("stage", "origin", "message")),
    Table("job_runs", JobRun, ("run_id",), clock="now"),
    Table("fetches", Fetch, ("feed_id", "url", "fetched_at"), clock="fetched_at"),
)

# Curated data: the whole table is replaced when its content has changed. The columns are
# those of the record.
REFERENCE: dict[str, type[Any]] = {
    "companies": Company,
    "company_aliases": Alias,
    "products": Product,
    "accelerators": Accelerator,
    "prices": Price,
    "stakes": Stake,
    "company_facts": CompanyFact,
    "feeds": Feed,
    "workloads": Workload,
    "watchlists": Watchlist,
}

# Which of them are dated, and by which column: an as-of question leaves out later rows.
REFERENCE_DATES = {"prices": "known_on", "stakes": "as_of", "company_facts": "as_of"}

_BY_RECORD = {table.record: table for table in FACTS}


def table_of(record: type[Any]) -> Table:
    """The table that keeps records of this type. Raises StoreError when there is none."""
    try:
        return _BY_RECORD[record]
    except KeyError:
        raise StoreError(f"{record.__name__}: no table keeps it; add one in tables.py") from None
