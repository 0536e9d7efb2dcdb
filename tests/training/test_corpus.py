"""Treebanks as training files."""

from pathlib import Path

import spacy
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from spacy.tokens import DocBin

from pipelines.training.corpus import (
    LONG,
    SENTENCES_PER_DOC,
    SHORT,
    is_tree,
    sentences,
    write_docbin,
    write_groups,
    write_mixed,
)
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


def test_parsed_texts_are_written_short_and_long(tmp_path: Path) -> None:
    """Short Docs keep within a text; a long one has the sentences of several."""
    docs = list(sentences(write_treebank(tmp_path / "a.conllu", 40), VOCAB))
    texts = [docs[:7], docs[7:8], docs[8:]]
    assert write_groups(texts, tmp_path) == 40
    short = list(DocBin().from_disk(tmp_path / SHORT).get_docs(VOCAB))
    assert sum(len(list(doc.sents)) for doc in short) == 40
    assert sum(map(len, short)) == sum(map(len, docs))
    long = list(DocBin().from_disk(tmp_path / LONG).get_docs(VOCAB))
    assert [len(list(doc.sents)) for doc in long] == [SENTENCES_PER_DOC] * 4


def test_treebanks_are_mixed_with_what_was_parsed(tmp_path: Path) -> None:
    """As often as asked for, and the same each time."""
    gold = write_treebank(tmp_path / "a.conllu", 10)
    write_docbin([gold], tmp_path / "gold", (1,))
    write_docbin([write_treebank(tmp_path / "b.conllu", 4)], tmp_path / "silver", (1,))
    for name in ("one", "two"):
        labelled, parsed = write_mixed(tmp_path / "gold", tmp_path / "silver", tmp_path / name, 2)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    docs = list(DocBin().from_disk(tmp_path / "one").get_docs(VOCAB))
    assert len(docs) == 24
    assert sum(map(len, docs)) == 2 * labelled + parsed


@given(st.lists(st.integers(0, 6), min_size=1, max_size=7))
def test_a_tree_has_one_root_that_all_hang_on(heads: list[int]) -> None:
    """As many edges as words but one, and all of them connected."""
    heads = [min(head, len(heads) - 1) for head in heads]
    edges = [(word, head) for word, head in enumerate(heads) if word != head]
    graph = coo_matrix(
        ([1] * len(edges), ([word for word, _ in edges], [head for _, head in edges])),
        shape=(len(heads), len(heads)),
    )
    pieces, _ = connected_components(graph, directed=False)
    assert is_tree(heads) is (pieces == 1 and len(edges) == len(heads) - 1)
