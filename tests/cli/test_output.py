"""Answers on a terminal: whatever its width, no number and no day is broken."""

import pytest

from tracker.cli.output import show_answer

COLUMNS = ["supplier", "agreed_on", "headline_usd"]
ROWS = [
    ["Alphabet and its Google Cloud", "2026-02-27", "138,000,000,000"],
    ["AMD", "2026-02-24", "60,000"],
]


@pytest.mark.parametrize("width", [30, 40, 60, 100])
def test_no_number_is_broken(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A column of words folds; where that does not help, each record has lines of its own."""
    monkeypatch.setenv("COLUMNS", str(width))
    show_answer(COLUMNS, ROWS)
    printed = capsys.readouterr().out
    assert "138,000,000,000" in printed
    assert "2026-02-27" in printed
    assert max(map(len, printed.splitlines())) <= width


def test_an_empty_answer_has_its_heads(capsys: pytest.CaptureFixture[str]) -> None:
    """So that one sees what was asked."""
    show_answer(COLUMNS, [])
    assert "supplier" in capsys.readouterr().out
