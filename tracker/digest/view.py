"""What goes into a digest, and what the templates read.

`DigestInput` is what the pipelines hand over: records as the store keeps them.
`DigestView` is worded: its templates loop and print, and decide nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tracker.model.deals import Deal, DealClaim, DealStep
from tracker.model.feeds import Document, Precision
from tracker.model.market import BuyerExposure, Company, CostEstimate, Stake, SupplierShare
from tracker.model.signals import Signal, Watchlist


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """What a digest needs of a document that it cites; `may_quote` is its feed's flag."""

    document_id: str
    url: str | None
    title: str
    outlet: str
    published_at: datetime | None
    published_precision: Precision = "day"
    may_quote: bool = True

    @classmethod
    def of(cls, document: Document, *, may_quote: bool = True) -> "CitedDocument":
        """The citation of a stored document."""
        return cls(
            document.document_id,
            document.url,
            document.title,
            document.outlet,
            document.published_at,
            document.published_precision,
            may_quote,
        )


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How many sources answered at their last request, and the names of those that did not."""

    ok: int
    total: int
    failing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingCount:
    """What was read in the period: documents, those among them that repeat, deal claims."""

    documents: int
    repeats: int
    claims: int


@dataclass(frozen=True, slots=True)
class DigestInput:
    """Everything that one digest of one watchlist may speak of, as known at `cut_at`.

    `signals` are those that are due, suppressed ones included. `deals_before` and
    `deals_now` map deal ids to the version in force at `period_start` and at `cut_at`.
    `claims` and `documents` hold at least those of the deals of the signals and of
    their relationships; `steps` all steps of these deals up to the cut.
    `estimates_changed` are those that became known in the period and have a `before_mid`.
    `exposures_before` and `exposures_now` are the latest row per buyer and supplier.
    `missing_for_price` names per deal what its price would need: any of "value", "size",
    "term", or other words, which are printed as they are. `labels` names accelerators
    and workloads by id, `families` gives a product with its parents, `makers` the id of
    the company that designs a product, `rivals` the laboratories that compete with a buyer
    (without an entry: every company whose role is "lab"). Instants are aware and in UTC.
    """

    watchlist: Watchlist
    period_start: datetime
    cut_at: datetime
    signals: tuple[Signal, ...]
    deals_before: Mapping[str, Deal]
    deals_now: Mapping[str, Deal]
    claims: Mapping[str, DealClaim]
    documents: Mapping[str, CitedDocument]
    steps: tuple[DealStep, ...]
    estimates_changed: tuple[CostEstimate, ...]
    estimates_now: tuple[CostEstimate, ...]
    shares: tuple[SupplierShare, ...]
    exposures_before: tuple[BuyerExposure, ...]
    exposures_now: tuple[BuyerExposure, ...]
    stakes: tuple[Stake, ...]
    companies: Mapping[str, Company]
    missing_for_price: Mapping[str, tuple[str, ...]]
    sources: SourceHealth
    reading: ReadingCount
    problems: int
    missed_jobs: tuple[str, ...]
    model_data_as_of: str
    labels: Mapping[str, str] = field(default_factory=dict)
    families: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    makers: Mapping[str, str] = field(default_factory=dict)
    rivals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    base_url: str | None = None  # where a deal can be looked up: "{base_url}/deals/{id}"
    overrides: tuple[str, ...] = ()  # figures of the model that the user replaced, in words
    feedback_to: str | None = None  # the address behind "useful / knew it / wrong"
    picture_alt: str = ""  # in words, the picture that goes with it; empty when none does


Kind = Literal[
    "plain",
    "strong",
    "muted",
    "quote",  # the words of a source: never altered
    "assumed",  # rests on our assumptions, conventions or model
    "firm",  # a status from "signed" upward
    "open",  # a status below it
    "off",  # a way out: denied, terminated
]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some words of one kind, with a checked link or none."""

    text: str
    kind: Kind = "plain"
    url: str | None = None


Line = tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered line of the first screen, with the lines below it."""

    number: int
    anchor: str
    line: Line
    notes: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One labelled line: "Price", "Rivals", "Read" ..."""

    label: str
    line: Line


@dataclass(frozen=True, slots=True)
class TermRow:
    """One term of a leg, its figure, and what the figure rests on."""

    label: str
    figure: Line
    basis: str


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the status ladder."""

    on: str
    status: Phrase
    source: Line


@dataclass(frozen=True, slots=True)
class Citation:
    """One source of a leg; the quote is at most 25 words."""

    head: Line
    quote: Line = ()
    link: Line = ()


@dataclass(frozen=True, slots=True)
class Detail:
    """All that is known of one item, below the first screen.

    A shortened one has only its head: the mail would be too long otherwise.
    """

    number: int
    anchor: str
    line: Line
    facts: tuple[Fact, ...] = ()
    ladder: tuple[Rung, ...] = ()
    terms: tuple[TermRow, ...] = ()
    effects: tuple[Line, ...] = ()
    citations: tuple[Citation, ...] = ()
    conflicts: tuple[Line, ...] = ()
    links: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class DigestView:
    """One digest, worded. `signal_ids` are those it tells, the most material first."""

    subject: str
    preheader: str
    name: str
    day: str
    cut: str
    follows: str
    items: tuple[Item, ...]
    more_items: str
    facts: tuple[Fact, ...]
    foot: str
    details: tuple[Detail, ...]
    shortened: str
    legend: Line
    notes: tuple[Line, ...]
    signal_ids: tuple[str, ...]
    picture_alt: str = ""
