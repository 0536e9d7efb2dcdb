"""What the gate's weights are learned from."""

from pipelines.training.stretches import pages_of, stretches_of
from tracker.extract.relevance import LONGEST

TOLD = "Quillon leases halls from Harrow."
IDLE = "The weather was fine in Oslo and nobody had anything to say. "


def passage(text: str, *legs: dict[str, object]) -> dict[str, object]:
    """A labelled passage."""
    return {"id": text[:9], "title": "", "text": text, "deals": list(legs)}


def leg(*, optional: bool = False) -> dict[str, object]:
    """A leg that TOLD tells."""
    return {"buyer": "Quillon", "supplier": "Harrow", "evidence": [TOLD], "optional": optional}


def test_a_short_passage_is_one_stretch() -> None:
    """With a leg, with one that may be told, and without."""
    passages = [passage(TOLD, leg()), passage(TOLD, leg(optional=True)), passage(IDLE)]
    found = [(one.dealt, one.required) for one in stretches_of(passages)]
    assert found == [(True, True), (True, False), (False, False)]


def test_of_a_page_only_what_tells_the_leg_is_learned() -> None:
    """The rest of it may be about the deal or not; a page without one is idle all over."""
    page = IDLE * 30
    (*told,) = stretches_of([passage(page + TOLD + page, leg())])
    assert told
    assert all(one.required and "quillon" in one.words for one in told)
    idle = list(stretches_of([passage(page)]))
    assert len(idle) > 1
    assert not any(one.dealt for one in idle)
    assert max(len(one.words) for one in idle) <= LONGEST


def test_a_page_has_one_sentence_that_counts() -> None:
    """Between idle passages; none is made for what need not be found."""
    passages = [passage(TOLD, leg()), passage(TOLD, leg(optional=True)), passage(IDLE)]
    (page,) = pages_of(passages)
    assert page.split(TOLD)[0].strip() == page.split(TOLD)[1].strip() == IDLE.strip()
