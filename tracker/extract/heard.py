"""The characters of a document that speak of one leg."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.extract.named import Named


@dataclass(frozen=True, slots=True)
class Heard:
    """Characters start..end of a document that speak of one leg, and the names among them."""

    start: int
    end: int
    names: tuple[Named, ...] = ()
    at: int | None = None  # where the leg's own word stands, in its own sentences


def matches(
    text: str, heard: Sequence[Heard], patterns: Sequence[re.Pattern[str]]
) -> Iterator[re.Match[str]]:
    """Where the patterns occur, in the order of what is heard."""
    for one in heard:
        for pattern in patterns:
            yield from pattern.finditer(text, one.start, one.end)
