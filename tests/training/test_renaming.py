"""Other names for the companies of a passage leave everything else where it was."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.training.encoder.examples import Example, examples_of
from pipelines.training.encoder.renaming import Namer, renamed
from pipelines.training.sample import sample_passages
from tests.training.passages import words

SOME = 12


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    """Some passages of the bundled sample."""
    return list(examples_of("sample", list(sample_passages())[:SOME]))


@given(seed=st.integers(0, 10_000))
def test_marks_slice_the_new_names(examples: list[Example], seed: int) -> None:
    """Every mark still stands for the same company, under its old name or the new one."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    namer = Namer(examples)
    for example in examples:
        names = namer.rename(example, dice)
        shown = renamed(example, names)
        assert len(shown.lines) == len(example.lines)
        for mark in shown.outline.marks:
            new = {names[party] for party in mark.parties if party in names}
            old = {
                words(example, m)
                for m in example.outline.marks
                if (m.line, m.parties) == (mark.line, mark.parties)
            }
            assert words(shown, mark) in new | old
        for before, after in zip(example.outline.amounts, shown.outline.amounts, strict=True):
            figure = re.search(r"\d+", words(example, before))
            assert figure is None or figure[0] in words(shown, after)


def test_no_new_names_change_nothing(examples: list[Example]) -> None:
    """Without other names the sentences and marks are those of before."""
    for example in examples:
        shown = renamed(example, {})
        assert [line.text for line in shown.lines] == [line.text for line in example.lines]
        assert [words(shown, m) for m in shown.outline.marks] == [
            words(example, m) for m in example.outline.marks
        ]
