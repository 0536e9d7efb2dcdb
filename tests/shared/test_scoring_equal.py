"""Our scorer and the gold set's own give the same figures."""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tracker.extract.gold_file import read_gold
from tracker.extract.scoring import as_json, render, score

GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold"
NUMBERS = ("value_low", "value_high", "chips", "power_mw", "term_months")

pytestmark = pytest.mark.shared


def perturbed(gold: tuple[dict[str, Any], ...], seed: int) -> list[dict[str, Any]]:
    """Gold's own legs with some lost, swapped, doubled and changed; some passages left out."""
    dice = random.Random(seed)  # noqa: S311
    names = sorted({str(d[k]) for r in gold for d in r["deals"] for k in ("buyer", "supplier")})
    predicted = []
    for record in gold:
        legs = []
        for leg in record["deals"]:
            for _ in range(dice.choice((0, 1, 1, 1, 2, 3))):
                legs.append(changed(leg, names, dice))
        if not record["deals"] and dice.random() < 0.3:
            legs.append(changed(dice.choice(gold[0]["deals"]), names, dice))
        dice.shuffle(legs)
        if dice.random() < 0.95:
            predicted.append({"id": record["id"], "deals": legs})
    return predicted


def changed(leg: dict[str, Any], names: list[str], dice: random.Random) -> dict[str, Any]:
    """A copy of a leg with a few fields wrong."""
    leg = {key: value for key, value in leg.items() if key != "optional"}
    if dice.random() < 0.1:
        leg["buyer"], leg["supplier"] = leg["supplier"], leg["buyer"]
    if dice.random() < 0.1:
        leg["buyer"] = dice.choice([*names, None])
    if dice.random() < 0.1:
        leg["supplier"] = f"{leg['supplier']} Inc."
    if dice.random() < 0.2:
        leg["status"] = dice.choice(("signed", "in_talks", "rumored", "completed"))
    if dice.random() < 0.2:
        leg["deal_type"] = dice.choice(("cloud_rental", "joint_venture", "capacity_lease"))
    for key in NUMBERS:
        if dice.random() < 0.15:
            leg[key] = dice.choice((None, 12, 1_000_000, 2e9))
    if dice.random() < 0.15:
        leg["start"] = dice.choice((None, "2026", "2026-07", "2027-01-15"))
    return leg


def theirs(predicted: list[dict[str, Any]], name: str, folder: Path) -> dict[str, Any]:
    """What the gold set's scorer prints as JSON."""
    path = folder / "predicted.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in predicted), encoding="utf-8")
    command = [sys.executable, str(GOLD / "score.py"), str(GOLD / name), str(path), "--json"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return dict(json.loads(run.stdout))


def assert_same(ours: Any, other: Any, where: str = "") -> None:
    """Equal values throughout; floats to rounding."""
    if isinstance(other, dict):
        assert isinstance(ours, dict), where
        for key in other:
            assert_same(ours[key], other[key], f"{where}.{key}")
    else:
        assert ours == pytest.approx(other), where


@pytest.mark.parametrize("name", ["dev.jsonl", "more.jsonl"])
@pytest.mark.parametrize("seed", range(6))
def test_figures_are_equal_on_perturbed_predictions(name: str, seed: int, tmp_path: Path) -> None:
    """On random mistakes both scorers count the same."""
    gold = read_gold(GOLD / name)
    predicted = perturbed(gold, seed)
    ours = as_json(score(gold, predicted))
    assert_same(
        {k: v for k, v in ours.items() if k != "intervals_90"}, theirs(predicted, name, tmp_path)
    )


def test_rendered_lines_are_those_of_the_other_scorer(tmp_path: Path) -> None:
    """The printed figures can be compared line by line, intervals apart."""
    gold = read_gold(GOLD / "dev.jsonl")
    predicted = perturbed(gold, 99)
    path = tmp_path / "predicted.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in predicted), encoding="utf-8")
    command = [sys.executable, str(GOLD / "score.py"), str(GOLD / "dev.jsonl"), str(path)]
    other = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    ours = [line.split("  90 %:")[0] for line in render(score(gold, predicted)).splitlines()]
    assert ours == other.stdout.splitlines()


def test_a_perfect_prediction_scores_one() -> None:
    """Gold against itself is found whole."""
    gold = read_gold(GOLD / "more.jsonl")
    scores = score(gold, gold)
    assert scores.total.detection.f1 == scores.total.strict.f1 == 1.0
    assert scores.detection_interval == (1.0, 1.0)
