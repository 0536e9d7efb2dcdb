"""Corpora of names in one set of labels."""

from pathlib import Path

import pytest

from pipelines.training.names import names_doc, read_names, spaced
from tests.training.builders import VOCAB


def _write(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_iob1_and_iob2_mean_the_same(tmp_path: Path) -> None:
    """A name may begin with I-; a B- parts two names that touch."""
    one = _write(tmp_path / "one.conll", ["Harrow I-ORG", "Grid I-ORG", "in O", "Ostrava I-LOC"])
    two = _write(
        tmp_path / "two.conll",
        ["Harrow\tB-organisation", "Grid\tI-organisation", "in\tO", "Ostrava\tB-country"],
    )
    expected = [(["Harrow", "Grid", "in", "Ostrava"], ["B-ORG", "I-ORG", "O", "B-LOC"])]
    assert list(read_names(one)) == list(read_names(two)) == expected


def test_uner_has_its_word_in_the_second_column(tmp_path: Path) -> None:
    """Comments are no words; the tag is the third column."""
    rows = ["# sent_id = 1", "1\tPetra\tB-PER\t-\t-", "2\twaits\tO\t-\t-", "", "1\tHi\tO\t-\t-"]
    found = list(read_names(_write(tmp_path / "a.iob2", rows)))
    assert found == [(["Petra", "waits"], ["B-PERSON", "O"]), (["Hi"], ["O"])]


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    """A line without a tag is reported with file and line."""
    with pytest.raises(ValueError, match=r"a\.conll:2: 'alone' is no word with its tag"):
        list(read_names(_write(tmp_path / "a.conll", ["Harrow I-ORG", "alone"])))


def test_other_tags_are_miscellaneous(tmp_path: Path) -> None:
    """A tag that we have no label for is MISC, next to a label of ours."""
    [(_, tags)] = read_names(_write(tmp_path / "a.conll", ["Derby\tB-event", "Harrow\tI-band"]))
    assert tags == ["B-MISC", "I-MISC"]


def test_words_are_spaced_as_print_spaces_them() -> None:
    """No space before a comma or a possessive, none inside brackets and quotes."""
    words = ["Harrow", "'s", "(", "new", ")", "plan", ",", '"', "Grid", '"', "."]
    assert spaced(words) == 'Harrow\'s (new) plan, "Grid".'


def test_a_doc_has_the_names_as_entities() -> None:
    """Two names that touch stay two."""
    doc = names_doc(VOCAB, ["Harrow", "Grid", "waits"], ["B-ORG", "B-PERSON", "O"])
    assert [(e.text, e.label_) for e in doc.ents] == [("Harrow", "ORG"), ("Grid", "PERSON")]
