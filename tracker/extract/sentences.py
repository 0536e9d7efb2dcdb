"""Where sentences begin and end: plain rules, so that only those that matter are parsed."""

import re
from dataclasses import dataclass

# A dot after one of these ends no sentence.
_ABBREVIATIONS = frozenset(
    [
        "inc",
        "corp",
        "co",
        "ltd",
        "llc",
        "plc",
        "bhd",
        "n.v",
        "s.a",
        "u.s",
        "u.k",
        "u.n",
        "calif",
        "mass",
        "tex",
        "va",
        "wash",
        "ill",
        "conn",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "no",
        "nos",
        "mr",
        "mrs",
        "ms",
        "dr",
        "st",
        "vs",
        "approx",
        "est",
        "dept",
        "gov",
        "sen",
        "rep",
        "gen",
        "col",
        "prof",
        "jr",
        "sr",
        "bros",
        "etc",
        "e.g",
        "i.e",
        "a.m",
        "p.m",
        "fig",
        "vol",
        "cf",
        "adv",
        "dec",
        "rs",
        "mt",
        "ft",
    ]
)
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+[\"'“‘(\[$€£¥₩#→–—•\-]*[A-Z0-9À-Ý$€£¥₩])")
_LAST_WORD = re.compile(r"([\w.&'’-]+)$")
_BULLET = re.compile(r"\s*(?:[→•–—*>\-]|\d+[.)]|\(\d+\)|Item\s)")
_SHORT_LINE = 60
LONGEST = 1_200  # characters of a sentence


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of a document's text."""

    start: int
    end: int


def split_sentences(text: str, longest: int = LONGEST) -> list[Span]:
    """The sentences of `text`, in order, without the space around them.

    A sentence longer than `longest` characters is cut at a space near that length.
    """
    found: list[Span] = []
    for line in _lines(text):
        for span in _sentences(text, line):
            found.extend(_cut(text, span, longest))
    return found


def _lines(text: str) -> list[Span]:
    """Lines that stand for themselves; hard-wrapped ones are joined."""
    lines: list[Span] = []
    start = 0
    for match in re.finditer(r"\n", text):
        if _breaks(text, start, match.start()):
            lines.append(Span(start, match.start()))
            start = match.end()
    lines.append(Span(start, len(text)))
    return lines


def _breaks(text: str, start: int, at: int) -> bool:
    following = text[at + 1 : at + 40]
    line_start = max(start, text.rfind("\n", 0, at) + 1)
    line = text[line_start:at].rstrip()
    if not following.strip() or following.startswith("\n") or not line:
        return True
    return "|" in line or len(line) < _SHORT_LINE or bool(_BULLET.match(following))


def _sentences(text: str, line: Span) -> list[Span]:
    found: list[Span] = []
    start = line.start
    for match in _END.finditer(text, line.start, line.end):
        if match.group()[0] == "." and _is_abbreviation(text[start : match.start()]):
            continue
        found.append(Span(start, match.end()))
        start = match.end()
    found.append(Span(start, line.end))
    return [trimmed for span in found if (trimmed := _trim(text, span)) is not None]


def _is_abbreviation(before: str) -> bool:
    last = _LAST_WORD.search(before)
    if last is None:
        return False
    word = last.group(1).lower()
    return word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word != "i")


def _trim(text: str, span: Span) -> Span | None:
    piece = text[span.start : span.end]
    start = span.start + len(piece) - len(piece.lstrip())
    end = span.end - (len(piece) - len(piece.rstrip()))
    return Span(start, end) if start < end else None


def _cut(text: str, span: Span, longest: int) -> list[Span]:
    pieces: list[Span] = []
    start = span.start
    while span.end - start > longest:
        at = text.rfind(" ", start + longest // 2, start + longest)
        at = at if at > start else start + longest
        pieces.append(Span(start, at))
        start = at
    trimmed = _trim(text, Span(start, span.end))
    return pieces + ([trimmed] if trimmed else [])
