"""Universal Dependencies parses in CLEAR style, as spaCy's English pipelines have them."""

from collections.abc import Iterable

from spacy.tokens import Doc

_RENAMED = {
    "obj": "dobj", "iobj": "dative", "nsubj:pass": "nsubjpass", "csubj:pass": "csubjpass",
    "aux:pass": "auxpass", "nmod:poss": "poss", "acl:relcl": "relcl", "compound:prt": "prt",
    "flat": "compound", "obl:unmarked": "npadvmod", "nmod:unmarked": "npadvmod",
    "nsubj:outer": "nsubj", "advcl:relcl": "advcl",
}  # fmt: skip
_CLAUSAL = frozenset(
    {"nsubj", "aux", "advmod", "mark", "punct", "cc", "conj", "advcl", "ccomp", "parataxis"}
)


def to_clear(doc: Doc) -> Doc:
    """The same words with CLEAR labels: prepositions govern their nouns, copulas are heads."""
    heads = [token.head.i for token in doc]
    deps = [token.dep_ for token in doc]
    for token in doc:
        if token.dep_ == "cop" and token.head.i == heads[token.i]:
            _raise_copula(doc, token.i, heads, deps)
    for at, dep in enumerate(list(deps)):
        marks = [c for c in range(len(doc)) if deps[c] == "case" and heads[c] == at and c < at]
        if dep in {"obl", "nmod", "obl:agent"} and marks:
            first = marks[0]
            heads[first], heads[at] = heads[at], first
            deps[first], deps[at] = "agent" if dep == "obl:agent" else "prep", "pobj"
    for at, token in enumerate(doc):
        if deps[at] == "mark" and token.tag_ == "TO":
            deps[at] = "aux"
        elif deps[at] == "advmod" and token.lower_ in {"not", "n't"}:
            deps[at] = "neg"
        deps[at] = _RENAMED.get(deps[at], deps[at])
    return rebuilt(doc, heads, deps)


def _raise_copula(doc: Doc, copula: int, heads: list[int], deps: list[str]) -> None:
    noun = doc[copula].head
    heads[copula] = copula if noun.dep_ == "ROOT" else noun.head.i
    deps[copula] = noun.dep_
    heads[noun.i], deps[noun.i] = copula, "attr"
    for child in noun.children:
        if child.i != copula and child.dep_.split(":")[0] in _CLAUSAL:
            heads[child.i] = copula


def rebuilt(doc: Doc, heads: Iterable[int], deps: Iterable[str]) -> Doc:
    """The words, tags and lemmas of `doc` under another tree."""
    return Doc(
        doc.vocab,
        words=[t.text for t in doc],
        spaces=[bool(t.whitespace_) for t in doc],
        tags=[t.tag_ for t in doc],
        lemmas=[t.lemma_ for t in doc],
        heads=list(heads),
        deps=list(deps),
    )
