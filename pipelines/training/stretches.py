"""Labelled passages as stretches of words, and as pages with one sentence that counts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.training.labelled import Passage
from tracker.extract.relevance import stretches


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a passage, whether they tell a leg, and whether one that must be found."""

    words: list[str]
    dealt: bool
    required: bool


def stretches_of(passages: Sequence[Passage]) -> Iterator[Stretch]:
    """Those that tell a leg or are of a passage without any; the rest of a page may be either."""
    for passage in passages:
        legs = passage["deals"]
        parts = list(stretches(_text(passage)))
        if not legs or len(parts) == 1:
            required = any(not leg.get("optional") for leg in legs)
            yield from (Stretch(part, bool(legs), required) for part in parts)
            continue
        told = [
            next(stretches(words))
            for leg in legs
            if not leg.get("optional")
            for words in _evidence(leg)
        ]
        for place in sorted({_best(parts, words) for words in told}):
            yield Stretch(parts[place], dealt=True, required=True)


def _text(passage: Passage) -> str:
    return f"{passage.get('title') or ''}\n{passage['text']}"


def _evidence(leg: Mapping[str, Any]) -> Sequence[str]:
    return leg.get("evidence") or ()


def _best(parts: Sequence[Sequence[str]], words: Sequence[str]) -> int:
    """The place of the stretch that has most of the words."""
    wanted = set(words)
    return max(range(len(parts)), key=lambda place: len(wanted.intersection(parts[place])))


def pages_of(passages: Sequence[Passage]) -> Iterator[str]:
    """A sentence that tells a leg between two passages without any, for each with a leg."""
    idle = [_text(passage) for passage in passages if not passage["deals"]]
    for number, passage in enumerate(passages):
        told = [e for leg in passage["deals"] if not leg.get("optional") for e in _evidence(leg)]
        if told and idle:
            before, after = idle[number % len(idle)], idle[(number + 1) % len(idle)]
            yield f"{before} {told[0]} {after}"
