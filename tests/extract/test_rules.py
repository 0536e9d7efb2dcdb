"""The rules that are data."""

from pathlib import Path

import pytest

from tracker.extract.rules import Rules, forms, load_rules, plural, read_rows
from tracker.extract.status import LADDER
from tracker.model.errors import BadReference


def test_forms_of_regular_and_irregular_verbs() -> None:
    """Written forms of a verb cover third person, past and participles."""
    assert {"buy", "buys", "buying", "bought"} <= forms("buy")
    assert {"lease", "leases", "leased", "leasing"} <= forms("lease")
    assert {"supply", "supplies", "supplied"} <= forms("supply")
    assert {"cancelled", "canceled"} <= forms("cancel")


def test_plural() -> None:
    """Plurals as written."""
    assert (plural("facility"), plural("lease"), plural("purchase")) == (
        "facilities",
        "leases",
        "purchases",
    )


def test_every_status_cue_is_on_the_ladder(rules: Rules) -> None:
    """No cue names a status that the ladder does not have."""
    assert {cue.status for cues in rules.cues.values() for cue in cues} <= set(LADDER)


def test_every_need_is_a_thing(rules: Rules) -> None:
    """A predicate only needs things that the list of things can find."""
    known = set(rules.things.values()) | {"price"}
    for table in (rules.verbs, rules.nouns, rules.phrases):
        for predicates in table.values():
            for predicate in predicates:
                assert predicate.needs | predicate.head <= known, predicate.rule_id


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    """A row that is not JSON is reported with its file and line."""
    path = tmp_path / "things.jsonl"
    path.write_text('{"thing": "chips", "words": []}\nnot json\n')
    with pytest.raises(BadReference, match=r"things\.jsonl:2"):
        list(read_rows(path))


def test_a_rule_id_given_twice_is_refused(tmp_path: Path) -> None:
    """Two predicates of one id are a mistake that loading reports."""
    row = '{"id": "rent", "kind": "rent", "part": "verb", "words": ["rent"]}\n'
    (tmp_path / "predicates.jsonl").write_text(row + row)
    with pytest.raises(BadReference, match="rent"):
        load_rules(tmp_path)
