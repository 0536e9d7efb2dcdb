"""What a parse says of a word's dependents, in the words of our own small table.

The table maps the labels of a parser to the few relations that deal reading needs:
Universal Dependencies (our own model) and CLEAR (spaCy's English pipelines).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Labels:
    """The names that one parser gives to the relations we ask for."""

    subject: frozenset[str]
    passive_subject: frozenset[str]
    object: frozenset[str]
    agent: frozenset[str]  # the by-phrase, where it has a label of its own
    oblique: frozenset[str]  # a noun with its preposition
    preposition: frozenset[str]  # a preposition that governs its noun (CLEAR)
    marker: frozenset[str]  # a preposition below its noun (UD)
    possessive: frozenset[str]
    modifier: frozenset[str]  # compound, flat, adjectival noun
    apposition: frozenset[str]
    conjunct: frozenset[str]
    open_clause: frozenset[str]
    adverbial: frozenset[str]
    relative: frozenset[str]  # clauses that modify a noun
    complement: frozenset[str]
    auxiliary: frozenset[str]
    negation: frozenset[str]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


UNIVERSAL = Labels(
    subject=_set("nsubj nsubj:outer csubj"),
    passive_subject=_set("nsubj:pass csubj:pass"),
    object=_set("obj iobj"),
    agent=_set("obl:agent"),
    oblique=_set("obl nmod obl:agent obl:npmod obl:unmarked nmod:unmarked"),
    preposition=frozenset(),
    marker=_set("case"),
    possessive=_set("nmod:poss"),
    modifier=_set("compound flat amod nmod"),
    apposition=_set("appos"),
    conjunct=_set("conj"),
    open_clause=_set("xcomp"),
    adverbial=_set("advcl advcl:relcl"),
    relative=_set("acl acl:relcl"),
    complement=_set("ccomp parataxis"),
    auxiliary=_set("aux aux:pass cop"),
    negation=_set("neg advmod"),
)
CLEAR = Labels(
    subject=_set("nsubj csubj"),
    passive_subject=_set("nsubjpass csubjpass"),
    object=_set("dobj dative oprd"),
    agent=_set("agent"),
    oblique=frozenset(),
    preposition=_set("prep agent dative"),
    marker=frozenset(),
    possessive=_set("poss"),
    modifier=_set("compound nmod amod"),
    apposition=_set("appos"),
    conjunct=_set("conj"),
    open_clause=_set("xcomp"),
    adverbial=_set("advcl"),
    relative=_set("acl relcl"),
    complement=_set("ccomp parataxis pcomp"),
    auxiliary=_set("aux auxpass"),
    negation=_set("neg"),
)


def labels_for(names: Iterable[str]) -> Labels:
    """The table for a parser with these labels: CLEAR if it says "dobj", else UD."""
    return CLEAR if "dobj" in set(names) else UNIVERSAL


def below(token: Token, relations: frozenset[str]) -> list[Token]:
    """Children of `token` in one of these relations, in order."""
    return [child for child in token.children if child.dep_ in relations]


def with_conjuncts(token: Token, labels: Labels) -> list[Token]:
    """The token and what is joined to it by "and", in order."""
    found = [token]
    for child in below(token, labels.conjunct):
        found.extend(with_conjuncts(child, labels))
    return found


_PAID_WITH = frozenset({"cash", "stock", "shares"})


def prepositional(token: Token, labels: Labels) -> Iterator[tuple[str, Token]]:
    """Each (preposition, noun) that hangs on `token`, or on what is paid with: "cash for it"."""
    for child in token.children:
        if child.dep_ in labels.preposition:
            for noun in child.children:
                if noun.dep_ in {"pobj", "pcomp"}:
                    yield child.lower_, noun
        elif child.dep_ in labels.oblique:
            marks = below(child, labels.marker)
            if marks:
                yield marks[0].lower_, child
            if child.lower_ in _PAID_WITH:
                yield from prepositional(child, labels)


def is_verb(token: Token) -> bool:
    """Whether the tag is that of a verb form."""
    return token.tag_.startswith("VB")


def is_passive(token: Token, labels: Labels) -> bool:
    """Whether a participle has a passive subject or auxiliary, or stands bare by a noun."""
    if any(child.dep_ in labels.passive_subject for child in token.children):
        return True
    if any(child.dep_ in {"aux:pass", "auxpass"} for child in token.children):
        return True
    bare = token.tag_ == "VBN" and token.dep_ in labels.relative
    return bare and not below(token, labels.subject | labels.auxiliary)


def chain(token: Token) -> list[Token]:
    """The token and its governors up to the root."""
    found = [token]
    while found[-1].head.i != found[-1].i and len(found) < 30:
        found.append(found[-1].head)
    return found


def subjects(token: Token, labels: Labels, depth: int = 0) -> list[Token]:
    """Who does what the verb says: its own subject, or the one it shares with its governor."""
    own = below(token, labels.subject)
    if own:
        return _relative_subject(token, own, labels)
    if is_passive(token, labels) or depth > 6:
        return []
    return _inherited(token, labels, depth)


def _relative_subject(token: Token, own: list[Token], labels: Labels) -> list[Token]:
    subject = own[0]
    if subject.tag_ in {"WDT", "WP"} or subject.lower_ in {"which", "that", "who"}:
        if token.dep_ in labels.relative:
            return [token.head]
        return []
    return [word for one in own for word in with_conjuncts(one, labels)]


_CONTROLLING = _set(
    "allow let give help enable see hire ask commission select choose pick tap enlist order invite"
    " want contract pay expect oblige require entitle"
)


def _inherited(token: Token, labels: Labels, depth: int) -> list[Token]:
    head = token.head
    if head.i == token.i:
        return []
    if token.dep_ in labels.open_clause:
        controlled = below(head, labels.object)
        if controlled and head.lemma_.lower() in _CONTROLLING:
            return with_conjuncts(controlled[0], labels)
        return subjects(head, labels, depth + 1) or _passive_subjects(head, labels)
    if token.dep_ in labels.relative:
        return _of_noun_clause(token, head, labels, depth)
    if token.dep_ in labels.conjunct | labels.adverbial | labels.complement:
        return subjects(head, labels, depth + 1) or _passive_subjects(head, labels)
    return []


def _passive_subjects(token: Token, labels: Labels) -> list[Token]:
    own = below(token, labels.passive_subject)
    if not own and token.dep_ in labels.conjunct:
        return below(token.head, labels.subject) or _passive_subjects(token.head, labels)
    return with_conjuncts(own[0], labels) if own else []


def _of_noun_clause(token: Token, head: Token, labels: Labels, depth: int) -> list[Token]:
    """For "agreement to rent": who made the agreement; for "firm renting": the firm."""
    if token.tag_ in {"VBG", "VBN"} and not below(token, _set("mark")):
        return [head]
    owners = below(head, labels.possessive)
    if owners:
        return owners
    for governor in chain(head):
        if governor.i != head.i or below(governor, labels.subject):
            own = below(governor, labels.subject)
            if own and not is_verb(governor):
                return with_conjuncts(own[0], labels)
        if is_verb(governor) and governor.i != head.i:
            return subjects(governor, labels, depth + 1) or _passive_subjects(governor, labels)
    return []


def objects(token: Token, labels: Labels) -> list[Token]:
    """What the verb is done to, with conjuncts; the subject of a passive."""
    if is_passive(token, labels):
        own = below(token, labels.passive_subject)
        if own and own[0].tag_ in {"WDT", "WP"} and token.dep_ in labels.relative:
            return [token.head]
        if not own and token.dep_ in labels.relative:
            return [token.head]
    else:
        own = below(token, labels.object)
    return [noun for first in own for noun in with_conjuncts(first, labels)]
