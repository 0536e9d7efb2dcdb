"""A publication that adds to the last one is the same as one that writes everything."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.builders import build_claim, build_deal, build_document, on
from tests.store.seed import ADDRESS, NOW, reference_rows, seed
from tracker.model.deals import DealClaim
from tracker.store import publish as publishing
from tracker.store.compaction import compact_bodies
from tracker.store.connect import connect, rows
from tracker.store.publish import publish, published_path, published_tables
from tracker.store.store import Store


def content(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, and the texts."""
    with connect(published_path(home), access_mode="read_only") as con:
        found = {n: rows(con, f"FROM fact.{n} ORDER BY ALL") for n in published_tables()}
        return found | {n: rows(con, f"FROM {n} ORDER BY ALL") for n in ("document_text", "meta")}


def whole(store: Store, home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The same of a publication that has none to go on from."""
    published_path(home).unlink()
    publish(store, home, NOW)
    return content(home)


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each publication with one before it, whether it could go on from that."""
    told: list[bool] = []
    real = publishing.begins_alike

    def begins_alike(*arguments: Any) -> bool:
        told.append(real(*arguments))
        return told[-1]

    monkeypatch.setattr(publishing, "begins_alike", begins_alike)
    return told


def test_what_is_new_is_added(tmp_path: Path, copied: list[bool]) -> None:
    """Facts, withdrawals, reference data and texts; the address stays at home."""
    with seed(tmp_path) as store:
        publish(store, tmp_path, NOW)
        store.add([build_claim("xAI"), build_deal("xAI")])
        store.add_documents([build_document("a further text")])
        store.settle(DealClaim, store.claims(on("2026-02-01")), NOW)
        changed = reference_rows()
        changed["watchlists"] = [replace(changed["watchlists"][0], owner="Another")]  # type: ignore[type-var]
        store.replace_reference(changed)
        publish(store, tmp_path, NOW)
        assert copied == [True]
        assert ADDRESS.encode() not in published_path(tmp_path).read_bytes()
        added = content(tmp_path)
        assert added == whole(store, tmp_path)


def test_a_database_made_again_is_published_whole(tmp_path: Path, copied: list[bool]) -> None:
    """Its rows may stand in another order, or be others."""
    with Store.open(tmp_path) as store:
        store.add([build_claim(quote="one"), build_claim(quote="two")])
        publish(store, tmp_path, NOW)
    (tmp_path / "tracker.duckdb").unlink()
    with Store.open(tmp_path) as store:
        store.add([build_claim(quote="two"), build_claim(quote="one"), build_claim(quote="three")])
        publish(store, tmp_path, NOW)
        assert copied == [False]
        assert content(tmp_path) == whole(store, tmp_path)


def test_moved_texts_are_published_whole(tmp_path: Path, copied: list[bool]) -> None:
    """Rows that were stored name other parts now."""
    with Store.open(tmp_path) as store:
        for number in range(4):
            store.add_documents([build_document(f"text {number}")])
        publish(store, tmp_path, NOW)
        assert compact_bodies(store, NOW + timedelta(1), small_parts=2) == 4
        publish(store, tmp_path, NOW)
        assert copied == [False]
        assert len(content(tmp_path)["document_text"]) == 4


def test_a_damaged_file_is_written_anew(tmp_path: Path) -> None:
    """Nothing of it is needed."""
    with seed(tmp_path) as store:
        publish(store, tmp_path, NOW)
        expected = content(tmp_path)
        for damage in (b"", b"no database" * 999, published_path(tmp_path).read_bytes()[:99_999]):
            published_path(tmp_path).write_bytes(damage)
            publish(store, tmp_path, NOW)
            assert content(tmp_path) == expected
