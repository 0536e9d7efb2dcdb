"""Passages in, deals of the gold set's schema out."""

import json

import pytest

from tracker.extract.annotate import annotate, to_document
from tracker.extract.reader import Reader

FIELDS = {
    "deal_type", "status", "buyer", "supplier", "other_parties", "products", "value_low",
    "value_high", "currency", "value_qualifier", "chips", "chips_qualifier", "power_mw",
    "power_qualifier", "term_months", "start", "end", "attribution", "evidence",
}  # fmt: skip


def test_one_line_per_passage_in_order(reader: Reader) -> None:
    """Passages come out in order, with and without deals, as plain JSON."""
    passages = [
        {"id": "b", "title": "", "text": "Tea is nice.", "published": "2026-01-01"},
        {
            "id": "a",
            "title": "",
            "text": "Oracle has agreed to buy 9,000 MI450 chips from AMD for $400 million.",
            "published": "2026-01-01",
        },
        {"id": "c", "text": "", "published": None},
    ]
    lines = list(annotate(reader, passages))
    assert [line["id"] for line in lines] == ["b", "a", "c"]
    assert lines[0]["deals"] == lines[2]["deals"] == []
    [deal] = json.loads(json.dumps(lines[1]))["deals"]
    assert set(deal) == FIELDS
    assert (deal["buyer"], deal["supplier"], deal["chips"]) == ("Oracle", "AMD", 9000)
    assert deal["value_high"] == 400_000_000
    assert deal["evidence"][0] in str(passages[1]["text"])


def test_evidence_is_the_sentences_of_leg_and_terms(reader: Reader) -> None:
    """Word for word; idle ones are left out."""
    told = "Oracle has agreed to buy 9,000 MI450 chips from AMD."
    worth = "The deal is worth $400 million and starts in June 2027."
    text = f"{told} The weather was fine on that day. {worth}"
    passage = {"id": "a", "title": "", "text": text, "published": "2026-01-01"}
    [line] = annotate(reader, [passage])
    assert [deal["evidence"] for deal in line["deals"]] == [[told, worth]]


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("Super Micro Computer", "Super Micro Computer"),
        ("Super Micro\nComputer", "Super Micro Computer"),
        ("Super Micro Computer, or Supermicro,", "Supermicro"),
        ("Advanced Micro Devices", "AMD"),
    ],
)
def test_names_are_those_of_the_schema(reader: Reader, printed: str, told: str) -> None:
    """Companies of its short list have one name; others are named as printed."""
    text = f"Oracle has agreed to buy 9,000 MI450 servers from {printed} for $400 million."
    passage = {"id": "a", "title": "", "text": text, "published": "2026-01-01"}
    [line] = annotate(reader, [passage])
    assert [deal["supplier"] for deal in line["deals"]] == [told]
    [extraction] = reader.read([to_document(passage)])
    assert {claim.supplier for claim in extraction.claims} <= {"Supermicro", "AMD"}
