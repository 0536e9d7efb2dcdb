"""The lexicon's words and phrases are found by form and by lemma."""

import json
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

import tracker.extract.pairs.lexicon as home
from tracker.extract.pairs.lexicon import Lexicon

FILE = Path(home.__file__).parents[1] / "patterns" / "lexicon.jsonl"


def test_words_and_phrases_have_classes() -> None:
    """ "walked away" is an end by its lemmas; a word of no class is left out."""
    words = ["Arm", "walked", "away", "from", "preliminary", "talks"]
    lemmas = ["Arm", "walk", "away", "from", "preliminary", "talk"]
    found = Lexicon().classes(Doc(spacy.blank("en").vocab, words=words, lemmas=lemmas))
    assert "ends" in found[1]
    assert "talks" in found[5]
    assert 3 not in found


@pytest.mark.parametrize("line", FILE.read_text(encoding="utf-8").splitlines())
def test_each_class_is_in_small_letters_and_without_repeats(line: str) -> None:
    """A word in capitals would never be found, one given twice is a slip."""
    words = json.loads(line)["words"]
    assert words == [word.lower() for word in words]
    assert len(set(words)) == len(words)
    assert all(0 < len(word.split()) <= 4 for word in words)
