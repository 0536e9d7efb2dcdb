"""Which generation a family's name stands for on a day, and how far its members lie apart."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.economics.lookups import ProductBook, accelerators_of
from tracker.model.market import Accelerator
from tracker.reference.figures import Family


@dataclass(frozen=True, slots=True)
class Meant:
    """The accelerators that a deal's products stand for.

    `log_sd` is how far, in logarithms, the generations of a family lie apart in what they
    can do: the spread of a price that does not say which of them it is of; 0 without one.
    """

    accelerators: tuple[Accelerator, ...]
    log_sd: float
    words: str


def meant_by(
    names: Sequence[str],
    day: date,
    products: ProductBook,
    families: Iterable[Family],
    known: Mapping[str, Accelerator],
) -> Meant:
    """What the named products stand for on a day, with the spread of their families.

    A family with dated shares is its most delivered generation of that day; another one the
    datasheet that stands for it. A name beside one of its own generations says no more.
    """
    dated = list(families)
    above = {products.by_name[n].parent for n in names if n in products.by_name}
    chosen: dict[str, Accelerator] = {}
    spread, words = 0.0, []
    for name in names:
        mix = None if name in above else _on(name, day, dated)
        if mix is None:
            rest = [name] if name not in above else []
            chosen |= {i: known[i] for i in accelerators_of(rest, products) if i in known}
            continue
        parts = [(known[i], share) for i, share in mix.generations if i in known]
        if not parts:
            continue
        main = max(parts, key=lambda part: (part[1], part[0].accelerator_id))[0]
        chosen[main.accelerator_id] = main
        spread = max(spread, _apart(parts))
        words.append(f"{name} on {day.isoformat()}: mostly {main.product}")
    return Meant(tuple(chosen[key] for key in sorted(chosen)), spread, "; ".join(words))


def _on(name: str, day: date, families: Iterable[Family]) -> Family | None:
    """The last shares by the day; the first ones before any."""
    rows = sorted((f for f in families if f.name == name), key=lambda f: f.known_on)
    seen = [row for row in rows if row.known_on <= day]
    return (seen[-1] if seen else rows[0]) if rows else None


def _apart(parts: list[tuple[Accelerator, float]]) -> float:
    """Weighted standard deviation of the logarithm of what each generation can do.

    By the first figure that all their datasheets have: arithmetic, else memory bandwidth.
    """
    for measure in _MEASURES:
        strengths = [(measure(a), share) for a, share in parts]
        logs = [(math.log(strength), share) for strength, share in strengths if strength]
        if len(logs) == len(parts):
            mean = sum(log * share for log, share in logs)
            return math.sqrt(sum(share * (log - mean) ** 2 for log, share in logs))
    return 0.0


_MEASURES: tuple[Callable[[Accelerator], float | None], ...] = (
    lambda a: a.bf16_tflops,
    lambda a: a.fp8_tflops,
    lambda a: a.fp4_tflops,
    lambda a: a.memory_tb_per_s,
)
