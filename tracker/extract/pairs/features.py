"""What speaks for and against "A takes something from B", as named features.

A feature is a short text such as "slB:buy:subj": in one place of the scene, something holds.
B and S are the sides tried; the same words get other names when the sides are turned.
"""

from collections.abc import Iterator
from itertools import product

from tracker.extract.drafts import Draft
from tracker.extract.named import Party
from tracker.extract.pairs.scene import TITLE, Mention, Scene, Shot
from tracker.extract.pairs.wording import Wording
from tracker.extract.rules import Rules
from tracker.reference.products import Products


class FeatureMaker:
    """Describes ordered pairs of companies."""

    def __init__(self, rules: Rules, products: Products) -> None:
        self._products = products
        self._wording = Wording(rules)

    def describe(self, scene: Scene, buyer: Party, supplier: Party) -> set[str]:
        """The names of the features that hold."""
        return set(self._all(scene, buyer, supplier))

    def _all(self, scene: Scene, b: Party, s: Party) -> Iterator[str]:
        yield "bias"
        yield from _roles(b, s)
        yield from _by_rules(scene, b, s)
        yield from self._document(scene, b, s)
        shared = [shot for shot in scene.shots if shot.of(b) and shot.of(s)]
        named = [x for x in shared if x.of(b)[0].named and x.of(s)[0].named]
        yield f"shared={min(len(shared), 3)}"
        yield f"sharednamed={min(len(named), 3)}"
        for shot in shared:
            yield from self._sentence(shot, b, s)
        if not named:
            for shot in scene.shots:
                if shot not in shared and shot.perhaps(b) and shot.perhaps(s):
                    yield from (f"~{name}" for name in self._perhaps(shot, b, s))
        if not shared:
            yield from self._apart(scene, b, s)

    def _document(self, scene: Scene, b: Party, s: Party) -> Iterator[str]:
        names = [p.name for p in scene.parties()]
        yield f"parties={min(len(names), 6)}"
        yield f"order:B={min(names.index(b.name), 4)}"
        yield f"order:S={min(names.index(s.name), 4)}"
        yield f"sentences={min(len(scene.shots), 12) // 3}"
        yield from _presence(scene, b, "B")
        yield from _presence(scene, s, "S")
        near = _around(scene, b, s)
        for kind in {leg.kind for shot in near for leg in shot.legs}:
            yield f"dk:{kind}"
        for thing in {t for shot in near for leg in shot.legs for t in leg.things}:
            yield f"dth:{thing}"
        for name in {name for shot in near for name in shot.topics()}:
            yield f"dL:{name}"

    def _sentence(self, shot: Shot, b: Party, s: Party) -> Iterator[str]:
        if shot.sentence.index == TITLE:
            yield "both:title"
        yield f"in:parties={min(len({m.party.name for m in shot.mentions if m.sure}), 5)}"
        yield from _talk(shot)
        for thing in {t for leg in shot.legs for t in leg.things}:
            yield f"th:{thing}"
        for word in _content(shot):
            yield f"w:{word}"
        for named in shot.sentence.named.values():
            if named.product is not None:
                yield f"product:{self._maker(named.product, b, s)}"
        yield from _slots(shot, b, s)
        for mb, ms in _closest(shot.of(b), shot.of(s)):
            yield from self._wording.between(shot, mb, ms)
            yield from self._governed(shot, mb, ms)

    def _governed(self, shot: Shot, mb: Mention, ms: Mention) -> Iterator[str]:
        yield from (f"B{feature}" for feature in self._wording.governors(mb, shot))
        yield from (f"S{feature}" for feature in self._wording.governors(ms, shot))

    def _maker(self, product_name: str, b: Party, s: Party) -> str:
        maker = self._products.by_name[product_name].supplier_id
        return "S" if maker == s.entity_id else "B" if maker == b.entity_id else "other"

    def _perhaps(self, shot: Shot, b: Party, s: Party) -> Iterator[str]:
        """For a sentence in which one of the two is only perhaps spoken of."""
        mb, ms = shot.perhaps(b)[0], shot.perhaps(s)[0]
        yield "shared"
        yield f"sure:{mb.sure:d}{ms.sure:d}"
        yield f"named:{mb.named:d}{ms.named:d}"
        yield from _talk(shot)
        if mb.token != ms.token:
            yield from self._wording.between(shot, mb, ms)
        for side, mention in (("B", mb), ("S", ms)):
            word = shot.sentence.doc[mention.token].lower_
            yield f"{side}:{'NAME' if mention.named else word}"
        yield from self._governed(shot, mb, ms)

    def _apart(self, scene: Scene, b: Party, s: Party) -> Iterator[str]:
        """For two that no sentence names together: the nearest sentences of each."""
        at_b = [i for i, shot in enumerate(scene.shots) if shot.of(b)]
        at_s = [i for i, shot in enumerate(scene.shots) if shot.of(s)]
        gap, i, j = min((abs(i - j), i, j) for i, j in product(at_b, at_s))
        yield f"apart={min(gap, 5)}"
        yield f"apart:{'B' if i < j else 'S'}first"
        for side, at, party in (("B", i, b), ("S", j, s)):
            shot = scene.shots[at]
            yield from (f"apart:{side}{name}" for name in _talk(shot))
            for thing in {t for leg in shot.legs for t in leg.things}:
                yield f"apart:{side}th:{thing}"
            for feature in self._wording.governors(shot.of(party)[0], shot):
                yield f"apart:{side}{feature}"
            if gap == 1:
                yield from (f"apart:w:{word}" for word in _content(shot))


def _talk(shot: Shot) -> Iterator[str]:
    yield from (f"k:{leg.kind}" for leg in shot.legs)
    yield from (f"L:{name}" for name in shot.topics())


def _closest(of_b: list[Mention], of_s: list[Mention]) -> list[tuple[Mention, Mention]]:
    """The two best pairs of words for the two sides: named ones, close together."""
    pairs = [(x, y) for x, y in product(of_b[:2], of_s[:2]) if x.token != y.token]
    pairs.sort(key=lambda p: (not p[0].named, not p[1].named, abs(p[0].token - p[1].token)))
    return pairs[:2]


def _presence(scene: Scene, party: Party, side: str) -> Iterator[str]:
    """How much is spoken of one side, and where."""
    yield f"{side}:mentioned={min(sum(bool(shot.of(party)) for shot in scene.shots), 4)}"
    if any(shot.sentence.index == TITLE and shot.of(party) for shot in scene.shots):
        yield f"{side}:title"
    if any(shot.of(party) for shot in scene.shots[:2]):
        yield f"{side}:first"
    if not any(_acts(m, shot) for shot in scene.shots for m in shot.of(party)):
        yield f"{side}:nosubject"


def _acts(mention: Mention, shot: Shot) -> bool:
    labels = shot.sentence.labels
    relation = shot.sentence.doc[mention.token].dep_
    return mention.named and relation in labels.subject | labels.passive_subject


def _around(scene: Scene, b: Party, s: Party) -> list[Shot]:
    """The paragraphs that speak of both; everything where none does."""
    blocks = {x.block for x in scene.shots if x.of(b)} & {x.block for x in scene.shots if x.of(s)}
    return [x for x in scene.shots if x.block in blocks] or scene.shots


_CONTENT = frozenset({"VB", "NN", "JJ", "RB", "MD", "IN"})


def _content(shot: Shot) -> frozenset[str]:
    if shot.content is None:
        named = shot.sentence.named
        shot.content = frozenset(
            token.lemma_.lower() or token.lower_
            for token in shot.sentence.doc
            if token.tag_[:2] in _CONTENT and token.i not in named and token.is_alpha
        )
    return shot.content


def _slots(shot: Shot, b: Party, s: Party) -> Iterator[str]:
    """The places in the rules' predicates that the two fill."""
    for leg in shot.legs:
        at_b = [slot for slot, own in leg.slots.items() if any(p.name == b.name for p in own)]
        at_s = [slot for slot, own in leg.slots.items() if any(p.name == s.name for p in own)]
        if leg.vendor is not None and leg.vendor.name == s.name:
            at_s.append("vendor")
        for told in (leg.predicate.rule_id, leg.kind):
            yield from (f"slB:{told}:{slot}" for slot in at_b)
            yield from (f"slS:{told}:{slot}" for slot in at_s)
            yield from (f"sl:{told}:{x}:{y}" for x, y in product(at_b, at_s))
        if at_b and at_s:
            yield from (f"slt:{leg.kind}:{thing}" for thing in leg.things)


def _roles(b: Party, s: Party) -> Iterator[str]:
    of_b, of_s = sorted(b.roles) or ["?"], sorted(s.roles) or ["?"]
    yield from (f"B:role={role}" for role in of_b)
    yield from (f"S:role={role}" for role in of_s)
    yield from (f"roles:{x}>{y}" for x, y in product(of_b, of_s))
    yield f"curated:{b.curated:d}{s.curated:d}"


def _by_rules(scene: Scene, b: Party, s: Party) -> Iterator[str]:
    """What the rules made of the two, before and after their own doubts."""
    for name, drafts in (("raw", scene.raw), ("fin", scene.drafts)):
        own = [d for d in drafts if d.deal_type is not None and d.pair == {b.name, s.name} - {""}]
        for draft in own:
            same = draft.buyer is not None and draft.buyer.name == b.name
            told = f"{name}{'old' if draft.background else ''}:{'same' if same else 'turned'}"
            yield told
            yield f"{told}:{draft.deal_type}"
            yield from (f"{told}:{name}" for name in _trust(draft, b, s))
        if not own:
            yield f"{name}:none"


def _trust(draft: Draft, b: Party, s: Party) -> Iterator[str]:
    """Marks of how well the rules could see a leg: known names, a verb with its subject."""
    yield f"curated{b.curated:d}{s.curated:d}"
    yield f"explicit{any(leg.explicit for leg in draft.legs):d}"
    yield f"status{draft.has_own_status():d}"
    yield f"body{draft.in_body:d}"
    yield f"times{min(len(draft.legs), 3)}"
    for leg in draft.legs[:3]:
        yield f"{leg.predicate.rule_id}:{draft.deal_type}"
