"""A read document as weighing sees it: who stands where, and what the rules made of it."""

from dataclasses import dataclass, field

from spacy.tokens import Token

from tracker.extract.drafts import Draft
from tracker.extract.encoder.windows import Reading
from tracker.extract.grammar import is_verb
from tracker.extract.legs import Leg
from tracker.extract.named import Party
from tracker.extract.pipeline import Sentence
from tracker.extract.quantity import Quantity
from tracker.extract.roles.parties import Cast

_POINTING = frozenset(
    {"it", "its", "we", "our", "us", "they", "their", "pair", "both", "former"}
    | {"latter", "whom", "ours"}
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One word that stands for a company: its name, or "it", "the chipmaker", "we"."""

    token: int
    party: Party
    named: bool


@dataclass(slots=True)
class Shot:
    """One sentence with who is spoken of in it and the legs that the rules saw."""

    sentence: Sentence
    mentions: list[Mention]
    legs: list[Leg]
    _by_party: dict[str, list[Mention]] | None = None

    def of(self, party: Party) -> list[Mention]:
        """Where the sentence speaks of `party`, names first."""
        if self._by_party is None:
            self._by_party = {}
            for mention in sorted(self.mentions, key=lambda m: (not m.named, m.token)):
                self._by_party.setdefault(mention.party.name, []).append(mention)
        return self._by_party.get(party.name, [])


@dataclass(slots=True)
class Scene:
    """Everything of one document that says who deals with whom."""

    shots: list[Shot] = field(default_factory=list)
    raw: list[Draft] = field(default_factory=list)  # what the rules said at first
    drafts: list[Draft] = field(default_factory=list)  # what they kept
    readings: tuple[Reading, ...] = ()  # of the encoder
    quantities: tuple[Quantity, ...] = ()  # of the text, in order

    def parties(self) -> list[Party]:
        """Companies in order of first mention; one without a name where one is spoken of."""
        found: dict[str, Party] = {}
        for shot in self.shots:
            for mention in shot.mentions:
                found.setdefault(mention.party.name, mention.party)
        return list(found.values())


def mentions_in(sentence: Sentence, cast: Cast) -> list[Mention]:
    """The words of a sentence that stand for companies, in order."""
    found: list[Mention] = []
    for token in sentence.doc:
        named = token.i in sentence.named
        if not named and not _may_point(token, cast):
            continue
        if named and (maker := sentence.named[token.i].maker) is not None:
            found.append(Mention(token.i, maker, named=False))
        parties = cast.resolve(token, sentence)
        found.extend(Mention(token.i, party, named) for party in parties)
    return found


def _may_point(token: Token, cast: Cast) -> bool:
    low = token.lower_
    if low in _POINTING or low in cast.defined:
        return True
    return not is_verb(token) and low in cast.rules.lists["company_nouns"]
