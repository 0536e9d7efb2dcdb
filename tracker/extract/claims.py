"""A document's legs as claims: every field with the characters that support it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.extract.binding import binding_of
from tracker.extract.drafts import Draft
from tracker.extract.extras import Extras, read_extras
from tracker.extract.legs import Leg
from tracker.extract.named import UNNAMED, Party
from tracker.extract.parts_of_money import widened
from tracker.extract.quantity import Quantity
from tracker.extract.redraft import MADE
from tracker.extract.slots import Terms
from tracker.model.deals import (
    AssetLayer,
    Confirmation,
    DealClaim,
    DealType,
    Evidence,
    Status,
)
from tracker.model.feeds import Document
from tracker.model.ids import content_id

_LAYERS = {
    DealType.CLOUD_RENTAL: AssetLayer.MANAGED_COMPUTE,
    DealType.CAPACITY_LEASE: AssetLayer.MANAGED_COMPUTE,
    DealType.HARDWARE_PURCHASE: AssetLayer.SYSTEMS,
    DealType.SUPPLY_AGREEMENT: AssetLayer.SYSTEMS,
    DealType.CUSTOM_SILICON: AssetLayer.SILICON_DESIGN,
    DealType.JOINT_VENTURE: AssetLayer.SHELL,
}
_SHELL_LETTERS = frozenset({"landlord", "miner"})


@dataclass(frozen=True, slots=True)
class Source:
    """Who stands behind the document's claims."""

    filed: bool
    party_voice: bool
    both_voices: bool
    others: bool  # somebody else reports it
    outlet: str  # the one credited; "" when none
    social: bool


def make_claim(
    document: Document,
    draft: Draft,
    status: Status,
    terms: Terms,
    products: Sequence[str],
    others: Sequence[str],
    source: Source,
) -> DealClaim:
    """The claim of one leg; its id depends on document, parties, type and status."""
    assert draft.deal_type is not None  # noqa: S101 - finished drafts have one
    first = next((leg for leg in draft.legs if leg.sentence.index >= 0), draft.legs[0])
    quote = first.sentence.text
    ids = (_id(draft.buyer), _id(draft.supplier))
    extras = _extras(document, draft, status, terms)
    slots = _sized(terms, extras)
    start = slots.get("start")
    if status is Status.TERMINATED and start and _ends_then(document.text, start):
        del slots["start"]
    return DealClaim(
        claim_id=content_id(
            document.document_id, draft.deal_type, *ids, status, _place(first), quote
        ),
        document_id=document.document_id,
        deal_type=draft.deal_type,
        status=status,
        buyer_id=ids[0],
        buyer=_name(draft.buyer),
        supplier_id=ids[1],
        supplier=_name(draft.supplier),
        other_parties=tuple(others),
        products=tuple(products),
        **_figures(slots, terms.rate, extras),
        **_further(extras),
        asset_layer=_layer(draft, bool(products)),
        binding=binding_of(draft, status),
        confirmation=_confirmation(source),
        origin_outlet=_origin(source, document),
        attribution=_attribution(source),
        rule_id=first.predicate.rule_id,
        quote=quote,
        evidence=_evidence(document, draft, slots, terms.rate, extras),
        published_on=document.published_at.date() if document.published_at else None,
        known_at=document.known_at,
    )


def _place(leg: Leg) -> int:
    """Where the leg stands in its sentence, as far as rules say so: what a network looked at
    most may be a word further after the next training, and the claim is the same."""
    return leg.token if leg.predicate.rule_id != MADE else 0


def _extras(document: Document, draft: Draft, status: Status, terms: Terms) -> Extras:
    assert draft.deal_type is not None  # noqa: S101
    return read_extras(
        document.text,
        terms.heard,
        _said(terms),
        terms.slots.get("value"),
        pair=draft.pair,
        deal_type=draft.deal_type,
        status=status,
        aside=terms.aside,
    )


def _said(terms: Terms) -> list[Quantity]:
    """All money that is said of the leg, in order of the text."""
    found = {quantity.start: quantity for quantity in terms.said}
    found |= {quantity.start: quantity for _, quantity in terms.money}
    return [quantity for _, quantity in sorted(found.items())]


def _sized(terms: Terms, extras: Extras) -> dict[str, Quantity]:
    """The quantities by slot; what is paid ahead is a part of a contract, not its value."""
    slots, value, ahead = dict(terms.slots), terms.slots.get("value"), extras.prepayment
    if value is not None and ahead is not None and value.start == ahead.start:
        others = [quantity for _, quantity in terms.money if quantity.start != ahead.start]
        value = others[0] if others else None
    slots.pop("value", None)
    return slots | ({"value": widened(value, extras.parts)} if value else {})


_EFFECT = re.compile(
    r"\b(?:effective|effect|terminat\w*|end(?:s|ed|ing)?|cancel\w*|exit\w*|lapse\w*|leav\w*)\b"
    r"[^.;]{0,40}$",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"\b(?:start|beg[iau]n|commenc|due|scheduled|planned|deliver|open)", re.I)


def _ends_then(text: str, start: Quantity) -> bool:
    """Whether the day is that of the end: "terminated with effect from April"."""
    before = text[max(0, start.start - 60) : start.start]
    return bool(_EFFECT.search(before)) and not _BEGINS.search(before)


def _further(extras: Extras) -> dict[str, Any]:
    """The fields of what is said beside size and dates."""
    sizes = {f"{slot}_amount": amount.size for slot, amount in extras.parts.named()}
    return sizes | {
        "prepayment_amount": extras.prepayment.size if extras.prepayment else None,
        "prepayment_share": extras.prepayment_share,
        "take_or_pay": extras.take_or_pay,
        "cancellation_notice_months": extras.cancellation_notice_months,
        "guarantor_id": _id(extras.guarantor),
        "guarantor": _name(extras.guarantor),
        "amendment_sign": extras.amendment_sign,
        "amendment_amount": extras.amendment_amount,
    }


def _figures(
    slots: Mapping[str, Quantity], rate: Quantity | None, extras: Extras
) -> dict[str, Any]:
    """The fields that hold numbers and dates."""
    value, chips = slots.get("value"), slots.get("chips")
    power, start = slots.get("power"), slots.get("start")
    end = slots.get("end")
    money = value or extras.prepayment
    return {
        "value_low": value.low if value else None,
        "value_high": value.high if value else None,
        "currency": money.currency if money else None,
        "value_qualifier": value.qualifier if value else None,
        "chips": _whole(chips),
        "chips_qualifier": chips.qualifier if chips else None,
        "power_mw": _plain(power),
        "power_qualifier": power.qualifier if power else None,
        "term_months": _whole(slots.get("term")),
        "start": start.date_value if start else None,
        "end": end.date_value if end else None,
        "rate_amount": rate.headline if rate else None,
        "rate_unit": rate.unit if rate else None,
    }


def _id(party: Party | None) -> str | None:
    return party.entity_id if party is not None and party is not UNNAMED else None


def _name(party: Party | None) -> str | None:
    return party.name if party is not None and party is not UNNAMED else None


def _whole(quantity: Quantity | None) -> int | None:
    return int(quantity.headline) if quantity and quantity.headline is not None else None


def _plain(quantity: Quantity | None) -> float | None:
    return float(quantity.headline) if quantity and quantity.headline is not None else None


def _layer(draft: Draft, has_chips: bool) -> AssetLayer:
    assert draft.deal_type is not None  # noqa: S101
    supplier = draft.supplier.roles if draft.supplier else frozenset()
    if draft.deal_type is DealType.CAPACITY_LEASE and supplier and supplier <= _SHELL_LETTERS:
        return AssetLayer.MANAGED_COMPUTE if has_chips else AssetLayer.SHELL
    return _LAYERS.get(draft.deal_type, AssetLayer.MONEY)


def _confirmation(source: Source) -> Confirmation:
    if source.filed:
        return Confirmation.FILED
    if source.social and not source.outlet:
        return Confirmation.SOCIAL
    if source.both_voices:
        return Confirmation.BOTH_PARTIES
    if source.party_voice:
        return Confirmation.ONE_PARTY
    return Confirmation.ONE_OUTLET if source.outlet else Confirmation.OTHER_REPORT


def _origin(source: Source, document: Document) -> str:
    if source.filed:
        return "SEC filing"
    if source.outlet:
        return source.outlet
    return "company" if source.party_voice else document.outlet


def _attribution(source: Source) -> str:
    if source.filed:
        return "SEC filing"
    if source.outlet and not source.party_voice:
        return source.outlet
    if source.party_voice:
        return "company"
    return source.outlet or ("unnamed sources" if source.others else "")


def _evidence(
    document: Document,
    draft: Draft,
    slots: Mapping[str, Quantity],
    rate: Quantity | None,
    extras: Extras,
) -> tuple[Evidence, ...]:
    """Offsets into the document's text; what only the title says has none."""
    found: list[Evidence] = []
    size = len(document.text)
    for leg in draft.legs:
        sentence = leg.sentence
        if sentence.index < 0:
            continue
        found.append(Evidence("leg", sentence.span.start, sentence.span.end))
        for slot, party in (("buyer", draft.buyer), ("supplier", draft.supplier)):
            for named in sentence.named.values():
                if party is not None and named.party is not None and named.party.name == party.name:
                    found.append(Evidence(slot, named.start, named.end))
        found.append(Evidence("status", sentence.starts[leg.token], sentence.ends[leg.token]))
    for slot, quantity in sorted(slots.items()):
        found.append(Evidence(slot, quantity.start, quantity.end))
    if rate:
        found.append(Evidence("rate", rate.start, rate.end))
    found += extras.evidence
    unique = dict.fromkeys(e for e in found if 0 <= e.start < e.end <= size)
    return tuple(unique)
