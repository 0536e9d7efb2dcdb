"""Old news inside news: deals that a story only recalls."""

import re
from datetime import date

from tracker.extract.legs import Leg

_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_RECALL = re.compile(
    r"\b(?:mirrors|mirroring|similar to|comes? (?:\w+ ){0,3}after|came (?:\w+ ){0,6}after|"
    r"previously|earlier (?:this|in the|that) \w+|a year ago|months? (?:ago|earlier)|"
    r"weeks? (?:ago|earlier)|"
    r"had \w+ed [^.;]{0,40}\bbefore|last (?:year|month|spring|autumn|fall|summer|winter|"
    + _MONTHS
    + r"))\b",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[;:–—]|, (?:which|who|whose|after|when|while|days|less|two|up|from)\b")
_YEAR = re.compile(r"\b(?:in|since|of) (?:\w+ )?((?:19|20)\d\d)\b")


def is_background(leg: Leg, published: date | None) -> bool:
    """Whether the leg's sentence speaks of an earlier deal."""
    clause = _clause(leg)
    if _RECALL.search(clause):
        return True
    years = [int(year) for year in _YEAR.findall(clause)]
    return published is not None and bool(years) and max(years) < published.year


def _clause(leg: Leg) -> str:
    """The text around the predicate, up to the nearest marks."""
    sentence = leg.sentence
    at = sentence.starts[leg.token] - sentence.span.start
    pieces = _BREAK.split(sentence.text[:at])
    before = pieces[-1][-110:]
    if len(pieces) > 1 and sentence.text[: at - len(pieces[-1])].endswith(", when"):
        before = pieces[-2][-60:] + before
    after = _BREAK.split(sentence.text[at:])[0][:110]
    return before + after
