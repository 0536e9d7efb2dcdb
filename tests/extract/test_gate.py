"""What is read at all."""

import json
from pathlib import Path

import pytest

from tracker.extract.gate import Gate
from tracker.extract.rules import Rules
from tracker.reference.companies import Companies
from tracker.reference.products import Products

ROOT = Path(__file__).parents[2]
IDLE = {"bm"}  # sets without any leg
LABELLED = (
    *(
        path
        for path in sorted((ROOT / "pipelines" / "training" / "passages").glob("*.jsonl"))
        if path.stem not in IDLE
    ),
    ROOT / "tests" / "sample" / "reworded.jsonl",
)


def texts_of(path: Path) -> dict[str, str]:
    """Title and text of the passages with a leg that must be found, by id."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    dealt = [row for row in rows if any(not leg.get("optional") for leg in row["deals"])]
    return {row["id"]: f"{row.get('title') or ''}\n{row['text']}" for row in dealt}


@pytest.fixture(scope="module")
def gate(companies: Companies, products: Products, rules: Rules) -> Gate:
    """A gate over the shipped reference."""
    return Gate(companies, products, rules)


@pytest.mark.parametrize(
    "text",
    [
        "Meta signs contract to rent Google TPUs",
        "Quillon leases 40 MW of data-centre space from a landlord",
        "Nvidia takes $2bn stake in a cloud",
        "Nvidia → $5bn of chips for Humain",
        "Talks over Trainium capacity collapse",
        "Nvidia drops $2bn into Marvell",
        "anybody else hear of 3,000 MI355X going from Dell to them?",
        "Its order was inked and a warrant over 9 million shares issued",
        "Quarrel Selects Nebius for Model Research\nQuarrel will run more of it on the AI cloud.",
        "Longer answers in Gemini, and a compute deal with Crusoe",
        "Mistral Partners with Oracle Cloud",
    ],
)
def test_what_can_hold_a_leg_passes(gate: Gate, text: str) -> None:
    """Headlines and sentences with a party or a chip and a deal word pass."""
    assert gate.passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "How to bake bread at home",
        "The choir sang in the old town hall and everybody stayed for tea",
        "Google explains how its models reason about images",
        "The museum sold all of its tickets in a week",
    ],
)
def test_what_cannot_is_turned_away(gate: Gate, text: str) -> None:
    """Off-subject text is read no further."""
    assert not gate.passes(text)


def test_what_only_names_companies_sounds_like_no_deal(gate: Gate) -> None:
    """It could hold one by its names and words; nothing of it speaks of one."""
    text = (
        "Google researchers used Claude and Gemini to study how whales talk, and in this order: "
        "first the songs, then the clicks. Anthropic helped the team write its blog post."
    )
    assert gate.can_hold(text)
    assert not gate.passes(f"How whales talk\n{text}")


def test_what_sounds_like_a_deal_needs_no_known_word(gate: Gate) -> None:
    """A passage without a known name or a word of the trade: its words together tell."""
    text = texts_of(ROOT / "pipelines" / "training" / "passages" / "ap.jsonl")["ap-162"]
    assert not gate.can_hold(text)
    assert gate.passes(text)


@pytest.mark.parametrize("path", LABELLED, ids=lambda path: path.stem)
def test_no_labelled_leg_is_turned_away(gate: Gate, path: Path) -> None:
    """Every passage of the project's own with a leg that must be found is read."""
    texts = texts_of(path)
    assert texts
    assert [name for name, text in texts.items() if not gate.passes(text)] == []
