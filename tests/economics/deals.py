"""Deals of the kinds that the model tells apart, as versions of made-up contracts."""

from decimal import Decimal
from typing import Any

from tests.builders import build_deal
from tracker.model.deals import Confirmation, Deal, DealType, Qualifier, Status


def gpu_lease(**given: Any) -> Deal:
    """A signed lease: 9.7 billion, five years, 200 MW of GB300 for Microsoft."""
    values: dict[str, Any] = {
        "deal_id": "lease",
        "day": "2025-11-03",
        "deal_type": DealType.CAPACITY_LEASE,
        "products": ("GB300",),
        "usd": "9.7e9",
        "term_months": 60,
        "power_mw": 200.0,
        "power_qualifier": Qualifier.EXACT,
        "confirmation": Confirmation.ONE_PARTY,
        "p_execution": 0.9,
    }
    return build_deal("Microsoft", "IREN", **{**values, **given})


def tpu_rental(**given: Any) -> Deal:
    """The founding deal: signed, multi-billion, neither size nor term."""
    values: dict[str, Any] = {
        "deal_id": "rental",
        "value_low": Decimal(2_000_000_000),
        "value_high": None,
        "currency": "USD",
        "value_qualifier": Qualifier.VAGUE,
        "headline_usd": Decimal(2_000_000_000),
        "p_execution": 0.6,
    }
    return build_deal(**{**values, **given})


def tpu_purchase(**given: Any) -> Deal:
    """The founding story's second leg: a purchase still in talks."""
    values: dict[str, Any] = {
        "deal_id": "purchase",
        "deal_type": DealType.HARDWARE_PURCHASE,
        "status": Status.IN_TALKS,
        "p_execution": 0.3,
    }
    return build_deal(**{**values, **given})


def amd_purchase(**given: Any) -> Deal:
    """An announced purchase of up to 60 billion of MI450 for Meta."""
    values: dict[str, Any] = {
        "deal_id": "amd",
        "day": "2026-02-24",
        "deal_type": DealType.HARDWARE_PURCHASE,
        "status": Status.ANNOUNCED,
        "products": ("MI450",),
        "value_low": None,
        "value_high": Decimal(60_000_000_000),
        "currency": "USD",
        "value_qualifier": Qualifier.UP_TO,
        "headline_usd": Decimal(60_000_000_000),
        "p_execution": 0.7,
    }
    return build_deal("Meta Platforms", "AMD", **{**values, **given})
