"""The terms of a leg in words, each with the claim that states it."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from tracker.digest import wording
from tracker.digest.names import SILICON
from tracker.digest.source_text import one_line
from tracker.digest.view import CitedDocument, DigestInput, Line, Phrase, TermRow
from tracker.model.deals import Confirmation, Deal, DealClaim, Qualifier

_VAGUE_MONEY = re.compile(
    r"multi-?\s?billion|(?:tens|hundreds) of (?:m|b)illions|several (?:m|b)illions?|billions",
    re.IGNORECASE,
)
_VAGUE_TERM = re.compile(r"multi-?\s?year", re.IGNORECASE)

_CONFIRMATIONS = {
    Confirmation.SOCIAL: "per a social post",
    Confirmation.ONE_PARTY: "said by one party",
    Confirmation.BOTH_PARTIES: "said by both parties",
    Confirmation.FILED: "per a filing",
}
CONVENTION = "our convention for a vague amount"
UNPROVEN = "no claim on file states it: not shown"


def claims_of(inputs: DigestInput, deal: Deal) -> tuple[DealClaim, ...]:
    """The leg's claims that were handed over, the latest known first."""
    found = [inputs.claims[i] for i in deal.claim_ids if i in inputs.claims]
    return tuple(sorted(found, key=lambda c: (c.known_at, c.claim_id), reverse=True))


def lead_claim(inputs: DigestInput, deal: Deal) -> DealClaim | None:
    """The claim that stands for the present status; else the latest there is."""
    lead = inputs.claims.get(deal.lead_claim_id)
    return lead or next(iter(claims_of(inputs, deal)), None)


def standing(inputs: DigestInput, deal: Deal) -> str:
    """Who stands behind the present status: "per one report", "said by both parties"."""
    if deal.confirmation in _CONFIRMATIONS:
        return _CONFIRMATIONS[deal.confirmation]
    same = [c for c in claims_of(inputs, deal) if c.status is deal.status]
    reports = len({claim.origin_outlet.casefold() for claim in same})
    return "per one report" if reports < 2 else f"per {reports} separate reports"


def value_line(inputs: DigestInput, deal: Deal) -> Line:
    """The value as stated, and the floor that a vague word gets; () when no claim has any.

    What an amendment adds up to is our sum where no claim states it.
    """
    claims = [c for c in claims_of(inputs, deal) if _states_value(c, deal)]
    if not claims:
        return (Phrase(_sum_words(deal), "assumed"),) if _summed(inputs, deal) else ()
    if deal.value_qualifier is not Qualifier.VAGUE or deal.value_low is None:
        words = wording.value(deal.value_low, deal.value_high, deal.value_qualifier, deal.currency)
        return (Phrase(words, "strong"),)
    floor = wording.money(deal.value_low, deal.currency)
    return (
        Phrase(_printed(_VAGUE_MONEY, claims) or wording.vague_money(deal.value_low), "strong"),
        Phrase(" ("),
        Phrase(f"floor {floor} by our convention", "assumed"),
        Phrase(")"),
    )


def _summed(inputs: DigestInput, deal: Deal) -> bool:
    """Whether the value was put together from amounts that claims do state."""
    if deal.value_low is None and deal.value_high is None:
        return False
    return any(c.value_low or c.value_high for c in claims_of(inputs, deal))


def _sum_words(deal: Deal) -> str:
    return wording.value(deal.value_low, deal.value_high, deal.value_qualifier, deal.currency)


def term_words(inputs: DigestInput, deal: Deal) -> str:
    """The stated length, or the vague word that a source printed for it, or ""."""
    claims = claims_of(inputs, deal)
    if deal.term_months is not None and _stating(claims, "term_months", deal.term_months):
        return wording.term(deal.term_months)
    return _printed(_VAGUE_TERM, [c for c in claims if _alone(inputs, c, deal)])


def _alone(inputs: DigestInput, claim: DealClaim, deal: Deal) -> bool:
    """Whether its sentence speaks of no other leg, which a vague word might belong to."""
    others = (c for c in inputs.claims.values() if c.claim_id not in deal.claim_ids)
    return not any(c.quote == claim.quote for c in others)


def _printed(words: re.Pattern[str], claims: tuple[DealClaim, ...] | list[DealClaim]) -> str:
    """The source's own word in quotation marks, from the sentences that are on file."""
    for claim in claims:
        found = words.search(one_line(claim.quote, 100_000))
        if found:
            return f"“{found.group().lower()}”"
    return ""


def _states_value(claim: DealClaim, deal: Deal) -> bool:
    bounds = ((deal.value_low, claim.value_low), (deal.value_high, claim.value_high))
    return any(ours is not None and ours == theirs for ours, theirs in bounds)


def _stating(claims: tuple[DealClaim, ...], field: str, wanted: object) -> DealClaim | None:
    return next((c for c in claims if getattr(c, field) == wanted), None)


def missing_words(deal: Deal, term: str) -> str:
    """What nobody has disclosed: "chips, MW not disclosed", or ""."""
    valued = deal.headline_usd or deal.value_low or deal.value_high or deal.rate_amount
    absent = [] if valued else ["value"]
    if deal.deal_type in SILICON:
        absent += [] if deal.chips or deal.power_mw else ["chips", "MW"]
        absent += [] if term else ["term"]
    return f"{', '.join(absent)} not disclosed" if absent else ""


def terms_line(inputs: DigestInput, deal: Deal) -> Line:
    """All terms on one line, evidenced ones first: value, chips, power, term; then what lacks."""
    term = term_words(inputs, deal)
    parts: list[Line] = [value_line(inputs, deal)]
    claims = claims_of(inputs, deal)
    if deal.chips is not None and _stating(claims, "chips", deal.chips):
        parts.append((Phrase(wording.chips(deal.chips, deal.chips_qualifier)),))
    if deal.power_mw is not None and _stating(claims, "power_mw", deal.power_mw):
        parts.append((Phrase(wording.power(deal.power_mw, deal.power_qualifier)),))
    if deal.rate_amount is not None and _stating(claims, "rate_amount", deal.rate_amount):
        parts.append((Phrase(rate_words(deal)),))
    if term:
        parts.append((Phrase(term),))
    stated = joined([part for part in parts if part], ", ")
    missing = missing_words(deal, term)
    if not missing:
        return stated
    return (*stated, Phrase(("; " if stated else "") + missing, "muted"))


def joined(parts: list[Line], between: str) -> Line:
    """Lines as one, with `between` between them."""
    line: list[Phrase] = []
    for part in parts:
        line += [Phrase(between), *part] if line else part
    return tuple(line)


def rate_words(deal: Deal) -> str:
    """A stated rate: "$920M a month", "$10B per GW"."""
    amount = wording.money(deal.rate_amount or Decimal(0), deal.currency)
    unit = one_line(deal.rate_unit or "", 20)
    return f"{amount} per {unit}" if unit.isupper() else f"{amount} a {unit or 'period'}"


def term_rows(inputs: DigestInput, deal: Deal) -> tuple[TermRow, ...]:
    """The table of terms: what is stated with its source, and what nobody states."""
    rows = [_value_row(inputs, deal)]
    for label, field, word in _ROWS:
        known = getattr(deal, field)
        if known not in (None, ()):
            rows.append(_row(inputs, deal, label, field, word(deal)))
    found = [row for row in rows if row]
    missing = missing_words(deal, term_words(inputs, deal))
    if missing:
        names = missing.removesuffix(" not disclosed")
        found.append(TermRow("Not disclosed", (Phrase(names, "muted"),), ""))
    return tuple(found)


_ROWS: tuple[tuple[str, str, Callable[[Deal], str]], ...] = (
    ("Products", "products", lambda d: ", ".join(one_line(p, 40) for p in d.products)),
    ("Chips", "chips", lambda d: wording.chips(d.chips or 0, d.chips_qualifier)),
    ("Power", "power_mw", lambda d: wording.power(d.power_mw or 0, d.power_qualifier)),
    ("Term", "term_months", lambda d: wording.term(d.term_months or 0)),
    ("Rate", "rate_amount", rate_words),
    ("Start", "start", lambda d: wording.partial_date(d.start or "")),
    ("End", "end", lambda d: wording.partial_date(d.end or "")),
)


def _row(inputs: DigestInput, deal: Deal, label: str, field: str, words: str) -> TermRow:
    claims = claims_of(inputs, deal)
    claim = _stating(claims, field, getattr(deal, field))
    if claim is None and field == "products":
        claim = next((c for c in claims if set(c.products) & set(deal.products)), None)
    if claim is None:
        return TermRow(label, (Phrase("–", "muted"),), UNPROVEN)
    return TermRow(label, (Phrase(words),), f"stated: {outlet_of(inputs.documents, claim)}")


def _value_row(inputs: DigestInput, deal: Deal) -> TermRow | None:
    if deal.value_low is None and deal.value_high is None:
        return None
    line = value_line(inputs, deal)
    if not line:
        return TermRow("Value", (Phrase("–", "muted"),), UNPROVEN)
    claim = next((c for c in claims_of(inputs, deal) if _states_value(c, deal)), None)
    if claim is None:
        return TermRow("Value", line, "our sum of the amounts that the claims state")
    basis = f"stated: {outlet_of(inputs.documents, claim)}"
    vague = deal.value_qualifier is Qualifier.VAGUE
    return TermRow("Value", line, f"{basis}; floor: {CONVENTION}" if vague else basis)


def outlet_of(documents: Mapping[str, CitedDocument], claim: DealClaim) -> str:
    """Who published a claim, and whom it credits where that is somebody else."""
    document = documents.get(claim.document_id)
    origin = one_line(claim.origin_outlet, 60)
    outlet = one_line(document.outlet, 60) if document else origin
    if not origin or origin.casefold() in (outlet.casefold(), "company", "sec filing"):
        return outlet or "unnamed source"
    return f"{outlet}, citing {origin}" if outlet else origin
