"""More of the story, so that every recipe of the cookbook has something to find."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.builders import build_claim, build_deal, on
from tests.store.seed import FILING, REPORT, reference_rows, seed
from tracker.model.deals import DealClaim, DealStep
from tracker.model.market import CompanyFact, CostEstimate, PriceObservation
from tracker.store.store import Store

QUIET = on("2026-01-02")


def rich(home: Path) -> Store:
    """The seeded store with a site, its chips, old talks, a warrant, contracts and a backlog."""
    store = seed(home)
    claims = _claims()
    store.add(claims.values())
    store.add(_deals(claims))
    store.add(_steps(claims))
    store.add(_market(claims))
    rows = reference_rows()
    rows["company_facts"] = [*rows["company_facts"], *_backlog(rows["company_facts"])]
    store.replace_reference(rows)
    return store


def _claims() -> dict[str, DealClaim]:
    return {
        "site": build_claim("Microsoft", "IREN", deal_type="capacity_lease", power_mw=750.0,
                            usd="9.7e9", start="2026-10", known_at=REPORT),
        "chips": build_claim("IREN", "Dell", deal_type="hardware_purchase", usd="5.8e9",
                             products=("GB300",), known_at=REPORT),
        "quiet": build_claim("OpenAI", "Alphabet", status="in_talks", known_at=QUIET),
        "warrant": build_claim("OpenAI", "AMD", deal_type="warrant", usd="1e9", known_at=REPORT),
        "lease": build_claim("OpenAI", "CoreWeave", deal_type="capacity_lease", usd="4e9",
                             products=("GB200",), known_at=REPORT),
    }  # fmt: skip


def _deals(claims: dict[str, DealClaim]) -> list[object]:
    def made(name: str, **given: object) -> object:
        claim = claims[name]
        shared = {
            field: getattr(claim, field)
            for field in (
                "deal_type", "status", "products", "power_mw", "start", "known_at", "value_low",
                "value_high", "currency", "value_qualifier", "asset_layer",
            )
        }  # fmt: skip
        return build_deal(
            claim.buyer, claim.supplier, deal_id=claim.claim_id, claim_ids=(claim.claim_id,),
            lead_claim_id=claim.claim_id, headline_usd=claim.value_high,
            first_known_at=claim.known_at, first_public_on=claim.known_at.date(),
            **{**shared, **given},
        )  # fmt: skip

    site, chips = claims["site"].claim_id, claims["chips"].claim_id
    together = {"programme_id": site, "binding": "binding"}
    return [
        made("site", firm_amount=Decimal("9.7e9"), overlaps_with=(chips,), **together),
        made("chips", firm_amount=Decimal("5.8e9"), overlaps_with=(site,), **together),
        made("quiet", p_execution=0.2),
        made("warrant"),
        made("lease", binding="binding", firm_amount=Decimal("3e9"),
             optional_amount=Decimal("1e9")),
    ]  # fmt: skip


def _steps(claims: dict[str, DealClaim]) -> list[object]:
    lease = claims["lease"].claim_id
    return [
        DealStep(lease, "status", None, "signed", date(2026, 1, 10), REPORT, lease),
        DealStep(lease, "value", "3000000000", "4000000000", date(2026, 2, 26), FILING, lease),
    ]


def _market(claims: dict[str, DealClaim]) -> list[object]:
    gpu = ("nvda_gb200_nvl72", "managed_compute", "contract", 3.0, None, 0.1)
    amd = ("amd_mi355x", "managed_compute", "implied", 2.0, None, 0.4)
    tokens = ("usd_per_million_tokens", "nvda_gb200_nvl72", "chat")
    return [
        PriceObservation(
            "p1", *gpu, claims["lease"].claim_id, None, date(2026, 1, 10), REPORT, "4e9", True
        ),
        PriceObservation(
            "p2", *amd, claims["warrant"].claim_id, None, date(2026, 1, 10), REPORT, "6e9", True
        ),
        CostEstimate(
            "t", *tokens, 0.1, 0.2, 0.4, None, None, None, None, (), "", "2026-02-01",
            date(2026, 2, 26), REPORT,
        ),
    ]  # fmt: skip


def _backlog(facts: list[object]) -> list[object]:
    model = next(fact for fact in facts if isinstance(fact, CompanyFact))
    quarters = (("2025Q4", date(2025, 12, 31), 155e9), ("2026Q1", date(2026, 3, 31), 190e9))
    return [
        replace(
            model, fact_id=f"b{period}", company_id="alphabet", period=period, period_end=end,
            scope="cloud", metric="backlog", value=value, low=None, high=None, as_of=end,
        )
        for period, end, value in quarters
    ]  # fmt: skip
