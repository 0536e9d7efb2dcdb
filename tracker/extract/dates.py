"""Dates as the trade gives them, resolved against publication: "second half of 2026"."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from tracker.extract.date_roles import date_role
from tracker.extract.date_words import (
    ORDINALS,
    WEEKDAYS,
    Clock,
    full_year,
    month_number,
    on,
    year_month,
)
from tracker.extract.numerals import DASH, GAP
from tracker.extract.quantity import Quantity

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_YEAR = r"(?:20[0-5]\d)(?![\d%]|[.,]\d)"
_WHICH = r"(?:next|this|last|the coming|the current)"
_OF = rf"(?:{GAP}|,{GAP})(?:(?:of|in){GAP})?(?:calendar{GAP})?(?:year{GAP})?"
_OF_YEAR = rf"(?:{_OF}(?:(?P<y>{_YEAR})|(?P<rel>{_WHICH}){GAP}year))"
_FISCAL = re.compile(rf"(?:\bfiscal(?:{GAP}year)?|\bFY|\bfinancial{GAP}year){GAP}?$", re.IGNORECASE)
_PAST_PART = re.compile(
    rf"{DASH}|{GAP}(?:results?|revenue|earnings|profit|report|sales|call)\b", re.I
)
_AHEAD = re.compile(
    r"(?:\b(?:from|starting|begins?|beginning|starts?|commenc(?:es?|ing)|by|until|through|till|"
    r"before|as early as|as soon as|effective|next)(?: in)? "
    r"|\b(?:due|slated|expected|expects?|schedul\w*|will|would|could|plans? to|to be)\b"
    r"[^.;]{0,40})$",
    re.IGNORECASE,
)

_ISO = re.compile(r"(?<![\w-])(20[0-5]\d)-(0[1-9]|1[0-2])-([0-3]\d)(?![\w-])")
_MDY = re.compile(rf"\b(?P<m>{_MONTH}){GAP}(?P<d>[0-3]?\d)(?:st|nd|rd|th)?,?{GAP}(?P<y>{_YEAR})")
_DMY = re.compile(
    rf"(?<![\w.,$])(?P<d>[0-3]?\d)(?:st|nd|rd|th)?{GAP}(?:of{GAP})?(?P<m>{_MONTH}),?{GAP}(?P<y>{_YEAR})"
)
_MY = re.compile(rf"\b(?P<m>{_MONTH})(?:,?{GAP}(?:of{GAP})?)(?P<y>{_YEAR})")
_MD = re.compile(
    rf"\b(?P<m>{_MONTH}){GAP}(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?![\w.,]?\d|{GAP}?%|{DASH}\w)"
)
_DM = re.compile(rf"(?<![\w.,$-])(?P<d>[0-3]?\d)(?:st|nd|rd|th)?{GAP}(?P<m>{_MONTH})(?!\w)")
_MONTH_OF = re.compile(rf"\b(?P<m>{_MONTH}){GAP}(?:of{GAP})?(?P<rel>{_WHICH}){GAP}year\b", re.I)
_MONTH_ALONE = re.compile(
    rf"\b(?P<lead>in|since|until|by|from|last|next|this|early|late|mid|of|starting|beginning|"
    rf"through|during|around|as{GAP}of|for|before|after)[ -](?P<mid>(?:early|mid|late)[ -])?"
    rf"(?P<m>{_MONTH})(?![\w-]|{GAP}\d)"
)
_QUARTER = re.compile(
    rf"\b(?:(?P<ord>first|second|third|fourth|final|1st|2nd|3rd|4th)[ -](?:calendar{GAP})?quarter"
    rf"|[Qq](?P<q>[1-4])|(?P<q2>[1-4])Q)"
    rf"(?:{_OF_YEAR}|{GAP}?['’]?(?P<yy>(?:20)?[2-5]\d)(?![\w%]|[.,]\d))?(?!\w)",
    re.IGNORECASE,
)
_HALF = re.compile(
    rf"\b(?:(?P<ord>first|second|latter|back|front|former|1st|2nd)[ -](?:half|six{GAP}months)"
    rf"|H(?P<h>[12])|(?P<h2>[12])H)"
    rf"(?:{_OF_YEAR}|{GAP}?['’]?(?P<yy>(?:20)?[2-5]\d)(?![\w%]|[.,]\d))?(?!\w)",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"\b(?:(?:early|mid|late|later|year{DASH}end|summer|spring|autumn|fall|winter)"
    rf"(?:[ -]|{_OF}|{GAP}in{GAP})"
    rf"|(?:middle|end|start|beginning|close|turn|opening{GAP}months|first{GAP}months){GAP}of{GAP}"
    rf"(?:calendar{GAP})?(?:year{GAP})?)"
    rf"(?:(?P<y>{_YEAR}|['’]2\d(?!\w))|(?P<rel>{_WHICH}){GAP}year)(?!\w)",
    re.IGNORECASE,
)
_SEASON = re.compile(rf"\b(?P<rel>next|this|last){GAP}(?:summer|spring|autumn|fall|winter)\b", re.I)
_RELATIVE = re.compile(
    rf"\b(?:(?:later|earlier|early|late|sometime){GAP})?(?P<rel>{_WHICH})[ -]"
    rf"(?P<unit>year|month|quarter)"
    rf"(?!\w|{GAP}(?:deal|low|high)|{DASH}over)(?:['’]s)?",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    rf"\b(?:(?P<next>next){GAP})?(?P<w>{'|'.join(w.title() for w in WEEKDAYS)})\b"
)
_DAY = re.compile(r"\b(?P<word>today|yesterday|tomorrow)\b", re.IGNORECASE)
_IMMEDIATE = re.compile(
    r"\b(?<!not )(?<!n't )(?<!n’t )(?:"
    r"immediate(?=(?: and \w+)? (?:access|use|availability|start|delivery|effect))"
    r"|immediately(?! (?:clear|known|respond|return|reach|comment|after|before|"
    r"avail\w+ for comment))"
    r"|(?:right|straight) away|effective at once)\b",
    re.IGNORECASE,
)
_DECADE_END = re.compile(
    rf"\b(?:end|close|turn){GAP}of{GAP}(?:the|this){GAP}decade\b|\b(?:this|the){GAP}decade['’]s{GAP}end\b",
    re.IGNORECASE,
)
_YEAR_ALONE = re.compile(rf"(?<![\w$€£¥₩.,#/])(?P<y>{_YEAR})(?!\w|{GAP}(?:shares|MW|GW))")

_Found = tuple[int, int, str]
_Reader = Callable[[str, Clock | None], Iterator[_Found]]


def find_dates(text: str, published: date | None) -> tuple[Quantity, ...]:
    """Dates by position, none overlapping, as YYYY, YYYY-MM or YYYY-MM-DD.

    Relative dates need `published`. Fiscal years are left out: they begin when they like.
    """
    clock = Clock(published) if published else None
    taken: list[_Found] = []
    marks = bytearray(len(text))
    for reader in _READERS:
        for start, end, value in reader(text, clock):
            if not any(marks[start:end]) and not _FISCAL.search(text[max(0, start - 16) : start]):
                marks[start:end] = b"\x01" * (end - start)
                taken.append((start, end, value))
    today = published.isoformat() if published else None
    return tuple(
        Quantity(
            "date", start, end, date_value=value, role=date_role(text, start, end, value, today)
        )
        for start, end, value in sorted(taken)
    )


def _days(text: str, _: Clock | None) -> Iterator[_Found]:
    for match in _ISO.finditer(text):
        if day := on(int(match[1]), int(match[2]), int(match[3])):
            yield match.start(), match.end(), day.isoformat()
    for pattern in (_MDY, _DMY):
        for match in pattern.finditer(text):
            day = on(int(match["y"]), month_number(match["m"]) or 0, int(match["d"]))
            if day:
                yield match.start(), match.end(), day.isoformat()


def _months(text: str, clock: Clock | None) -> Iterator[_Found]:
    for match in _MY.finditer(text):
        yield match.start(), match.end(), year_month(int(match["y"]), month_number(match["m"]) or 0)
    if clock is None:
        return
    for match in _MONTH_OF.finditer(text):
        year = clock.year(_which(match["rel"]))
        yield match.start(), match.end(), year_month(year, month_number(match["m"]) or 0)
    for pattern in (_MD, _DM):
        for match in pattern.finditer(text):
            day = clock.day_of_month(month_number(match["m"]) or 0, int(match["d"]))
            if day:
                yield match.start(), match.end(), day.isoformat()


def _months_alone(text: str, clock: Clock | None) -> Iterator[_Found]:
    if clock is None:
        return
    for match in _MONTH_ALONE.finditer(text):
        month = month_number(match["m"]) or 0
        lead = match["lead"].lower()
        ahead = lead != "last" and bool(
            _AHEAD.search(text[max(0, match.start() - 50) : match.start("m")])
        )
        year = clock.named_month(month, ahead)
        if lead == "last" and month == clock.published.month:
            year -= 1
        if match["mid"]:
            yield match.start("mid"), match.end(), str(year)
        else:
            yield match.start("m"), match.end(), year_month(year, month)


def _quarters(text: str, clock: Clock | None) -> Iterator[_Found]:
    for match in _QUARTER.finditer(text):
        number = ORDINALS[(match["ord"] or match["q"] or match["q2"]).lower()]
        year = _year_of(text, match, clock, last_month=3 * number)
        if year is not None:
            yield match.start(), match.end(), year_month(year, 3 * number - 2)


def _halves(text: str, clock: Clock | None) -> Iterator[_Found]:
    for match in _HALF.finditer(text):
        number = ORDINALS[(match["ord"] or match["h"] or match["h2"]).lower()]
        year = _year_of(text, match, clock, last_month=6 * number)
        if year is not None:
            yield match.start(), match.end(), year_month(year, 6 * number - 5)


def _year_of(text: str, match: re.Match[str], clock: Clock | None, last_month: int) -> int | None:
    if match["y"] or match["yy"]:
        return full_year(match["y"] or match["yy"])
    if clock is None:
        return None
    if match["rel"]:
        return clock.year(_which(match["rel"]))
    before = text[max(0, match.start() - 40) : match.start()]
    past = _PAST_PART.match(text, match.end()) or before.rstrip().lower().endswith("last")
    return clock.part_of_year(last_month, past=bool(past))


def _parts(text: str, clock: Clock | None) -> Iterator[_Found]:
    for match in _PART.finditer(text):
        if match["y"]:
            yield match.start(), match.end(), str(full_year(match["y"]))
        elif clock is not None:
            yield match.start(), match.end(), str(clock.year(_which(match["rel"])))
    for match in _DECADE_END.finditer(text):
        decade = (clock.published.year if clock else 2020) // 10 * 10
        yield match.start(), match.end(), str(decade + 10)


def _relative(text: str, clock: Clock | None) -> Iterator[_Found]:
    if clock is None:
        return
    for match in _SEASON.finditer(text):
        yield match.start(), match.end(), str(clock.year(match["rel"]))
    for match in _RELATIVE.finditer(text):
        which, unit = _which(match["rel"]), match["unit"].lower()
        if unit == "year":
            yield match.start(), match.end(), str(clock.year(which))
        elif unit == "month":
            yield match.start(), match.end(), clock.month(which)
        else:
            yield match.start(), match.end(), clock.quarter(which)
    for match in _IMMEDIATE.finditer(text):
        yield match.start(), match.end(), f"{clock.published:%Y-%m}"


def _near(text: str, clock: Clock | None) -> Iterator[_Found]:
    if clock is None:
        return
    for match in _WEEKDAY.finditer(text):
        day = clock.weekday(match["w"], ahead=bool(match["next"]))
        yield match.start(), match.end(), day.isoformat()
    for match in _DAY.finditer(text):
        step = {"today": 0, "yesterday": -1, "tomorrow": 1}[match["word"].lower()]
        yield match.start(), match.end(), (clock.published + timedelta(days=step)).isoformat()


def _years(text: str, _: Clock | None) -> Iterator[_Found]:
    for match in _YEAR_ALONE.finditer(text):
        yield match.start(), match.end(), match["y"]


def _which(words: str) -> str:
    return words.lower().split()[-1]


# What says more is read first; the rest keeps off its characters.
_READERS: tuple[_Reader, ...] = (
    *(_days, _quarters, _halves, _months, _parts, _months_alone, _relative, _near, _years),
)
