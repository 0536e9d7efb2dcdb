"""One deal in full: what stands, who says so and who does not, how it came about, the quotes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from tracker.cli.output import console, show_json, show_table
from tracker.cli.words import (
    amount,
    further_of,
    mark_of,
    parties_of,
    parts_words,
    size_of,
    term_of,
    value_of,
)
from tracker.model.deals import Deal, DealClaim, DealStep
from tracker.model.feeds import Document
from tracker.reference.evidence import load_evidence
from tracker.resolve.standpoints import Standpoint, standpoints
from tracker.store.published import Published

SHORT_ID = 8  # characters, enough to tell claims of a deal apart
MOST_SAID = 3  # origins, and other figures, named in a cell

Documents = Mapping[str, Document]


def print_deal(published: Published, deal: Deal, until: datetime, *, as_json: bool = False) -> None:
    """The deal with its terms, history, claims, quotes and links on standard output."""
    steps = [step for step in published.deal_steps(until) if step.deal_id == deal.deal_id]
    steps.sort(key=lambda s: (s.known_at, s.field != "status", s.before is not None, s.field))
    held = set(deal.claim_ids)
    claims = [claim for claim in published.claims(until) if claim.claim_id in held]
    said = standpoints(deal, claims, load_evidence())
    documents = published.documents_by_id(claim.document_id for claim in claims)
    if as_json:
        show_json(_plain(deal, steps, claims, documents, said))
        return
    _print_head(deal)
    show_table(
        ("what", "is", "who says so", "others say"),
        list(_terms(deal, said)),
        whole=frozenset({"what"}),
    )
    show_table(
        ("true on", "known", "what", "before", "after"),
        [_step(step) for step in steps],
        whole=frozenset({"true on", "known"}),
        title="How it came about",
    )
    _print_claims(claims, documents)


def _print_head(deal: Deal) -> None:
    out = console()
    out.print(f"{deal.deal_id}  {parties_of(deal)}  {deal.deal_type.value}", markup=False)
    for line in _head(deal):
        out.print(f"  {line}", markup=False)


def _head(deal: Deal) -> Iterator[str]:
    if deal.superseded_by:
        yield f"merged into {deal.superseded_by}"
    origins = f"origin {deal.origin_outlet}"
    if len(deal.origins) > 1:
        origins = f"{len(deal.origins)} independent origins"
    yield (
        f"{deal.status.value.replace('_', ' ')} since {deal.status_on or 'an unknown day'}; "
        f"{_words(deal.confirmation.value)}; {origins}"
    )
    yield f"{deal.p_execution:.0%} likely to be carried out, by base rates ({_binding(deal)})"
    if deal.headline_usd is not None:
        yield f"headline {amount(deal.headline_usd)}, expected {amount(deal.expected_usd)}"
    if parts := parts_words(deal):
        yield parts
    if deal.products:
        yield f"{', '.join(deal.products)} ({_words(deal.asset_layer.value)})"
    if deal.overlaps_with:
        short = ", ".join(other[:SHORT_ID] for other in deal.overlaps_with)
        yield f"tells in part of the same capacity as {short}: amounts do not add up"
    elif deal.programme_id and deal.programme_id != deal.deal_id:
        yield f"of one programme with {deal.programme_id[:SHORT_ID]}"


def _words(value: str) -> str:
    return value.replace("_", " ")


def _binding(deal: Deal) -> str:
    return "wording unknown" if deal.binding == "unknown" else _words(deal.binding.value)


def _terms(deal: Deal, said: Sequence[Standpoint]) -> Iterator[dict[str, str]]:
    """One row a term that anybody states, with those who print another figure."""
    for name, told in _TOLD.items():
        stands = [one for one in said if one.term == name and one.stands]
        others = [one for one in said if one.term == name and not one.stands]
        if not stands and not others:
            continue
        yield {
            "what": _label(name),
            "is": told(deal) or "not stated",
            "who says so": _who(stands[0]) if stands else "as amended or corrected",
            "others say": "; ".join(_differs(told, one) for one in others[:MOST_SAID])
            + (f"; {len(others) - MOST_SAID} more" if len(others) > MOST_SAID else ""),
        }


def _label(term: str) -> str:
    return _words(term).removesuffix(" mw").removesuffix(" months")


def _who(one: Standpoint) -> str:
    more = len(one.origins) - MOST_SAID
    names = ", ".join(one.origins[:MOST_SAID])
    return names + (f" and {more} more" if more > 0 else "")


def _differs(told: Any, one: Standpoint) -> str:
    day = f", {one.claim.published_on:%d %b %Y}" if one.claim.published_on else ""
    return f"{told(one.claim)} ({_who(one)}{day})"


def _chips(leg: Deal | DealClaim) -> str:
    return "" if leg.chips is None else f"{mark_of(leg.chips_qualifier)}{leg.chips:,} chips"


def _power(leg: Deal | DealClaim) -> str:
    return "" if leg.power_mw is None else f"{mark_of(leg.power_qualifier)}{leg.power_mw:,.0f} MW"


def _rate(leg: Deal | DealClaim) -> str:
    if leg.rate_amount is None:
        return ""
    return f"{amount(leg.rate_amount, leg.currency)} a {leg.rate_unit}"


def _start(leg: Deal | DealClaim) -> str:
    return leg.start or ""


def _end(leg: Deal | DealClaim) -> str:
    return leg.end or ""


_TOLD: Mapping[str, Callable[[Deal | DealClaim], str]] = {
    "value": value_of,
    "rate": _rate,
    "chips": _chips,
    "power_mw": _power,
    "term_months": term_of,
    "start": _start,
    "end": _end,
}


def _step(step: DealStep) -> dict[str, Any]:
    return {
        "true on": step.true_on,
        "known": step.known_at.date(),
        "what": _label(step.field),
        "before": short_amount(step.before),
        "after": short_amount(step.after),
    }


def short_amount(text: str | None) -> str | None:
    """Steps hold amounts to the last digit; a person reads "$9.7bn"."""
    words = (text or "").split()
    currency = words[-1] if words else ""
    if not (currency.isalpha() and currency.isupper() and len(currency) == 3):
        return text
    return " ".join(
        amount(float(word), currency) if word.replace(".", "", 1).isdigit() else word
        for word in words[:-1]
    )


def _print_claims(claims: Sequence[DealClaim], documents: Documents) -> None:
    out = console()
    out.print("Who said what", markup=False)
    for claim in claims:
        document = documents.get(claim.document_id)
        where = (document.url or document.title) if document else "corrected by hand"
        terms = ", ".join(t for t in (value_of(claim), size_of(claim), term_of(claim)) if t)
        head = f"{claim.claim_id[:SHORT_ID]}  {claim.published_on}  {_words(claim.status.value)}"
        out.print(f"{head}  {claim.origin_outlet}{f'; {terms}' if terms else ''}", markup=False)
        if further := further_of(claim):
            out.print(f"  {further}", markup=False)
        out.print(f"  “{claim.quote}”", markup=False)
        out.print(f"  {where}", markup=False, soft_wrap=True)


def _plain(
    deal: Deal,
    steps: Sequence[DealStep],
    claims: Sequence[DealClaim],
    documents: Documents,
    said: Sequence[Standpoint],
) -> dict[str, Any]:
    sources = {d.document_id: {"url": d.url, "title": d.title} for d in documents.values()}
    return {
        "deal": _fields(deal),
        "terms": [
            {
                "term": one.term, "is": _TOLD[one.term](one.claim), "stands": one.stands,
                "origins": one.origins, "voice": one.voice, "claim_id": one.claim.claim_id,
            }
            for one in said
        ],
        "history": [_fields(step) for step in steps],
        "claims": [_fields(claim) | sources.get(claim.document_id, {}) for claim in claims],
    }  # fmt: skip


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}
