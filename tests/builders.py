"""Records with sensible defaults, so that a test names only the fields it is about.

A party given by name gets its id; `on("2026-02-26")` is a clock; ids follow from the
content unless they are given.
"""

from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from tracker.model.deals import (
    AssetLayer,
    Binding,
    Confirmation,
    Deal,
    DealClaim,
    DealType,
    Evidence,
    Qualifier,
    Status,
)
from tracker.model.feeds import Document
from tracker.model.ids import content_id, entity_id

_LAYERS = {
    DealType.CLOUD_RENTAL: AssetLayer.MANAGED_COMPUTE,
    DealType.CAPACITY_LEASE: AssetLayer.MANAGED_COMPUTE,
    DealType.HARDWARE_PURCHASE: AssetLayer.SYSTEMS,
    DealType.SUPPLY_AGREEMENT: AssetLayer.SYSTEMS,
    DealType.CUSTOM_SILICON: AssetLayer.SILICON_DESIGN,
}


def on(day: str, hour: int = 12, minute: int = 0) -> datetime:
    """The aware UTC instant of that day and hour."""
    return datetime.combine(
        date.fromisoformat(day), datetime.min.time().replace(hour=hour, minute=minute), UTC
    )


def build_document(text: str = "Meta rents TPUs from Google.", **given: Any) -> Document:
    """A news document of 26 February 2026; everything can be overridden."""
    known_at = given.pop("known_at", on("2026-02-26"))
    values: dict[str, Any] = {
        "url": f"https://example.com/{content_id(text)}",
        "guid": None,
        "kind": "news",
        "form": None,
        "outlet": "Example Wire",
        "feed_id": None,
        "title": "A title",
        "text": text,
        "published_at": known_at,
        "published_precision": "day",
        "published_raw": known_at.date().isoformat(),
        "public_at": known_at,
        "known_at": known_at,
        "filer_cik": None,
        "content_sha": content_id(text),
        "raw_id": content_id("raw", text),
    }
    values["document_id"] = content_id("document", values["url"], text)
    return Document(**{**values, **given})


def build_claim(
    buyer: str | None = "Meta Platforms", supplier: str | None = "Alphabet", **given: Any
) -> DealClaim:
    """One outlet's report of 26 February 2026 that Meta signed to rent TPUs.

    `usd="14.2e9"` sets an exact value, `day="2026-02-26"` both publication and clock.
    """
    day = given.pop("day", "2026-02-26")
    deal_type = DealType(given.pop("deal_type", DealType.CLOUD_RENTAL))
    values = _party_values(buyer, supplier) | _money_values(given.pop("usd", None))
    values |= _plain_terms() | {
        "deal_type": deal_type,
        "status": Status.SIGNED,
        "products": ("TPU",),
        "asset_layer": _LAYERS.get(deal_type, AssetLayer.MONEY),
        "binding": Binding.UNKNOWN,
        "confirmation": Confirmation.ONE_OUTLET,
        "origin_outlet": "The Information",
        "attribution": "The Information",
        "rule_id": "test",
        "quote": "Meta signed to rent TPUs from Google.",
        "evidence": (Evidence("leg", 0, 10),),
        "published_on": date.fromisoformat(day),
        "known_at": on(day),
    }
    values |= given
    values.setdefault("document_id", content_id("document", *map(str, values.values())))
    values.setdefault("claim_id", content_id("claim", *map(str, values.values())))
    return DealClaim(**values)


def build_deal(
    buyer: str | None = "Meta Platforms", supplier: str | None = "Alphabet", **given: Any
) -> Deal:
    """The first version of a signed TPU rental, as known on 26 February 2026.

    `usd=` sets an exact value and, with it, headline and expected dollars.
    """
    day, usd = given.pop("day", "2026-02-26"), given.get("usd")
    claim = build_claim(
        buyer,
        supplier,
        day=day,
        **{name: given.pop(name) for name in list(given) if name in _CLAIM_FIELDS or name == "usd"},
    )
    shared = {name: getattr(claim, name) for name in _SHARED_FIELDS}
    p_execution = given.pop("p_execution", 0.5)
    headline = given.pop(
        "headline_usd", Decimal(int(Decimal(str(usd)))) if usd is not None else None
    )
    values: dict[str, Any] = shared | {
        "deal_id": claim.claim_id,
        "relationship_id": content_id(claim.buyer_id, claim.supplier_id),
        "status_on": claim.published_on,
        "p_execution": p_execution,
        "headline_usd": headline,
        "expected_usd": None if headline is None else headline * Decimal(str(p_execution)),
        "first_public_on": claim.published_on,
        "first_known_at": claim.known_at,
        "origins": (claim.origin_outlet,),
        "claim_ids": (claim.claim_id,),
        "lead_claim_id": claim.claim_id,
        "superseded_by": None,
    }
    return Deal(**{**values, **given})


def _party_values(buyer: str | None, supplier: str | None) -> dict[str, Any]:
    return {
        "buyer": buyer,
        "buyer_id": entity_id(buyer) if buyer else None,
        "supplier": supplier,
        "supplier_id": entity_id(supplier) if supplier else None,
        "other_parties": (),
    }


def _money_values(usd: object) -> dict[str, Any]:
    if usd is None:
        return dict.fromkeys(("value_low", "value_high", "currency", "value_qualifier"))
    amount = Decimal(int(Decimal(str(usd))))
    return {
        "value_low": amount,
        "value_high": amount,
        "currency": "USD",
        "value_qualifier": Qualifier.EXACT,
    }


def _plain_terms() -> dict[str, Any]:
    names = (
        "chips", "chips_qualifier", "power_mw", "power_qualifier", "term_months",
        "start", "end", "rate_amount", "rate_unit",
    )  # fmt: skip
    return dict.fromkeys(names)


_CLAIM_FIELDS = {field.name for field in fields(DealClaim)}
_SHARED_FIELDS = sorted(_CLAIM_FIELDS & {field.name for field in fields(Deal)})
