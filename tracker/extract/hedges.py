"""The words around a number that make it a bound or a guess: "up to", "-plus", "or so"."""

import re
from dataclasses import dataclass

from tracker.extract.numerals import GAP
from tracker.model.deals import Qualifier

_REACH = 60  # characters looked at before a number; hedges are shorter
_COULD = r"(?:could|may|might|can)(?: (?:eventually|ultimately|potentially|possibly|well))?"
_UP_TO = (
    r"up to|as much as|as many as|as high as|as large as|at most|no more than|not more than|"
    r"(?:a )?maximum of|capped at|less than|fewer than|not exceeding|not to exceed|"
    rf"{_COULD} (?:reach|hit|total|rise to|grow to|climb to|swell to)"
)
_AT_LEAST = (
    r"more than|greater than|at least|upwards? of|north of|in excess of|"
    r"(?:could |may |might )?exceed(?:s|ed|ing)?|(?:a )?minimum of|no less than|not less than|"
    r"no fewer than|surpass(?:es|ing)"
)
_ABOUT = (
    r"roughly|approximately|approx\.?|nearly|almost|close to|an estimated|estimated(?: at)?|"
    r"circa|c\.|in the (?:region|neighbou?rhood|vicinity) of|(?:on|of) the order of|"
    r"something like|just under|just shy of|just short of|shy of|the best part of"
)
# These are prepositions too: "under the $10bn contract", "over a $5bn order".
_LOOSE = {
    Qualifier.UP_TO: r"under|below|max\.?|≤|<(?![-=])",
    Qualifier.AT_LEAST: r"over|above|beyond|topping|tops|min\.?|≥|(?<![-=–—])>",
    Qualifier.ABOUT: r"about|around|near|some|~|≈|∼",
}
_DISPUTED = re.compile(
    rf"(?:talk|discuss|negotiat|question|report|concern|worr|rumou?r|specul|think|thought|"
    rf"disput|fight|lawsuit|row|clash|control|battle|anxiet|doubt)\w{{0,8}}{GAP}+$",
    re.IGNORECASE,
)
_ADDS = re.compile(rf"\b(?:adds|added|adding|add|sums?|summed|works? out){GAP}+$", re.IGNORECASE)
_ARTICLE = re.compile(rf"(?:^|(?<!\w))(?:an?|the){GAP}+$", re.IGNORECASE)
_FILLER = re.compile(
    rf"(?:^|(?<!\w))(?:(?:an?|the|its|another){GAP}+)?(?:another|additional|further|extra|new|"
    r"(?:grand )?total of|combined|aggregate|initial|potential|eventual|cumulative|well|"
    rf"slightly|comfortably|far|perhaps|maybe|possibly|potentially|worth|valued at|at){GAP}+$",
    re.IGNORECASE,
)


def _before(up_to: str, at_least: str, about: str) -> re.Pattern[str]:
    # Signs may touch the number; words end in a space.
    return re.compile(
        rf"(?:^|(?<![\w.]))(?:(?P<up_to>{up_to})|(?P<at_least>{at_least})|(?P<about>{about}))"
        rf"(?:(?<=[\w.]){GAP}+|(?<=[~≈∼<>≤≥]){GAP}*)$",
        re.IGNORECASE,
    )


_FIRM_BEFORE = _before(_UP_TO, _AT_LEAST, _ABOUT)
_LOOSE_BEFORE = _before(*_LOOSE.values())
_AFTER = re.compile(
    rf"(?P<at_least>{GAP}?\+(?!\d)|-?plus\b(?!{GAP}\d)"
    rf"|{GAP}(?:or|and) (?:more|up|above|higher)\b(?! to)|{GAP}at (?:the )?(?:least|minimum)\b)"
    rf"|(?P<up_to>{GAP}at (?:the )?(?:most|maximum|max)\b|{GAP}or less\b)"
    rf"|(?P<about>{GAP}or so\b|-odd\b|-ish\b|{GAP}give or take\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Hedge:
    """What the words around a number make of it; text[start:end] includes words and number."""

    qualifier: Qualifier
    start: int
    end: int


def read_hedge(text: str, start: int, end: int) -> Hedge:
    """The hedge around a number at text[start:end]; EXACT if there is none.

    Of two ("up to about $5bn") a bound outweighs a guess; of two bounds ("could reach more
    than $5bn") the nearer counts.
    """
    found: list[Qualifier] = []
    if (after := _AFTER.match(text, end)) is not None:
        found.append(_kind(after))
        end = after.end()
    floor = max(0, start - _REACH, text.rfind("\n\n", max(0, start - _REACH), start))
    first = cursor = start
    only_firm = False
    while cursor > floor:
        before = text[floor:cursor]
        match = _firm(before) or (None if only_firm else _loose(before))
        if match is not None and not _is_preposition(match, found):
            found.append(_kind(match))
            first = cursor = floor + match.start()
            only_firm = False
        elif (match := _FILLER.search(before)) is not None:
            cursor = floor + match.start()
        elif (match := _ARTICLE.search(before)) is not None and not only_firm:
            cursor, only_firm = floor + match.start(), True
        else:
            break
    bound = next((one for one in found if one is not Qualifier.ABOUT), None)
    qualifier = bound or (Qualifier.ABOUT if found else Qualifier.EXACT)
    return Hedge(qualifier, first, end)


def _is_preposition(match: re.Match[str], found: list[Qualifier]) -> bool:
    # "warrants over about 41 million shares" are not over anything.
    return match[0].strip().lower() in ("over", "under") and Qualifier.ABOUT in found


def _firm(before: str) -> re.Match[str] | None:
    match = _FIRM_BEFORE.search(before)
    if match is None:
        return None
    if match[0].lower().startswith("up to") and _ADDS.search(before[: match.start()]):
        return None
    return match


def _loose(before: str) -> re.Match[str] | None:
    match = _LOOSE_BEFORE.search(before)
    if match is None or _DISPUTED.search(before[: match.start()]):
        return None
    return match


def _kind(match: re.Match[str]) -> Qualifier:
    return Qualifier(str(match.lastgroup))
