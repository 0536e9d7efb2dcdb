"""The weighed legs as drafts: those of the rules where there are, new ones where not."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.extract.drafts import TITLE, Draft
from tracker.extract.legs import Leg
from tracker.extract.named import Party
from tracker.extract.rules import Predicate
from tracker.extract.scene import Scene, Shot
from tracker.extract.types import deal_type
from tracker.model.deals import DealType

MADE = "pair"  # the rule of legs that no rule saw
LEAST_SHARE = 0.25  # of a judge's attention, that a sentence tells of a leg
_KINDS = {
    DealType.CLOUD_RENTAL: "rent",
    DealType.CAPACITY_LEASE: "rent",
    DealType.HARDWARE_PURCHASE: "buy",
    DealType.SUPPLY_AGREEMENT: "supply-deal",
    DealType.CUSTOM_SILICON: "design",
    DealType.EQUITY_INVESTMENT: "invest",
    DealType.WARRANT: "warrant",
    DealType.ACQUISITION: "acquire",
    DealType.FINANCING: "lend",
    DealType.JOINT_VENTURE: "venture",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, the share of a judge's attention on it, and the character looked at most."""

    line: int
    share: float
    at: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """One leg that a judge finds, and where it saw it told."""

    buyer: Party
    supplier: Party
    deal_type: DealType
    status: str
    told: tuple[Told, ...] = ()
    terms: Mapping[int, tuple[float, float]] = field(default_factory=dict)  # as `Draft.judged`


def redraft(scene: Scene, verdicts: Sequence[Verdict]) -> list[Draft]:
    """One draft per verdict, in their order, with the sentences that speak of it."""
    drafts = []
    for verdict in verdicts:
        rivals = [v for v in verdicts if v is not verdict and _same_pair(v, verdict)]
        legs = _legs(scene, verdict, bool(rivals))
        if legs:
            draft = Draft(verdict.deal_type, verdict.buyer, verdict.supplier, legs=legs)
            draft.settled = verdict.status
            draft.judged = verdict.terms
            drafts.append(draft)
    return drafts


def _same_pair(one: Verdict, other: Verdict) -> bool:
    return {one.buyer.name, one.supplier.name} == {other.buyer.name, other.supplier.name}


def _legs(scene: Scene, verdict: Verdict, shared: bool) -> list[Leg]:
    """The rules' legs of the pair and type; else where the sentences speak of both."""
    pair = {verdict.buyer.name, verdict.supplier.name} - {""}
    own = [d for d in (*scene.drafts, *scene.raw) if d.pair == pair]
    exact = next((d.legs for d in own if d.deal_type == verdict.deal_type and d.legs), None)
    if exact is not None:
        return exact
    if own and own[0].legs and not shared:
        return own[0].legs
    told = {one.line: one for one in verdict.told if one.share >= LEAST_SHARE}
    sides = [p for p in (verdict.buyer, verdict.supplier) if any(x.of(p) for x in scene.shots)]
    seen = [
        shot
        for shot in scene.shots
        # Where no word stands for one side, the sentence that tells it may name neither.
        if shot.sentence.index in told and (len(sides) < 2 or any(shot.of(p) for p in sides))
    ]
    body = [shot for shot in seen if shot.sentence.index != TITLE]
    shots = body or seen or _speaking(scene, verdict)
    return [_made(shot, verdict, told.get(shot.sentence.index)) for shot in shots]


def _speaking(scene: Scene, verdict: Verdict) -> list[Shot]:
    """Sentences with both sides; else the nearest two with one each."""
    both = [x for x in scene.shots if x.of(verdict.buyer) and x.of(verdict.supplier)]
    body = [x for x in both if x.sentence.index != TITLE]
    if body:
        return body
    if both:
        return both
    pairs = [
        (abs(i - j), -max(i, j), scene.shots[min(i, j)], scene.shots[max(i, j)])
        for i, one in enumerate(scene.shots)
        if one.of(verdict.buyer)
        for j, other in enumerate(scene.shots)
        if other.of(verdict.supplier)
    ]
    if not pairs:
        return _naming(scene, verdict)[:1]
    _, _, first, second = min(pairs, key=lambda p: p[:2])
    return [second] if first.sentence.index == TITLE else [first, second]


def _naming(scene: Scene, verdict: Verdict) -> list[Shot]:
    """Sentences with one side, where no word stands for the other; the title last."""
    shots = [x for x in scene.shots if x.of(verdict.buyer) or x.of(verdict.supplier)]
    return sorted(shots, key=lambda x: x.sentence.index == TITLE)


def _made(shot: Shot, verdict: Verdict, told: Told | None) -> Leg:
    """A leg for a sentence in which no rule saw this deal."""
    sides = {verdict.buyer.name, verdict.supplier.name}
    near = [
        leg
        for leg in shot.legs
        if deal_type(leg, verdict.supplier) == verdict.deal_type
        and (leg.parties() & sides or not leg.parties())
    ]
    near.sort(key=lambda leg: (-len(leg.parties() & sides), leg.token))
    if near:
        return replace(near[0], buyer=verdict.buyer, supplier=verdict.supplier, both=[])
    own = [*shot.of(verdict.buyer), *shot.of(verdict.supplier)]
    token = max((m.token for m in own), default=0)
    if told is not None:
        token = _token_at(shot, told.at)
    last = len(shot.sentence.doc)
    predicate = Predicate(MADE, _KINDS[verdict.deal_type], "noun", (), (), frozenset(), None)
    products = tuple(
        dict.fromkeys(n.product for _, n in sorted(shot.sentence.named.items()) if n.product)
    )
    return Leg(
        predicate,
        token,
        shot.sentence,
        buyer=verdict.buyer,
        supplier=verdict.supplier,
        products=products,
        span=(0, last),
    )


def _token_at(shot: Shot, at: int) -> int:
    """The word of the sentence that holds a character of title or text."""
    return max(0, bisect_right(shot.sentence.starts, at) - 1)
