"""An analyst's correction as a claim: what it states, and that it comes before all others."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from tracker.model.corrections import Correction
from tracker.model.deals import Deal, DealClaim, Evidence
from tracker.resolve.fields import parse_field
from tracker.resolve.order import ANALYST


def is_analyst(claim: DealClaim) -> bool:
    """True for a claim that a person made by `tracker deals`."""
    return claim.rule_id == ANALYST


def states(claim: DealClaim, slot: str) -> bool:
    """Whether an analyst's claim states that slot; what it carries besides is the deal's own."""
    return any(evidence.slot == slot for evidence in claim.evidence)


def last_word(claims: Sequence[DealClaim], slot: str) -> DealClaim | None:
    """The latest analyst's claim that states the slot; claims are in the order of knowing."""
    return next((c for c in reversed(claims) if is_analyst(c) and states(c, slot)), None)


def analyst_claim(correction: Correction, deal: Deal) -> DealClaim:
    """The claim that a correction makes about the deal as it stands.

    Only the slots of `evidence` are stated; status, parties and type are copied where the
    correction is silent, and terms are left out. Its quote is the reason given.
    """
    stated: dict[str, Any] = {}
    slots: list[str] = []
    for text in correction.fields:
        slot, values = parse_field(text)
        stated |= values
        slots.append(slot)
    return replace(_silent(correction, deal), **stated, evidence=_evidence(slots, correction.why))


def _evidence(slots: Sequence[str], why: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(slot, 0, len(why)) for slot in dict.fromkeys(slots))


def _silent(correction: Correction, deal: Deal) -> DealClaim:
    nothing: dict[str, Any] = {field.name: None for field in fields(DealClaim)}
    copied: dict[str, Any] = {field: getattr(deal, field) for field in _KEPT}
    own: dict[str, Any] = {
        "claim_id": correction.correction_id,
        "document_id": correction.correction_id,
        "other_parties": (),
        "origin_outlet": ANALYST,
        "attribution": correction.who or ANALYST,
        "rule_id": ANALYST,
        "quote": correction.why,
        "evidence": (),
        "published_on": correction.known_at.date(),
        "known_at": correction.known_at,
    }
    return DealClaim(**{**nothing, **copied, **own})


_KEPT = (
    "deal_type", "status", "buyer_id", "buyer", "supplier_id", "supplier", "products",
    "asset_layer", "binding", "confirmation",
)  # fmt: skip
