"""Everything about one item below the first screen."""

from datetime import date
from urllib.parse import quote

from tracker.digest import wording
from tracker.digest.legs import leg_line, link, quoted
from tracker.digest.names import BINDINGS, NOUNS, OVER, Names, local, names_of, pill
from tracker.digest.prices import moved_by, silence
from tracker.digest.shares import share_lines
from tracker.digest.source_text import one_line, safe_url
from tracker.digest.stories import Leg
from tracker.digest.terms import claims_of, outlet_of, standing, term_rows
from tracker.digest.view import Citation, Detail, DigestInput, Fact, Kind, Line, Phrase, Rung
from tracker.model.deals import Deal, DealClaim, DealStep, DealType, Qualifier, Status

_MOST_CITATIONS = 5
_MOST_EFFECTS = 6
_MOST_CONFLICTS = 4
_SAME = 0.01
_BETWEEN = {
    DealType.EQUITY_INVESTMENT: "in",
    DealType.WARRANT: "over",
    DealType.ACQUISITION: "of",
    DealType.FINANCING: "by",
    DealType.JOINT_VENTURE: "with",
}
_TALK = frozenset({Status.RUMORED, Status.CONSIDERING, Status.IN_TALKS})


def detail(inputs: DigestInput, leg: Leg, number: int) -> Detail:
    """The whole of one item: ladder, terms, effect, evidence, conflicts, links."""
    anchor, line = f"item-{number}", leg_line(inputs, leg)
    if leg.deal is None:
        signal = leg.signals[0]
        why = Fact("Why", (Phrase(one_line(signal.why, 600)),))
        return Detail(number, anchor, line, facts=(why,), links=_links(inputs, leg))
    return Detail(
        number,
        anchor,
        line,
        facts=_facts(inputs, leg, leg.deal),
        ladder=ladder(inputs, leg.deal),
        terms=term_rows(inputs, leg.deal),
        effects=() if leg.restated else effects(inputs, leg, leg.deal),
        citations=citations(inputs, leg.deal),
        conflicts=conflicts(inputs, leg.deal),
        links=_links(inputs, leg),
    )


def _facts(inputs: DigestInput, leg: Leg, deal: Deal) -> tuple[Fact, ...]:
    names = names_of(inputs)
    buyer = names.full(deal.buyer_id, deal.buyer) or "not named"
    supplier = names.full(deal.supplier_id, deal.supplier) or "not named"
    parties = f"{NOUNS[deal.deal_type]}: {buyer} {_BETWEEN.get(deal.deal_type, 'from')} {supplier}"
    if deal.other_parties:
        parties += f"; also {wording.listed([one_line(p, 40) for p in deal.other_parties])}"
    facts = [
        Fact("What", (Phrase(f"{parties} ({deal.asset_layer.value.replace('_', ' ')})"),)),
        Fact("Standing", (Phrase(f"{standing(inputs, deal)}; {BINDINGS[deal.binding]}"),)),
        Fact("Expected", _expected(deal)),
    ]
    why = dict.fromkeys(one_line(s.why, 300) for s in leg.signals if s.why)
    facts += [Fact("Why here", (Phrase(words, "muted"),)) for words in why]
    return tuple(facts)


def _expected(deal: Deal) -> Line:
    """The chance that the leg is carried out and what that makes of its amount."""
    chance = f"{wording.percent(deal.p_execution)} likely to be carried out"
    if deal.expected_usd is None or deal.headline_usd is None:
        return (Phrase(chance, "assumed"), Phrase("; no amount to weigh"))
    headline, expected = wording.money(deal.headline_usd), wording.money(deal.expected_usd)
    vague = deal.value_qualifier is Qualifier.VAGUE
    return (
        Phrase(f"floor {headline}" if vague else f"headline {headline}", _sure(deal)),
        Phrase("; "),
        Phrase(f"{expected} expected, {chance}", "assumed"),
    )


def _sure(deal: Deal) -> Kind:
    """An amount of our own making is a vague one's floor, or one turned into dollars."""
    ours = deal.value_qualifier is Qualifier.VAGUE or deal.currency not in ("USD", None)
    return "assumed" if ours else "plain"


def ladder(inputs: DigestInput, deal: Deal) -> tuple[Rung, ...]:
    """Every status the leg has had, oldest first, with the source of each.

    A step that was split by one learned later is told once.
    """
    steps = [s for s in inputs.steps if s.deal_id == deal.deal_id and s.field == "status"]
    steps.sort(key=lambda s: (s.true_on or s.known_at.date(), s.known_at, s.claim_id))
    told: dict[tuple[str, date | None], DealStep] = {}
    for step in steps:
        if step.after:
            told.setdefault((step.after, step.true_on), step)
    names = names_of(inputs)
    return tuple(_rung(inputs, step, names) for step in told.values())


def _rung(inputs: DigestInput, step: DealStep, names: Names) -> Rung:
    learned = local(inputs, step.known_at).date()
    true_on = step.true_on or learned
    on = wording.day(true_on, names.today)
    if abs((learned - true_on).days) > 1:
        on += f" (known {wording.day(learned, names.today)})"
    claim = inputs.claims.get(step.claim_id)
    document = inputs.documents.get(claim.document_id) if claim else None
    return Rung(on, _status(step.after or ""), link(document) if document else ())


def _status(text: str) -> Phrase:
    return pill(Status(text)) if text in set(Status) else Phrase(one_line(text, 30), "muted")


def effects(inputs: DigestInput, leg: Leg, deal: Deal) -> tuple[Line, ...]:
    """What this leg moved in the model, with ranges; else why it moved no price."""
    ids = {deal.deal_id, *(s.deal_id for s in leg.effects if s.deal_id)}
    lines = moved_by(inputs, ids) or [(Phrase(silence(inputs, deal)),)]
    lines += share_lines(inputs, ids)
    lines += [_effect(signal.subject, signal.before, signal.after) for signal in leg.effects]
    if len(lines) > _MOST_EFFECTS:
        rest = wording.counted(len(lines) - _MOST_EFFECTS, "further figure")
        more = f"and {rest}: tracker explain {deal.deal_id}"
        lines = [*lines[:_MOST_EFFECTS], (Phrase(more, "muted"),)]
    return tuple(lines)


def _effect(subject: str, before: str | None, after: str) -> Line:
    moved = f"{one_line(before, 120)} → {one_line(after, 120)}" if before else one_line(after, 120)
    return (Phrase(f"{one_line(subject, 160)}: "), Phrase(moved, "assumed"))


def citations(inputs: DigestInput, deal: Deal) -> tuple[Citation, ...]:
    """The documents that state the leg, one a wording, the latest first; then how many more.

    Reprints of one sentence stand together under the outlet that was read first.
    """
    names = names_of(inputs)
    by_words: dict[tuple[str, Status], list[DealClaim]] = {}
    for claim in reversed(claims_of(inputs, deal)):
        if claim.document_id in inputs.documents:
            by_words.setdefault((claim.quote, claim.status), []).append(claim)
    groups = list(by_words.values())[::-1]
    shown = [_citation(inputs, group, names) for group in groups[:_MOST_CITATIONS]]
    if len(groups) > len(shown):
        more = f"and {wording.counted(len(groups) - len(shown), 'further wording')}"
        shown.append(Citation((Phrase(more, "muted"),)))
    return tuple(shown)


def _citation(inputs: DigestInput, claims: list[DealClaim], names: Names) -> Citation:
    claim = claims[0]
    document = inputs.documents[claim.document_id]
    published = document.published_at
    when = claim.published_on or (local(inputs, published).date() if published else None)
    dated = f", {wording.day(when, names.today)}" if when else ""
    says = claim.status.value.replace("_", " ")
    first = one_line(document.outlet, 60)
    others = {one_line(inputs.documents[c.document_id].outlet, 40) for c in claims} - {first}
    also = f"; also in {wording.listed(sorted(others)[:3])}" if others else ""
    also += f" and {len(others) - 3} more" if len(others) > 3 else ""
    head = (
        Phrase(outlet_of(inputs.documents, claim), "strong"),
        Phrase(f"{dated}, says {says}{also}"),
    )
    title = one_line(document.title, 140) or "the document"
    url = safe_url(document.url)
    last = Phrase(title, "plain", url) if url else Phrase(title, "muted")
    return Citation(head, quoted(document, claim), (last,))


def conflicts(inputs: DigestInput, deal: Deal) -> tuple[Line, ...]:
    """Claims that are as recent as the present status and say something else of it."""
    names = names_of(inputs)
    voices: dict[str, list[str]] = {}
    for claim in claims_of(inputs, deal):
        said = _contradiction(claim, deal)
        if said:
            document = inputs.documents.get(claim.document_id)
            who = one_line(document.outlet if document else claim.origin_outlet, 60)
            when = wording.day(claim.published_on, names.today) if claim.published_on else ""
            voices.setdefault(said, []).append(f"{who} ({when})" if when else who)
    lines = [
        (Phrase(f"{wording.listed(list(dict.fromkeys(who))[:4])}: {said}"),)
        for said, who in voices.items()
    ]
    return tuple(lines[:_MOST_CONFLICTS])


def _contradiction(claim: DealClaim, deal: Deal) -> str:
    """What a claim says against the deal; "" for one that is older than its status."""
    said = []
    if deal.status_on and (claim.published_on is None or claim.published_on < deal.status_on):
        return ""
    if _stance(claim.status) != _stance(deal.status):
        said.append(f"says {claim.status.value.replace('_', ' ')}")
    if deal.status is not Status.AMENDED and _other_value(claim, deal):
        words = wording.value(
            claim.value_low, claim.value_high, claim.value_qualifier, claim.currency
        )
        said.append(f"puts the value at {words}")
    if claim.chips and deal.chips and abs(claim.chips / deal.chips - 1) > _SAME:
        said.append(f"puts the size at {wording.chips(claim.chips, claim.chips_qualifier)}")
    return "; ".join(said)


def _stance(status: Status) -> str:
    """Talk, agreement or end: "announced" does not contradict "signed", "in talks" does."""
    if status in OVER:
        return "over"
    return "talk" if status in _TALK else "agreed"


def _other_value(claim: DealClaim, deal: Deal) -> bool:
    """Whether a claimed value cannot be the deal's; "billions" and "over" leave room above."""
    theirs, ours = claim.value_high or claim.value_low, deal.value_high or deal.value_low
    if not theirs or not ours or claim.currency != deal.currency:
        return False
    if claim.value_qualifier in (Qualifier.VAGUE, Qualifier.AT_LEAST) and theirs <= ours:
        return False
    if claim.value_qualifier is Qualifier.UP_TO and theirs >= ours:
        return False
    return abs(theirs / ours - 1) > _SAME


def _links(inputs: DigestInput, leg: Leg) -> tuple[Phrase, ...]:
    """Where to look further, and the three answers that feed corrections."""
    links = []
    key = leg.deal.deal_id if leg.deal else leg.signals[0].signal_id
    if leg.deal and inputs.base_url:
        page = safe_url(f"{inputs.base_url.rstrip('/')}/deals/{quote(key, safe='')}")
        links += [Phrase("open the deal", "plain", page)] if page else []
    if inputs.feedback_to and leg.signals:
        signal_id = leg.signals[0].signal_id
        for answer in ("useful", "knew it", "wrong"):
            subject = quote(f"{answer} {signal_id}", safe="")
            address = quote(inputs.feedback_to, safe="@.+-_")
            links.append(Phrase(answer, "plain", f"mailto:{address}?subject={subject}"))
    return (*links, Phrase(f"tracker explain {key}", "muted"))
