"""Passages told together keep their words, companies, amounts and right answers."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.training.encoder.examples import Answer, Example, examples_of
from pipelines.training.encoder.stitching import stitched, with_roundups
from pipelines.training.sample import sample_passages
from tests.training.passages import words
from tracker.extract.drafts import TITLE

SOME = 30


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    """Some passages of the bundled sample."""
    return list(examples_of("sample", list(sample_passages())[:SOME]))


def who(example: Example) -> list[tuple[str, tuple[str, ...]]]:
    """The words that stand for companies, and for which."""
    parties = example.outline.parties
    marks = sorted(example.outline.marks, key=lambda m: (m.line, m.start))
    return [(words(example, m), tuple(parties[p].name for p in m.parties)) for m in marks]


def tags(example: Example) -> list[tuple[str, bool]]:
    """What is a name for certain, and what may be one, line by line."""
    marks = [(m, True) for m in example.names] + [(m, False) for m in example.doubtful]
    marks.sort(key=lambda pair: (pair[0].line, pair[0].start, pair[1]))
    return [(words(example, mark), sure) for mark, sure in marks]


def told(example: Example) -> Iterator[tuple[Answer, set[str], set[tuple[str, str]]]]:
    """The answers but for their places, the sentences that tell them, and their terms in words."""
    text = {line.index: line.text for line in example.lines}
    for answer in example.answers:
        terms = {(words(example, example.outline.amounts[at]), slot) for at, slot in answer.terms}
        bare = (answer.buyer, answer.supplier, answer.deal_type, answer.status, answer.optional)
        yield Answer(*bare), {text[line] for line in answer.evidence}, terms


@given(data=st.data())
def test_nothing_is_lost_or_moved_to_another(examples: list[Example], data: st.DataObject) -> None:
    """Sentences, who stands where, answers with their evidence and terms are those of the parts."""
    parts = data.draw(st.lists(st.sampled_from(examples), min_size=1, max_size=4, unique_by=id))
    whole = stitched(parts)
    assert [x.text for x in whole.lines] == [x.text for part in parts for x in part.lines]
    assert len({x.index for x in whole.lines}) == len(whole.lines)
    assert who(whole) == [one for part in parts for one in who(part)]
    assert list(told(whole)) == [one for part in parts for one in told(part)]
    assert tags(whole) == [one for part in parts for one in tags(part)]
    assert whole.outline.hints == tuple(hint for part in parts for hint in part.outline.hints)
    names = [party.name for party in whole.outline.parties]
    assert len(set(names)) == len(names)
    assert "" in names
    if not any("" in stands_for for _, stands_for in who(whole)):
        assert names[-1] == ""
    assert sum(line.index == TITLE for line in whole.lines) <= 1


def test_each_passage_stands_in_one_round_up(examples: list[Example]) -> None:
    """Joined or alone, every passage is learned from once a pass."""
    dice = random.Random(1)  # noqa: S311 - no secret
    shown = list(with_roundups(examples, 0.7, dice))
    assert len(shown) < len(examples)
    before = sorted(line.text for one in examples for line in one.lines)
    assert sorted(line.text for one in shown for line in one.lines) == before
    assert list(with_roundups(examples, 0.0, dice)) == examples
