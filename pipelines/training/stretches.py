"""Labelled passages as stretches of words, and as pages with one sentence that counts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.training.labelled import Passage
from tracker.extract.gate import Marker
from tracker.extract.relevance import LONGEST, sentences, stretches, words_of
from tracker.extract.rules import load_rules
from tracker.reference.load import load_reference


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a passage, and whether they tell a leg."""

    words: list[str]
    dealt: bool


def shipped_marker() -> Marker:
    """Finds the names of the shipped lists."""
    reference = load_reference()
    return Marker(reference.companies, reference.products, load_rules())


def stretches_of(passages: Sequence[Passage], marker: Marker) -> Iterator[Stretch]:
    """Those that tell a leg or are of a passage without any; the rest of a page may be either."""
    for passage in passages:
        legs = passage["deals"]
        yield from _sentences(passage, marker)
        parts = list(stretches(marker.marked(text_of(passage))))
        if not legs or len(parts) == 1:
            yield from (Stretch(part, bool(legs)) for part in parts)
            continue
        told = [
            next(stretches(marker.marked(words)))
            for leg in legs
            if not leg.get("optional")
            for words in _evidence(leg)
        ]
        for place in sorted({_best(parts, words) for words in told}):
            yield Stretch(parts[place], dealt=True)


def _sentences(passage: Passage, marker: Marker) -> Iterator[Stretch]:
    """Those that tell a leg, and all of a passage without any: a page may have only one."""
    if not passage["deals"]:
        for words in sentences(marker.marked(text_of(passage))):
            yield Stretch(words, dealt=False)
    for leg in passage["deals"]:
        for told in _evidence(leg) if not leg.get("optional") else ():
            yield Stretch(words_of(marker.marked(told))[:LONGEST], dealt=True)


def text_of(passage: Passage) -> str:
    """Title and text."""
    return f"{passage.get('title') or ''}\n{passage['text']}"


def _evidence(leg: Mapping[str, Any]) -> Sequence[str]:
    return leg.get("evidence") or ()


def _best(parts: Sequence[Sequence[str]], words: Sequence[str]) -> int:
    """The place of the stretch that has most of the words."""
    wanted = set(words)
    return max(range(len(parts)), key=lambda place: len(wanted.intersection(parts[place])))


def pages_of(passages: Sequence[Passage]) -> Iterator[str]:
    """A sentence that tells a leg between two passages without any, for each with a leg."""
    idle = [text_of(passage) for passage in passages if not passage["deals"]]
    for number, passage in enumerate(passages):
        told = [e for leg in passage["deals"] if not leg.get("optional") for e in _evidence(leg)]
        if told and idle:
            before, after = idle[number % len(idle)], idle[(number + 1) % len(idle)]
            yield f"{before} {told[0]} {after}"
