"""Prices out of public catalogues: the CSV layouts of skypilot-catalog and of gpuhunt.

A catalogue lists instances; a price here is of one chip. What holds several kinds of
chips, has a sentinel for a price, or is of a chip without a datasheet is left out.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Literal

from tracker.model.errors import BadReference, Problem

Layout = Literal["skypilot", "gpuhunt"]
_SKYPILOT = {"InstanceType", "AcceleratorName", "AcceleratorCount", "Price", "Region"}
_GPUHUNT = {"instance_name", "location", "price", "gpu_count", "gpu_name", "gpu_memory", "spot"}
LEAST, MOST = 0.05, 50.0  # USD a chip-hour: beyond it stands no price (700.0 is a sentinel)
_CHIPS = {
    "a100-80gb": "nvda_a100_80g", "a100-80gb-sxm": "nvda_a100_80g", "h100": "nvda_h100_sxm",
    "h100-sxm": "nvda_h100_sxm", "h100-80gb": "nvda_h100_sxm", "h100-mega-80gb": "nvda_h100_sxm",
    "h200": "nvda_h200_sxm", "h200-sxm": "nvda_h200_sxm", "b200": "nvda_b200_sxm",
    "b300": "nvda_b300_sxm", "gb200": "nvda_gb200_nvl72", "gb300": "nvda_gb300_nvl72",
    "mi300x": "amd_mi300x", "mi325x": "amd_mi325x", "mi350x": "amd_mi350x",
    "mi355x": "amd_mi355x", "gaudi3": "intc_gaudi3", "trainium2": "amzn_trainium2",
    "trainium3": "amzn_trainium3", "inferentia2": "amzn_inferentia2",
}  # fmt: skip
# A slice's name counts TensorCores up to v5p (two a chip) and chips from v5e and v6e on.
_SLICE = re.compile(r"(?:tpu-)?(v5p|v5litepod|v5e|v6e|v7|tpu7x)-(\d+)$")
_SLICES = {
    "v5p": ("goog_tpu_v5p", 2), "v5litepod": ("goog_tpu_v5e", 1), "v5e": ("goog_tpu_v5e", 1),
    "v6e": ("goog_tpu_v6e", 1), "v7": ("goog_tpu_v7", 1), "tpu7x": ("goog_tpu_v7", 1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """One catalogue line as a price of one chip-hour."""

    accelerator_id: str
    commitment: str  # "on_demand" or "spot"
    region: str
    usd_per_chip_hour: float


@dataclass(frozen=True, slots=True)
class Listed:
    """All offers of one chip and commitment at a provider: least, middle, most, how many."""

    accelerator_id: str
    commitment: str
    regions: int
    low: float
    mid: float
    high: float
    offers: int


def layout_of(text: str) -> Layout | None:
    """Which layout a CSV file has, by its header; None when neither."""
    header = set(next(csv.reader(text.splitlines()[:1]), []))
    if header >= _SKYPILOT:
        return "skypilot"
    return "gpuhunt" if header >= _GPUHUNT else None


def read_offers(text: str, name: str) -> tuple[list[Offer], list[Problem]]:
    """The offers of a catalogue; a line that cannot be read is a problem with its number.

    Raises BadReference when the header is of neither layout.
    """
    layout = layout_of(text)
    if layout is None:
        raise BadReference(
            f"{name}:1: header: neither skypilot-catalog nor gpuhunt; check the file"
        )
    offers: list[Offer] = []
    problems: list[Problem] = []
    reader = csv.DictReader(text.splitlines(), restval="")
    for cells in reader:
        try:
            offers += _skypilot(cells) if layout == "skypilot" else _gpuhunt(cells)
        except ValueError as error:
            where = f"{name}:{reader.line_num}"
            problems.append(Problem("reference import", where, f"{error}; the line is left out"))
    return offers, problems


def listed(offers: Iterable[Offer]) -> list[Listed]:
    """One row a chip and commitment, sorted; the middle is the median."""
    groups: dict[tuple[str, str], list[Offer]] = {}
    for offer in offers:
        groups.setdefault((offer.accelerator_id, offer.commitment), []).append(offer)
    return [_one(*key, groups[key]) for key in sorted(groups)]


def _one(accelerator_id: str, commitment: str, offers: list[Offer]) -> Listed:
    prices = sorted(offer.usd_per_chip_hour for offer in offers)
    regions = len({offer.region for offer in offers})
    return Listed(
        accelerator_id, commitment, regions, prices[0], median(prices), prices[-1], len(prices)
    )


def _skypilot(cells: dict[str, str]) -> Iterator[Offer]:
    chip = _chip(cells["AcceleratorName"])
    if chip is None:
        return
    accelerator_id, per_slice = chip
    count = (_number(cells, "AcceleratorCount") or 0.0) * per_slice
    region = cells["Region"]
    for column, commitment in (("Price", "on_demand"), ("SpotPrice", "spot")):
        yield from _offer(accelerator_id, commitment, region, _number(cells, column), count)


def _gpuhunt(cells: dict[str, str]) -> Iterator[Offer]:
    name = cells["gpu_name"]
    if name.upper() == "A100" and (_number(cells, "gpu_memory") or 0) >= 80:
        name = "A100-80GB"
    chip = _chip(name)
    if chip is None:
        return
    accelerator_id, per_slice = chip
    spot = cells["spot"].strip().lower() in ("true", "1", "yes")
    yield from _offer(
        accelerator_id,
        "spot" if spot else "on_demand",
        cells["location"],
        _number(cells, "price"),
        (_number(cells, "gpu_count") or 0.0) * per_slice,
    )


def _offer(
    accelerator_id: str, commitment: str, region: str, price: float | None, chips: float
) -> Iterator[Offer]:
    if price is None or chips <= 0:
        return
    each = price / chips
    if LEAST <= each <= MOST and price != 700.0:
        yield Offer(accelerator_id, commitment, region, each)


def _chip(name: str) -> tuple[str, float] | None:
    """The datasheet and how many chips one of that name is; None for what we do not know."""
    plain = name.strip().lower().replace("_", "-")
    if plain in _CHIPS:
        return _CHIPS[plain], 1.0
    if found := _SLICE.match(plain):
        accelerator_id, cores = _SLICES[found.group(1)]
        return accelerator_id, int(found.group(2)) / cores
    return None


def _number(cells: dict[str, str], column: str) -> float | None:
    text = (cells.get(column) or "").strip()
    if not text or text.lower() == "nan":
        return None
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{column}: {text!r} is not a number") from None
