"""What all pictures share: size, type, colours that everybody can tell apart, PNG bytes."""

import io
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

_EPOCH = date(1970, 1, 1).toordinal()
_SUBTITLE_WIDTH = 92
WIDTH_PX = 600  # what a mail shows; twice as many are drawn
DPI = 200
INK, MUTED, LINE = "#1f2329", "#5b616b", "#d4d7dc"
# Okabe and Ito's palette, told apart with any colour vision; black is the ink
PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c6d31", "#000000")
SUPPLIER_COLOURS = {
    "nvidia": "#0072b2", "alphabet": "#d55e00", "amd": "#009e73", "amazon": "#e69f00",
    "broadcom": "#cc79a7", "microsoft": "#56b4e9", "meta-platforms": "#8c6d31",
    "unknown": "#9aa0a8",
}  # fmt: skip
_STYLE: dict[str, Any] = {
    "font.family": "DejaVu Sans", "font.size": 8.5, "axes.edgecolor": LINE,
    "axes.labelcolor": MUTED, "axes.labelsize": 8.5, "xtick.color": MUTED, "ytick.color": INK,
    "xtick.labelsize": 8, "ytick.labelsize": 8.5, "axes.spines.top": False,
    "axes.spines.right": False, "axes.grid": True, "axes.grid.axis": "x", "grid.color": "#eceef1",
    "axes.axisbelow": True, "text.color": INK, "svg.hashsalt": "tracker", "path.simplify": True,
}  # fmt: skip


@dataclass(slots=True)
class Canvas:
    """One picture being drawn: a title, one pair of axes, a line on source and date."""

    figure: Figure
    axes: Axes
    png: bytes = b""


@contextmanager
def canvas(title: str, subtitle: str, source: str, *, height_px: int) -> Iterator[Canvas]:
    """A picture to draw on; its `png` is there when the block ends."""
    inches = (WIDTH_PX / 100, height_px / 100)
    settings: Any = {**mpl.rcParamsDefault, **_STYLE}
    with mpl.rc_context(settings):
        figure = Figure(figsize=inches, dpi=DPI)
        FigureCanvasAgg(figure)
        drawn = Canvas(figure, figure.add_subplot(111))
        top = 1 - 46 / height_px
        figure.text(0.015, 1 - 18 / height_px, title, fontsize=11, fontweight="bold", va="center")
        lines = textwrap.wrap(subtitle, _SUBTITLE_WIDTH)
        top -= 13 * (len(lines) - 1) / height_px
        figure.text(0.015, 1 - 28 / height_px, "\n".join(lines), fontsize=8, color=MUTED,
                    va="top", linespacing=1.35)  # fmt: skip
        figure.text(0.015, 9 / height_px, source, fontsize=6.8, color=MUTED, va="center")
        yield drawn
        figure.tight_layout(rect=(0.0, 20 / height_px, 1.0, top), pad=0.6)
        drawn.png = _png(figure)


def colour(supplier_id: str, suppliers: Sequence[str]) -> str:
    """The colour of a supplier: its own, else one of the rest of the palette by its place."""
    if supplier_id in SUPPLIER_COLOURS:
        return SUPPLIER_COLOURS[supplier_id]
    rest = [s for s in sorted(suppliers) if s not in SUPPLIER_COLOURS]
    return PALETTE[-1 - rest.index(supplier_id) % 2] if supplier_id in rest else MUTED


def source_line(words: str, as_of: date | str) -> str:
    """What stands at the foot of each picture."""
    return f"{words}  |  as of {as_of}  |  not investment advice"


def day_number(day: date) -> float:
    """The day as matplotlib counts it: days since 1970."""
    return float(day.toordinal() - _EPOCH)


def _png(figure: Figure) -> bytes:
    """The same picture gives the same bytes: nothing of the machine or the hour is in them."""
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=DPI, metadata={"Software": None})
    return file.getvalue()
