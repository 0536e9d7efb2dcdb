"""Decisions from weights: probabilities that add up, caution with firm statuses, both ways."""

from collections.abc import Callable, Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from tests.builders import build_document, on
from tracker.extract.pairs.judge import (
    MOST_DOUBT,
    Weigher,
    cautious,
    likely_types,
    softmax_with_none,
)
from tracker.extract.pairs.weights import Weights
from tracker.extract.reader import Reader
from tracker.extract.rules import Rules
from tracker.extract.status import StatusReader
from tracker.model.deals import DealType, Status
from tracker.reference.companies import Companies
from tracker.reference.products import Products

SOFT = ("in_talks", "considering", "rumored", "denied")
STATUSES = tuple(status.value for status in Status)
TYPES = tuple(kind.value for kind in DealType)


@given(st.lists(st.floats(-200, 200), min_size=1, max_size=6))
def test_chances_leave_room_for_none(scores: list[float]) -> None:
    """No way's probability is negative, and with "neither" they add up to one."""
    chances = softmax_with_none(np.array(scores, dtype=np.float32))
    assert (chances >= 0).all()
    assert float(chances.sum()) <= 1.0 + 1e-5


@given(
    st.lists(st.floats(0.001, 1), min_size=len(STATUSES), max_size=len(STATUSES)),
    st.sampled_from([None, *STATUSES]),
)
def test_firm_only_beyond_doubt(weights: list[float], by_rules: str | None) -> None:
    """Whatever the rules say, talks, plans and rumours that outweigh it are not called signed."""
    chances = dict(zip(STATUSES, (np.array(weights) / sum(weights)).tolist(), strict=True))
    found = cautious(chances, by_rules)
    if sum(chances[name] for name in SOFT) > MOST_DOUBT:
        assert found not in {"signed", "amended", "completed"}


def test_the_rules_status_stands_unless_it_is_unlikely() -> None:
    """A status read by rules needs less weight than one that only weights find."""
    chances = dict.fromkeys(STATUSES, 0.0) | {"signed": 0.6, "announced": 0.3, "amended": 0.1}
    assert cautious(chances, "announced") == "announced"
    assert cautious(chances, "amended") == "signed"
    assert cautious(chances, None) == "signed"


@given(st.lists(st.floats(-8, 8), min_size=1, max_size=10))
def test_a_deal_has_a_type(scores: list[float]) -> None:
    """The likeliest type is always among those given, however unlikely all are."""
    single = np.array(scores, dtype=np.float32)
    found = dict(likely_types(single))
    assert max(found.values()) == float(expit(single).max())


Build = Callable[[Mapping[str, float], Mapping[str, float]], Reader]


@pytest.fixture
def build(companies: Companies, products: Products, rules: Rules) -> Build:
    """A reader with a few weights written by hand."""

    def reader(sides: Mapping[str, float], types: Mapping[str, float]) -> Reader:
        statuses = StatusReader(rules)
        weights = {
            "sides": _weights(("deal",), sides, 0),
            "types": _weights(TYPES, types, TYPES.index("capacity_lease")),
            "statuses": _weights(STATUSES, {"bias": 3.0}, STATUSES.index("announced")),
        }
        judge = Weigher(rules, products, statuses, weights)
        return Reader(companies, products, judge=judge)

    return reader


def _weights(answers: tuple[str, ...], given_: Mapping[str, float], place: int) -> Weights:
    table = np.zeros((len(given_), len(answers)), dtype=np.float32)
    table[:, place] = list(given_.values())
    return Weights(answers, {name: i for i, name in enumerate(given_)}, table)


TEXT = "Lambda told CoreWeave about the weather in a data center full of GPUs worth $3 billion."


def test_weights_find_what_no_rule_saw(build: Build) -> None:
    """A pair without a rule's leg becomes a claim with its sentence as evidence."""
    reader = build({"bias": 0.0, "order>": 4.0, "B:role=neocloud": 1.0}, {"bias": 5.0})
    document = build_document(TEXT, title="", known_at=on("2026-02-27"))
    [extraction] = reader.read([document])
    [claim] = extraction.claims
    assert (claim.buyer_id, claim.supplier_id) == ("lambda", "coreweave")
    assert claim.deal_type is DealType.CAPACITY_LEASE
    assert claim.quote == TEXT
    assert all(TEXT[e.start : e.end] for e in claim.evidence)


def test_weights_reject_what_a_rule_saw(build: Build) -> None:
    """Where nothing speaks for a deal, a rule's leg is dropped."""
    reader = build({"bias": -9.0}, {"bias": 5.0})
    text = "Meta has signed a $10 billion contract to rent TPUs from Google."
    [extraction] = reader.read([build_document(text, title="", known_at=on("2026-02-27"))])
    assert extraction.claims == ()


def test_the_version_tells_rules_from_weights(shipped: Reader, reader: Reader) -> None:
    """A home read by other weights is read again."""
    assert shipped.version != reader.version
