"""Names of bodies in full, and without what somebody is in the matter."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.attribution import is_release
from tracker.extract.named import Named, Party
from tracker.extract.whole_names import whole


def named(text: str, *names: str, curated: bool = False) -> list[Named]:
    """The names where they first stand in the text."""
    return [
        Named(
            text.index(name), text.index(name) + len(name), "COMPANY", "unknown", name,
            Party(name, name.lower(), frozenset(), curated),
        )
        for name in names
    ]  # fmt: skip


def told(text: str, names: Sequence[Named]) -> list[str]:
    """The names of the parties, and that each stands where it says."""
    found = whole(text, names)
    assert all(text[name.start : name.end] == name.text for name in found)
    return [name.party.name for name in found if name.party is not None]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        (
            "The Ministry of Defence of Halvonia ordered servers.",
            ("Defence", "Halvonia"),
            ["Ministry of Defence of Halvonia"],
        ),
        (
            "the Regional Ministry of Health of Oltenia has awarded it",
            ("Health", "Oltenia"),
            ["Regional Ministry of Health of Oltenia"],
        ),
        (
            "The Rhine Institute for Materials and Glimmer Photonics intend to",
            ("Rhine Institute", "Glimmer Photonics"),
            ["Rhine Institute for Materials", "Glimmer Photonics"],
        ),
        ("Plaintiff Meridian Stack sued.", ("Plaintiff Meridian Stack",), ["Meridian Stack"]),
    ],
)
def test_names_stand_as_printed(text: str, names: tuple[str, ...], expected: list[str]) -> None:
    """Whatever piece of one was found; two that "and" joins stay two."""
    assert told(text, named(text, *names)) == expected


def test_what_a_list_knows_stays() -> None:
    """A listed bank in such a phrase is the bank."""
    text = "a loan from Bank of America"
    assert told(text, named(text, "Bank of America", curated=True)) == ["Bank of America"]
    text = "the University of Oracle"
    assert told(text, named(text, "Oracle", curated=True)) == ["Oracle"]


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    """No text breaks it, and of no names nothing is made."""
    assert whole(text, []) == []


@pytest.mark.parametrize("piece", ["A", "Aa ", "Bank of Aa and ", "Ministry of ", "AA. "])
def test_time_grows_with_the_text(piece: str) -> None:
    """Two megabytes of capitals take a moment; in quadratic time they would not end."""
    text = piece * (2_000_000 // len(piece))
    assert whole(text, []) == []
    assert not is_release(text)
