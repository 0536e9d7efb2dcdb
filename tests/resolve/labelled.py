"""The labelled claims, and how well clusters agree with labels.

`claims.jsonl` holds claims of real deals as a reader would emit them, each with the name of
its deal; `second.jsonl` names the deals as a second person did who had not seen the first
names. See `MANIFEST.md`.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.builders import build_claim, on
from tracker.model.deals import (
    Binding,
    Confirmation,
    Deal,
    DealClaim,
    Qualifier,
    Status,
)

FOLDER = Path(__file__).parent
Labels = dict[str, str]  # claim -> deal

_ENUMS = {
    "status": Status,
    "confirmation": Confirmation,
    "binding": Binding,
    "value_qualifier": Qualifier,
    "chips_qualifier": Qualifier,
    "power_qualifier": Qualifier,
}
_MONEY = ("value_low", "value_high", "rate_amount")
_AFTERNOON = 15  # hour of the clock at which each was read


@dataclass(frozen=True, slots=True)
class Agreement:
    """How clusters and labels agree; shares, 0-1. Pairs are pairs of claims in one cluster."""

    b_precision: float
    b_recall: float
    pair_precision: float
    pair_recall: float

    @property
    def b_f1(self) -> float:
        """B-cubed F1, the harmonic mean."""
        return 2 * self.b_precision * self.b_recall / (self.b_precision + self.b_recall)


def labelled_claims() -> tuple[list[DealClaim], Labels]:
    """Every claim of `claims.jsonl`, and the deal that each is of."""
    lines = (FOLDER / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [_claim(row) for row in rows], {row["claim_id"]: row["deal"] for row in rows}


def second_labels() -> Labels:
    """What the second person made of the same claims."""
    lines = (FOLDER / "second.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["claim_id"]: row["deal"] for row in map(json.loads, lines)}


def set_aside(claims: Iterable[DealClaim], labels: Labels) -> frozenset[str]:
    """The third of the claims, whole deals, whose errors nobody looks at while developing.

    By a hash of the pair of companies that a deal's first claim names.
    """
    pairs: dict[str, str] = {}
    for claim in claims:
        names = sorted(name or "" for name in (claim.buyer, claim.supplier))
        pairs.setdefault(labels[claim.claim_id], " ".join(names))
    return frozenset(claim for claim, deal in labels.items() if _is_aside(pairs[deal]))


def _is_aside(pair: str) -> bool:
    return hashlib.sha256(f"aside {pair}".encode()).digest()[0] % 3 == 0


def clusters_of(deals: Iterable[Deal]) -> Labels:
    """The live deal of each claim, from the versions of all deals."""
    latest = {deal.deal_id: deal for deal in deals}
    return {
        claim_id: deal.deal_id
        for deal in latest.values()
        if deal.superseded_by is None
        for claim_id in deal.claim_ids
    }


def agreement(found: Mapping[str, Hashable], truth: Mapping[str, Hashable]) -> Agreement:
    """How the clusters of the claims in `truth` agree with it; both name a cluster a claim."""
    both = Counter((found[claim], label) for claim, label in truth.items())
    ours = Counter(found[claim] for claim in truth)
    theirs = Counter(truth.values())
    total = len(truth)
    pairs = sum(map(_pairs, both.values()))
    return Agreement(
        sum(n * n / ours[cluster] for (cluster, _), n in both.items()) / total,
        sum(n * n / theirs[label] for (_, label), n in both.items()) / total,
        pairs / max(1, sum(map(_pairs, ours.values()))),
        pairs / max(1, sum(map(_pairs, theirs.values()))),
    )


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def typed(row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a claim in the types of its record; what is null or absent stays so."""
    given = dict(row)
    for name, kind in _ENUMS.items():
        if given.get(name) is not None:
            given[name] = kind(given[name])
    given |= {name: Decimal(str(given[name])) for name in _MONEY if given.get(name) is not None}
    return given | {name: tuple(row.get(name, ())) for name in ("other_parties", "products")}


def _claim(row: Mapping[str, Any]) -> DealClaim:
    given = typed(row)
    for name in ("deal", "buyer", "supplier", "published_on"):
        del given[name]
    return build_claim(
        row["buyer"],
        row["supplier"],
        published_on=date.fromisoformat(row["published_on"]),
        known_at=on(row["published_on"], _AFTERNOON),
        **given,
    )
