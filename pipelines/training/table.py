"""The comparison of sizes as a table, printed and kept in the page about the model."""

from dataclasses import dataclass
from pathlib import Path

BEGIN = "<!-- sizes: written by make model -->"
END = "<!-- end of sizes -->"
_HEAD = (
    "| size | EWT dev LAS | EWT test LAS | PUD LAS | words/s | MB | minutes |",
    "|---|---|---|---|---|---|---|",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One trained model: LAS as shares from raw text, speed on one core, size, training."""

    name: str
    dev_las: float | None  # None where dev was learned from
    test_las: float
    pud_las: float
    words_per_second: float
    size_mb: float
    minutes: float


def table(rows: list[Row]) -> str:
    """The rows as a table in Markdown, LAS in points."""
    return "\n".join((*_HEAD, *(_line(row) for row in rows)))


def _line(row: Row) -> str:
    measured = (row.dev_las, row.test_las, row.pud_las)
    las = " | ".join("-" if x is None else f"{100 * x:.1f}" for x in measured)
    speed = f"{round(row.words_per_second, -2):,.0f}"
    return f"| {row.name} | {las} | {speed} | {row.size_mb:.1f} | {row.minutes:.1f} |"


def write_table(page: Path, rows: list[Row]) -> None:
    """Replace what stands between the two marks of `page`; Raises ValueError without them."""
    text = page.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text.split(BEGIN, 1)[1]:
        raise ValueError(f"{page}: the marks {BEGIN} and {END} are missing; put them back")
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    page.write_text(f"{before}{BEGIN}\n{table(rows)}\n{END}{after}", encoding="utf-8")
