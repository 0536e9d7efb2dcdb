"""Who gains and who loses, whose stakes are concerned, and what to look out for next."""

from datetime import timedelta

from tracker.digest import wording
from tracker.digest.legs import UNCONFIRMED
from tracker.digest.names import (
    FIRM,
    NOUNS,
    OPEN,
    OVER,
    SILICON,
    UNKNOWN,
    Names,
    names_of,
    status_words,
)
from tracker.digest.stories import Leg
from tracker.digest.terms import joined
from tracker.digest.view import DigestInput, Line, Phrase
from tracker.model.deals import Confirmation, Deal, DealType, Qualifier
from tracker.model.market import Stake

# A stake dated this much later was most likely not there yet; a nearer date is printed.
_STILL_TELLING = timedelta(days=90)


def rivals_line(inputs: DigestInput, deals: list[Deal]) -> Line:
    """What the suppliers in play hold in laboratories: where a buyer's money may end up."""
    names = names_of(inputs)
    buyer = next((deal.buyer_id for deal in deals if deal.deal_type in SILICON), None)
    parts: list[Line] = []
    for investor in _in_play(inputs, deals):
        stakes = _known_stakes(inputs, investor)
        held = [s for s in stakes if _is_rival(inputs, buyer, s.investee_id)]
        if held:
            parts.append((Phrase(names.short(investor), "strong"), *_holdings(held, names)))
    return joined(parts, "; ")


def _holdings(stakes: list[Stake], names: Names) -> Line:
    """ " holds 3–3.6% of OpenAI ($30B) and funds Anthropic (size not disclosed)"."""
    shares: list[Line] = [_share(s, names) for s in stakes if s.stake_high]
    loose: list[Line] = [(_funded(s, names),) for s in stakes if not s.stake_high]
    verbs: list[Line] = []
    if shares:
        verbs.append((Phrase(" holds "), *joined(shares, " and ")))
    if loose:
        verbs.append((Phrase(" funds "), *joined(loose, " and ")))
    return joined(verbs, ",")


def _in_play(inputs: DigestInput, deals: list[Deal]) -> list[str]:
    """The lead item's supplier and its buyer's other suppliers, those without news first.

    Silicon that nobody can name has no row of its own here.
    """
    lead = next((d for d in deals if d.deal_type in SILICON), None)
    if lead is None:
        return []
    rows = [row for row in inputs.exposures_now if row.buyer_id == lead.buyer_id]
    others = {row.supplier_id for row in rows} - {lead.supplier_id or "", UNKNOWN}
    return [*sorted(others), *([lead.supplier_id] if lead.supplier_id else [])]


def _known_stakes(inputs: DigestInput, investor: str) -> list[Stake]:
    """Its latest stake in each company; those dated after the cut only where there is no other."""
    today = names_of(inputs).today
    latest = today + _STILL_TELLING
    rows = [s for s in inputs.stakes if s.investor_id == investor and s.as_of <= latest]
    found: dict[str, Stake] = {}
    for stake in sorted(rows, key=lambda s: (s.as_of > today, s.as_of, s.stake_id)):
        known = found.get(stake.investee_id)
        if known is None or (stake.as_of <= today and known.as_of <= stake.as_of):
            found[stake.investee_id] = stake
    return [found[key] for key in sorted(found)]


def _is_rival(inputs: DigestInput, buyer_id: str | None, company_id: str) -> bool:
    if company_id == buyer_id:
        return False
    if buyer_id is not None and buyer_id in inputs.rivals:
        return company_id in inputs.rivals[buyer_id]
    company = inputs.companies.get(company_id)
    return company is not None and "lab" in company.roles


def _share(stake: Stake, names: Names) -> Line:
    """A share with its amount; a range, which somebody worked out, is marked as assumed."""
    exact = stake.stake_low == stake.stake_high
    words = _range(stake.stake_low or 0, stake.stake_high or 0)
    about = _about(stake, names)
    investee = f" of {names.full(stake.investee_id)}{f' ({about})' if about else ''}"
    return (Phrase(words, "plain" if exact else "assumed"), Phrase(investee))


def _funded(stake: Stake, names: Names) -> Phrase:
    about = _about(stake, names) or "size not disclosed"
    return Phrase(f"{names.full(stake.investee_id)} ({about})")


def _about(stake: Stake, names: Names) -> str:
    usd = stake.invested_usd or stake.committed_usd
    said = [wording.money(usd)] if usd else []
    if stake.as_of > names.today:
        said.append(f"as of {wording.day(stake.as_of, names.today)}")
    return ", ".join(said)


def _range(low: float, high: float) -> str:
    first, last = wording.percent(low), wording.percent(high)
    if not low:
        return f"up to {last}"
    return last if first == last else f"{first.rstrip('%')}–{last}"


def read_line(inputs: DigestInput, legs: tuple[Leg, ...]) -> Line:
    """Who gains and who loses by the first item that moves silicon; the size where known."""
    leg = next((x for x in legs if x.deal and not x.restated and x.deal.deal_type in SILICON), None)
    if leg is None or leg.deal is None or leg.deal.supplier_id is None:
        return ()
    names, deal = names_of(inputs), leg.deal
    gain, loss = ("−", "+") if deal.status in OVER or _shrank(leg) else ("+", "−")
    direct = {deal.supplier_id}
    indirect = _indirect(inputs, deal)
    words = [f"{names.short(deal.supplier_id)} {gain}"]
    words += [f"{names.short(i)} {gain} (indirect)" for i in indirect]
    displaced = [i for i in _in_play(inputs, [deal]) if i not in direct | set(indirect)]
    if displaced:
        words.append(f"{'/'.join(names.short(i) for i in displaced)} share {loss}")
    if deal.status in OPEN and deal.status not in OVER:
        words[0] = f"if it comes to a contract: {words[0]}"
    return (Phrase(", ".join(words), "assumed"), Phrase(f"; {_size(deal)}"))


def _shrank(leg: Leg) -> bool:
    before = leg.before.headline_usd if leg.before else None
    now = leg.deal.headline_usd if leg.deal else None
    return before is not None and now is not None and now < before


def _indirect(inputs: DigestInput, deal: Deal) -> list[str]:
    """Who designs the chips, where not the supplier, and who makes them for the designer."""
    makers = {maker for p in deal.products if (maker := inputs.makers.get(p))}
    designers = makers | {deal.supplier_id or ""}
    partners = {
        other.supplier_id
        for other in inputs.deals_now.values()
        if other.deal_type is DealType.CUSTOM_SILICON
        and other.buyer_id in designers
        and other.status in FIRM
    }
    found = (makers | partners) - {deal.supplier_id, deal.buyer_id, None}
    return sorted(str(company) for company in found)


def _size(deal: Deal) -> str:
    if deal.headline_usd is None or deal.value_qualifier is Qualifier.VAGUE:
        return "size unknown"
    return f"size {_value(deal)}"


def _value(deal: Deal) -> str:
    return wording.value(deal.value_low, deal.value_high, deal.value_qualifier, deal.currency)


def next_line(inputs: DigestInput, legs: tuple[Leg, ...]) -> Line:
    """What would settle the first story: its open legs, a confirmation, the next filing."""
    names = names_of(inputs)
    lead = next((leg.deal for leg in legs if leg.deal), None)
    if lead is None:
        return ()
    story = [d for d in inputs.deals_now.values() if d.relationship_id == lead.relationship_id]
    still_open = [d for d in story if d.status in OPEN and d.superseded_by is None]
    parts = [
        f"{NOUNS[d.deal_type]} leg ({status_words(d.status).lower()})"
        for d in sorted(still_open, key=lambda d: (d.first_known_at, d.deal_id))
    ]
    if lead.status in FIRM and lead.confirmation in UNCONFIRMED:
        parts.append("a word from either party")
    filers = [i for i in (lead.buyer_id, lead.supplier_id) if _files(inputs, i)]
    if lead.status in FIRM and lead.confirmation is not Confirmation.FILED and filers:
        parts.append(
            f"notes in the next filings of {wording.listed([names.short(i) for i in filers])}"
        )
    return (Phrase("; ".join(dict.fromkeys(parts))),) if parts else ()


def _files(inputs: DigestInput, company_id: str | None) -> bool:
    company = inputs.companies.get(company_id or "")
    return company is not None and company.cik is not None
