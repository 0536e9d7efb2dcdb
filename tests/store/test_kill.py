"""A process that is killed at any instant loses nothing that it has acknowledged."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.builders import on
from tracker.store.publish import published_path
from tracker.store.published import Published
from tracker.store.raw import RawStore, read_journal
from tracker.store.store import Store

# Each round is one transaction of a document with its text and three claims; every third
# is published. The number is printed once the round is on the disk.
WRITER = """
import sys
from pathlib import Path
from tests.builders import build_claim, build_document, on
from tests.store.test_raw import build_raw
from tracker.store.publish import publish
from tracker.store.raw import RawStore
from tracker.store.store import Store

home, number = Path(sys.argv[1]), int(sys.argv[2])
with Store.open(home) as store:
    raw = RawStore(home)
    while True:
        number += 1
        raw.keep(build_raw(f"raw {number}".encode(), f"{number}.xml"))
        document = build_document(f"document {number} " * 500, document_id=f"d{number}")
        with store.transaction():
            store.add_documents([document])
            store.add(
                build_claim(claim_id=f"c{number}-{n}", document_id=f"d{number}") for n in range(3)
            )
        if number % 3 == 0:
            publish(store, home, on("2026-03-01"))
        if number % 5 == 0:
            store.con.execute("CHECKPOINT")
        print(number, flush=True)
"""


def killed_writer(home: Path, start: int, after_seconds: float) -> int:
    """The last number that a writer acknowledged before it was killed."""
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", WRITER, str(home), str(start)], stdout=subprocess.PIPE, cwd=root
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(after_seconds)
    process.kill()
    rest, _ = process.communicate()
    assert process.returncode == -9
    return int((first + rest).decode().split("\n")[-2])


@pytest.mark.parametrize("seed", [1, 2])
def test_what_was_acknowledged_survives_kills(tmp_path: Path, seed: int) -> None:
    """Rows, texts, raw files and the published file are whole after each of three kills."""
    chance = random.Random(seed)  # noqa: S311
    number = 0
    for _ in range(3):
        acknowledged = killed_writer(tmp_path, number, chance.uniform(0, 0.35))
        assert acknowledged > number
        with Store.open(tmp_path, wait_seconds=0) as store:
            documents = {d.document_id: d for d in store.documents_to_extract(on("2026-12-31"))}
            claims = store.claims(on("2026-12-31"))
        assert {f"d{n}" for n in range(1, acknowledged + 1)} <= set(documents)
        assert len(claims) == 3 * len(documents)
        assert all(d.text.startswith(f"document {i[1:]} ") for i, d in documents.items())
        kept = {entry.origin for entry in read_journal(tmp_path)[0]}
        assert {f"{n}.xml" for n in range(1, acknowledged + 1)} <= kept
        assert RawStore(tmp_path).problems == []
        number = len(documents)
    if published_path(tmp_path).exists():
        with Published.open(tmp_path) as published:
            count = "SELECT count(*), count(DISTINCT document_id) FROM document_text"
            assert published.query(count).rows[0][0] == published.query(count).rows[0][1]
