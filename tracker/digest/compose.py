"""From records to one worded digest."""

from zoneinfo import ZoneInfo

from tracker.digest import wording
from tracker.digest.briefing import briefing
from tracker.digest.choose import Choice, choose
from tracker.digest.detail import detail
from tracker.digest.legs import leg_line, leg_notes
from tracker.digest.names import deal_words, local, names_of, status_words
from tracker.digest.source_text import one_line
from tracker.digest.stories import Leg, tell
from tracker.digest.view import DigestInput, DigestView, Fact, Item, Line, Phrase

NAME = "Compute deals"
_ON_FIRST_SCREEN = 7
_WITH_ORIGIN = 1
_SUBJECT_LENGTH = 120
_MOST_FOLLOWED = 12
_MOST_OWN = 5
_LEGEND: Line = (
    Phrase("Marked so", "assumed"),
    Phrase(": rests on our assumptions, conventions or model. All else is as the linked source "),
    Phrase("states it. “→” is before and after; a range is meant to hold nine times in ten."),
)


def compose(inputs: DigestInput) -> DigestView:
    """The digest of one watchlist at one cut: the same inputs give the same words."""
    choice = choose(inputs.signals, inputs.watchlist, inputs.families)
    legs = tell(inputs, choice.told)
    names = names_of(inputs)
    zone = ZoneInfo(inputs.watchlist.time_zone)
    day = wording.full_day(names.today)
    items = tuple(_item(inputs, leg, number) for number, leg in enumerate(legs, 1))
    lead = _lead_words(inputs, legs)
    return DigestView(
        subject=_subject(inputs, legs, lead),
        preheader=_preheader(legs, lead, inputs),
        name=NAME,
        day=day,
        cut=f"cut {wording.clock(inputs.cut_at, zone)}",
        follows=_follows(inputs, legs),
        items=items[:_ON_FIRST_SCREEN],
        more_items=_more(len(items) - _ON_FIRST_SCREEN),
        facts=briefing(inputs, legs) if legs else _quiet_facts(inputs, choice),
        foot=_foot(inputs),
        details=tuple(detail(inputs, leg, number) for number, leg in enumerate(legs, 1)),
        shortened="",
        legend=_LEGEND if legs else (),
        notes=_notes(inputs, choice, quiet=not legs),
        signal_ids=tuple(signal.signal_id for signal in choice.told),
        picture_alt=inputs.picture_alt if legs else "",
    )


def _item(inputs: DigestInput, leg: Leg, number: int) -> Item:
    notes = leg_notes(inputs, leg, full=number <= _WITH_ORIGIN)
    return Item(number, f"item-{number}", leg_line(inputs, leg), notes)


def _more(rest: int) -> str:
    return f"and {wording.counted(rest, 'further change')} below" if rest > 0 else ""


def _lead_words(inputs: DigestInput, legs: tuple[Leg, ...]) -> str:
    """The first item in the few words that an inbox shows."""
    if not legs:
        return "nothing moved"
    leg = legs[0]
    if leg.deal is None:
        return one_line(leg.signals[0].subject, 80)
    words = f"{deal_words(leg.deal, names_of(inputs))}: {status_words(leg.deal.status)}"
    if leg.was:
        words += f", was {status_words(leg.was).lower()}"
    return words


def _subject(inputs: DigestInput, legs: tuple[Leg, ...], lead: str) -> str:
    changes = sum(not leg.restated for leg in legs)
    more = f"; {changes - 1} more" if changes > 1 else ""
    today = names_of(inputs).today
    tail = f"{more} | {NAME} {wording.day(today, today)}"
    return one_line(one_line(lead, _SUBJECT_LENGTH - len(tail)) + tail)


def _preheader(legs: tuple[Leg, ...], lead: str, inputs: DigestInput) -> str:
    """What an inbox shows after the subject."""
    if not legs:
        return f"{lead}; {wording.counted(inputs.reading.documents, 'document')} read"
    others = [leg for leg in legs[1:4] if leg.deal]
    words = [_lead_words(inputs, (leg,)) for leg in others]
    return "; ".join(words) or lead


def _follows(inputs: DigestInput, legs: tuple[Leg, ...]) -> str:
    """The companies followed; of a watchlist without any, those that today is about."""
    names = names_of(inputs)
    ids = list(inputs.watchlist.entities)
    if not ids and not inputs.watchlist.products:
        parties = [(leg.deal.buyer_id, leg.deal.supplier_id) for leg in legs if leg.deal]
        ids = list(dict.fromkeys(i for pair in parties for i in pair if i))
    shown = [names.short(i) for i in ids[:_MOST_FOLLOWED]] + list(inputs.watchlist.products)
    if len(ids) > _MOST_FOLLOWED:
        shown.append(f"+{len(ids) - _MOST_FOLLOWED}")
    return "  ".join(shown) or "all companies"


def _quiet_facts(inputs: DigestInput, choice: Choice) -> tuple[Fact, ...]:
    """What was read on a day when nothing moved."""
    read = inputs.reading
    words = f"{wording.counted(read.documents, 'document')}, {read.repeats:,} of them repeats"
    found = f"{wording.counted(read.claims, 'deal claim')} in them"
    if not choice.left_out:
        found += ", no change that is worth a signal"
    return (
        Fact("News", (Phrase("nothing moved", "strong"),)),
        Fact("Read", (Phrase(f"{words}; {found}"),)),
        Fact("Since", (Phrase(_since(inputs)),)),
    )


def _since(inputs: DigestInput) -> str:
    zone = ZoneInfo(inputs.watchlist.time_zone)
    start = local(inputs, inputs.period_start).date()
    return f"{wording.full_day(start)} {wording.clock(inputs.period_start, zone)}"


def _foot(inputs: DigestInput) -> str:
    health = f"Sources {inputs.sources.ok}/{inputs.sources.total} ok"
    return f"{health} | Not investment advice"


def _notes(inputs: DigestInput, choice: Choice, *, quiet: bool) -> tuple[Line, ...]:
    """What a careful reader asks at the end: what was left out, failed, or is old."""
    read = inputs.reading
    said = []
    if not quiet:
        said.append(
            f"Since {_since(inputs)}: {wording.counted(read.documents, 'document')} read, "
            f"{read.repeats:,} of them repeats; {wording.counted(read.claims, 'deal claim')}."
        )
    if choice.left_out:
        parts = [f"{number:,} {reason}" for reason, number in choice.left_out]
        said.append(f"Changes not told here: {wording.listed(parts)}.")
    if inputs.sources.failing:
        failing = [one_line(name, 60) for name in inputs.sources.failing]
        more = f" and {len(failing) - 5} more" if len(failing) > 5 else ""
        said.append(f"Sources that did not answer: {', '.join(failing[:5])}{more}.")
    if inputs.problems:
        said.append(f"{wording.counted(inputs.problems, 'problem')} on file: tracker status.")
    if inputs.missed_jobs:
        said.append(f"Missed jobs: {', '.join(one_line(j, 60) for j in inputs.missed_jobs)}.")
    if inputs.model_data_as_of:
        said.append(f"Model data of {one_line(inputs.model_data_as_of, 160)}.")
    if inputs.overrides:
        own = [one_line(words, 120) for words in inputs.overrides[:_MOST_OWN]]
        rest = len(inputs.overrides) - len(own)
        more = f"; and {rest} more" if rest else ""
        said.append(f"Own figures in place of ours: {'; '.join(own)}{more}.")
    return tuple((Phrase(words, "muted"),) for words in said)
