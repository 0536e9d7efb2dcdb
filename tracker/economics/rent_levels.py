"""What the price table says of a supplier's accelerators together: the prior of its pool."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tracker.economics.beliefs import Belief, fold
from tracker.economics.pool import Array, Prior
from tracker.economics.price_rows import OPAQUE, OPAQUE_SD, PRIOR_SD, PriceRow, rent_prior
from tracker.model.market import Accelerator

# Shares of what is unknown of a product that its supplier's others, and those of the same
# architecture besides, have in common. Partial pooling 0.5: section (e), the rest a choice.
OF_SUPPLIER = 0.5
OF_ARCHITECTURE = 0.2
# A product without a price: like its siblings, by dense FP8 operations to this power. The
# power and the spread are choices; validation prints how they do on products with a price.
SIZE_POWER = 0.75
SIBLING_SD = 0.6
STRANGER_SD = 0.8  # no sibling has a price either


@dataclass(frozen=True, slots=True)
class Level:
    """The price of one product by the table alone.

    `first` is the row that it begins with; None for a product without a price, whose level
    is inferred from `siblings` others of its supplier, or from all suppliers' when 0.
    """

    accelerator_id: str
    belief: Belief
    first: PriceRow | None
    known_on: date
    siblings: int = 0


def rent_levels(
    accelerators: Sequence[Accelerator], rows: dict[str, tuple[PriceRow, ...]], day: date
) -> dict[str, dict[str, Level]]:
    """Levels by supplier and product as known on a day; those inferred come out as such."""
    own = {a.accelerator_id: _own(a, rows[a.accelerator_id], day) for a in accelerators}
    known = {name: level for name, level in own.items() if level}
    sizes = {a.accelerator_id: a.fp8_tflops for a in accelerators}
    found: dict[str, dict[str, Level]] = {}
    for accelerator in accelerators:
        name, supplier = accelerator.accelerator_id, accelerator.supplier_id
        siblings = [
            known[a.accelerator_id]
            for a in accelerators
            if a.supplier_id == supplier and a.accelerator_id in known
        ]
        others = siblings or list(known.values())
        level = own[name] or _inferred(name, others, sizes, len(siblings))
        if level:
            found.setdefault(supplier, {})[name] = level
    return found


def prior_of(
    supplier_id: str, beliefs: dict[str, Belief], architectures: dict[str, str], base_sd: float
) -> Prior:
    """The joint prior of a supplier's products: own levels, with shared doubt.

    What is shared is of at most `base_sd`, so that a product nobody has priced does not
    move by more than those that tell of it. A row of a product's own leaves (1 - K) of its
    variance and as much of its covariances, so what is still shared of a belief of sd s is
    s^2 / base_sd. (At s itself siblings stayed too alike: 88.5 % of the 90 % ranges of 1,000
    simulated histories held, instead of 89.4 %.)
    """
    names = tuple(sorted(beliefs))
    sds = np.array([beliefs[name].log_sd for name in names])
    most = OPAQUE_SD if supplier_id in OPAQUE else base_sd
    shared = np.minimum(sds**2 / most, most)
    alike = _alike([architectures[name] for name in names])
    covariance = np.outer(shared, shared) * alike
    np.fill_diagonal(covariance, sds**2)
    likeness = alike.copy()
    np.fill_diagonal(likeness, 1.0)
    return Prior(
        names,
        np.array([beliefs[name].mean for name in names]),
        covariance,
        likeness,
        np.array([float(beliefs[name].on.toordinal()) for name in names]),
    )


def architecture(accelerator: Accelerator) -> str:
    """Blackwell Ultra is a Blackwell."""
    return accelerator.generation.split(" ")[0]


BASE_SD = PRIOR_SD["contract"]


def _alike(architectures: Iterable[str]) -> Array:
    names = np.array(list(architectures))
    same = (names[:, None] == names[None, :]).astype(np.float64)
    alike: Array = OF_SUPPLIER + OF_ARCHITECTURE * same
    return alike


def _own(accelerator: Accelerator, rows: tuple[PriceRow, ...], day: date) -> Level | None:
    start = rent_prior(rows, accelerator, day)
    if start is None:
        return None
    prior, later, first = start
    belief, _ = fold(prior, later)
    newest = max((first.known_on, *(item.on for item in later)))
    return Level(accelerator.accelerator_id, belief, first, newest)


def _inferred(
    name: str, others: list[Level], sizes: dict[str, float | None], siblings: int
) -> Level | None:
    size = sizes[name]
    seen = [(o, s) for o in others if (s := sizes[o.accelerator_id])]
    if not size or not seen:
        return None
    guesses = [o.belief.mean + SIZE_POWER * math.log(size / s) for o, s in seen]
    log_sd = SIBLING_SD if siblings else STRANGER_SD
    on = max(o.belief.on for o, _ in seen)
    names = tuple(row for o, _ in seen for row in o.belief.names) if siblings else ()
    belief = Belief(sum(guesses) / len(guesses), log_sd**2, on, names)
    return Level(name, belief, None, max(o.known_on for o, _ in seen), siblings)
