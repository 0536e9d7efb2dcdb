"""Variants of training text keep their annotation."""

import random

import spacy
from spacy.training import Example

from pipelines.training.augment import merge_names, print_styles, typographic
from tests.training.builders import RENTS, WAITS, doc_of


def test_a_name_becomes_one_stand_in() -> None:
    """A name of two words is one token with the role of its head; others are left alone."""
    merged = merge_names(doc_of(RENTS), random.Random(0), share=1.0)  # noqa: S311
    assert [t.text for t in merged] == ["Google", "rents", "chips", "from", "Google", "."]
    assert [t.dep_ for t in merged] == ["nsubj", "ROOT", "obj", "case", "obl", "punct"]
    assert [t.head.text for t in merged][:4] == ["rents", "rents", "rents", "Google"]


def test_a_name_that_governs_others_is_not_merged_past_them() -> None:
    """Where an outside word hangs on a word that merging would remove, nothing is lost."""
    rows = [
        ("Bank", "NNP", "PROPN", 4, "nsubj"),
        ("of", "IN", "ADP", 3, "case"),
        ("Harrow", "NNP", "PROPN", 1, "nmod"),
        ("waits", "VBZ", "VERB", 0, "root"),
        (".", ".", "PUNCT", 4, "punct"),
    ]
    merged = merge_names(doc_of(rows), random.Random(0), share=1.0)  # noqa: S311
    assert [t.text for t in merged] == ["Google", "of", "Google", "waits", "."]
    assert merged[2].head.i == 0


def test_typeset_quotes_and_apostrophes() -> None:
    """A contraction gets the curved apostrophe that typeset text has."""
    assert [t.text for t in typographic(doc_of(WAITS))][2] == "n’t"


def test_shares_choose_the_variant() -> None:
    """With a share of one every document is that variant; with none it is itself."""
    nlp = spacy.blank("en")
    reference = doc_of(RENTS)
    example = Example(nlp.make_doc(reference.text), reference)
    always = print_styles(1, lower=0, upper=1, title=0, typeset=0, merged=0)
    never = print_styles(1, lower=0, upper=0, title=0, typeset=0, merged=0)
    [changed] = always(nlp, example)
    assert changed.text == "NORTHGATE COMPUTE RENTS CHIPS FROM HARROW."
    assert [t.dep_ for t in changed.reference] == [t.dep_ for t in reference]
    assert list(never(nlp, example)) == [example]
