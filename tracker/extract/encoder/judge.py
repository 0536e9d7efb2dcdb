"""Decides who deals with whom in a document, of which type and how far it has come.

The rules propose, a learned text encoder decides. It reads the sentences with the companies in
them marked, and answers for every two companies, each way round: does the first take something
from the second, what, how far has it come, where is it told and on which terms. What the rules
saw is one of its inputs. Trained by `pipelines.training.encoder` on labelled passages.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from tracker.extract.binding import is_being_arranged, is_gift, is_intent, speaks_of_change
from tracker.extract.drafts import Draft
from tracker.extract.encoder.encoder import Encoder
from tracker.extract.encoder.outline import Outline, outline_of
from tracker.extract.encoder.ways import STATUSES, TYPES, Way
from tracker.extract.encoder.weighed import OfAmounts, Weighed
from tracker.extract.judged_terms import AGREEMENT, LEAST_AGAINST, LEAST_AGREED, LEAST_TERM
from tracker.extract.named import Party
from tracker.extract.redraft import LEAST_SHARE, Told, Verdict, redraft
from tracker.extract.scene import Scene
from tracker.extract.slots import MUCH_LESS
from tracker.model.deals import DealType
from tracker.model.ids import content_id

# Chosen on gold dev and more, which the weights have not seen, with the totals of q, r and ax in
# sight; F1 is flat around them.
# That two companies deal at all: of a leg that the rules saw, that they never saw.
LEAST, LEAST_UNSEEN = 0.25, 0.7
LEAST_SECOND = 0.3  # a further type of deal between the same two, which the rules saw as well
LEAST_BY_RULES = 0.25  # of the status that the rules read
LEAST_APART = 0.1  # the same where two legs join the two: the rules keep each to its own verb
LEAST_INSTEAD = 0.2  # of "signed", where no word of change bears "amended" out
# Calling talks "signed" is the worst error: a firm status needs this much less doubt.
MOST_DOUBT = 0.4
_THRESHOLDS = (
    *(LEAST, LEAST_UNSEEN, LEAST_SECOND, LEAST_BY_RULES, LEAST_APART, LEAST_INSTEAD, MOST_DOUBT),
    *(LEAST_AGREED, LEAST_TERM, LEAST_AGAINST, AGREEMENT, MUCH_LESS),
    LEAST_SHARE,
)
_SOFT = ("in_talks", "considering", "rumored", "denied")
_OF_MONEY = frozenset({"equity_investment", "financing", "acquisition"})
_HARD = ("signed", "amended", "completed")


class EncoderJudge:
    """Settles legs by the encoder."""

    def __init__(self, encoder: Encoder | None = None) -> None:
        """The shipped encoder if none is given."""
        self.encoder = encoder or Encoder()
        # Other thresholds read otherwise: documents are then read again.
        self.version = f"{self.encoder.version}-{content_id(*_THRESHOLDS)[:4]}"

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
            (way, kind)
            for way in sorted(weighed)
            for kind in kinds(way, weighed, _kept(scene, outline, way), _least(scene, outline, way))
        ]
        for way, kind in legs:
            shared = sum(set(other) == set(way) for other, _ in legs) > 1
            buyer, supplier = (outline.parties[i] for i in way)
            chances = dict(zip(STATUSES, weighed[way].statuses[kind].tolist(), strict=True))
            told = _told(scene, buyer, supplier, TYPES[kind] if shared else None)
            if shared and told and chances[told] >= LEAST_APART:
                status = told
            else:
                status = cautious(chances, told)
            own = weighed[way]
            seen = own.told(kind)
            money = told is None and TYPES[kind] in _OF_MONEY
            if told is None and _tells(scene, seen, is_gift):
                continue
            if status == "amended" and told is None and not _tells(scene, seen, speaks_of_change):
                firm = {"signed", "completed"} if chances["signed"] < LEAST_INSTEAD else frozenset()
                status = _likeliest(chances.keys() - {"amended"} - firm, chances)
            if money and status == "announced" and _tells(scene, seen, is_being_arranged):
                status = _likeliest(("rumored", "in_talks"), chances)
            if status in _HARD and told not in _HARD and _intends(scene, buyer, supplier, seen):
                status = "announced"
            yield Verdict(buyer, supplier, DealType(TYPES[kind]), status, seen, own.terms_of(kind))

    def _weighed(self, scene: Scene, outline: Outline) -> dict[Way, Weighed]:
        found: dict[Way, Weighed] = {}
        heard: dict[Way, list[OfAmounts]] = {}
        for reading in scene.readings:
            asked = self.encoder.ask(reading, outline)
            if asked is None:
                continue
            inputs, answers = asked
            starts = tuple(outline.amounts[place].start for place in inputs.amounts)
            for row, way in enumerate(inputs.ways):
                deal = float(answers.deals[row])
                heard.setdefault(way, []).append(OfAmounts(deal, starts, answers.terms[row]))
                if way not in found or deal > found[way].deal:
                    found[way] = Weighed(
                        deal,
                        answers.types[row],
                        answers.statuses[row],
                        answers.where[row],
                        reading.window,
                        (),
                    )
        return {
            way: replace(one, heard=tuple(sorted(heard[way], key=lambda h: h.deal)))
            for way, one in found.items()
        }


def kinds(
    way: Way, weighed: Mapping[Way, Weighed], kept: Collection[str], least: float
) -> Iterator[int]:
    """Places of the types of deal that way round; none where a deal is not at least so likely.

    `kept` are the types of the rules' legs that way round: only one of them can be a second
    type, because stories that were learned from tempt the encoder to tell them again. Both ways
    only with different types: shares one way, compute the other.
    """
    own, back = weighed[way], weighed.get(way[::-1])
    if own.deal < least:
        return
    best = int(own.types.argmax())
    told = int(back.types.argmax()) if back is not None and back.deal >= least else None
    if back is not None and told == best and (back.deal, way[::-1]) > (own.deal, way):
        return
    yield best
    for kind, chance in enumerate(own.types.tolist()):
        if kind not in {best, told} and TYPES[kind] in kept and chance > LEAST_SECOND:
            yield kind


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


def _least(scene: Scene, outline: Outline, way: Way) -> float:
    """How likely a deal of the two has to be, by whether a rule saw one."""
    pair = {outline.parties[i].name for i in way} - {""}
    seen = any(draft.pair == pair for draft in (*scene.raw, *scene.drafts))
    return LEAST if seen else LEAST_UNSEEN


def _kept(scene: Scene, outline: Outline, way: Way) -> list[str]:
    """The types of the rules' legs of two companies, that way round."""
    sides = tuple(outline.parties[i].name for i in way)
    return [
        str(draft.deal_type)
        for draft in scene.drafts
        if (_name(draft.buyer), _name(draft.supplier)) == sides
    ]


def _told(scene: Scene, buyer: Party, supplier: Party, kind: str | None) -> str | None:
    """The status that the rules read for a leg of the two, of type `kind` if it is given."""
    pair = {buyer.name, supplier.name} - {""}
    own = [d for d in scene.drafts if d.pair == pair and d.has_own_status()]
    return next((d.status() for d in own if kind is None or d.deal_type == kind), None)


def _intends(scene: Scene, buyer: Party, supplier: Party, told: Collection[Told]) -> bool:
    """Whether a sentence with the two speaks of a letter of intent: that is never firm.

    Where no word of the text stands for one of them, the sentences count that tell the leg.
    """
    sides = [p for p in (buyer, supplier) if any(shot.of(p) for shot in scene.shots)]
    lines = _lines(told)
    theirs = [
        shot
        for shot in scene.shots
        if (all(shot.of(p) for p in sides) if len(sides) > 1 else shot.sentence.index in lines)
    ]
    return any(is_intent(shot.sentence.text) for shot in theirs)


def _lines(told: Collection[Told]) -> set[int]:
    """Indexes of the sentences that tell the leg."""
    return {one.line for one in told if one.share >= LEAST_SHARE}


def _tells(scene: Scene, told: Collection[Told], says: Callable[[str], bool]) -> bool:
    """Whether a sentence that tells the leg says so."""
    lines = _lines(told)
    return any(says(shot.sentence.text) for shot in scene.shots if shot.sentence.index in lines)


def _name(party: Party | None) -> str:
    return party.name if party is not None else ""
