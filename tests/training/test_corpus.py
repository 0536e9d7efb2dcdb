"""Treebanks as training files."""

from pathlib import Path

import spacy
from spacy.tokens import DocBin

from pipelines.training.corpus import sentences, write_docbin
from tests.training.builders import VOCAB, write_treebank


def test_contractions_stay_two_words_as_spacy_cuts_them(tmp_path: Path) -> None:
    """A contraction is two annotated words without a space between them."""
    _, waits = sentences(write_treebank(tmp_path / "a.conllu", 2), VOCAB)
    assert waits.text == "It doesn't wait . "
    assert [t.text for t in spacy.blank("en")(waits.text)][:4] == ["It", "does", "n't", "wait"]


def test_groups_have_the_sizes_asked_for(tmp_path: Path) -> None:
    """Every sentence is written once, in Docs of the sizes given, the same each time."""
    bank = write_treebank(tmp_path / "a.conllu", 40)
    for name in ("one", "two"):
        assert write_docbin([bank], tmp_path / name, (2, 3)) == 40
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    docs = list(DocBin().from_disk(tmp_path / "one").get_docs(VOCAB))
    sizes = [len(list(doc.sents)) for doc in docs]
    assert sum(sizes) == 40
    assert set(sizes[:-1]) == {2, 3}
