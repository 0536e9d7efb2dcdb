"""Deals and amounts in the few words that fit a column."""

from decimal import Decimal

from tracker.model.deals import Deal, DealClaim

_SCALES = ((10**12, "tn"), (10**9, "bn"), (10**6, "m"), (10**3, "k"))
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
_QUALIFIERS = {"about": "~", "up_to": "up to ", "at_least": "≥ ", "vague": "≥ ", "exact": ""}


def amount(value: Decimal | float | None, currency: str | None = "USD") -> str:
    """Like "$2.9bn"; nothing for None. Rounded to three figures, never across a scale."""
    if value is None:
        return ""
    plain = float(value)
    sign = _SIGNS.get(currency or "USD", f"{currency} ")
    for scale, letter in _SCALES:
        if abs(plain) >= scale:
            return f"{sign}{plain / scale:.3g}{letter}"
    return f"{sign}{plain:,.0f}"


def value_of(leg: Deal | DealClaim) -> str:
    """The stated value with its qualifier: "up to $60bn"; nothing when none is stated."""
    if leg.value_low is None and leg.value_high is None:
        return ""
    if None not in (leg.value_low, leg.value_high) and leg.value_low != leg.value_high:
        return f"{amount(leg.value_low, leg.currency)} to {amount(leg.value_high, leg.currency)}"
    stated = leg.value_high if leg.value_high is not None else leg.value_low
    mark = _QUALIFIERS.get(leg.value_qualifier.value if leg.value_qualifier else "exact", "")
    vague = " (vague)" if leg.value_qualifier == "vague" else ""
    return f"{mark}{amount(stated, leg.currency)}{vague}"


def size_of(leg: Deal | DealClaim) -> str:
    """Chips and power as stated: "20,000 chips, 200 MW"."""
    parts = []
    if leg.chips is not None:
        parts.append(f"{mark_of(leg.chips_qualifier)}{leg.chips:,} chips")
    if leg.power_mw is not None:
        parts.append(f"{mark_of(leg.power_qualifier)}{leg.power_mw:,.0f} MW")
    return ", ".join(parts)


def mark_of(qualifier: str | None) -> str:
    """What goes before a figure of that qualifier: "up to "; nothing for an exact one."""
    return _QUALIFIERS.get(str(qualifier), "") if qualifier else ""


def parties_of(leg: Deal | DealClaim) -> str:
    """Buyer and supplier: "Meta Platforms <- Alphabet"."""
    return f"{leg.buyer or '(unnamed)'} <- {leg.supplier or '(unnamed)'}"


def term_of(leg: Deal | DealClaim) -> str:
    """The stated length: "5 years", "18 months"."""
    if leg.term_months is None:
        return ""
    years, months = divmod(leg.term_months, 12)
    return f"{years} years" if months == 0 else f"{leg.term_months} months"


def parts_words(deal: Deal) -> str:
    """What of the value is firm, optional and contingent; nothing when no part is known.

    A document's own parts need not add up to the value: an option beside a base value is no
    part of it, and is not called one.
    """
    parts = {
        "firm": deal.firm_amount,
        "optional": deal.optional_amount,
        "contingent": deal.contingent_amount,
    }
    told = {name: amount(part, deal.currency) for name, part in parts.items() if part}
    if not told:
        return ""
    whole = deal.value_high if deal.value_high is not None else deal.value_low
    if sum(part or 0 for part in parts.values()) == whole:
        return f"of it {', '.join(f'{name} {words}' for name, words in told.items())}"
    if deal.firm_amount == whole:
        rest = ", ".join(f"{name} {told[name]}" for name in told if name != "firm")
        return f"all of it firm; beside it, not in the headline, {rest}"
    listed = ", ".join(f"{name} {words}" for name, words in told.items())
    return f"as printed {listed}; these do not add up to the headline"


def further_of(claim: DealClaim) -> str:
    """What a claim states beside value, size and term, in one line; nothing when it is silent."""
    money = (
        ("firm", claim.firm_amount),
        ("optional", claim.optional_amount),
        ("contingent", claim.contingent_amount),
        ("paid ahead", claim.prepayment_amount),
    )
    said = [f"{name} {amount(sum_, claim.currency)}" for name, sum_ in money if sum_ is not None]
    if claim.prepayment_share is not None:
        said.append(f"{claim.prepayment_share:.0%} paid ahead")
    if claim.take_or_pay is not None:
        said.append("take-or-pay" if claim.take_or_pay else "not take-or-pay")
    if claim.cancellation_notice_months is not None:
        said.append(f"{claim.cancellation_notice_months:g} months' notice")
    if claim.guarantor:
        said.append(f"guaranteed by {claim.guarantor}")
    if claim.amendment_sign is not None:
        by = f" by {amount(claim.amendment_amount, claim.currency)}"
        said.append(f"amended: {claim.amendment_sign}{by if claim.amendment_amount else ''}")
    return "; ".join(said)
