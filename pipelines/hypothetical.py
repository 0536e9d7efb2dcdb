"""A deal that somebody thinks of, from what they type: for `what-if`, and for simulations."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from pipelines.names import company_spellings
from tracker.economics.prepayment import Prepaid
from tracker.model.deals import AssetLayer, Binding, Confirmation, Deal, DealType, Qualifier, Status
from tracker.model.errors import BadInput
from tracker.model.ids import content_id
from tracker.reference.load import Reference
from tracker.resolve.p_execution import expected_usd, headline_usd, p_execution

KEYS = (
    "buyer", "supplier", "type", "products", "value", "currency", "chips", "power", "term",
    "start", "end", "status", "binding", "confirmation", "layer", "prepaid",
)  # fmt: skip
_LAYERS = {
    DealType.CLOUD_RENTAL: AssetLayer.MANAGED_COMPUTE,
    DealType.CAPACITY_LEASE: AssetLayer.MANAGED_COMPUTE,
    DealType.HARDWARE_PURCHASE: AssetLayer.SYSTEMS,
    DealType.SUPPLY_AGREEMENT: AssetLayer.SYSTEMS,
    DealType.CUSTOM_SILICON: AssetLayer.SILICON_DESIGN,
}
_FIELDS = {
    "products": ("products",),
    "value": ("value_low", "value_high", "currency", "value_qualifier", "headline_usd",
              "expected_usd"),
    "chips": ("chips", "chips_qualifier"),
    "power": ("power_mw", "power_qualifier"),
    "term": ("term_months",),
    "start": ("start",),
    "end": ("end",),
    "status": ("status", "p_execution"),
    "binding": ("binding", "p_execution"),
    "prepaid": (),  # of the claims, not of the deal
}  # fmt: skip
_SHORT = {"rental": "cloud_rental", "lease": "capacity_lease", "purchase": "hardware_purchase"}
_HEDGES = {
    "up to": Qualifier.UP_TO, "at most": Qualifier.UP_TO, "at least": Qualifier.AT_LEAST,
    "over": Qualifier.AT_LEAST, "about": Qualifier.ABOUT,
}  # fmt: skip
_NUMBER = r"\$?\s*([\d][\d,_]*\.?\d*(?:e\d+)?)\s*([a-z]*)"
_AMOUNT = re.compile(
    rf"(?:({'|'.join(_HEDGES)})\s+)?{_NUMBER}(?:\s*(?:-|to)\s*{_NUMBER})?", re.IGNORECASE
)
_SCALES = {
    "": 1, "k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9,
    "billion": 1e9, "t": 1e12, "trillion": 1e12,
}  # fmt: skip
_POWER = {"kw": 1e-3, "mw": 1.0, "gw": 1e3, "": 1.0}
_TERM = {
    "": 1.0, "m": 1.0, "month": 1.0, "months": 1.0, "mo": 1.0,
    "y": 12.0, "year": 12.0, "years": 12.0,
}  # fmt: skip

Amount = tuple[float | None, float | None, Qualifier]


def parse_pairs(text: str) -> dict[str, str]:
    """What `key=value,key=value` says; commas inside a list of products are semicolons.

    Raises BadInput naming the key that is not one.
    """
    found = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        key, equals, value = part.partition("=")
        if not equals:
            raise BadInput(f"{part!r}: write key=value, as in value=20B; keys: {', '.join(KEYS)}")
        found[key.strip()] = value.strip()
    return found


def hypothetical(given: Mapping[str, Any], reference: Reference, now: datetime) -> Deal:
    """A deal of these terms, first known now; signed, by one party, unless it says else.

    Raises BadInput in one line naming the key and what it may be.
    """
    if odd := sorted(set(given) - set(KEYS)):
        raise BadInput(f"{odd[0]!r} is no term of a deal; there are: {', '.join(KEYS)}")
    text = {key: str(value).strip() for key, value in given.items() if str(value).strip()}
    kind = DealType(_choice(text, "type", DealType, _SHORT) or "cloud_rental")
    layer = _choice(text, "layer", AssetLayer)
    status = Status(_choice(text, "status", Status) or "signed")
    binding = Binding(_choice(text, "binding", Binding) or "unknown")
    voice = Confirmation(_choice(text, "confirmation", Confirmation) or "one_party")
    low, high, hedge = _amount(text, "value", _SCALES)
    ends = (_money(low), _money(high))
    currency = text.get("currency", "USD").upper() if high or low else None
    p = p_execution(status, binding, voice, reference.evidence)
    headline = headline_usd(*ends, currency, now.date())
    deal_id = content_id("what if", *sorted(text.items()))
    buyer, supplier = (_party(text, role, reference) for role in ("buyer", "supplier"))
    size = _amount(text, "chips", _SCALES)
    power = _amount(text, "power", _POWER)
    months = _amount(text, "term", _TERM)[1]
    return Deal(
        deal_id=deal_id, known_at=now, relationship_id=content_id(buyer[0], supplier[0]),
        deal_type=kind, status=status, status_on=now.date(), buyer_id=buyer[0], buyer=buyer[1],
        supplier_id=supplier[0], supplier=supplier[1], other_parties=(),
        products=_products(text, reference), value_low=ends[0], value_high=ends[1],
        currency=currency, value_qualifier=hedge if currency else None,
        chips=_whole(size), chips_qualifier=size[2] if _whole(size) else None,
        power_mw=power[1] or power[0], power_qualifier=power[2] if power[1] or power[0] else None,
        term_months=None if months is None else round(months), start=_day(text, "start"),
        end=_day(text, "end"), rate_amount=None, rate_unit=None,
        asset_layer=AssetLayer(layer) if layer else _LAYERS.get(kind, AssetLayer.MONEY),
        binding=binding, confirmation=voice, origin_outlet="a hypothesis",
        attribution="a hypothesis", p_execution=p, headline_usd=headline,
        expected_usd=expected_usd(headline, *ends, hedge, binding, p, reference.evidence),
        first_public_on=now.date(), first_known_at=now, origins=("a hypothesis",),
        claim_ids=(deal_id,), lead_claim_id=deal_id, superseded_by=None,
    )  # fmt: skip


def on_other_terms(
    deal: Deal, given: Mapping[str, Any], reference: Reference, now: datetime
) -> Deal:
    """A deal on file as it would be with these terms: had it stated its chips, were it signed.

    Raises BadInput for what would make it another deal, or cannot be read.
    """
    if odd := sorted(set(given) - set(_FIELDS)):
        raise BadInput(f"{odd[0]!r}: of a deal on file can be changed: {', '.join(_FIELDS)}")
    as_it_is = {
        "status": deal.status.value, "binding": deal.binding.value,
        "confirmation": deal.confirmation.value, "type": deal.deal_type.value,
    }  # fmt: skip
    draft = hypothetical({**as_it_is, **given}, reference, now)
    changed = {name: getattr(draft, name) for key in given for name in _FIELDS[key]}
    claims = (deal.deal_id,) if "prepaid" in given else deal.claim_ids
    return replace(deal, **changed, claim_ids=claims)


def prepaid_of(given: Mapping[str, Any]) -> Prepaid | None:
    """What of such a deal is paid ahead, from `prepaid=20%` or `prepaid=2B`; None when unsaid.

    Raises BadInput for what is neither.
    """
    text = {key: str(value).strip() for key, value in given.items()}
    said = text.get("prepaid", "")
    if not said:
        return None
    if share := re.fullmatch(r"(\d+(?:\.\d+)?)\s*%", said):
        return Prepaid(share=float(share[1]) / 100)
    try:
        low, high, _ = _amount(text, "prepaid", _SCALES)
    except BadInput as error:
        raise BadInput(f"prepaid={said}: write 20% or 2B") from error
    return Prepaid(
        amount=_money(low if high is None else high), currency=text.get("currency", "USD").upper()
    )


def _choice(
    text: Mapping[str, str], key: str, kinds: Any, short: Mapping[str, str] | None = None
) -> str | None:
    value = text.get(key, "").lower().replace(" ", "_").replace("-", "_")
    value = (short or {}).get(value, value)
    allowed = [kind.value for kind in kinds]
    if value and value not in allowed:
        raise BadInput(f"{key}={text[key]}: one of {', '.join(allowed)}")
    return value or None


def _amount(text: Mapping[str, str], key: str, scales: Mapping[str, float]) -> Amount:
    """Low end, high end and qualifier of "20B", "up to 20B", "12B-15B"; none when absent."""
    if key not in text:
        return None, None, Qualifier.EXACT
    match = _AMOUNT.fullmatch(text[key])
    if match is None:
        raise BadInput(f"{key}={text[key]}: write 20B, up to 20B, at least 20B or 12B-15B")
    hedge, first, first_unit, second, second_unit = match.groups()
    high = _number(key, second or first, second_unit if second else first_unit, scales)
    if second:
        return _number(key, first, first_unit or second_unit, scales), high, Qualifier.ABOUT
    qualifier = _HEDGES[hedge.lower()] if hedge else Qualifier.EXACT
    if qualifier is Qualifier.UP_TO:
        return None, high, qualifier
    return high, None if qualifier is Qualifier.AT_LEAST else high, qualifier


def _number(key: str, digits: str, unit: str, scales: Mapping[str, float]) -> float:
    if unit.lower() not in scales:
        units = ", ".join(name for name in scales if name)
        raise BadInput(f"{key}={digits}{unit}: the unit is one of {units}")
    return float(digits.replace(",", "").replace("_", "")) * scales[unit.lower()]


def _whole(size: Amount) -> int | None:
    number = size[1] if size[1] is not None else size[0]
    return None if number is None else round(number)


def _money(amount: float | None) -> Decimal | None:
    try:
        return None if amount is None else Decimal(f"{amount:.2f}")
    except InvalidOperation as error:
        raise BadInput(f"value={amount}: not an amount") from error


def _party(
    text: Mapping[str, str], role: str, reference: Reference
) -> tuple[str | None, str | None]:
    name = text.get(role, "")
    if not name:
        return None, None
    found = company_spellings(reference.companies).get(name.lower())
    if found is None:
        raise BadInput(
            f"{role}={name}: not a company that we know; name it as `tracker deals` does"
        )
    return found, reference.companies.by_id[found].name


def _products(text: Mapping[str, str], reference: Reference) -> tuple[str, ...]:
    names = [name.strip() for name in re.split(r"[;+]", text.get("products", "")) if name.strip()]
    known = {p.name.lower(): p.name for p in reference.products.all}
    known |= {alias.lower(): p.name for p in reference.products.all for alias in p.aliases}
    for name in names:
        if name.lower() not in known:
            raise BadInput(f"products={name}: not an accelerator that we know, as GB300 or TPU v7")
    return tuple(known[name.lower()] for name in names)


def _day(text: Mapping[str, str], key: str) -> str | None:
    value = text.get(key)
    if value is None:
        return None
    try:
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError as error:
        raise BadInput(f"{key}={value}: write YYYY, YYYY-MM or YYYY-MM-DD") from error
    return value
