"""The legs of the bundled sample as a careful person reads them, with the deal of each."""

import json
from collections.abc import Iterator
from typing import Any

from pipelines.demo import SAMPLE
from tests.builders import build_claim, on
from tests.resolve.labelled import Labels, typed
from tracker.model.deals import DealClaim

# The pairs with two contracts of one type in the sample: what a leg has to say of itself to be
# of the second one. Every other pair has one contract of each type.
_BILLION = 10**9
_SECOND = {
    ("Meta Platforms", "Alphabet", "cloud_rental"): lambda leg: leg["value_low"] == 10 * _BILLION,
    ("Meta Platforms", "Nebius", "capacity_lease"): lambda leg: leg["value_high"] == 27 * _BILLION,
    ("OpenAI", "Amazon", "cloud_rental"): lambda leg: leg["value_high"] != 38 * _BILLION,
}


def sample_claims() -> tuple[list[DealClaim], Labels]:
    """Every leg of `expected.jsonl` as a claim known on its day, and the deal that it is of."""
    claims: list[DealClaim] = []
    labels: Labels = {}
    for document, day, leg in _legs():
        claim = _claim(document, day, leg)
        claims.append(claim)
        labels[claim.claim_id] = deal_of(leg)
    return claims, labels


def deal_of(leg: dict[str, Any]) -> str:
    """A name for the deal that a leg of the sample is of."""
    key = (leg["buyer"], leg["supplier"], leg["deal_type"])
    is_second = key in _SECOND and _SECOND[key](leg)
    return " ".join(map(str, (*key, "second" if is_second else "")))


def _legs() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for line in (SAMPLE / "expected.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield from ((row["document"], row["day"], leg) for leg in row["deals"])


def _claim(document: str, day: str, leg: dict[str, Any]) -> DealClaim:
    given = typed({name: value for name, value in leg.items() if name not in _APART})
    return build_claim(
        leg["buyer"],
        leg["supplier"],
        document_id=document,
        day=day,
        known_at=on(day, 18),
        quote="",
        **given,
    )


_APART = {"buyer", "supplier", "optional"}
