"""The founding story as a digest's input: the morning of 27 February 2026, by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from tests.builders import build_claim, build_deal, on
from tracker.digest.view import CitedDocument, DigestInput, ReadingCount, SourceHealth
from tracker.model.deals import Confirmation, Deal, DealClaim, DealStep, DealType, Qualifier, Status
from tracker.model.ids import content_id, entity_id
from tracker.model.market import BuyerExposure, Company, CostEstimate, Stake, SupplierShare
from tracker.model.signals import Signal, Watchlist

START = datetime(2026, 2, 26, 11, 30, tzinfo=UTC)
CUT = datetime(2026, 2, 27, 11, 30, tzinfo=UTC)

VAGUE = {
    "value_low": Decimal(2 * 10**9),
    "value_high": None,
    "currency": "USD",
    "value_qualifier": Qualifier.VAGUE,
}


def company(name: str, ticker: str | None, *roles: str, cik: int | None = None) -> Company:
    tickers = (ticker,) if ticker else ()
    return Company(entity_id(name), name, (), (), tickers, cik, None, roles, (), "")


COMPANIES = {
    c.company_id: c
    for c in (
        company("Meta Platforms", "META", "buyer", cik=1326801),
        company("Alphabet", "GOOGL", "cloud", "chip_maker", cik=1652044),
        company("NVIDIA", "NVDA", "chip_maker", cik=1045810),
        company("AMD", "AMD", "chip_maker", cik=2488),
        company("Broadcom", "AVGO", "chip_maker", cik=1730168),
        company("OpenAI", None, "lab"),
        company("Anthropic", None, "lab"),
        company("IREN", "IREN", "neocloud", cik=1878848),
        company("Microsoft", "MSFT", "cloud", cik=789019),
        company("Samsung", "005930.KS", "chip_maker"),
    )
}

RENTAL_QUOTE = (
    "Meta has put its name to a multi-billion, multi-year contract under which it rents "
    "Google's tensor chips, The Information reported on Thursday, citing one person who "
    "knows of the arrangement."
)
PURCHASE_QUOTE = "Talks over buying the chips for Meta's own halls from next year go on."


def document(name: str, outlet: str, title: str, when: datetime) -> CitedDocument:
    url = f"https://news.example/{name}"
    return CitedDocument(content_id(name), url, title, outlet, when, "minute")


def founding() -> DigestInput:
    """What is handed over at 06:30 in New York on 27 February 2026."""
    story = _Story()
    return DigestInput(
        watchlist=Watchlist(
            watchlist_id="silicon",
            owner="analyst",
            email="analyst@example.com",
            entities=("alphabet", "broadcom", "nvidia", "amd", "meta-platforms"),
            products=(),
            minimum_usd=Decimal(100_000_000),
            time_zone="America/New_York",
            send_at=time(6, 30),
        ),
        period_start=START,
        cut_at=CUT,
        signals=story.signals(),
        deals_before={d.deal_id: d for d in story.before},
        deals_now={d.deal_id: d for d in story.now},
        claims={c.claim_id: c for c in story.claims},
        documents={d.document_id: d for d in story.documents},
        steps=story.steps(),
        estimates_changed=(_estimate(story.iren.deal_id),),
        estimates_now=(_estimate(story.iren.deal_id),),
        shares=_shares(story.rental.deal_id, story.amd.deal_id),
        exposures_before=_exposures(story, before=True),
        exposures_now=_exposures(story, before=False),
        stakes=STAKES,
        companies=COMPANIES,
        missing_for_price={story.rental.deal_id: ("size", "term")},
        sources=SourceHealth(41, 43, ("Chip Courier", "Rack & Row")),
        reading=ReadingCount(214, 38, 9),
        problems=2,
        missed_jobs=(),
        model_data_as_of="2026-11-22",
        labels={"GB300": "GB300", "chat": "chat, 8k in and 1k out"},
        families={"MI450": ("AMD Instinct",)},
        makers={"TPU": "alphabet", "GB300": "nvidia", "MI450": "amd"},
        feedback_to="desk@example.com",
    )


class _Story:
    """The documents, claims and deals of the story, and how they hang together."""

    def __init__(self) -> None:
        self.documents = [
            document("talks", "Chip Courier", "Meta weighs Google's chips", on("2025-11-25")),
            document("amd", "Chip Courier", "Six gigawatts for Meta", on("2026-02-24")),
            document("nvda", "Rack & Row", "Meta and NVIDIA, again", on("2026-02-17")),
            document(
                "signed", "Wire One", "Meta signs to rent Google's chips", on("2026-02-26", 22)
            ),
            document("iren", "EDGAR", "Form 8-K", on("2026-02-26", 21)),
        ]
        talks, amd, nvda, signed, iren = (d.document_id for d in self.documents)
        rent = {"deal_type": DealType.CLOUD_RENTAL} | VAGUE
        buy = {"deal_type": DealType.HARDWARE_PURCHASE, "start": "2027"} | VAGUE
        self.claims: list[DealClaim] = [
            build_claim(document_id=talks, day="2025-11-25", status=Status.IN_TALKS,
                        quote="The two talk of billions of dollars in rented chips.", **rent),
            build_claim(document_id=talks, day="2025-11-25", status=Status.IN_TALKS,
                        quote="Outright purchases from 2027 are on the table as well.", **buy),
            build_claim(document_id=signed, status=Status.SIGNED, quote=RENTAL_QUOTE,
                        known_at=on("2026-02-27", 11), **rent),
            build_claim(document_id=signed, status=Status.IN_TALKS, quote=PURCHASE_QUOTE,
                        known_at=on("2026-02-27", 11), **buy),
            build_claim(supplier="AMD", document_id=amd, day="2026-02-24", status=Status.ANNOUNCED,
                        deal_type=DealType.HARDWARE_PURCHASE, products=("MI450",),
                        value_high=Decimal(60 * 10**9), value_qualifier=Qualifier.UP_TO,
                        currency="USD", power_mw=6000.0, power_qualifier=Qualifier.UP_TO),
            build_claim(supplier="NVIDIA", document_id=nvda, day="2026-02-17",
                        products=("Blackwell",), deal_type=DealType.HARDWARE_PURCHASE,
                        chips=1_000_000, chips_qualifier=Qualifier.VAGUE),
            build_claim("Microsoft", "IREN", document_id=iren, deal_type=DealType.CAPACITY_LEASE,
                        usd="9.7e9", term_months=60, chips=76_000, chips_qualifier=Qualifier.ABOUT,
                        products=("GB300",), confirmation=Confirmation.FILED,
                        origin_outlet="SEC filing", known_at=on("2026-02-27", 11),
                        quote="The two entered into a five-year agreement for GB300 capacity."),
        ]  # fmt: skip
        c = self.claims
        self.before = [deal_of(c[0]), deal_of(c[1]), deal_of(c[4]), deal_of(c[5])]
        self.rental = deal_of(c[2], deal_id=c[0].claim_id, claim_ids=(c[0].claim_id, c[2].claim_id))
        self.purchase = replace(self.before[1], claim_ids=(c[1].claim_id, c[3].claim_id),
                                lead_claim_id=c[3].claim_id)  # fmt: skip
        self.amd, self.nvda, self.iren = self.before[2], self.before[3], deal_of(c[6])
        broadcom = build_deal("Alphabet", "Broadcom", deal_type=DealType.CUSTOM_SILICON,
                              day="2025-10-01")  # fmt: skip
        self.before.append(broadcom)
        self.now = [self.rental, self.purchase, self.amd, self.nvda, self.iren, broadcom]

    def steps(self) -> tuple[DealStep, ...]:
        talks, _, signed = self.claims[0], self.claims[1], self.claims[2]
        deal_id = self.rental.deal_id
        first = DealStep(deal_id, "status", None, "in_talks", date(2025, 11, 25),
                         talks.known_at, talks.claim_id)  # fmt: skip
        second = DealStep(deal_id, "status", "in_talks", "signed", date(2026, 2, 26),
                          signed.known_at, signed.claim_id)  # fmt: skip
        opened = DealStep(self.iren.deal_id, "status", None, "signed", date(2026, 2, 26),
                          self.claims[6].known_at, self.claims[6].claim_id)  # fmt: skip
        return (first, second, opened)

    def signals(self) -> tuple[Signal, ...]:
        rented, leased = self.rental, self.iren
        return (
            signal("status_step", rented, "0", before="in_talks", after="signed",
                   why="a step into signed that changes a buyer's silicon supplier"),
            signal("dependence_change", rented, "2", before="1.0 to 1.9 suppliers",
                   after="1.1 to 2.3 suppliers", why="the new leg adds a silicon supplier",
                   subject="Dependence of Meta Platforms"),
            signal("new_leg", leased, "1", before=None, after="signed",
                   why="a new leg above the threshold"),
            signal("new_leg", leased, "3", before=None, after="signed", why="",
                   suppressed="cool-down: told yesterday"),
        )  # fmt: skip


def deal_of(claim: DealClaim, **given: Any) -> Deal:
    """The deal that one claim alone would make."""
    fields = {name: getattr(claim, name) for name in claim.__slots__ if name in Deal.__slots__}
    headline = claim.value_high or claim.value_low
    chance = Decimal("0.5")
    fields |= {
        "deal_id": claim.claim_id,
        "claim_ids": (claim.claim_id,),
        "lead_claim_id": claim.claim_id,
        "relationship_id": content_id(claim.buyer_id, claim.supplier_id),
        "status_on": claim.published_on,
        "headline_usd": headline,
        "expected_usd": headline * chance if headline else None,
        "p_execution": float(chance),
        "first_public_on": claim.published_on,
        "first_known_at": claim.known_at,
        "origins": (claim.origin_outlet,),
        "superseded_by": None,
    }
    return Deal(**(fields | given))


def signal(rule_id: str, deal: Deal, rank: str, **given: Any) -> Signal:
    """A signal about a deal, in the given place of the order."""
    values: dict[str, Any] = {
        "signal_id": content_id("signal", rule_id, deal.deal_id, rank),
        "rule_id": rule_id,
        "subject": f"{deal.buyer} and {deal.supplier}",
        "company_ids": tuple(
            i for i in (deal.buyer_id, deal.supplier_id, "nvidia" if deal.products else None) if i
        ),
        "products": deal.products,
        "deal_id": deal.deal_id,
        "before": None,
        "after": deal.status.value,
        "why": "",
        "headline_usd": deal.headline_usd,
        "expected_usd": deal.expected_usd,
        "sort_key": rank,
        "suppressed": None,
        "known_at": deal.known_at,
    }
    return Signal(**(values | given))


def _estimate(deal_id: str) -> CostEstimate:
    return CostEstimate(
        estimate_id=content_id("estimate", deal_id),
        measure="rent_usd_per_chip_hour",
        accelerator_id="GB300",
        workload_id=None,
        low=2.41, mid=2.96, high=3.64,
        before_low=2.20, before_mid=3.05, before_high=4.23,
        caused_by=deal_id,
        input_ids=(deal_id,),
        assumptions="",
        model_data_as_of="2026-11-22",
        as_of=date(2026, 2, 27),
        known_at=on("2026-02-27", 11),
    )  # fmt: skip


def _shares(rental: str, amd: str) -> tuple[SupplierShare, ...]:
    return (
        SupplierShare("s1", "nvidia", 90, 80e9, 44e9, 0.55, 0.41, 0.68, 0.58, rental, (),
                      on("2026-02-27", 11)),
        SupplierShare("s2", "alphabet", 90, 6e9, 3e9, 0.05, 0.02, 0.09, 0.036, rental, (rental,),
                      on("2026-02-27", 11)),
        SupplierShare("s3", "amd", 90, 60e9, 30e9, 0.40, 0.2, 0.5, 0.41, rental, (amd,),
                      on("2026-02-27", 11)),
    )  # fmt: skip


def _exposures(story: _Story, *, before: bool) -> tuple[BuyerExposure, ...]:
    rows = [
        exposure("amd", 0.0, 60e9, story.amd.deal_id),
        exposure("nvidia", 0.0, 0.0, story.nvda.deal_id),
    ]
    if not before:
        rows = [replace(r, effective_suppliers_low=1.1, effective_suppliers_high=2.3) for r in rows]
        rows.append(exposure("alphabet", 2e9, 20e9, story.rental.deal_id, now=(1.1, 2.3)))
    return tuple(rows)


def exposure(
    supplier: str, low: float, high: float, deal_id: str, now: tuple[float, float] = (1.0, 1.9)
) -> BuyerExposure:
    return BuyerExposure(
        exposure_id=content_id("exposure", supplier, low, high),
        buyer_id="meta-platforms",
        supplier_id=supplier,
        committed_low_usd=low,
        committed_high_usd=high,
        share_low=0.0,
        share_high=1.0,
        effective_suppliers_low=now[0],
        effective_suppliers_high=now[1],
        before_effective_low=1.0,
        before_effective_high=1.9,
        caused_by=deal_id,
        deal_ids=(deal_id,),
        known_at=on("2026-02-27", 11),
    )


def stake(investor: str, investee: str, **given: Any) -> Stake:
    values: dict[str, Any] = {
        "stake_id": content_id(investor, investee),
        "investor_id": investor,
        "investee_id": investee,
        "committed_usd": None,
        "invested_usd": None,
        "stake_low": None,
        "stake_high": None,
        "status": "closed",
        "source_url": "https://example.com",
        "as_of": date(2025, 11, 18),
        "note": "",
    }
    return Stake(**(values | given))


STAKES = (
    stake("nvidia", "openai", invested_usd=30e9, stake_low=0.03, stake_high=0.036,
          as_of=date(2026, 2, 28)),
    stake("nvidia", "anthropic", committed_usd=10e9, stake_low=0.01, stake_high=0.029),
    stake("nvidia", "coreweave", stake_low=0.06, stake_high=0.07),
    stake("alphabet", "anthropic", as_of=date(2025, 1, 5)),
)  # fmt: skip
