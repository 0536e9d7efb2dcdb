"""Passages in, deals of the gold set's schema out."""

import json

from tracker.extract.annotate import annotate
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
