"""A small store with a story in it: rumour, talks, signature, a rival deal, prices, mail."""

from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path

from tests.builders import build_claim, build_deal, build_document, on
from tracker.model.corrections import Act, Correction
from tracker.model.deals import DealClaim, DealStep, Evidence, Mention, Placement
from tracker.model.errors import Problem
from tracker.model.feeds import Document, FeedEntry, Fetch
from tracker.model.jobs import JobRun
from tracker.model.market import (
    BuyerExposure,
    CostEstimate,
    Move,
    PriceObservation,
    PricingRun,
    SupplierShare,
)
from tracker.model.signals import Delivery, Digest, Signal, Watchlist
from tracker.reference.load import load_reference
from tracker.store.store import Extracted, Store
from tracker.store.tables import DocumentKey, DocumentSignature

NOW = on("2026-03-31")
REPORT = on("2026-01-10", 9)
FILING = on("2026-02-26", 11)
ADDRESS = "reader@example.com"


def seed(home: Path) -> Store:
    """The open store of `home`, filled; the caller closes it."""
    store = Store.open(home)
    documents = _documents()
    claims = _claims(documents)
    store.add_documents(documents)
    store.add_extractions(
        (
            Extracted(d.document_id, "1", True, (c,), _mentions(d), d.known_at)
            for d, c in zip(documents, claims, strict=True)
        ),
        NOW,
    )
    store.add(_deals(claims))
    store.add(_market(claims))
    store.add(_mail(claims))
    store.add(_operation(documents))
    store.add_problems([Problem("pull", "feed.xml:3", "not XML; mend the feed")], REPORT)
    store.replace_reference(reference_rows())
    return store


def reference_rows() -> dict[str, list[object]]:
    """Every reference table from the curated files, and one watchlist with an address."""
    reference = load_reference()
    market = reference.market
    watchlist = Watchlist(
        "w", "Reader", ADDRESS, ("nvidia",), (), Decimal("1e9"), "America/New_York", time(6, 30)
    )
    return {
        "companies": list(reference.companies.all),
        "company_aliases": list(reference.companies.aliases()),
        "products": list(reference.products.all),
        "accelerators": list(market.accelerators),
        "prices": list(market.prices),
        "stakes": list(market.stakes),
        "company_facts": list(market.company_facts),
        "feeds": list(reference.feeds),
        "workloads": list(market.workloads),
        "watchlists": [watchlist],
    }


def _documents() -> list[Document]:
    said = [
        ("Meta is in talks to rent TPUs, two people said.", "Example Wire", REPORT),
        ("A second outlet repeats that Meta may rent TPUs.", "Other Post", REPORT + timedelta(1)),
        ("We signed a rental of TPUs worth $12 billion.", "Meta Platforms", FILING),
        ("OpenAI buys MI450 systems for $6 billion.", "Example Wire", on("2026-01-20")),
    ]
    return [
        build_document(
            text, outlet=outlet, known_at=at, published_at=at, published_precision="minute"
        )
        for text, outlet, at in said
    ]


def _claims(documents: list[Document]) -> list[DealClaim]:
    talks, repeat, filed, amd = documents
    return [
        build_claim(
            status="in_talks", usd="10e9", document_id=talks.document_id, known_at=talks.known_at,
            origin_outlet="Example Wire", published_on=date(2026, 1, 10),
            evidence=(Evidence("leg", 0, 4), Evidence("products", 25, 29)),
        ),
        build_claim(
            status="in_talks", usd="11e9", document_id=repeat.document_id,
            known_at=repeat.known_at, origin_outlet="Example Wire",
        ),
        build_claim(
            status="signed", usd="12e9", term_months=72, document_id=filed.document_id,
            known_at=filed.known_at, confirmation="filed", origin_outlet="SEC filing",
        ),
        build_claim(
            "OpenAI", "AMD", deal_type="hardware_purchase", usd="6e9", products=("MI450",),
            document_id=amd.document_id, known_at=amd.known_at, published_on=date(2026, 1, 20),
        ),
    ]  # fmt: skip


def _deals(claims: list[DealClaim]) -> list[object]:
    talks, repeat, filed, amd = claims
    ids = (talks.claim_id, repeat.claim_id, filed.claim_id)
    common = {
        "deal_id": talks.claim_id, "first_public_on": date(2026, 1, 10),
        "first_known_at": talks.known_at,
    }  # fmt: skip
    return [
        build_deal(
            **common, usd="10e9", status="in_talks", status_on=date(2026, 1, 10), p_execution=0.3,
            known_at=talks.known_at, claim_ids=ids[:1], lead_claim_id=ids[0],
            origin_outlet="Example Wire", origins=("Example Wire",),
        ),
        build_deal(
            **common, usd="12e9", status="signed", status_on=date(2026, 2, 26), p_execution=0.9,
            known_at=filed.known_at, claim_ids=ids, lead_claim_id=ids[2], confirmation="filed",
            origins=("Example Wire", "SEC filing"),
        ),
        build_deal(
            "OpenAI", "AMD", deal_id=amd.claim_id, deal_type="hardware_purchase", usd="6e9",
            products=("MI450",), known_at=amd.known_at, first_public_on=date(2026, 1, 20),
            claim_ids=(amd.claim_id,), lead_claim_id=amd.claim_id,
        ),
        *(Placement(claim_id, ids[0], "rules", filed.known_at) for claim_id in ids),
        Correction(
            "k", Act.SET, talks.claim_id, ids, (), ("status=signed",), "read it", "A", 1, FILING
        ),
        build_deal("Anthropic", deal_id="merged", known_at=FILING, superseded_by=amd.claim_id),
        DealStep(
            talks.claim_id, "status", None, "in_talks", date(2026, 1, 10), talks.known_at, ids[0]
        ),
        DealStep(
            talks.claim_id, "status", "in_talks", "signed", date(2026, 2, 26), filed.known_at,
            ids[2],
        ),
    ]  # fmt: skip


def _market(claims: list[DealClaim]) -> list[object]:
    deal_id = claims[0].claim_id
    estimate = ("rent_usd_per_chip_hour", "goog_tpu_v7", None)
    tail = ((), "", "2026-02-01", date(2026, 2, 26))
    return [
        PriceObservation(
            "o", "goog_tpu_v7", "managed_compute", "implied", 1.8, None, 0.4, deal_id, None,
            date(2026, 2, 26), FILING, "12e9 / (n * h)", True,
        ),
        CostEstimate("e1", *estimate, 1.5, 2.0, 2.5, None, None, None, None, *tail, REPORT),
        CostEstimate("e2", *estimate, 1.4, 1.8, 2.2, 1.5, 2.0, 2.5, deal_id, *tail, FILING,
                     (Move(deal_id, -0.2),)),
        PricingRun("p", FILING, "2", "digest", "market", 3),
        SupplierShare("s1", "alphabet", 90, 10e9, 3e9, 0.5, 0.3, 0.7, None, None, (), REPORT),
        SupplierShare(
            "s2", "alphabet", 90, 12e9, 11e9, 0.7, 0.5, 0.9, 0.5, deal_id, (deal_id,), FILING
        ),
        BuyerExposure(
            "x", "meta-platforms", "alphabet", 12e9, 12e9, 0.1, 0.2, 1.5, 2.5, None, None,
            deal_id, (deal_id,), FILING,
        ),
    ]  # fmt: skip


def _mail(claims: list[DealClaim]) -> list[object]:
    deal_id = claims[0].claim_id
    shared = ("Meta rents TPU", ("meta-platforms",), ("TPU",), deal_id, "in_talks", "signed", "why")
    return [
        Signal("g1", "status_step", *shared, Decimal("12e9"), Decimal("10.8e9"), "0", None, FILING),
        Signal("g2", "share_shift", *shared, None, None, "9", "below the threshold", FILING),
        Digest("d", "w", REPORT, FILING, "Compute deals", ("g1",), "<p>", "text", FILING),
        Delivery("y", "d", "hash", "<d@tracker>", "maildir", "sent", "", FILING),
    ]


def _operation(documents: list[Document]) -> list[object]:
    first = documents[0]
    return [
        FeedEntry(
            "f", "wire", "guid", first.url, first.title, first.published_at, "minute",
            "10 Jan", REPORT, first.document_id, REPORT,
        ),
        Fetch("wire", "https://example.com", REPORT, 200, "read", "tag", None, 9, "", None),
        Fetch("wire", "https://example.com", FILING, 500, "failed", None, None, 0, "error", None),
        JobRun("r", "pull", REPORT, REPORT, REPORT, "done", 4, 1, ""),
        DocumentKey("guid:guid", first.document_id, first.content_sha, REPORT),
        DocumentSignature(first.document_id, (1, 2), REPORT),
    ]  # fmt: skip


def _mentions(document: Document) -> tuple[Mention, ...]:
    return (
        Mention(
            f"m-{document.document_id}", document.document_id, 0, 4, "COMPANY",
            document.text[:4], "meta-platforms", document.known_at,
        ),
    )  # fmt: skip
