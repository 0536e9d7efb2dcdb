"""Which company a word means: names, descriptions, pronouns, "the Company" of a filing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from tracker.extract.grammar import below, chain, is_verb, prepositional, subjects, with_conjuncts
from tracker.extract.named import UNNAMED, Named, Party
from tracker.extract.pipeline import Sentence
from tracker.extract.rules import Rules
from tracker.reference.companies import Companies

_THIRD = frozenset({"it", "its", "itself"})
_PLURAL = frozenset({"they", "their", "them"})
_FIRST = frozenset({"we", "us", "our", "ours"})
_PAIR = re.compile(
    r"^(?:the|both|these) (?:two |pair|companies|parties|firms|partners|sides)", re.IGNORECASE
)
_BY_ROLE = frozenset(
    [
        "bank",
        "lender",
        "fund",
        "investor",
        "utility",
        "insurer",
        "partner",
        "rival",
        "parent",
        "customer",
        "client",
        "supplier",
        "vendor",
        "seller",
        "target",
        "issuer",
        "landlord",
        "tenant",
        "operator",
        "provider",
        "designer",
        "manufacturer",
        "foundry",
    ]
)
_LEADING = frozenset({"and", "or", ",", "with", "to", "by", "from", "as", "of", "for", "in"})
_FILER = frozenset({"company", "registrant", "issuer", "corporation", "group"})


@dataclass(slots=True)
class Cast:
    """The companies of one document, in order of mention; grows as sentences are read."""

    rules: Rules
    companies: Companies
    filer: Party | None = None
    speaker: Party | None = None
    seen: list[tuple[int, Party]] = field(default_factory=list)  # (sentence, party)
    subjects: list[tuple[int, Party]] = field(default_factory=list)
    descriptors: dict[str, set[str]] = field(default_factory=dict)
    defined: dict[str, Party] = field(default_factory=dict)  # "tenant" -> party
    is_report: bool = False  # "we" outside quotation marks is the author
    buyer: Party | None = None  # of the leg in focus
    supplier: Party | None = None

    def enter(self, sentence: Sentence) -> None:
        """Note who is named in `sentence`, before it is read."""
        for i, named in sorted(sentence.named.items()):
            if named.party is not None:
                self.seen.append((sentence.index, named.party))
                if (
                    sentence.doc[i].dep_
                    in sentence.labels.subject | sentence.labels.passive_subject
                ):
                    self.subjects.append((sentence.index, named.party))

    def mentioned(self) -> list[Party]:
        """Companies in order of first mention."""
        return list(dict.fromkeys(party for _, party in self.seen))

    def resolve(self, token: Token, sentence: Sentence, taken: Sequence[Party] = ()) -> list[Party]:
        """The companies that a word stands for; [UNNAMED] for "a US hyperscaler"; often none."""
        named = sentence.named.get(token.i)
        if named is not None:
            return self._of_name(token, named, sentence)
        low = token.lower_
        if low == "whom":
            return self._antecedent(token, sentence)
        if low in _FIRST and self.is_report and not _is_quoted(token, sentence):
            return []
        if low in _FIRST:
            return _one(self.speaker or self.filer)
        if low in _THIRD:
            owner = self._clause_subject(token, sentence) if low == "its" else None
            return _one(owner or self._salient(sentence, before=token, taken=taken))
        if low in _PLURAL:
            here = [n.party for i, n in sorted(sentence.named.items()) if n.party and i < token.i]
            unique = list(dict.fromkeys(here))
            if len(unique) >= 2:
                return unique[:2]
            return self.pair(sentence) or _one(self._salient(sentence, before=token))
        if token.tag_.startswith("NN") or low in {"pair", "former", "latter", "two", "both"}:
            return self._of_noun(token, sentence, taken)
        return []

    def _antecedent(self, token: Token, sentence: Sentence) -> list[Party]:
        """For "Dell, with whom we placed an order": Dell."""
        for word in chain(token)[1:4]:
            if word.dep_ in sentence.labels.relative:
                return self.resolve(word.head, sentence)
        for word in reversed(sentence.doc[max(0, token.i - 3) : token.i]):
            if word.i in sentence.named:
                return self.resolve(word, sentence)
        return []

    def _clause_subject(self, token: Token, sentence: Sentence) -> Party | None:
        """For "its": who the subject of its own clause is, if that is a company."""
        for governor in chain(token)[1:]:
            if is_verb(governor):
                own = [w for w in subjects(governor, sentence.labels) if w.i < token.i]
                found = [
                    p for w in own if w.lower_ not in _THIRD for p in self.resolve(w, sentence)
                ]
                return found[0] if found and found[0] is not UNNAMED else None
        return None

    def pair(self, sentence: Sentence) -> list[Party]:
        """The two companies in focus: "both companies", "the pair"."""
        if self.buyer and self.supplier and UNNAMED not in (self.buyer, self.supplier):
            return [self.buyer, self.supplier]
        recent = [p for at, p in self.seen if at <= sentence.index]
        unique = list(dict.fromkeys(reversed(recent)))[:2]
        return unique[::-1] if len(unique) == 2 else []

    def _of_name(self, token: Token, named: Named, sentence: Sentence) -> list[Party]:
        if named.party is None:
            return []
        doc = token.doc
        hyphened = token.i + 2 < len(doc) and doc[token.i + 1].text == "-"
        if hyphened and doc[token.i + 2].lower_ in {"based", "compatible", "designed", "made"}:
            return []
        if named.party.name.endswith("Merger Sub") and "parent" in self.defined:
            return [self.defined["parent"]]
        owner = self._owner(token, sentence)
        return [owner] if owner is not None else [named.party]

    def _owner(self, token: Token, sentence: Sentence) -> Party | None:
        """The parent, for "its subsidiary Silver Bands" and "TCS's unit HyperVault"."""
        doc = token.doc
        if token.i < 2 or doc[token.i - 1].lower_ not in {"subsidiary", "unit", "affiliate", "arm"}:
            return None
        for word in reversed(doc[max(0, token.i - 6) : token.i - 1]):
            if word.lower_ == "its":
                return self._salient(sentence, before=word)
            named = sentence.named.get(word.i)
            if named is not None and named.party is not None:
                return named.party
        return None

    def _of_noun(
        self, token: Token, sentence: Sentence, taken: Sequence[Party] = ()
    ) -> list[Party]:
        low = token.lower_
        phrase = _phrase(token, sentence).lower()
        if low in {"pair", "two", "both"} or _PAIR.match(phrase):
            return self.pair(sentence)
        if "new company" in phrase or "new venture" in phrase:
            return []
        inside = self._inside(token, sentence)
        if inside:
            return inside
        if low in {"former", "latter"}:
            pair = self._last_two(sentence, token)
            return [pair[0 if low == "former" else 1]] if pair else []
        if low in self.defined and low != "company":
            return [self.defined[low]]
        if low not in self.rules.lists["company_nouns"]:
            return []
        if self._is_indefinite(token):
            return [UNNAMED]
        return _one(self._definite(token, phrase, sentence, taken))

    def _inside(self, token: Token, sentence: Sentence) -> list[Party]:
        """ "chipmaker Nvidia", "a unit of YTL", "Core Scientific holders"."""
        labels = sentence.labels
        for child in below(token, labels.apposition):
            if (named := sentence.named.get(child.i)) and named.party:
                return [named.party]
        called = token.doc[token.i + 1 : token.i + 2].text in {"called", "named", "dubbed"}
        following = sentence.named.get(token.i + 2 if called else token.i + 1)
        if following and following.party and token.lower_ in self.rules.lists["company_nouns"]:
            return [following.party]
        is_unit = token.lower_ in self.rules.lists["unit_nouns"]
        is_company = token.lower_ in self.rules.lists["company_nouns"]
        if is_unit:
            for preposition, noun in prepositional(token, labels):
                if preposition != "of":
                    continue
                found = [p for w in with_conjuncts(noun, labels) for p in self.resolve(w, sentence)]
                found = (
                    found
                    or [
                        n.party
                        for i, n in sorted(sentence.named.items())
                        if noun.left_edge.i <= i <= noun.right_edge.i and n.party is not None
                    ][:1]
                )
                if found:
                    return found
            for child in below(token, labels.possessive):
                found = self.resolve(child, sentence)
                if found:
                    return found
        if is_unit or is_company:
            for child in below(token, labels.modifier):
                if (named := sentence.named.get(child.i)) and named.party:
                    return [named.party]
        return []

    def _is_indefinite(self, token: Token) -> bool:
        before = [t.lower_ for t in token.doc[token.left_edge.i : token.i]]
        while before and before[0] in _LEADING:
            before = before[1:]
        return bool(before) and (
            before[0] in self.rules.lists["indefinite"]
            or "unnamed" in before
            or "undisclosed" in before
        )

    def _definite(
        self, token: Token, phrase: str, sentence: Sentence, taken: Sequence[Party]
    ) -> Party | None:
        low = token.lower_
        if low in {"tenant", "customer", "client", "buyer", "suitor", "acquirer", "borrower"}:
            return self.buyer or None
        if (
            low in {"supplier", "vendor", "seller", "target", "landlord", "issuer"}
            and self.supplier
        ):
            return self.supplier
        if self.filer and low in _FILER:
            return self.filer
        by_words = self._by_description(phrase, taken)
        if by_words is not None:
            return by_words
        if low not in _BY_ROLE:
            return self._salient(sentence, before=token, taken=taken)
        return None

    def _by_description(self, phrase: str, taken: Sequence[Party]) -> Party | None:
        """The one company of the document that the words of `phrase` describe."""
        named = [p for p in self.mentioned() if p is not UNNAMED and p not in taken]
        ids = set(self.companies.candidates(phrase))
        fits = [p for p in named if p.entity_id in ids]
        if not fits:
            fits = [p for p in named if self._words_of(p) & _content_words(phrase)]
        if not fits:
            roles = self._roles_of(phrase)
            fits = [p for p in named if roles and (roles & p.roles)]
            if "lab" in roles:
                fits = [p for p in fits if not p.roles & {"cloud", "buyer"}] or fits
                fits = fits or [p for p in named if not p.curated]
                fits = fits or [p for p in named if not p.roles & {"cloud", "buyer", "investor"}]
        if len(fits) == 1:
            return fits[0]
        if len(ids) == 1 and not fits:
            company = self.companies.canonical(next(iter(ids)))
            return Party(company.name, company.company_id, frozenset(company.roles), curated=True)
        recent = [p for _, p in reversed(self.seen) if p in fits]
        return recent[0] if recent else None

    def _words_of(self, party: Party) -> set[str]:
        return self.descriptors.get(party.name, set())

    def _roles_of(self, phrase: str) -> frozenset[str]:
        roles: frozenset[str] = frozenset()
        for words, found in self.rules.kinds.items():
            if re.search(rf"\b{re.escape(words)}\b", phrase):
                roles |= found
        return roles

    def _salient(
        self, sentence: Sentence, before: Token, taken: Sequence[Party] = ()
    ) -> Party | None:
        """Who "it" or "the company" is: the last subject, else the last one named."""
        here = [
            (i, named.party)
            for i, named in sorted(sentence.named.items())
            if named.party is not None and i < before.i and named.party not in taken
        ]
        subject_labels = sentence.labels.subject | sentence.labels.passive_subject
        for i, party in here:
            if sentence.doc[i].dep_ in subject_labels:
                return party
        if here and before.dep_ not in subject_labels:
            return here[0][1]
        topic = self._topic_before(sentence)
        if topic is not None and topic not in taken:
            return topic
        if here:
            return here[0][1]
        seen = [p for at, p in self.seen if at < sentence.index and p not in taken]
        return seen[-1] if seen else self.filer

    def _topic_before(self, sentence: Sentence) -> Party | None:
        """The first subject of the last sentence that had one."""
        earlier = [(at, p) for at, p in self.subjects if at < sentence.index]
        if not earlier:
            return None
        last = earlier[-1][0]
        return next(party for at, party in earlier if at == last)

    def _last_two(self, sentence: Sentence, token: Token) -> list[Party]:
        here = [n.party for i, n in sorted(sentence.named.items()) if n.party and i < token.i]
        earlier = [p for at, p in self.seen if at < sentence.index]
        unique = list(dict.fromkeys(p for p in here))
        if len(unique) < 2:
            last = max((at for at, _ in self.seen if at < sentence.index), default=-1)
            unique = list(dict.fromkeys(p for at, p in self.seen if at == last)) or earlier
        return unique[:2] if len(unique) >= 2 else []


def _is_quoted(token: Token, sentence: Sentence) -> bool:
    """Whether an odd number of quotation marks stands before the word."""
    before = sentence.text[: sentence.starts[token.i] - sentence.span.start]
    return len(re.findall('["“”]', before)) % 2 == 1


def _one(party: Party | None) -> list[Party]:
    return [party] if party is not None else []


def _phrase(token: Token, sentence: Sentence) -> str:
    """The noun with what stands before it, as written in the document."""
    start = token.left_edge.i
    if token.i - start > 8:
        start = max(start, token.i - 4)
    text_start = sentence.starts[start] - sentence.span.start
    return sentence.text[text_start : sentence.ends[token.i] - sentence.span.start]


def _content_words(phrase: str) -> set[str]:
    return {w for w in re.findall(r"[\w-]+", phrase.lower()) if len(w) > 3} - {
        "company", "firm", "group", "giant", "business", "their", "this", "that", "same", "maker",
    }  # fmt: skip
