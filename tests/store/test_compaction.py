"""Many small parts of texts become few, and no reader misses a text meanwhile."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import build_document, on
from tracker.store.bodies import bodies_folder
from tracker.store.compaction import KEPT_FOR, compact_bodies, retired_path
from tracker.store.publish import publish
from tracker.store.published import Published
from tracker.store.store import Store

NOW = on("2026-03-01")
TEXTS = "SELECT document_id, text FROM document_text ORDER BY ALL"


def parts(home: Path) -> int:
    return len(list(bodies_folder(home).glob("*.parquet")))


def fill(store: Store, count: int = 6) -> None:
    """A part for each document, as runs that find one each would leave."""
    for number in range(count):
        store.add_documents([build_document(f"text {number}", document_id=f"d{number}")])


def test_small_parts_become_one_and_readers_keep_theirs(store: Store) -> None:
    """Each publication finds all texts: the old by the old parts, the new by the new one."""
    home = store.home
    fill(store)
    publish(store, home, NOW)
    with Published.open(home) as before:
        expected = before.query(TEXTS).rows
        assert compact_bodies(store, NOW, small_parts=3) == 6
        assert parts(home) == 7
        assert before.query(TEXTS).rows == expected
        publish(store, home, NOW)
        with Published.open(home) as after:
            assert after.query(TEXTS).rows == expected
    assert compact_bodies(store, NOW, small_parts=3) == 0
    documents = store.documents_by_id(["d0", "d5"])
    assert {d.text for d in documents.values()} == {"text 0", "text 5"}
    assert [d.text for d in store.documents_to_extract(NOW)] == [f"text {n}" for n in range(6)]


def test_old_parts_go_after_a_day(store: Store) -> None:
    """Not before; and what is named again or still in use stays."""
    fill(store)
    compact_bodies(store, NOW, small_parts=3)
    compact_bodies(store, NOW + KEPT_FOR, small_parts=3)
    assert parts(store.home) == 7
    compact_bodies(store, NOW + KEPT_FOR + timedelta(seconds=1), small_parts=3)
    assert parts(store.home) == 1
    assert len(store.documents_by_id([f"d{n}" for n in range(6)])) == 6


def test_few_parts_are_left_alone(store: Store) -> None:
    """The work is not worth it every quarter of an hour."""
    fill(store, 2)
    assert compact_bodies(store, NOW) == 0
    assert parts(store.home) == 2


def test_an_interruption_before_the_rows_loses_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new part is an orphan; the next time writes the same one again."""
    fill(store)
    monkeypatch.setattr("tracker.store.compaction._point", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        compact_bodies(store, NOW, small_parts=3)
    monkeypatch.undo()
    assert len(store.documents_by_id([f"d{n}" for n in range(6)])) == 6
    assert compact_bodies(store, NOW, small_parts=3) == 6
    assert parts(store.home) == 7


def test_a_damaged_note_of_old_parts_is_no_error(store: Store) -> None:
    """They stay, which costs room and nothing else."""
    fill(store)
    compact_bodies(store, NOW, small_parts=3)
    retired_path(store.home).write_text("{")
    compact_bodies(store, NOW + 3 * KEPT_FOR, small_parts=3)
    assert parts(store.home) == 7
