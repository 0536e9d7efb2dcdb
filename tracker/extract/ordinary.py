"""Which words English writes small: a capital on one of them proves no name."""

import re
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "patterns" / "ordinary.txt"
_ENDINGS = ("'s", "’s", "s", "es", "ed", "d", "ing", "er", "ly")


@cache
def ordinary_words() -> frozenset[str]:
    """The words of `patterns/ordinary.txt`, in small letters."""
    return _sections()[0] | _sections()[1]


@cache
def _sections() -> tuple[frozenset[str], frozenset[str]]:
    """Nouns and adjectives, which names are made of too, and the rest."""
    nouns, _, rest = _FILE.read_text(encoding="utf-8").partition("\n# mostly neither")
    return frozenset(_listed(nouns)), frozenset(_listed(rest.partition("\n")[2]))


def _listed(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def is_opener(word: str) -> bool:
    """Whether `word` is ordinary and mostly neither noun nor adjective: "Remember", "Took"."""
    low = word.lower().strip("'’\"")
    nouns, rest = _sections()
    return low in rest or (low not in nouns and low.endswith(("ing", "ed")) and is_ordinary(low))


def is_ordinary(word: str) -> bool:
    """Whether `word`, or what it is an inflection of, is an ordinary English word."""
    low = word.lower().strip("'’")
    known = ordinary_words()
    if low in known:
        return True
    if "-" in low:
        return all(is_ordinary(part) for part in low.split("-") if part)
    return any(_is_stem(low, ending, known) for ending in _ENDINGS)


def _is_stem(low: str, ending: str, known: frozenset[str]) -> bool:
    stem = low.removesuffix(ending)
    if stem == low or len(stem) < 3:
        return False
    if stem in known or (ending in {"ed", "ing", "er"} and stem + "e" in known):
        return True
    doubled = ending in {"ed", "ing", "er"} and re.search(r"([^aeiou])\1$", stem)
    return bool(doubled) and stem[:-1] in known
