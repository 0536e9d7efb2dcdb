"""Every published output that the model can speak to, from inputs that do not contain it."""

from pathlib import Path

import pytest

from pipelines.validation.check import outcomes_of
from pipelines.validation.judge import tallies
from pipelines.validation.rows import read_published
from tracker.reference.load import load_reference

pytestmark = pytest.mark.shared
FILE = Path(__file__).resolve().parents[3] / "shared" / "economics" / "published_outputs.csv"
LEAST = {"tokens": 12, "owning": 12, "deal chips": 2, "deal gw": 6, "sign": 7, "points": 6}


def test_published_outputs_are_predicted_within_their_bounds() -> None:
    """Each test reaches what is demanded, with as many rows as the file has for it."""
    reference = load_reference()
    found = outcomes_of(read_published(FILE), reference.market, reference.products)
    counts = {tally.test: tally for tally in tallies(found)}
    assert not [tally for tally in counts.values() if not tally.passed]
    assert all(counts[test].rows >= least for test, least in LEAST.items())
    assert all(outcome.predicted or outcome.reason for outcome in found)
