"""Which words English writes small: a capital on one of them proves no name."""

import re
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "patterns" / "ordinary.txt"
_ENDINGS = ("'s", "’s", "s", "es", "ed", "d", "ing", "er", "ly")


@cache
def ordinary_words() -> frozenset[str]:
    """The words of `patterns/ordinary.txt`, in small letters."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


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
