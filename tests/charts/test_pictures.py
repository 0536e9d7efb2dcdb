"""Pictures: PNGs of the promised size, the same each time, that hold what they were given."""

import io
from datetime import date

import matplotlib.image as images
import numpy as np
import pytest

from tracker.charts import canvas
from tracker.charts.data import Mark, Range, Span, Swing
from tracker.charts.figures import cost_png, dependence_png, tornado_png
from tracker.charts.over_time import belief_png, shares_png
from tracker.charts.save import save
from tracker.model.errors import BadInput

NAMES = {"nvidia": "NVIDIA", "alphabet": "Alphabet"}
DAY = date(2026, 2, 27)
COSTS = [
    Range("GB300 NVL72", "nvidia", 0.03, 0.05, 0.07),
    Range("TPU v7", "alphabet", 0.02, 0.04, 0.09, "imputed"),
]
SPANS = [
    Span(date(2025, 1, 1), 2.0, 3.0, 4.0),
    Span(date(2025, 11, 3), 2.2, 2.8, 3.4),
    Span(date(2025, 11, 3), 2.1, 2.7, 3.3),
]
MARKS = [
    Mark(date(2025, 11, 3), 2.9, 2.3, 3.6, "Microsoft <- IREN"),
    Mark(date(2026, 1, 9), 2.4, 2.0, 9.9, "A <- B", bound="at_most", used=False),
]


def cost() -> bytes:
    return cost_png(COSTS, workload="DeepSeek-R1", basis="rented", names=NAMES, as_of=DAY)


def dependence() -> bytes:
    return dependence_png(COSTS, buyer="Meta", effective=(1.0, 2.0), names=NAMES, as_of=DAY)


def tornado() -> bytes:
    swings = [Swing("life", "3", "5 years", 2.1, 1.5), Swing("hours", "0.3", "0.85", 6.0, 2.1)]
    return tornado_png(swings, "What it depends on", "USD/chip-hour", 1.8, DAY)


def shares() -> bytes:
    spans = {
        "nvidia": [Span(date(2025, 11, 3), 0.3, 0.6, 0.9)],
        "unknown": [Span(date(2026, 1, 9), 0.1, 0.4, 0.7)],
    }
    return shares_png(spans, window_days=90, names=NAMES, as_of=DAY)


def belief() -> bytes:
    return belief_png(SPANS, MARKS, accelerator="GB300", as_of=DAY)


ALL = [cost, dependence, tornado, shares, belief]


@pytest.mark.parametrize("draw", ALL)
def test_a_picture_is_a_png_of_a_mails_width(draw) -> None:  # type: ignore[no-untyped-def]
    """Twice 600 pixels wide, on white, small enough to send, and not empty."""
    png = draw()
    pixels = images.imread(io.BytesIO(png))
    assert pixels.shape[1] == 2 * canvas.WIDTH_PX
    assert len(png) < 120_000
    assert pixels[0, 0, :3].min() == 1.0
    assert np.unique(pixels.reshape(-1, 4), axis=0).shape[0] > 50


@pytest.mark.parametrize("draw", ALL)
def test_the_same_data_give_the_same_bytes(draw) -> None:  # type: ignore[no-untyped-def]
    """Nothing of the hour or the machine is in a picture."""
    assert draw() == draw()


def test_more_rows_make_a_taller_picture() -> None:
    """Rows keep their height, so that labels never run into each other."""
    few, many = ([Range(f"chip {i}", "nvidia", 1, 2, 3) for i in range(n)] for n in (3, 12))
    heights = [
        images.imread(io.BytesIO(
            cost_png(rows, workload="w", basis="owned", names=NAMES, as_of=DAY)
        )).shape[0]
        for rows in (few, many)
    ]  # fmt: skip
    assert heights[1] - heights[0] == pytest.approx(2 * 24 * 9, abs=2)


def test_suppliers_are_told_apart_by_everybody() -> None:
    """No two of the fixed colours are alike in lightness and hue; unknown ones get the rest."""
    fixed = list(canvas.SUPPLIER_COLOURS.values())
    assert len(set(fixed)) == len(fixed)
    assert canvas.colour("cerebras", ["cerebras", "nvidia"]) not in fixed
    assert canvas.colour("nvidia", []) == canvas.SUPPLIER_COLOURS["nvidia"]


def test_a_picture_that_cannot_be_written_is_one_line(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """A name that is no PNG, and a folder that is not there, are named with the mend."""
    with pytest.raises(BadInput, match=r"ends in \.png"):
        save(tmp_path / "x.pdf", b"")
    with pytest.raises(BadInput, match="cannot be written"):
        save(tmp_path / "none" / "x.png", b"")
    save(tmp_path / "x.png", cost())
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")
