"""Numbers as the trade writes them: "1,750", "1.2", "twenty-five", "a couple of hundred".

The patterns are pieces for larger ones. None nests a repetition in another, so that all
run in linear time. A comma that is not before three digits, or a second point, makes a
number unreadable on purpose: it could be a thousand times off.
"""

import re
from decimal import Decimal

_UNITS = [
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS = {word: n for n, word in enumerate(_UNITS, 1)} | {
    word: 10 * n for n, word in enumerate(_TENS, 2)
}
SCALES = {
    "hundred": Decimal(100),
    "thousand": Decimal(10**3),
    "lakh": Decimal(10**5),
    "million": Decimal(10**6),
    "crore": Decimal(10**7),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
}
SHORT_SCALES = {
    **dict.fromkeys(("k", "K"), Decimal(10**3)),
    **dict.fromkeys(("m", "M", "mn", "mln", "MM", "mm", "mio"), Decimal(10**6)),
    **dict.fromkeys(("b", "B", "bn", "Bn", "BN", "bln"), Decimal(10**9)),
    **dict.fromkeys(("t", "T", "tn", "Tn", "TN", "trn"), Decimal(10**12)),
}

GAP = r"[ \t\u00a0\u2009\u202f\n]"
JOIN = r"[ \t\u00a0\u2009\u202f\n\-\u2010\u2011]"  # a space or a hyphen
DASH = r"[\-\u2010\u2011\u2012\u2013\u2014]"
DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,3})?|\d{1,15}(?:\.\d{1,4})?)(?!\d|[.,]\d)"
_unit = "|".join(sorted(_UNITS, key=len, reverse=True))
_ten = "|".join(_TENS)
SPELLED = rf"(?:(?:{_ten})(?:{JOIN}(?:{_unit}))?|{_unit})"
SPELLED_NUMBER = (
    rf"(?:(?:{_unit}|a){JOIN}hundred(?:{GAP}and)?{JOIN}{SPELLED}"
    rf"|(?:{_unit}){GAP}and{GAP}(?:a{GAP}half|a{GAP}quarter|three{JOIN}quarters)|{SPELLED}|half{GAP}an?|an?)"
)
LONG_SCALE = r"(?:hundred|thousand|million|billion|trillion|lakh|crore)"
SHORT_SCALE = r"(?:[kK]|mln|mio|mn|MM|mm|[mM]|bln|[bB][nN]|[bB]|trn|[tT][nN]|[tT])"
VAGUE_COUNT = (
    rf"(?:several|multiple|many|numerous|(?:an?{GAP})?few|(?:an?{GAP})?couple(?:{GAP}of)?)"
)
HEAP = r"(?:tens|dozens|scores|hundreds|thousands)"
_LEADING_PART = re.compile(
    rf"(?:hundred|thousand|[mb]illion|point)(?:{GAP}and)?{JOIN}$", re.IGNORECASE
)
_FRACTIONS = {
    " and a half": Decimal("0.5"),
    " and a quarter": Decimal("0.25"),
    " and three quarters": Decimal("0.75"),
}
_HEAPS = {"tens": 20, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000}


def read_number(text: str) -> Decimal | None:
    """The number written in digits or words ("1,750", "twenty-five", "half a"); None if none."""
    plain = re.sub(rf"{JOIN}+", " ", text.strip().lower())
    if re.fullmatch(DIGITS, plain):
        return Decimal(plain.replace(",", ""))
    if plain in ("half a", "half an"):
        return Decimal("0.5")
    fraction = next((part for part in _FRACTIONS if plain.endswith(part)), "")
    plain = plain.removesuffix(fraction)
    hundreds, hundred, rest = plain.rpartition(" hundred ")
    whole = _spelled(rest.removeprefix("and ")) if hundred else _spelled(plain)
    above = _spelled(hundreds) if hundred else 0
    if whole is None or above is None:
        return None
    return Decimal(100 * above + whole) + _FRACTIONS.get(fraction, Decimal(0))


def _spelled(text: str) -> int | None:
    words = text.split()
    if words in (["a"], ["an"]):
        return 1
    if not words or any(word not in WORDS for word in words):
        return None
    return sum(WORDS[word] for word in words)


def is_cut_off(text: str, start: int) -> bool:
    """Whether the words before `start` belong to the number ("two thousand | five hundred")."""
    return _LEADING_PART.search(text[max(0, start - 16) : start]) is not None


def read_scale(text: str | None) -> Decimal | None:
    """What "billion", "bn" or "hundred thousand" multiplies by: 1 for nothing, None if unknown."""
    factor = Decimal(1)
    for word in re.split(rf"{JOIN}+", text or ""):
        one = SCALES.get(word.lower().removesuffix("s")) or SHORT_SCALES.get(word)
        if word and one is None:
            return None
        factor *= one or 1
    return factor


def read_heap(word: str) -> Decimal:
    """The least that "tens", "hundreds" ... of a thing can mean: two of each."""
    return Decimal(_HEAPS[word.lower()])
