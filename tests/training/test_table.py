"""The comparison of sizes in print and on the page."""

from pathlib import Path

import pytest

from pipelines.training.sizes import SHIPPED, SIZES, size_named
from pipelines.training.table import BEGIN, END, Row, table, write_table

ROW = Row("tiny", 0.7912, 0.8049, 0.83, 13_183.0, 8.53, 21.4)
PAGE = Path(__file__).parents[2] / "docs" / "language-model.md"


def test_a_row_is_readable() -> None:
    """LAS in points, words by the hundred."""
    assert table([ROW]).splitlines()[-1] == "| tiny | 79.1 | 80.5 | 83.0 | 13,200 | 8.5 | 21.4 |"


def test_the_page_keeps_what_stands_around_the_table(tmp_path: Path) -> None:
    """Only what is between the marks is replaced, however often."""
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    write_table(page, [ROW])
    write_table(page, [ROW])
    assert page.read_text(encoding="utf-8") == f"before\n{BEGIN}\n{table([ROW])}\n{END}\nafter\n"


def test_a_page_without_marks_is_left_alone(tmp_path: Path) -> None:
    """The mend is named."""
    page = tmp_path / "page.md"
    page.write_text("no marks\n", encoding="utf-8")
    with pytest.raises(ValueError, match="put them back"):
        write_table(page, [ROW])


def test_the_shipped_page_has_the_marks() -> None:
    """`make model` can write its table."""
    text = PAGE.read_text(encoding="utf-8")
    assert text.index(BEGIN) < text.index(END)


def test_at_least_three_sizes_and_one_is_shipped() -> None:
    """Sizes differ in width or depth; an unknown one is refused by name."""
    assert len({(s.width, s.depth) for s in SIZES}) >= 3
    assert size_named(SHIPPED).name == SHIPPED
    with pytest.raises(ValueError, match="huge: no such size; there are small"):
        size_named("huge")
