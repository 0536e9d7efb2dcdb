"""The data dictionary in docs/ says what the file itself says."""

from pathlib import Path

from tracker.store.cookbook import cookbook
from tracker.store.dictionary import dictionary

WRITTEN = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


def test_the_dictionary_is_in_step_with_the_comments() -> None:
    """After a change of a table or comment: `make dictionary`."""
    assert WRITTEN.read_text(encoding="utf-8") == dictionary()


def test_every_table_and_recipe_is_in_it() -> None:
    """With a meaning for each column; none is empty."""
    text = WRITTEN.read_text(encoding="utf-8")
    for name in ("live_deals", "deal_quotes", "document_text", "meta"):
        assert f"\n## {name}\n" in text
    for name in cookbook():
        assert f"| `{name}` |" in text
    assert "|  |" not in text
    assert "None" not in text
