"""Raw files, journals and the inbox: what stays when the database goes."""

import hashlib
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import on
from tracker.model.errors import BadInput, Problem, StoreError
from tracker.model.feeds import RawItem
from tracker.model.signals import Delivery, Digest
from tracker.store import inbox
from tracker.store.digests import digests_folder, keep_digest, kept_digests, take_kept_digests
from tracker.store.journal import (
    append_lines,
    deliveries_path,
    note_delivery,
    noted_deliveries,
    read_deliveries,
    read_lines,
)
from tracker.store.raw import (
    RawStore,
    journal_path,
    keep,
    mark_taken,
    raw_path,
    read_body,
    read_journal,
    read_raw_items,
    untaken,
)
from tracker.store.store import Store

NOW = on("2026-02-27", 11)


def build_raw(
    body: bytes = b"<rss/>", origin: str = "a.xml", known_at: datetime | None = None
) -> RawItem:
    """An item as a source hands it over."""
    digest = hashlib.sha256(body).hexdigest()
    return RawItem(digest, origin, "application/xml", body, on("2026-02-26"), known_at)


def test_bytes_are_kept_once_and_noted_for_each_origin(tmp_path: Path) -> None:
    """The same bytes from two places are one file and two lines."""
    raw = RawStore(tmp_path)
    assert raw.keep(build_raw(), "wire")
    assert not raw.keep(build_raw(), "wire")
    assert raw.keep(build_raw(origin="b.xml"))
    assert not RawStore(tmp_path).keep(build_raw())
    assert not keep(tmp_path, build_raw())
    assert keep(tmp_path, build_raw(known_at=on("2026-03-01")))
    entries, problems = read_journal(tmp_path)
    assert [(e.origin, e.feed_id) for e in entries] == [
        ("a.xml", "wire"),
        ("b.xml", None),
        ("a.xml", None),
    ]
    assert problems == []
    assert len(list((tmp_path / "raw").rglob("*.gz"))) == 1


def test_items_come_back_as_they_were(tmp_path: Path) -> None:
    """From raw files and journal alone, clocks included."""
    items = [build_raw(), build_raw(b"\x00\xff", "c.bin", on("2026-01-02"))]
    assert RawStore(tmp_path).keep_all((item, None) for item in items) == 2
    assert list(read_raw_items(tmp_path)) == items


def test_a_damaged_file_is_a_problem_and_the_rest_is_read(tmp_path: Path) -> None:
    """Gone, cut and changed bytes are told apart from good ones."""
    gone, cut, changed, good = (build_raw(bytes([n]) * 99, f"{n}.xml") for n in range(4))
    RawStore(tmp_path).keep_all((item, None) for item in (gone, cut, changed, good))
    raw_path(tmp_path, gone.raw_id).unlink()
    path = raw_path(tmp_path, cut.raw_id)
    path.write_bytes(path.read_bytes()[:-9])
    raw_path(tmp_path, changed.raw_id).write_bytes(raw_path(tmp_path, good.raw_id).read_bytes())
    *problems, last = read_raw_items(tmp_path)
    assert last == good
    assert [p.origin for p in problems if isinstance(p, Problem)] == ["0.xml", "1.xml", "2.xml"]
    with pytest.raises(StoreError, match="content has changed"):
        read_body(tmp_path, changed.raw_id)


def test_a_torn_last_line_is_passed_over_and_kept_apart(tmp_path: Path) -> None:
    """What was not acknowledged is lost quietly; what comes later is not lost with it."""
    raw = RawStore(tmp_path)
    raw.keep(build_raw())
    with journal_path(tmp_path).open("ab") as file:
        file.write(b'{"raw_id": "half')
    assert len(read_journal(tmp_path)[0]) == 1
    RawStore(tmp_path).keep(build_raw(b"next", "n.xml"))
    entries, problems = read_journal(tmp_path)
    assert [e.origin for e in entries] == ["a.xml", "n.xml"]
    assert problems[0].origin.endswith("journal.jsonl:2")


def test_an_entry_of_another_shape_is_a_problem(tmp_path: Path) -> None:
    """A line that is JSON but no entry is told, not fatal."""
    append_lines(journal_path(tmp_path), [{"raw_id": 1}])
    entries, problems = read_journal(tmp_path)
    assert entries == []
    assert "not whole" in problems[0].message


@settings(max_examples=30, deadline=None)
@given(st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.none()), max_size=5))
def test_journals_hold_any_text(
    tmp_path_factory: pytest.TempPathFactory, entries: list[dict]
) -> None:  # type: ignore[type-arg]
    """Line breaks and other marks inside values do not break lines."""
    path = tmp_path_factory.mktemp("journal") / "x.jsonl"
    append_lines(path, entries)
    assert read_lines(path) == (entries, [])


def test_the_ledger_of_deliveries_survives_without_the_database(tmp_path: Path) -> None:
    """Each delivery comes back, in order."""
    sent = [
        Delivery(str(n), "d", "hash", "<id>", "smtp", "sent", "250 ok", on("2026-02-27"))
        for n in range(3)
    ]
    for delivery in sent:
        note_delivery(tmp_path, delivery)
    assert noted_deliveries(tmp_path) == sent
    assert noted_deliveries(tmp_path / "none") == []


def test_the_inbox_gives_the_oldest_first_until_done(tmp_path: Path) -> None:
    """An item stays until its effect is committed."""
    assert list(inbox.drain(tmp_path)) == []
    for number in range(12):
        inbox.put(tmp_path, "deals-set", {"number": number})
    items = [item for item in inbox.drain(tmp_path) if isinstance(item, inbox.InboxItem)]
    assert [item.payload["number"] for item in items] == list(range(12))
    inbox.done(items[0])
    inbox.done(items[0])
    again = [item for item in inbox.drain(tmp_path) if isinstance(item, inbox.InboxItem)]
    assert again == items[1:]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"kind": "x"}', b"\xff", b'{"kind":1,"payload":{}}']
)
def test_an_unreadable_item_is_put_aside(tmp_path: Path, content: bytes) -> None:
    """It does not stand in the way of the others, and is not lost."""
    folder = inbox.inbox_folder(tmp_path)
    folder.mkdir()
    (folder / "000.json").write_bytes(content)
    inbox.put(tmp_path, "watch", {"add": "tpu"})
    problem, item = inbox.drain(tmp_path)
    assert isinstance(problem, Problem)
    assert (folder / "unreadable" / "000.json").read_bytes() == content
    assert isinstance(item, inbox.InboxItem)
    assert item.kind == "watch"
    assert len(list(inbox.drain(tmp_path))) == 1


def test_what_cannot_be_an_item_is_refused(tmp_path: Path) -> None:
    """Before anything is written."""
    with pytest.raises(BadInput, match="small letters"):
        inbox.put(tmp_path, "../x", {})
    with pytest.raises(BadInput, match="Decimal"):
        inbox.put(tmp_path, "deals-set", {"value": Decimal(1)})
    assert not inbox.inbox_folder(tmp_path).exists()


def test_a_damaged_line_of_the_ledger_stops_nothing(tmp_path: Path) -> None:
    """What still says which digest went out counts; the rest is a problem each."""
    note_delivery(
        tmp_path,
        Delivery("1", "d1", "hash", "<id>", "smtp", "sent", "250 ok", on("2026-02-27")),
    )
    at = on("2026-02-28").isoformat()
    append_lines(
        deliveries_path(tmp_path),
        [
            {"digest_id": "d2", "outcome": "sent", "delivered_at": at},
            {"digest_id": "d3", "outcome": "sent"},
            {"digest_id": "d4", "outcome": "sent", "delivered_at": "yesterday"},
            {"digest_id": "d5", "outcome": "sent", "delivered_at": "2026-02-28T10:00:00"},
            {"outcome": "sent", "delivered_at": at},
            {},
        ],
    )
    deliveries, problems = read_deliveries(tmp_path)
    assert [(d.digest_id, d.outcome) for d in deliveries] == [("d1", "sent"), ("d2", "sent")]
    assert len(problems) == 5
    assert noted_deliveries(tmp_path) == deliveries


def test_a_digest_is_kept_outside_the_database(tmp_path: Path) -> None:
    """It comes back as it was; a damaged one is a problem, and a known one is not read."""
    made = Digest("d", "w", on("2026-02-26"), on("2026-02-27"), "Deals", ("s",), "<p>", "t", NOW)
    keep_digest(tmp_path, made)
    (digests_folder(tmp_path) / "x.json.gz").write_bytes(b"cut")
    found = list(kept_digests(tmp_path))
    assert found[0] == made
    assert isinstance(found[1], Problem)
    assert list(kept_digests(tmp_path, frozenset({"d", "x"}))) == []
    with Store.open(tmp_path) as store:
        assert take_kept_digests(store, tmp_path)[0] == 1
        assert take_kept_digests(store, tmp_path)[0] == 0
        assert store.digests(on("2026-12-31")) == [made]


def test_only_what_was_not_taken_in_is_tried_again(tmp_path: Path) -> None:
    """Twice at most: what breaks the taking in must not do so for ever."""
    raw = RawStore(tmp_path)
    raw.keep(build_raw())
    assert untaken(tmp_path) == []  # of an older home nobody noted how far it was
    mark_taken(tmp_path)
    raw.keep(build_raw(b"next", "n.xml"))
    assert [entry.origin for entry in untaken(tmp_path)] == ["n.xml"]
    assert [entry.origin for entry in untaken(tmp_path)] == ["n.xml"]
    assert untaken(tmp_path) == []
    mark_taken(tmp_path)
    raw.keep(build_raw(b"last", "l.xml"))
    assert [entry.origin for entry in untaken(tmp_path)] == ["l.xml"]
