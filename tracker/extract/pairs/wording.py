"""The words and the parse between two companies of a sentence, as named features."""

from bisect import bisect
from collections.abc import Iterator

from spacy.tokens import Token

from tracker.extract.grammar import chain, is_passive, is_verb
from tracker.extract.pairs.scene import Mention, Shot
from tracker.extract.rules import Rules

_FEW = 4
_GAPS = (3, 6, 12, 25)  # words
_LONG_PATH = 8
_JOINED = frozenset({"conj", "appos", "flat", "compound"})


class Wording:
    """Describes how a sentence joins two of its companies."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def between(self, shot: Shot, mb: Mention, ms: Mention) -> Iterator[str]:
        """Order, distance, the words between and beside, and the path of the parse."""
        doc = shot.sentence.doc
        first, second = sorted((mb.token, ms.token))
        mark = ">" if mb.token < ms.token else "<"
        yield f"order{mark}"
        yield f"gap{mark}{bisect(_GAPS, second - first)}"
        words = _words(shot)[first + 1 : second]
        yield from (f"bt{mark}{word}" for word in set(words))
        if len(words) <= _FEW:
            yield f"btseq{mark}{'_'.join(words)}"
        others = sum(1 for m in shot.mentions if m.sure and first < m.token < second)
        yield f"btorgs{mark}{min(others, 3)}"
        for kind in {k for i in range(first + 1, second) for k in self._kinds(i, shot)}:
            yield f"btk{mark}{kind}"
        yield from self._path(doc[mb.token], doc[ms.token], shot)
        yield from self._beside(shot, "B", mb.token)
        yield from self._beside(shot, "S", ms.token)

    def governors(self, mention: Mention, shot: Shot) -> Iterator[str]:
        """The word that a company hangs on, by relation, preposition and kind."""
        token = shot.sentence.doc[mention.token]
        case = next((c.lower_ for c in token.children if c.dep_ in shot.sentence.labels.marker), "")
        if token.dep_ in _JOINED:
            yield f"g:{token.dep_}"
            token = token.head
        head = token.head
        passive = "!" if is_verb(head) and is_passive(head, shot.sentence.labels) else ""
        yield f"g:{token.dep_}:{case}:{_words(shot)[head.i]}{passive}"
        yield f"gd:{token.dep_}:{case}"
        for kind in self._kinds(head.i, shot):
            yield f"gk:{token.dep_}:{case}:{kind}{passive}"

    def _beside(self, shot: Shot, side: str, at: int) -> Iterator[str]:
        words = _words(shot)
        for offset in (1, 2):
            if at >= offset:
                yield f"{side}-{offset}:{words[at - offset]}"
            if at + offset < len(words):
                yield f"{side}+{offset}:{words[at + offset]}"

    def _path(self, one: Token, other: Token, shot: Shot) -> Iterator[str]:
        up, down = chain(one), chain(other)
        places = {t.i: n for n, t in enumerate(up)}
        meet = next((n for n, t in enumerate(down) if t.i in places), None)
        if meet is None:
            yield "path:none"
            return
        top = down[meet]
        left, right = up[: places[top.i]], down[:meet]
        labels = ".".join([*(t.dep_ for t in left), "^", *(t.dep_ for t in reversed(right))])
        yield f"pathlen={min(len(left) + len(right), _LONG_PATH)}"
        if len(left) + len(right) <= _FEW + 1:
            yield f"pl:{labels}"
            yield f"plw:{labels}:{_words(shot)[top.i]}"
        yield f"top:{_words(shot)[top.i]}"
        ends = f"{left[-1].dep_ if left else '-'}:{right[-1].dep_ if right else '-'}"
        yield from (f"topk:{kind}:{ends}" for kind in self._kinds(top.i, shot))
        for token in (*left[1:], *right[1:]):
            yield f"pw:{_words(shot)[token.i]}"
            yield from (f"pk:{kind}" for kind in self._kinds(token.i, shot))

    def _kinds(self, at: int, shot: Shot) -> frozenset[str]:
        """What the word speaks of: kinds of predicates, classes of the lexicon."""
        found = shot.kinds.get(at)
        if found is None:
            low = shot.sentence.doc[at].lower_
            rules = (*self._rules.verbs.get(low, ()), *self._rules.nouns.get(low, ()))
            of_lexicon = (f"L{name}" for name in shot.classes.get(at, ()))
            found = shot.kinds[at] = frozenset((*(p.kind for p in rules), *of_lexicon))
        return found


def _words(shot: Shot) -> tuple[str, ...]:
    """The sentence's words as features name them."""
    if not shot.words:
        shot.words = tuple(_word(token, shot) for token in shot.sentence.doc)
    return shot.words


def _word(token: Token, shot: Shot) -> str:
    named = shot.sentence.named.get(token.i)
    if named is not None:
        return named.label
    if token.like_num or any(map(str.isdigit, token.text)):
        return "#"
    return token.lemma_.lower() or token.lower_
