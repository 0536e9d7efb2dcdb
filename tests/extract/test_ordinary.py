"""Ordinary words."""

import pytest

from tracker.extract.ordinary import is_ordinary


@pytest.mark.parametrize(
    "word", ["revenue", "Shares", "buying", "planned", "analysts’", "long-term"]
)
def test_words_and_their_inflections_are_common(word: str) -> None:
    """Plurals, participles, possessives and compounds of ordinary words are ordinary."""
    assert is_ordinary(word)


@pytest.mark.parametrize("word", ["Quillon", "Tenstorrent", "Harrow-Lindqvist", "xq"])
def test_made_up_words_are_not(word: str) -> None:
    """A word that nobody writes small may be a name."""
    assert not is_ordinary(word)
