"""Dependents by relation, under the labels of two kinds of parser."""

import spacy
from spacy.tokens import Doc

from tracker.extract.grammar import (
    CLEAR,
    UNIVERSAL,
    is_passive,
    labels_for,
    objects,
    prepositional,
    subjects,
    with_conjuncts,
)

_VOCAB = spacy.blank("en").vocab


def _doc(rows: list[tuple[str, str, int, str]]) -> Doc:
    """A parsed Doc from (word, tag, head, relation)."""
    words, tags, heads, deps = (list(column) for column in zip(*rows, strict=True))
    return Doc(_VOCAB, words=words, tags=tags, heads=heads, deps=deps)


def _universal() -> Doc:
    return _doc(
        [
            ("Meta", "NNP", 1, "nsubj"),
            ("rented", "VBD", 1, "ROOT"),
            ("chips", "NNS", 1, "obj"),
            ("from", "IN", 4, "case"),
            ("Google", "NNP", 1, "obl"),
        ]
    )


def _clear() -> Doc:
    return _doc(
        [
            ("Meta", "NNP", 1, "nsubj"),
            ("rented", "VBD", 1, "ROOT"),
            ("chips", "NNS", 1, "dobj"),
            ("from", "IN", 1, "prep"),
            ("Google", "NNP", 3, "pobj"),
        ]
    )


def test_both_label_sets_say_the_same() -> None:
    """Subject, object and prepositional phrase are found in UD and in CLEAR parses alike."""
    for doc, labels in ((_universal(), UNIVERSAL), (_clear(), CLEAR)):
        verb = doc[1]
        assert [word.text for word in subjects(verb, labels)] == ["Meta"]
        assert [word.text for word in objects(verb, labels)] == ["chips"]
        assert [(p, n.text) for p, n in prepositional(verb, labels)] == [("from", "Google")]


def test_labels_are_chosen_by_the_parser() -> None:
    """A parser that says dobj is read with the CLEAR table."""
    assert labels_for(["nsubj", "dobj", "prep"]) is CLEAR
    assert labels_for(["nsubj", "obj", "obl"]) is UNIVERSAL


def test_passive_turns_subject_into_object() -> None:
    """What a passive is done to is its object; nobody is its subject."""
    for passive, auxiliary, labels in (
        ("nsubj:pass", "aux:pass", UNIVERSAL),
        ("nsubjpass", "auxpass", CLEAR),
    ):
        doc = _doc(
            [
                ("Ampere", "NNP", 2, passive),
                ("was", "VBD", 2, auxiliary),
                ("bought", "VBN", 2, "ROOT"),
            ]
        )
        assert is_passive(doc[2], labels)
        assert [word.text for word in objects(doc[2], labels)] == ["Ampere"]
        assert subjects(doc[2], labels) == []


def test_an_infinitive_has_its_governors_subject() -> None:
    """In "Meta agreed to rent" it is Meta that rents."""
    doc = _doc(
        [
            ("Meta", "NNP", 1, "nsubj"),
            ("agreed", "VBD", 1, "ROOT"),
            ("to", "TO", 3, "mark"),
            ("rent", "VB", 1, "xcomp"),
        ]
    )
    assert [word.text for word in subjects(doc[3], UNIVERSAL)] == ["Meta"]


def test_conjuncts() -> None:
    """Joined words are found with the first."""
    doc = _doc(
        [
            ("Meta", "NNP", 3, "nsubj"),
            ("and", "CC", 2, "cc"),
            ("OpenAI", "NNP", 0, "conj"),
            ("rent", "VBP", 3, "ROOT"),
        ]
    )
    assert [word.text for word in with_conjuncts(doc[0], UNIVERSAL)] == ["Meta", "OpenAI"]
