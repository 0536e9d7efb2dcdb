"""Decides who deals with whom in a document, of which type and how far it has come.

The rules propose, a learned text encoder decides. It reads the sentences with the companies in
them marked, and answers for every two companies, each way round: does the first take something
from the second, what, and how far has it come. What the rules saw is one of its inputs. Trained
by `pipelines.training.encoder` on labelled passages.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from tracker.extract.binding import is_intent
from tracker.extract.drafts import Draft
from tracker.extract.encoder.encoder import Encoder
from tracker.extract.encoder.outline import Outline, outline_of
from tracker.extract.encoder.ways import STATUSES, TYPES, Way
from tracker.extract.encoder.windows import Numbers
from tracker.extract.named import Party
from tracker.extract.redraft import Verdict, redraft
from tracker.extract.scene import Scene
from tracker.model.deals import DealType

# Chosen on gold dev and more, which the weights have not seen; F1 is flat around them.
# That two companies deal at all: of a leg that the rules saw, that they never saw.
LEAST, LEAST_UNSEEN = 0.6, 0.8
LEAST_SECOND = 0.85  # a further type of deal between the same two
LEAST_SECOND_KEPT = 0.3  # if the rules found it as well
LEAST_BACK = 0.6  # that the second takes something from the first, too
LEAST_BY_RULES = 0.25  # of the status that the rules read
# Calling talks "signed" is the worst error: a firm status needs this much less doubt.
MOST_DOUBT = 0.4
_SOFT = ("in_talks", "considering", "rumored", "denied")
_HARD = ("signed", "amended", "completed")


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the encoder says of one way round of a pair, from the window that is surest."""

    deal: float
    types: Numbers
    statuses: Numbers


class EncoderJudge:
    """Settles legs by the encoder."""

    def __init__(self, encoder: Encoder | None = None) -> None:
        """The shipped encoder if none is given."""
        self.encoder = encoder or Encoder()
        self.version = self.encoder.version

    def settle(self, scene: Scene) -> list[Draft]:
        """The legs that the encoder finds, built on those of the rules where they agree.

        Those of the rules where it has not read the document.
        """
        if not scene.readings:
            return scene.drafts
        return redraft(scene, list(self.verdicts(scene)))

    def verdicts(self, scene: Scene) -> Iterator[Verdict]:
        """The legs of the document, in order of its pairs."""
        outline = outline_of(scene)
        weighed = self._weighed(scene, outline)
        legs = [
            (way, *found)
            for way in sorted(weighed)
            for found in kinds(way, weighed, _kept(scene, outline, way))
        ]
        for way, kind, chance in legs:
            shared = sum(set(other) == set(way) for other, _, _ in legs) > 1
            buyer, supplier = (outline.parties[i] for i in way)
            chances = dict(zip(STATUSES, weighed[way].statuses[kind].tolist(), strict=True))
            told = _told(scene, buyer, supplier, TYPES[kind] if shared else None)
            status = told if shared and told else cautious(chances, told)
            if status in _HARD and told not in _HARD and _intends(scene, buyer, supplier):
                status = "announced"
            yield Verdict(buyer, supplier, DealType(TYPES[kind]), status, chance)

    def _kinds(
        self, scene: Scene, outline: Outline, way: Way, weighed: Mapping[Way, Weighed]
    ) -> Iterator[tuple[int, float]]:
        pair = {outline.parties[i].name for i in way} - {""}
        seen = any(draft.pair == pair for draft in (*scene.raw, *scene.drafts))
        if weighed[way].deal >= (LEAST if seen else LEAST_UNSEEN):
            yield from kinds(way, weighed, _kept(scene, outline, way))

    def _weighed(self, scene: Scene, outline: Outline) -> dict[Way, Weighed]:
        found: dict[Way, Weighed] = {}
        for reading in scene.readings:
            asked = self.encoder.ask(reading, outline)
            if asked is None:
                continue
            ways, answers = asked
            for row, way in enumerate(ways):
                deal = float(answers.deals[row])
                if way not in found or deal > found[way].deal:
                    found[way] = Weighed(deal, answers.types[row], answers.statuses[row])
        return found


def kinds(
    way: Way, weighed: Mapping[Way, Weighed], kept: Collection[str] = ()
) -> Iterator[tuple[int, float]]:
    """Places and probabilities of the types of deal that way round; none where it is unlikely.

    `kept` are the types of the rules' legs that way round: a second one needs less. Both ways
    only if each is likely by itself and of another type: shares one way, compute the other.
    """
    own, back = weighed[way], weighed.get(way[::-1])
    if own.deal < LEAST:
        return
    best = int(own.types.argmax())
    if back is not None and (back.deal, way[::-1]) > (own.deal, way):
        same = int(back.types.argmax()) == best
        if same or own.deal < LEAST_BACK:
            return
    for kind, chance in enumerate(own.types.tolist()):
        least = LEAST_SECOND_KEPT if TYPES[kind] in kept else LEAST_SECOND
        if kind == best or chance > least:
            yield kind, own.deal * chance


def cautious(chances: Mapping[str, float], by_rules: str | None) -> str:
    """That of the rules unless it is unlikely, else the likeliest; firm only beyond doubt."""
    best = _likeliest(chances, chances)
    if by_rules is not None and chances.get(by_rules, 0.0) >= LEAST_BY_RULES:
        best = by_rules
    if best in _HARD and sum(chances[name] for name in _SOFT) > MOST_DOUBT:
        return _likeliest(_SOFT, chances)
    return best


def _likeliest(names: Iterable[str], chances: Mapping[str, float]) -> str:
    return max(sorted(names), key=lambda name: chances[name])


def _kept(scene: Scene, outline: Outline, way: Way) -> list[str]:
    """The types of the rules' legs of two companies, that way round."""
    sides = tuple(outline.parties[i].name for i in way)
    return [
        str(draft.deal_type)
        for draft in scene.drafts
        if draft.buyer and draft.supplier and (draft.buyer.name, draft.supplier.name) == sides
    ]


def _told(scene: Scene, buyer: Party, supplier: Party, kind: str | None) -> str | None:
    """The status that the rules read for a leg of the two, of type `kind` if it is given.

    Of two legs between the same two the encoder's answers run together, the rules' do not: each
    hangs on its own verb.
    """
    pair = {buyer.name, supplier.name} - {""}
    own = [d for d in scene.drafts if d.pair == pair and d.has_own_status()]
    return next((d.status() for d in own if kind is None or d.deal_type == kind), None)


def _intends(scene: Scene, buyer: Party, supplier: Party) -> bool:
    """Whether a sentence that names the two speaks of a letter of intent: that is never firm."""
    both = [shot for shot in scene.shots if shot.of(buyer) and shot.of(supplier)]
    return any(is_intent(shot.sentence.text) for shot in both)
