"""What the words around a pair say of how far their deal has come, as named features."""

from collections.abc import Iterator
from itertools import pairwise

from tracker.extract.named import Party
from tracker.extract.pairs.scene import TITLE, Scene, Shot
from tracker.extract.status import StatusReader


class StatusFeatures:
    """Describes the status of the deal between two companies."""

    def __init__(self, statuses: StatusReader) -> None:
        self._statuses = statuses

    def describe(self, scene: Scene, buyer: Party, supplier: Party, deal_type: str) -> set[str]:
        """The names of the features that hold."""
        return set(self._all(scene, buyer, supplier, deal_type))

    def _all(self, scene: Scene, b: Party, s: Party, deal_type: str) -> Iterator[str]:
        yield "bias"
        yield f"type:{deal_type}"
        yield from _by_rules(scene, b, s, deal_type)
        both = [x for x in scene.shots if x.of(b) and x.of(s)]
        body = [x for x in both if x.sentence.index != TITLE] or both
        yield f"both={min(len(both), 3)}"
        if not body:
            body = [x for x in scene.shots if x.of(b) or x.of(s)]
        for place, shot in enumerate(body[:4]):
            yield from self._sentence(shot, "first:" if place == 0 else "")
        voices = [x.voice for x in scene.shots]
        for name in ("party", "both", "others", "outlet"):
            if any(getattr(voice, name) for voice in voices):
                yield f"anyvoice:{name}"
            if any(getattr(x.voice, name) for x in body):
                yield f"voice:{name}"
        blocks = {x.block for x in body}
        for shot in scene.shots:
            if shot.block not in blocks and shot.sentence.index != TITLE:
                continue
            if shot not in body:
                near = bool(shot.of(b) or shot.of(s))
                where = "title:" if shot.sentence.index == TITLE else "near:" if near else "far:"
                for _, cue in self._statuses.cues_in(shot.sentence):
                    yield f"{where}cue:{cue.status}"
                yield from (f"{where}L:{name}" for name in shot.topics())
                if where != "far:":
                    yield from (f"{where}w:{w}" for w in _words(shot))

    def _sentence(self, shot: Shot, where: str) -> Iterator[str]:
        for _, cue in self._statuses.cues_in(shot.sentence):
            yield f"cue:{cue.status}"
            yield f"cue:{cue.rule_id}"
            if where:
                yield f"{where}cue:{cue.status}"
        for word in _words(shot):
            yield f"w:{word}"
        names = shot.topics()
        for name in names:
            yield f"L:{name}"
            yield f"{where}L:{name}"
        if "not" in names:
            for name in names:
                yield f"notL:{name}"
        for status, leg in zip(shot.statuses, shot.legs, strict=True):
            yield f"leg:{status}"
            yield f"leg:{leg.kind}:{status}"
        for token in shot.sentence.doc:
            if token.dep_ == "ROOT":
                yield f"root:{token.tag_}"
                yield f"{where}root:{token.lemma_.lower()}:{token.tag_}"
            if token.tag_ == "MD":
                yield f"modal:{token.lower_}:{token.head.lemma_.lower()}"


def _words(shot: Shot) -> set[str]:
    doc, named = shot.sentence.doc, shot.sentence.named
    found = {t.lower_ for t in doc if t.i not in named and t.is_alpha}
    found |= {
        f"{x.lower_}_{y.lower_}"
        for x, y in pairwise(doc)
        if x.i not in named and y.i not in named and x.is_alpha and y.is_alpha
    }
    return found


def _by_rules(scene: Scene, b: Party, s: Party, deal_type: str) -> Iterator[str]:
    seen = False
    for draft in scene.drafts or scene.raw:
        if draft.pair == {b.name, s.name}:
            seen = True
            same = "same" if draft.deal_type == deal_type else "other"
            yield f"rule:{same}:{draft.status()}"
    if not seen:
        yield "rule:none"
