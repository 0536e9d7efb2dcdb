"""Names of bodies in full, and without what somebody is in the matter."""

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.attribution import is_release
from tracker.extract.named import Named, Party
from tracker.extract.spelled_names import MOST_NAMES
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


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("On Tuesday Bank of Halvonia agreed", ("Halvonia",), ["Bank of Halvonia"]),
        ("In March Port of Halden signed", ("Halden",), ["Port of Halden"]),
        (
            "Quorvane\nMinistry of Defence of Halvonia",
            ("Quorvane", "Halvonia"),
            ["Quorvane", "Ministry of Defence of Halvonia"],
        ),
        ("Host Networks has signed", ("Host Networks",), ["Host Networks"]),
    ],
)
def test_names_begin_where_they_begin(
    text: str, names: tuple[str, ...], expected: list[str]
) -> None:
    """Behind a day, a line's end, another word; no part of a name is taken for a role."""
    assert told(text, named(text, *names)) == expected


@given(
    st.lists(
        st.sampled_from(["Bank of ", "Aa", "Ministry of ", " and ", "\n", ", ", "On ", "the "]),
        max_size=30,
    ).map("".join)
)
def test_any_names_in_any_text(text: str) -> None:
    """Names stay in order, apart, and where they say; none is lost but inside a longer one."""
    names = [
        Named(m.start(), m.end(), "COMPANY", "unknown", "Aa", Party("Aa", "aa", frozenset(), False))
        for m in re.finditer("Aa", text)
    ]
    found = whole(text, names)
    assert all(text[name.start : name.end] == name.text for name in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(any(f.start <= n.start and n.end <= f.end for f in found) for n in names)


@pytest.mark.parametrize("piece", ["A", "Aa ", "Bank of Aa and ", "Ministry of ", "AA. "])
def test_time_grows_with_the_text(piece: str) -> None:
    """Two megabytes of capitals take a moment; in quadratic time they would not end."""
    text = piece * (2_000_000 // len(piece))
    assert whole(text, []) == []
    assert not is_release(text)


def test_time_grows_with_the_names() -> None:
    """As many as are read at all, each beside a body of its own: a moment as well."""
    text = "Bank of Aa. " * 200_000
    names = [
        Named(at, at + 2, "COMPANY", "unknown", "Aa", Party("Aa", "aa", frozenset(), False))
        for at in range(8, 12 * MOST_NAMES, 12)
    ]
    assert len(whole(text, names)) == len(names)
