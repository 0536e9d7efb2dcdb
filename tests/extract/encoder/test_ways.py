"""Which pairs of companies the encoder is asked about."""

from itertools import permutations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.encoder.outline import Mark, Outline
from tracker.extract.encoder.ways import MOST, Asker, Inputs
from tracker.extract.encoder.windows import Line, WindowMaker
from tracker.extract.named import UNNAMED, Party


def party(name: str) -> Party:
    """A company that nobody listed."""
    return Party(name, name.lower(), frozenset(), curated=False)


def asked(maker: WindowMaker, names: list[str], *, unnamed_at: str = "") -> tuple[Inputs, Outline]:
    """The questions about a sentence that says just these words, companies but for `unnamed_at`."""
    text = " ".join([*names, unnamed_at]).strip()
    parties = (*map(party, names), UNNAMED)
    marks, at = [], 0
    for place, word in enumerate([*names, unnamed_at]):
        if word:
            marks.append(Mark(0, at, at + len(word), (place,), named=place < len(names)))
        at += len(word) + 1
    outline = Outline(parties, tuple(marks), (), ())
    [window] = maker.windows([Line(0, 0, text)])
    inputs = Asker(()).inputs(window, outline)
    assert inputs is not None
    return inputs, outline


def test_one_company_may_deal_with_somebody_unsaid(maker: WindowMaker) -> None:
    """Both ways round; no word piece stands for the other side."""
    inputs, _ = asked(maker, ["Harrow"])
    assert inputs.ways == ((0, 1), (1, 0))
    assert inputs.pool[0].sum() == 1.0
    assert inputs.pool[1].sum() == 0.0
    assert np.isfinite(inputs.rows).all()


def test_a_word_for_somebody_unnamed_is_its_place(maker: WindowMaker) -> None:
    """ "a client" stands for the side that is asked about."""
    inputs, _ = asked(maker, ["Harrow"], unnamed_at="client")
    assert inputs.pool[inputs.sides[0, 1]].sum() == 1.0


@given(count=st.integers(1, MOST + 6))
def test_each_two_are_asked_about_each_way_round(maker: WindowMaker, count: int) -> None:
    """The first so many that are named, with each other and with somebody unnamed."""
    inputs, outline = asked(maker, [f"Harrow{n}x" for n in range(count)])
    unnamed = len(outline.parties) - 1
    known = [*range(min(count, MOST)), unnamed]
    assert list(inputs.ways) == list(permutations(known, 2))
    assert [tuple(known[row] for row in pair) for pair in inputs.sides.tolist()] == list(
        inputs.ways
    )
    assert len(inputs.pool) == len(known)
    assert len(inputs.rows) == len(inputs.ways)
