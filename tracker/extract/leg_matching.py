"""When two deal records speak of the same leg, and which slots they agree on."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

Leg = Mapping[str, Any]

SLOTS = ("value", "chips", "power", "term", "start")
DATED_SLOTS = ("start", "end")
_KEYS = {
    "chips": "chips",
    "power": "power_mw",
    "term": "term_months",
    "start": "start",
    "end": "end",
}
_TOLERANCE = 0.01
_SAME_NAME = {
    "alphabet": ("google", "google cloud", "alphabet google"),
    "meta platforms": ("meta", "facebook"),
    "amazon": ("aws", "amazon web services", "amazoncom"),
    "microsoft": ("azure", "microsoft azure"),
    "amd": ("advanced micro devices",),
    "oracle": ("oracle cloud",),
    "mistral ai": ("mistral",),
    "softbank": ("softbank group",),
    "samsung": ("samsung electronics",),
    "cerebras": ("cerebras systems",),
    "dell": ("dell technologies",),
    "lambda": ("lambda labs",),
    "galaxy digital": ("galaxy",),
    "nebius": ("nebius group",),
    "iren": ("iren limited",),
    "arm": ("arm holdings",),
    "ampere": ("ampere computing",),
    "tsmc": ("taiwan semiconductor manufacturing",),
    "intel": ("intel corporation",),
    "marvell": ("marvell technology",),
    "hyundai motor": ("hyundai",),
    "sambanova": ("sambanova systems",),
    "qualcomm": ("qualcomm incorporated",),
    "thinking machines": ("thinking machines lab",),
}
_CANONICAL = {other: name for name, others in _SAME_NAME.items() for other in others}
_LEGAL_FORMS = frozenset(
    ("inc", "incorporated", "corp", "corporation", "ltd", "limited", "plc", "llc", "pbc", "nv")
) | {"ag", "sa", "co"}
_MAKERS = ("nvidia", "amd", "google", "aws", "amazon", "microsoft", "huawei", "instinct")


def party_name(name: str | None) -> str | None:
    """A party's name without case, punctuation and legal form, variants made one."""
    if name is None:
        return None
    letters = re.sub(r"[^\w ]", "", name.casefold().replace("-", " "))
    words = letters.split()
    plain = " ".join(words)
    if plain in _CANONICAL:
        return _CANONICAL[plain]
    if len(words) > 1 and words[-1] in _LEGAL_FORMS:
        plain = " ".join(words[:-1])
    return _CANONICAL.get(plain, plain) or None


def same_parties(gold: Leg, predicted: Leg) -> bool:
    """Whether buyer and supplier agree; those of a joint venture in either order."""
    wanted = (party_name(gold["buyer"]), party_name(gold["supplier"]))
    given = (party_name(predicted["buyer"]), party_name(predicted["supplier"]))
    ventures = gold["deal_type"] == predicted["deal_type"] == "joint_venture"
    return wanted == given or (ventures and wanted == given[::-1])


def slot_value(leg: Leg, slot: str) -> Any:
    """What a leg says for a slot; for "value" the headline amount and its currency."""
    if slot != "value":
        return leg.get(_KEYS[slot])
    high = leg.get("value_high")
    amount = leg.get("value_low") if high is None else high
    return None if amount is None else (amount, leg.get("currency") or "USD")


def same_slot(slot: str, gold: Any, predicted: Any) -> bool:
    """Whether two values agree: amounts within 1 %, dates also if finer than gold."""
    if slot == "value":
        return bool(gold[1] == predicted[1]) and _close(gold[0], predicted[0])
    if slot in ("chips", "power"):
        return _close(gold, predicted)
    if slot in DATED_SLOTS:
        return bool(predicted == gold) or str(predicted).startswith(f"{gold}-")
    return bool(gold == predicted)


def products_of(leg: Leg) -> frozenset[str]:
    """A leg's products, without maker's name, case and plural."""
    return frozenset(_product(name) for name in leg.get("products") or ())


def pair_legs(gold: Sequence[Leg], predicted: Sequence[Leg]) -> dict[int, int]:
    """Places of gold legs with those of their predicted legs, by the best assignment.

    The order of `predicted` does not matter: they are put into a canonical one first.
    """
    order = sorted(range(len(predicted)), key=lambda n: json.dumps(predicted[n], sort_keys=True))
    weights = _weights(min(len(gold), len(predicted)), len(predicted))
    worth = np.zeros((len(gold), len(predicted)))
    for row, wanted in enumerate(gold):
        for column, place in enumerate(order):
            if same_parties(wanted, predicted[place]):
                aims = (*_aims(wanted, predicted[place]), len(order) - column)
                worth[row, column] = np.dot(weights, aims)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return {
        int(row): order[int(column)]
        for row, column in zip(rows, columns, strict=True)
        if worth[row, column] > 0
    }


# The most that one pair can add to each aim of `_aims`.
_MOST = (1, 1, 1, 1, len(SLOTS) + 1, 2 ** (len(SLOTS) + 1) - 1)


def _weights(pairs: int, columns: int) -> tuple[float, ...]:
    """Weights by which any aim outweighs all later ones, summed over so many pairs.

    The last aim is to take what comes first in the canonical order.
    """
    weights = [1]
    for most in reversed((*_MOST[1:], columns)):
        weights.append(weights[-1] * (most * pairs + 1))
    return tuple(float(weight) for weight in reversed(weights))


def _aims(gold: Leg, predicted: Leg) -> tuple[int, ...]:
    """What pairing the two adds to each aim, first things first."""
    optional = bool(gold.get("optional"))
    typed = gold["deal_type"] == predicted["deal_type"]
    strict = typed and gold["status"] == predicted["status"]
    agreed = [_alike(slot, gold, predicted) for slot in (*SLOTS, "end")]
    # An earlier slot breaks ties between legs that agree on as many.
    precedence = sum(1 << place for place, same in enumerate(reversed(agreed)) if same)
    return (not optional, optional, strict and not optional, typed, sum(agreed), precedence)


def _alike(slot: str, gold: Leg, predicted: Leg) -> bool:
    wanted, given = slot_value(gold, slot), slot_value(predicted, slot)
    if wanted is None or given is None:
        return wanted is given
    return same_slot(slot, wanted, given)


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= _TOLERANCE * max(abs(one), abs(other))


def _product(name: str) -> str:
    words = name.casefold().split()
    if len(words) > 1 and words[0] in _MAKERS:
        words = words[1:]
    if len(words) > 1 and words[0] == "instinct":
        words = words[1:]
    return " ".join(words).rstrip("s")
