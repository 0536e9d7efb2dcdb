"""What a published figure is of, read from its subject: accelerators, model, speed, owner."""

import re
from dataclasses import dataclass

from pipelines.validation.rows import Published
from tracker.economics.levels import HOUSE, LARGE_BUYERS
from tracker.reference.figures import Throughput, TokenType
from tracker.reference.market import Market
from tracker.reference.products import Products

TOTAL: TokenType = "total"  # what the benchmark counts: input and output together
_SPEED = re.compile(r"(?:@|,|\bat)\s*(\d+(?:\.\d+)?)\s*tok/s/user", re.I)
_PRECISION = re.compile(r"\b(FP4|FP8|BF16|MXFP4|NVFP4)\b", re.I)
_SHAPE = re.compile(r"\b(\d+k/\d+k)\b", re.I)
_VERSUS = re.compile(r"\s+(?:vs\.?|versus|against)\s+", re.I)


@dataclass(frozen=True, slots=True)
class Asked:
    """The cell of a figure; None where its subject does not say."""

    model: str | None
    precision: str | None
    shape: str | None
    speed: float | None
    owners: tuple[str, ...]
    other: tuple[str, ...]  # accelerators that it is compared with
    source_url: str
    named: bool  # the subject itself says which model


def asked(row: Published, market: Market, products: Products) -> Asked:
    """What the row is of. A model that is not named is that of its source's benchmark."""
    found = _PRECISION.search(row.subject)
    shape, speed = _SHAPE.search(row.subject), _SPEED.search(row.subject)
    house = re.search(r"\binternal\b", row.subject, re.I)
    return Asked(
        model=_model(row, market.throughput),
        precision=found.group(1).lower() if found else None,
        shape=shape.group(1).lower() if shape else None,
        speed=float(speed.group(1)) if speed else None,
        owners=HOUSE if house else LARGE_BUYERS,
        other=_compared(row, market, products),
        source_url=row.source_url,
        named=bool(_named(row, market.throughput)),
    )


def points_of(market: Market, accelerator_id: str, what: Asked) -> list[Throughput]:
    """The measured points of an accelerator that fit the cell in all that it says.

    Those of the row's own publication come alone when there are any.
    """
    found = [
        p for p in market.throughput
        if p.accelerator_id == accelerator_id and p.token_type == TOTAL
        and p.model == what.model
        and (what.precision is None or what.precision in p.precision or p.precision == "best")
        and (what.shape is None or p.scenario.startswith(what.shape))
    ]  # fmt: skip
    return [p for p in found if p.source_url == what.source_url] or found


def _named(row: Published, points: tuple[Throughput, ...]) -> list[str]:
    """The models that the subject names."""
    subject = _letters(row.subject)
    names = {p.model for p in points}
    return sorted(name for name in names if any(stem in subject for stem in _stems(name)))


def _model(row: Published, points: tuple[Throughput, ...]) -> str | None:
    named, subject = _named(row, points), _letters(row.subject)
    if named:
        return max(named, key=lambda name: (len(name), name))
    at_source = {p.model for p in points if p.source_url == row.source_url}
    if len(at_source) == 1:
        return at_source.pop()
    here = {p.model for p in points
            if p.accelerator_id == row.accelerator_id and p.token_type == TOTAL}  # fmt: skip
    families = {name for name in here if _letters(name.split("-")[0]) in subject}
    return families.pop() if len(families) == 1 else None


def _stems(name: str) -> list[str]:
    """The model's name, and the same without a date or accuracy at its end."""
    bare = re.sub(r"-(\d{4}|\d{2}\.\d)$", "", name)
    return [_letters(name), _letters(bare)]


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9.]", "", text.lower())


def _compared(row: Published, market: Market, products: Products) -> tuple[str, ...]:
    """The accelerators after "vs", by the products that are named there."""
    sides = _VERSUS.split(row.subject, maxsplit=1)
    if len(sides) < 2:
        return ()
    known = {a.accelerator_id for a in market.accelerators}
    found = []
    for product in products.all:
        for name in (product.name, *product.aliases):
            if re.search(rf"(?<![\w]){re.escape(name)}(?![\w])", sides[1]):
                if product.accelerator_id in known:
                    found.append((len(name), product.accelerator_id or ""))
                break
    return (max(found)[1],) if found else ()
