"""A read document as weighing sees it: who stands where, and what the rules made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from spacy.tokens import Token

from tracker.extract.attribution import Voice
from tracker.extract.drafts import Draft
from tracker.extract.grammar import is_verb
from tracker.extract.legs import Leg
from tracker.extract.named import Party
from tracker.extract.pipeline import Sentence
from tracker.extract.roles.parties import Cast

_POINTING = frozenset(
    {"it", "its", "we", "our", "us", "they", "their", "pair", "both", "former"}
    | {"latter", "whom", "ours"}
)

TITLE = -1
_BACK = 2  # sentences with a name in them


@dataclass(frozen=True, slots=True)
class Mention:
    """One word that stands for a company: its name, or "it", "the chipmaker", "we"."""

    token: int
    party: Party
    named: bool
    sure: bool = True  # False for who else "it" may be


@dataclass(slots=True)
class Shot:
    """One sentence with who is spoken of in it and the legs that the rules saw."""

    sentence: Sentence
    mentions: list[Mention]
    legs: list[Leg]
    statuses: list[str | None]
    voice: Voice
    block: int = 0  # its paragraph
    classes: Mapping[int, set[str]] = field(default_factory=dict)  # of the lexicon, by token
    # Every pair of companies asks the same of a sentence: what was answered is kept.
    words: tuple[str, ...] = ()
    kinds: dict[int, frozenset[str]] = field(default_factory=dict)
    content: frozenset[str] | None = None
    _topics: set[str] | None = None
    _sure: dict[str, list[Mention]] | None = None

    def topics(self) -> set[str]:
        """Every class of words in the sentence."""
        if self._topics is None:
            self._topics = {name for names in self.classes.values() for name in names}
        return self._topics

    def of(self, party: Party) -> list[Mention]:
        """Where the sentence speaks of `party`, names first."""
        if self._sure is None:
            self._sure = {}
            for mention in sorted(self.mentions, key=lambda m: (not m.named, m.token)):
                if mention.sure:
                    self._sure.setdefault(mention.party.name, []).append(mention)
        return self._sure.get(party.name, [])

    def perhaps(self, party: Party) -> list[Mention]:
        """Where it may speak of `party`, sure mentions first."""
        own = [m for m in self.mentions if m.party.name == party.name]
        return sorted(own, key=lambda m: (not m.sure, not m.named, m.token))


@dataclass(slots=True)
class Scene:
    """Everything of one document that says who deals with whom."""

    shots: list[Shot] = field(default_factory=list)
    raw: list[Draft] = field(default_factory=list)  # what the rules said at first
    drafts: list[Draft] = field(default_factory=list)  # what they kept
    _parties: tuple[int, list[Party]] = field(default_factory=lambda: (0, []))  # of so many shots

    def parties(self) -> list[Party]:
        """Companies in order of first mention; one without a name where one is spoken of."""
        if self._parties[0] != len(self.shots):
            found: dict[str, Party] = {}
            for shot in self.shots:
                for mention in shot.mentions:
                    if mention.sure:
                        found.setdefault(mention.party.name, mention.party)
            self._parties = (len(self.shots), list(found.values()))
        return self._parties[1]


def mentions_in(sentence: Sentence, cast: Cast) -> list[Mention]:
    """The words of a sentence that stand for companies, in order; who else each may mean."""
    found: list[Mention] = []
    for token in sentence.doc:
        named = token.i in sentence.named
        if not named and not _may_point(token, cast):
            continue
        if named and (maker := sentence.named[token.i].maker) is not None:
            found.append(Mention(token.i, maker, named=False))
        parties = cast.resolve(token, sentence)
        found.extend(Mention(token.i, party, named) for party in parties)
        if not named:
            others = [p for p in _recent(sentence, cast, token) if p not in parties]
            found.extend(Mention(token.i, p, named=False, sure=False) for p in others)
    return found


def _recent(sentence: Sentence, cast: Cast, token: Token) -> list[Party]:
    """Who was named earlier in the sentence or in the last few that named somebody."""
    here = [n.party for i, n in sorted(sentence.named.items()) if i < token.i and n.party]
    before = [(at, p) for at, p in cast.seen if at < sentence.index]
    places = sorted({at for at, _ in before})[-_BACK:]
    return list(dict.fromkeys([*here, *(p for at, p in before if at in places)]))


def _may_point(token: Token, cast: Cast) -> bool:
    low = token.lower_
    if low in _POINTING or low in cast.defined:
        return True
    return not is_verb(token) and low in cast.rules.lists["company_nouns"]
