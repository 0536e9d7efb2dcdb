"""Reading measured on the labelled passages and on the real stream of news."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tracker.extract.annotate import annotate, to_document
from tracker.extract.reader import Reader
from tracker.reference.companies import load_companies
from tracker.reference.products import load_products

SHARED = Path(__file__).resolve().parents[3] / "shared"
pytestmark = pytest.mark.shared
SOFT = {"in_talks", "considering", "rumored", "denied"}


@pytest.fixture(scope="module")
def reader() -> Reader:
    """The shipped reader."""
    return Reader(load_companies(), load_products())


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _parties(deals: Iterable[dict[str, Any]]) -> set[tuple[Any, Any]]:
    return {(deal["buyer"], deal["supplier"]) for deal in deals}


@pytest.mark.parametrize(("name", "least"), [("dev", 0.8), ("more", 0.55)])
def test_most_parties_are_found(name: str, least: float, reader: Reader) -> None:
    """F1 of the pairs of parties, a plain count beside the scorer's, stays above its floor."""
    gold = _rows(SHARED / "gold" / f"{name}.jsonl")
    right = predicted = wanted = 0
    for row, line in zip(gold, annotate(reader, gold), strict=True):
        must = _parties(deal for deal in row["deals"] if not deal.get("optional"))
        may = _parties(deal for deal in row["deals"] if deal.get("optional"))
        found = _parties(line["deals"]) - (may - must)
        right, predicted, wanted = (
            right + len(found & must),
            predicted + len(found),
            wanted + len(must),
        )
    assert 2 * right / (predicted + wanted) >= least


@pytest.mark.parametrize("name", ["dev", "more"])
def test_nothing_soft_is_called_signed(name: str, reader: Reader) -> None:
    """No leg in talks, considered, rumored or denied is read as signed or done."""
    gold = _rows(SHARED / "gold" / f"{name}.jsonl")
    for row, line in zip(gold, annotate(reader, gold), strict=True):
        by_key = {(d["deal_type"], d["buyer"], d["supplier"]): d["status"] for d in line["deals"]}
        statuses: dict[tuple[Any, ...], set[str]] = {}
        for deal in row["deals"]:
            key = (deal["deal_type"], deal["buyer"], deal["supplier"])
            statuses.setdefault(key, set()).add(deal["status"])
        for key, true in statuses.items():
            if true <= SOFT and key in by_key:
                assert by_key[key] not in {"signed", "completed", "amended"}, (row["id"], key)


@pytest.mark.parametrize("name", ["dev", "more"])
def test_the_gate_loses_no_gold_leg(name: str, reader: Reader) -> None:
    """Every passage with a leg is parsed."""
    gold = [row for row in _rows(SHARED / "gold" / f"{name}.jsonl") if row["deals"]]
    lost = [e.document_id for e in reader.read(map(to_document, gold)) if not e.parsed]
    assert lost == []


def test_the_stream_raises_little(reader: Reader) -> None:
    """Of two thousand real items at most one in a hundred gives a claim, and none a problem."""
    rows = _rows(SHARED / "news_stream" / "items.jsonl")
    passages = [{**row, "text": row.get("summary") or row.get("text") or ""} for row in rows]
    found = list(reader.read(map(to_document, passages)))
    assert sum(bool(extraction.claims) for extraction in found) <= len(rows) // 100
    assert [problem for extraction in found for problem in extraction.problems] == []
