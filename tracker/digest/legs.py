"""The lines of one leg on the first screen: what moved, the terms, the origin, the quote."""

from collections.abc import Mapping

from tracker.digest import wording
from tracker.digest.names import (
    FIRM,
    Names,
    deal_words,
    names_of,
    pill,
)
from tracker.digest.shares import latest_shares
from tracker.digest.source_text import one_line, safe_url, short_quote
from tracker.digest.stories import Leg
from tracker.digest.terms import claims_of, lead_claim, standing, terms_line
from tracker.digest.view import CitedDocument, DigestInput, Line, Phrase
from tracker.model.deals import Confirmation, Deal, DealClaim, DealType
from tracker.model.signals import Signal

UNCONFIRMED = frozenset({Confirmation.SOCIAL, Confirmation.OTHER_REPORT, Confirmation.ONE_OUTLET})


def leg_line(inputs: DigestInput, leg: Leg) -> Line:
    """The headline of an item: "META rents GOOGL TPUs: IN TALKS (25 Nov) -> SIGNED, ..."."""
    if leg.deal is None:
        return market_line(leg.signals[0])
    names = names_of(inputs)
    head = Phrase(deal_words(leg.deal, names, outright=_beside_rental(inputs, leg.deal)), "strong")
    return (head, Phrase(": "), *_status_phrases(inputs, leg, leg.deal, names))


def _beside_rental(inputs: DigestInput, deal: Deal) -> bool:
    return any(
        other.relationship_id == deal.relationship_id
        and other.deal_type in (DealType.CLOUD_RENTAL, DealType.CAPACITY_LEASE)
        for other in inputs.deals_now.values()
    )


def _status_phrases(inputs: DigestInput, leg: Leg, now: Deal, names: Names) -> Line:
    if leg.restated:
        counted = "" if counts_in_totals(inputs, now) else "; not in totals"
        return (pill(now.status), Phrase(f", unchanged{counted}"))
    whose = standing(inputs, now)
    if leg.was:
        dated = f" ({wording.day(leg.was_on, names.today)})" if leg.was_on else ""
        return (pill(leg.was), Phrase(f"{dated} → "), pill(now.status), Phrase(f", {whose}"))
    if leg.new or leg.before is None:
        return (Phrase("new, "), pill(now.status), Phrase(f", {whose}"))
    return (pill(now.status), Phrase(f", {_changed(inputs, leg.before, now)}; {whose}"))


def _changed(inputs: DigestInput, before: Deal, now: Deal) -> str:
    """What else than the status moved: "value up to $20B → $22.4B"."""
    said = [
        f"{name} {old} → {new}" if old else f"{name} now {new or 'withdrawn'}"
        for name, old, new in (
            ("value", _value(before), _value(now)),
            ("chips", _chips(before), _chips(now)),
            ("power", _power(before), _power(now)),
            ("term", _term(before), _term(now)),
        )
        if old != new
    ]
    was = standing(inputs, before)
    if not said and was != standing(inputs, now):
        said = [f"until now {was}"]
    return "; ".join(said) or "status unchanged"


def _value(deal: Deal) -> str:
    if deal.value_low is None and deal.value_high is None:
        return ""
    return wording.value(deal.value_low, deal.value_high, deal.value_qualifier, deal.currency)


def _chips(deal: Deal) -> str:
    return wording.chips(deal.chips, deal.chips_qualifier) if deal.chips else ""


def _power(deal: Deal) -> str:
    return wording.power(deal.power_mw, deal.power_qualifier) if deal.power_mw else ""


def _term(deal: Deal) -> str:
    return wording.term(deal.term_months) if deal.term_months else ""


def counts_in_totals(inputs: DigestInput, deal: Deal) -> bool:
    """Whether a sum of this digest holds the leg: a buyer's commitments or a supplier's share."""
    totals = [row.deal_ids for row in inputs.exposures_now]
    totals += [row.deal_ids for row in latest_shares(inputs)]
    return any(deal.deal_id in deal_ids for deal_ids in totals)


def market_line(signal: Signal) -> Line:
    """A change of the market: subject, before, after. All of it comes from the model."""
    before = one_line(signal.before, 120) if signal.before else None
    moved = f"{before} → {one_line(signal.after, 120)}" if before else one_line(signal.after, 120)
    return (Phrase(one_line(signal.subject, 160), "strong"), Phrase(": "), Phrase(moved, "assumed"))


def leg_notes(inputs: DigestInput, leg: Leg, *, full: bool) -> tuple[Line, ...]:
    """The lines below an item: terms, origin, quote; a restated leg has its quote only."""
    if leg.deal is None:
        return ((Phrase(one_line(leg.signals[0].why, 240), "muted"),),)
    claim = lead_claim(inputs, leg.deal)
    quote = quote_line(inputs.documents, claim)
    if leg.restated:
        return tuple(line for line in (quote,) if line)
    notes = [terms_line(inputs, leg.deal)]
    if full:
        notes.append(origin_line(inputs, leg.deal))
    return tuple(line for line in (*notes, quote) if line)


def origin_line(inputs: DigestInput, deal: Deal) -> Line:
    """Who says so first and when, through how many others, and what is still lacking."""
    names = names_of(inputs)
    claim = lead_claim(inputs, deal)
    origin = one_line(deal.origin_outlet, 60) or "not named"
    said_on = (claim.published_on if claim else None) or deal.status_on
    words = f"origin: {origin}" + (f", {wording.day(said_on, names.today)}" if said_on else "")
    carried = _carriers(inputs, deal)
    if carried:
        shown = wording.listed(carried[:3]) if len(carried) < 4 else ", ".join(carried[:3])
        words += f"; carried by {shown}"
        words += f" and {len(carried) - 3} more" if len(carried) > 3 else ""
    if deal.confirmation in UNCONFIRMED:
        words += "; confirmed by neither party, no filing seen"
    elif deal.status in FIRM and deal.confirmation is not Confirmation.FILED:
        words += "; no filing seen"
    return (Phrase(words, "muted"),)


def _carriers(inputs: DigestInput, deal: Deal) -> list[str]:
    """The outlets, other than the origin, whose documents state the present status."""
    cited = [
        inputs.documents[claim.document_id].outlet
        for claim in claims_of(inputs, deal)
        if claim.document_id in inputs.documents and claim.status is deal.status
    ]
    origin = deal.origin_outlet.casefold()
    own = {origin, "sec edgar"} if origin == "sec filing" else {origin}
    return [one_line(outlet, 40) for outlet in sorted(set(cited)) if outlet.casefold() not in own]


def quote_line(documents: Mapping[str, CitedDocument], claim: DealClaim | None) -> Line:
    """At most 25 words of the source, and its link; the link alone where quoting is barred."""
    document = documents.get(claim.document_id) if claim else None
    if claim is None or document is None:
        return ()
    words = quoted(document, claim)
    return (*words, Phrase(" "), *link(document)) if words else link(document)


def quoted(document: CitedDocument, claim: DealClaim) -> Line:
    """The claim's sentence in quotation marks, or () where its source may not be quoted."""
    words = short_quote(claim.quote) if document.may_quote else ""
    return (Phrase("“"), Phrase(words, "quote"), Phrase("”")) if words else ()


def link(document: CitedDocument) -> Line:
    """The outlet as a link; an address that may not be followed stands as text."""
    outlet = one_line(document.outlet, 60) or "source"
    url = safe_url(document.url)
    if url or not document.url:
        return (Phrase(outlet, "plain" if url else "muted", url),)
    return (Phrase(f"{outlet} [not a web address: {one_line(document.url, 60)}]", "muted"),)
