"""What the gate's weights are learned from."""

from pipelines.training.stretches import pages_of, shipped_marker, stretches_of
from tracker.extract.relevance import LONGEST

MARKER = shipped_marker()
TOLD = "Quillon leases halls from Harrow."
IDLE = "The weather was fine in Oslo and nobody had anything to say. "


def passage(text: str, *legs: dict[str, object]) -> dict[str, object]:
    """A labelled passage."""
    return {"id": text[:9], "title": "", "text": text, "deals": list(legs)}


def leg(*, optional: bool = False) -> dict[str, object]:
    """A leg that TOLD tells."""
    return {"buyer": "Quillon", "supplier": "Harrow", "evidence": [TOLD], "optional": optional}


def test_a_short_passage_is_one_stretch() -> None:
    """With a leg, with one that may be told, and without; sentences that tell one as well."""
    passages = [passage(TOLD, leg()), passage(TOLD, leg(optional=True)), passage(IDLE)]
    assert [one.dealt for one in stretches_of(passages[:1], MARKER)] == [True, True]
    assert [one.dealt for one in stretches_of(passages[1:2], MARKER)] == [True]
    assert [one.dealt for one in stretches_of(passages[2:], MARKER)] == [False]


def test_of_a_page_only_what_tells_the_leg_is_learned() -> None:
    """The rest of it may be about the deal or not; a page without one is idle all over."""
    page = IDLE * 30
    told = list(stretches_of([passage(page + TOLD + page, leg())], MARKER))
    assert told
    assert all(one.dealt and "quillon" in one.words for one in told)
    idle = list(stretches_of([passage(page)], MARKER))
    assert len(idle) > 30
    assert not any(one.dealt for one in idle)
    assert max(len(one.words) for one in idle) <= LONGEST


def test_a_page_has_one_sentence_that_counts() -> None:
    """Between idle passages; none is made for what need not be found."""
    passages = [passage(TOLD, leg()), passage(TOLD, leg(optional=True)), passage(IDLE)]
    (page,) = pages_of(passages)
    assert page.split(TOLD)[0].strip() == page.split(TOLD)[1].strip() == IDLE.strip()
