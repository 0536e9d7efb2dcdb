"""Scoring of predicted legs against labelled ones."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.gold_file import read_gold
from tracker.extract.leg_matching import pair_legs, party_name
from tracker.extract.scoring import Scores, render, score
from tracker.model.errors import BadInput


def leg(**fields: Any) -> dict[str, Any]:
    """A leg with some fields changed."""
    return {
        "deal_type": "cloud_rental",
        "status": "signed",
        "buyer": "Meta Platforms",
        "supplier": "Alphabet",
        **fields,
    }


def scored(gold: list[dict[str, Any]], predicted: list[dict[str, Any]]) -> Scores:
    """Scores of one passage."""
    return score([{"id": "a", "style": "wire", "deals": gold}], [{"id": "a", "deals": predicted}])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Google Cloud", "Alphabet"),
        ("META", "Meta Platforms"),
        ("Amazon.com, Inc.", "Amazon"),
        ("Nebius Group N.V.", "Nebius"),
        ("ACME-Compute Ltd", "acme compute"),
    ],
)
def test_party_names_agree_after_normalising(one: str, other: str) -> None:
    """Case, punctuation, legal form and known variants do not count."""
    assert party_name(one) == party_name(other)


def test_unnamed_parties_match_only_unnamed() -> None:
    """Null is no wild card."""
    assert scored([leg(buyer=None)], [leg()]).total.detection.right == 0
    assert scored([leg(buyer=None)], [leg(buyer=None)]).total.detection.right == 1


def test_a_joint_venture_counts_in_either_order() -> None:
    """Partners may be swapped in a joint venture and nowhere else."""
    venture = leg(deal_type="joint_venture")
    swapped = {**venture, "buyer": "Alphabet", "supplier": "Meta Platforms"}
    assert scored([venture], [swapped]).total.strict.right == 1
    assert scored([leg()], [{**swapped, "deal_type": "cloud_rental"}]).total.detection.right == 0


def test_strict_wants_type_and_status() -> None:
    """A pair of the right parties with another status is found but not strict."""
    total = scored([leg()], [leg(status="in_talks")]).total
    assert (total.detection.f1, total.strict.f1) == (1.0, 0.0)


def test_the_pairing_prefers_type_and_status_over_slots() -> None:
    """Of two predictions for one leg the one with the right status is taken."""
    gold = leg(value_high=1e9, term_months=60)
    predicted = [leg(status="rumored", value_high=1e9, term_months=60), leg()]
    assert pair_legs([gold], predicted) == {0: 1}


def test_required_legs_go_before_optional_ones() -> None:
    """An optional leg takes no prediction from a required one, and costs nothing."""
    total = scored([leg(optional=True), leg(status="in_talks")], [leg()]).total
    assert (total.detection.right, total.detection.predicted, total.detection.gold) == (1, 1, 1)
    assert scored([leg(optional=True)], [leg()]).total.detection.predicted == 0


@pytest.mark.parametrize(
    ("gold", "predicted", "slot", "counts"),
    [
        ({"value_low": 1e9, "value_high": 2e9}, {"value_high": 2.01e9}, "value", (1, 1, 1)),
        ({"value_low": 1e9}, {"value_low": 1e9, "currency": "EUR"}, "value", (0, 1, 1)),
        ({"value_high": 2e9}, {}, "value", (0, 0, 1)),
        ({}, {"chips": 5}, "chips", (0, 1, 0)),
        ({"power_mw": 100}, {"power_mw": 100.9}, "power", (1, 1, 1)),
        ({"term_months": 60}, {"term_months": 61}, "term", (0, 1, 1)),
        ({"start": "2026"}, {"start": "2026-07"}, "start", (1, 1, 1)),
        ({"start": "2026-07"}, {"start": "2026"}, "start", (0, 1, 1)),
        ({"end": "2031"}, {"end": "2031"}, "end", (1, 1, 1)),
        ({"products": ["TPU", "GB300"]}, {"products": ["tpus"]}, "products", (1, 1, 2)),
        ({"products": ["NVIDIA GB300"]}, {"products": ["GB300"]}, "products", (1, 1, 1)),
    ],
)
def test_slots_are_compared_as_the_schema_says(
    gold: dict[str, Any], predicted: dict[str, Any], slot: str, counts: tuple[int, int, int]
) -> None:
    """Amounts within 1 % and of one currency, terms equal, dates equal or finer."""
    tally = scored([leg(**gold)], [leg(**predicted)]).total.slots[slot]
    assert (tally.right, tally.predicted, tally.gold) == counts


def test_alarms_are_passages_without_legs() -> None:
    """A leg predicted where gold has none is a false alarm; an optional one is no alarm."""
    gold = [{"id": "a", "deals": []}, {"id": "b", "deals": []}, {"id": "c", "deals": [leg()]}]
    scores = score(gold, [{"id": "a", "deals": [leg(), leg()]}])
    total = scores.total
    assert (total.alarmed, total.without_legs, total.false_legs) == (1, 2, 2)
    assert total.false_alarm_rate == 0.5
    assert scores.without_prediction == 2


def test_styles_are_summed_apart() -> None:
    """Figures by style add up to those of all."""
    gold = [{"id": s, "style": s, "deals": [leg()]} for s in ("wire", "blog")]
    scores = score(gold, [{"id": "blog", "deals": [leg()]}])
    assert {style: one.detection.right for style, one in scores.by_style.items()} == {
        "blog": 1,
        "wire": 0,
    }
    assert "blog" in render(scores)


def test_intervals_are_seeded_and_hold_the_figure() -> None:
    """The same passages give the same interval, around their F1."""
    gold = [{"id": str(n), "deals": [leg()]} for n in range(40)]
    predicted = [
        {"id": str(n), "deals": [leg(status="signed" if n % 3 else "rumored")]}
        for n in range(0, 40, 2)
    ]
    one, other = score(gold, predicted), score(gold, predicted)
    assert one.detection_interval == other.detection_interval
    for interval, tally in (
        (one.detection_interval, one.total.detection),
        (one.strict_interval, one.total.strict),
    ):
        assert interval is not None
        assert tally.f1 is not None
        assert interval[0] <= tally.f1 <= interval[1]
        assert interval[0] < interval[1]


def test_every_figure_has_an_interval_around_it() -> None:
    """Shares of parties, slots, qualifiers and false alarms lie inside their intervals."""
    valued = leg(value_high=1e9, term_months=60, value_qualifier="exact")
    gold = [{"id": str(n), "deals": [valued] if n % 4 else []} for n in range(60)]
    guess = leg(value_high=1e9, term_months=48, value_qualifier="exact")
    other = leg(value_high=5e9, term_months=60, status="rumored")
    predicted = [{"id": str(n), "deals": [(guess, other)[n % 3 == 0]]} for n in range(60) if n % 5]
    scores = score(gold, predicted)
    total, spreads = scores.total, scores.spreads
    shares = [
        (total.qualifier_accuracy, spreads.qualifier_accuracy),
        (total.false_alarm_rate, spreads.false_alarm_rate),
        (total.strict.precision, spreads.strict.precision),
        (total.detection.recall, spreads.detection.recall),
        *((total.slots[slot].f1, spreads.slots[slot].f1) for slot in ("value", "term")),
    ]
    for share, interval in shares:
        assert share is not None
        assert interval is not None
        assert interval[0] <= share <= interval[1]
    assert spreads.slots["chips"].f1 is None
    lines = render(scores).splitlines()
    for name in ("detection", "strict", "  value ", "  term", "false alarms", "?"):
        assert all("  90 %: " in line for line in lines if line.startswith(name)), name


def test_nothing_to_score_has_no_figures() -> None:
    """Without any leg on either side shares are unknown, not zero."""
    scores = scored([], [])
    assert (scores.total.detection.f1, scores.detection_interval) == (None, None)
    assert "-" in render(scores)


LEGS = st.builds(
    leg,
    buyer=st.sampled_from(["Meta Platforms", "OpenAI", None]),
    status=st.sampled_from(["signed", "in_talks"]),
    deal_type=st.sampled_from(["cloud_rental", "capacity_lease"]),
    value_high=st.sampled_from([None, 1e9, 2e9]),
    start=st.sampled_from([None, "2026", "2026-07"]),
)


@given(st.lists(LEGS, max_size=4), st.lists(LEGS, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_predictions_does_not_matter(
    gold: list[dict[str, Any]], predicted: list[dict[str, Any]], dice: Any
) -> None:
    """Shuffled predictions give the same figures."""
    shuffled = list(predicted)
    dice.shuffle(shuffled)
    assert scored(gold, predicted).total == scored(gold, shuffled).total


@given(st.lists(LEGS, max_size=4), st.lists(LEGS, max_size=4))
def test_no_pairing_finds_more(gold: list[dict[str, Any]], predicted: list[dict[str, Any]]) -> None:
    """Against every possible pairing, none pairs more, nor as many with more strict ones."""
    pairs = pair_legs(gold, predicted)

    def worth(pairing: dict[int, int]) -> tuple[int, int]:
        both = [(gold[g], predicted[p]) for g, p in pairing.items()]
        allowed = [(g, p) for g, p in both if g["buyer"] == p["buyer"]]
        strict = [
            1 for g, p in allowed if (g["deal_type"], g["status"]) == (p["deal_type"], p["status"])
        ]
        return len(allowed), len(strict)

    size = min(len(gold), len(predicted))
    every = (
        dict(zip(rows, columns, strict=True))
        for rows in itertools.combinations(range(len(gold)), size)
        for columns in itertools.permutations(range(len(predicted)), size)
    )
    assert worth(pairs) == max(worth(pairing) for pairing in every)


def test_ids_must_be_known_and_single() -> None:
    """A stranger, a double and a missing id are named."""
    passages = [{"id": "a", "deals": []}]
    with pytest.raises(BadInput, match="'b' is not in gold"):
        score(passages, [{"id": "b", "deals": []}])
    with pytest.raises(BadInput, match="comes twice"):
        score(passages * 2, [])
    with pytest.raises(BadInput, match="has no id"):
        score([{"deals": []}], [])
    with pytest.raises(BadInput, match="no passages"):
        score([], [])


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "not JSON"),
        ('{"deals": []}', '"id"'),
        ('{"id": "a"}', '"deals"'),
        ('{"id": "a", "deals": [3]}', "no object"),
        ('{"id": "a", "deals": [{"deal_type": "gift"}]}', "unknown deal_type 'gift'"),
    ],
)
def test_gold_lines_are_checked(tmp_path: Path, line: str, fault: str) -> None:
    """A line that breaks the schema is named by file and number."""
    path = tmp_path / "gold.jsonl"
    path.write_text('\n{"id": "ok", "deals": []}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_gold(path)
    assert f"{path}:3" in str(caught.value)
    assert fault in str(caught.value)


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"status": "done"}, "unknown status"),
        ({"buyer": 3}, "buyer must be"),
        ({"chips": -1}, "chips -1"),
        ({"value_low": True}, "value_low True"),
        ({"power_qualifier": "maybe"}, "unknown power_qualifier"),
        ({"start": "soon"}, "start 'soon'"),
        ({"products": "TPU"}, "products must be"),
    ],
)
def test_gold_legs_are_checked(tmp_path: Path, fields: dict[str, Any], fault: str) -> None:
    """Each field of a leg must be of its kind."""
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"id": "a", "deals": [leg(**fields)]}), encoding="utf-8")
    with pytest.raises(BadInput, match=fault):
        read_gold(path)
