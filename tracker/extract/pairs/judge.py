"""Decides who deals with whom in a document, of which type and how far it has come.

The rules propose, learned weights decide. Each ordered pair of companies is described by named
features: what the rules saw, the words and the parse between the two, what kind of companies
they are. Log-linear models say whether the first takes something from the second, what type of
deal that is, and how far it has come. Trained by `pipelines.training.pairs` on passages.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from scipy.special import expit

from tracker.extract.binding import is_intent
from tracker.extract.drafts import Draft
from tracker.extract.named import Party
from tracker.extract.pairs.candidates import candidates
from tracker.extract.pairs.features import FeatureMaker
from tracker.extract.pairs.redraft import redraft
from tracker.extract.pairs.scene import Scene
from tracker.extract.pairs.status_features import StatusFeatures
from tracker.extract.pairs.weights import Scores, Weights, fingerprint, load_weights
from tracker.extract.rules import Rules
from tracker.extract.status import StatusReader
from tracker.model.deals import DealType
from tracker.reference.products import Products

SHIPPED = Path(__file__).parent.parent / "weights" / "pairs.npz"
# All chosen on the folds of the training passages, where F1 is flat around them and false alarms
# on passages without a deal fall.
# That two companies deal at all: of a leg that the rules kept, that they dropped, never saw.
LEAST_KEPT, LEAST_DROPPED, LEAST_UNSEEN = 0.3, 0.65, 0.8
LEAST_TYPE = 0.3  # that it is of its likeliest type, where the rules found none
LEAST_BY_RULES = 0.2  # of the status that the rules read
LEAST_SECOND = 0.5  # a further type of deal between the same two
LEAST_SECOND_KEPT = 0.15  # if the rules found it as well
LEAST_BACK = 0.3  # that the second takes something from the first, too
LEAST_BACK_KEPT = 0.05  # if the rules found it as well
_SOFT = ("in_talks", "considering", "rumored", "denied")
_HARD = ("signed", "amended", "completed")
# Calling talks "signed" is the worst error: a firm status needs this much less doubt.
MOST_DOUBT = 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """One leg that the weights find: both sides, type, status and the type's probability."""

    buyer: Party
    supplier: Party
    deal_type: DealType
    status: str
    probability: float


class Judge(Protocol):
    """What settles the legs of a document."""

    @property
    def version(self) -> str:
        """Changes whenever the same document may be settled otherwise."""

    def settle(self, scene: Scene) -> list[Draft]:
        """The document's legs."""


class AsTheRules:
    """Leaves the rules' legs as they are."""

    version = "unweighed"

    def settle(self, scene: Scene) -> list[Draft]:
        """The legs that the rules kept."""
        return scene.drafts


class Weigher:
    """Settles legs by learned weights."""

    def __init__(
        self,
        rules: Rules,
        products: Products,
        statuses: StatusReader,
        weights: Mapping[str, Weights] | None = None,
    ) -> None:
        """`weights` are those of pairs and of statuses; the shipped ones if none are given."""
        self._features = FeatureMaker(rules, products)
        self._status_features = StatusFeatures(statuses)
        weights = weights or load_weights(SHIPPED)
        self._sides, self._types = weights["sides"], weights["types"]
        self._statuses = weights["statuses"]
        self.version = f"weights-{fingerprint(weights)}"

    def settle(self, scene: Scene) -> list[Draft]:
        """The legs that the weights find, built on those of the rules where they agree."""
        return redraft(scene, list(self.verdicts(scene)))

    def verdicts(self, scene: Scene) -> Iterator[Verdict]:
        """The legs of the document, in order of its pairs."""
        for one, other in candidates(scene):
            yield from self._of_pair(scene, one, other)

    def _of_pair(self, scene: Scene, one: Party, other: Party) -> Iterator[Verdict]:
        ways = ((one, other), (other, one))
        described = [self._features.describe(scene, b, s) for b, s in ways]
        scores = np.array([float(self._sides.scores(features)[0]) for features in described])
        chances = softmax_with_none(scores)
        if float(chances.sum()) < _least(scene, one, other):
            return
        found: set[int] = set()
        for way in sorted((0, 1), key=lambda i: -chances[i]):
            buyer, supplier = ways[way]
            kept = {self._types.answers.index(t) for t in _kept(scene, buyer, supplier)}
            places = likely_types(self._types.scores(described[way]), kept)
            if not kept and max(chance for _, chance in places) < LEAST_TYPE:
                return  # two companies and talk of nothing that is traded
            if found and float(chances[way]) < LEAST_BACK:
                # Shares one way and rent the other: told only if a rule saw the second as well.
                fresh = kept - found if float(chances[way]) >= LEAST_BACK_KEPT else set()
                places = [item for item in places if item[0] in fresh]
            for place, chance in places:
                found.add(place)
                kind = self._types.answers[place]
                status = self._status(scene, buyer, supplier, kind)
                yield Verdict(buyer, supplier, DealType(kind), status, float(chances[way]) * chance)

    def _status(self, scene: Scene, buyer: Party, supplier: Party, kind: str) -> str:
        features = self._status_features.describe(scene, buyer, supplier, kind)
        scores = self._statuses.scores(features)
        odds = np.exp(scores - scores.max())
        chances = dict(zip(self._statuses.answers, (odds / odds.sum()).tolist(), strict=True))
        by_rules = _by_rules(scene, buyer, supplier, kind)
        found = cautious(chances, by_rules)
        if found in _HARD and by_rules not in _HARD and _intends(scene, buyer, supplier):
            return "announced"
        return found


def _intends(scene: Scene, buyer: Party, supplier: Party) -> bool:
    """Whether a sentence that names the two speaks of a letter of intent: that is never firm."""
    both = [shot for shot in scene.shots if shot.of(buyer) and shot.of(supplier)]
    return any(is_intent(shot.sentence.text) for shot in both)


def _least(scene: Scene, one: Party, other: Party) -> float:
    """How likely a deal of the two has to be, by what the rules made of them."""
    pair = {one.name, other.name} - {""}
    if any(draft.pair == pair for draft in scene.drafts):
        return LEAST_KEPT
    return LEAST_DROPPED if any(draft.pair == pair for draft in scene.raw) else LEAST_UNSEEN


def _kept(scene: Scene, buyer: Party, supplier: Party) -> list[str]:
    """The types of the rules' legs of the two, that way round."""
    sides = (buyer.name, supplier.name)
    return [
        str(draft.deal_type)
        for draft in scene.drafts
        if draft.buyer and draft.supplier and (draft.buyer.name, draft.supplier.name) == sides
    ]


def _by_rules(scene: Scene, buyer: Party, supplier: Party, kind: str) -> str | None:
    """The status that the rules gave to a leg of the two, of the same type if they can."""
    pair = {buyer.name, supplier.name} - {""}
    own = [d for d in scene.drafts if d.pair == pair and d.has_own_status()]
    own.sort(key=lambda draft: draft.deal_type != kind)
    return own[0].status() if own else None


def softmax_with_none(scores: Scores) -> Scores:
    """Probabilities of the answers, "none of them" scoring 0 beside them."""
    top = max(float(scores.max()), 0.0)
    odds = np.exp(scores - top)
    return np.asarray(odds / (odds.sum() + np.exp(-top)), dtype=np.float32)


def likely_types(scores: Scores, kept: Collection[int] = ()) -> list[tuple[int, float]]:
    """Places and probabilities of the likeliest type and of others that are likely too.

    `kept` are the places of types that the rules found: they need less.
    """
    chances = expit(scores)
    first = int(chances.argmax())
    least = [LEAST_SECOND_KEPT if i in kept else LEAST_SECOND for i in range(len(chances))]
    found = [first] + [i for i, c in enumerate(chances) if i != first and c > least[i]]
    return [(place, float(chances[place])) for place in sorted(found)]


def cautious(chances: Mapping[str, float], by_rules: str | None) -> str:
    """That of the rules unless it is unlikely, else the likeliest; firm only beyond doubt."""
    best = max(sorted(chances), key=lambda name: chances[name])
    if by_rules is not None and chances.get(by_rules, 0.0) >= LEAST_BY_RULES:
        best = by_rules
    doubt = {name: chances[name] for name in _SOFT}
    if best in _HARD and sum(doubt.values()) > MOST_DOUBT:
        return max(sorted(doubt), key=lambda name: doubt[name])
    return best
