"""Labelled passages as the weights see them: features of every pair, with its label."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tracker.extract.annotate import to_deal, to_document
from tracker.extract.drafts import Draft
from tracker.extract.leg_matching import party_name
from tracker.extract.pairs.candidates import candidates
from tracker.extract.pairs.features import FeatureMaker
from tracker.extract.pairs.scene import Scene
from tracker.extract.pairs.status_features import StatusFeatures
from tracker.extract.reader import Reader
from tracker.extract.rules import load_rules
from tracker.extract.status import StatusReader
from tracker.model.deals import DealType
from tracker.reference.load import load_reference

TYPES = tuple(kind.value for kind in DealType)
Features = frozenset[str]


@dataclass(slots=True)
class Pair:
    """Two companies of a passage; gold types of the first taking from the second, and back."""

    names: tuple[str, str]
    features: tuple[Features, Features]
    types: tuple[frozenset[str], frozenset[str]]
    optional: bool  # only an optional leg: neither right nor wrong


@dataclass(slots=True)
class Example:
    """A passage with its pairs, and its legs' statuses with what speaks for them."""

    source: str
    passage: Mapping[str, Any]
    pairs: list[Pair] = field(default_factory=list)
    statuses: list[tuple[Features, str]] = field(default_factory=list)
    by_rules: list[dict[str, Any]] = field(default_factory=list)


class _Recorder:
    """Notes the features of a document and leaves the legs to the rules."""

    version = "recorder"

    def __init__(self) -> None:
        rules, reference = load_rules(), load_reference()
        self._pairs = FeatureMaker(rules, reference.products)
        self._statuses = StatusFeatures(StatusReader(rules))
        self.example: Example

    def settle(self, scene: Scene) -> list[Draft]:
        """The rules' legs; the example under way gets its features."""
        for one, other in candidates(scene):
            ways = ((one, other), (other, one))
            told = [_told(self.example.passage, b.name, s.name) for b, s in ways]
            pair = Pair(
                (one.name, other.name),
                (
                    frozenset(self._pairs.describe(scene, one, other)),
                    frozenset(self._pairs.describe(scene, other, one)),
                ),
                (told[0][0], told[1][0]),
                not (told[0][0] or told[1][0]) and (told[0][1] or told[1][1]),
            )
            self.example.pairs.append(pair)
            for buyer, supplier in ways:
                for deal in _legs(self.example.passage, buyer.name, supplier.name):
                    kind = deal["deal_type"]
                    found = self._statuses.describe(scene, buyer, supplier, kind)
                    self.example.statuses.append((frozenset(found), deal["status"]))
        return scene.drafts


def _told(passage: Mapping[str, Any], buyer: str, supplier: str) -> tuple[frozenset[str], bool]:
    """The required types of the gold legs of these two, and whether there is an optional one."""
    own = _legs(passage, buyer, supplier)
    required = frozenset(d["deal_type"] for d in own if not d.get("optional"))
    return required, any(d.get("optional") for d in own)


def _legs(passage: Mapping[str, Any], buyer: str, supplier: str) -> list[dict[str, Any]]:
    sides = (party_name(buyer or None), party_name(supplier or None))
    deals = passage["deals"]
    return [d for d in deals if (party_name(d["buyer"]), party_name(d["supplier"])) == sides]


def read_examples(path: Path) -> Iterator[Example]:
    """The passages of a file in order."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return examples_of(path.stem, [json.loads(line) for line in lines])


def examples_of(source: str, passages: Iterable[Mapping[str, Any]]) -> Iterator[Example]:
    """Passages with the features of their pairs, in order."""
    reference, recorder = load_reference(), _Recorder()
    reader = Reader(reference.companies, reference.products, judge=recorder)
    for passage in passages:
        recorder.example = Example(source, passage)
        extraction = next(iter(reader.read([to_document(passage)])))
        recorder.example.by_rules = [to_deal(claim) for claim in extraction.claims]
        yield recorder.example
