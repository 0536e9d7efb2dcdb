"""Every real file of ../shared is accounted for, in bounded time and memory."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.model.errors import Problem
from tracker.sources.disk import count_files, read_paths
from tracker.sources.identity import KnownDocuments, link_duplicates, remember
from tracker.sources.kinds import Reading
from tracker.sources.read import read_raw

pytestmark = pytest.mark.shared

SHARED = Path(__file__).resolve().parents[3] / "shared"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
STREAM = SHARED / "news_stream"
ALL = [
    SHARED / "feeds",
    SHARED / "edgar",
    STREAM / "items.jsonl",
    STREAM / "headlines_only.jsonl",
]


def readings(*paths: Path, known_at: datetime | None = NOW) -> Iterator[tuple[Path, Reading]]:
    for item in read_paths(paths, known_at=known_at, now=NOW):
        assert not isinstance(item, Problem), item
        yield Path(item.origin), read_raw(item)


@pytest.fixture(scope="module")
def everything() -> dict[Path, Reading]:
    return dict(readings(*ALL))


def test_every_file_is_accounted_for(everything):
    """Each file gave something to read or a problem that says why not."""
    assert len(everything) == count_files(ALL) == 83
    for path, reading in everything.items():
        assert reading.documents or reading.entries or reading.links or reading.problems, path


def test_what_the_files_are(everything):
    """Every kind that the manifests list is recognised as what it is."""
    assert Counter(reading.kind for reading in everything.values()) == {
        "feed": 39,
        "edgar atom": 9,
        "edgar reference": 10,
        "edgar filing": 8,
        "edgar error": 5,
        "edgar index": 3,
        "edgar document": 2,
        "edgar submission": 2,
        "jsonl": 2,
        "other": 3,  # two manifests, and an excerpt without form or filer
    }


def test_every_line_and_item_is_read(everything):
    """All articles, all headlines, and as many items a feed as its manifest counts."""
    counted = {path.name: len(reading.documents) for path, reading in everything.items()}
    assert counted["items.jsonl"] == 2173
    assert counted["headlines_only.jsonl"] == 5864
    for row in (SHARED / "feeds" / "MANIFEST.md").read_text(encoding="utf-8").split("\n"):
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        if cells[0].endswith(".xml"):
            lost = everything[SHARED / "feeds" / cells[0]].problems
            empty = sum("neither title nor text" in problem.message for problem in lost)
            assert counted[cells[0]] + empty == int(cells[3]), cells[0]


def test_edgar_lists_are_whole(everything):
    """A hundred entries a page, each with a link, a filer and an Eastern acceptance."""
    pages = [r for p, r in everything.items() if r.kind == "edgar atom"]
    assert [len(page.entries) for page in pages] == [100] * 9
    links = [link for page in pages for link in page.links]
    assert all(link.filer_cik and link.company and link.accepted_at for link in links)
    oracle = [link for link in links if link.company.startswith("ORACLE")]
    assert {link.form for link in oracle} >= {"8-K"}


def test_filings_keep_their_facts(everything):
    """Form, filer and time from header or text; inline-XBRL's hidden part is gone."""
    folder = SHARED / "edgar" / "filings" / "NVDA_8-K_2026-03-02"
    main, plan = everything[folder / "0001045810-26-000024.txt"].documents
    apart = everything[folder / "nvda-20260302.htm"].documents[0]
    assert (main.form, plan.form) == ("8-K", "EX-10.1")
    assert main.published_at == datetime(2026, 3, 6, 21, 11, 25, tzinfo=UTC)
    assert main.filer_cik == apart.filer_cik == 1045810
    assert main.content_sha == apart.content_sha
    assert "Item 5.02" in main.text
    for reading in everything.values():
        for document in reading.documents:
            assert "<ix:" not in document.text
            assert "xbrli" not in document.text


def test_duplicates_do_not_depend_on_order(everything):
    """The same links whatever the order, nothing new in a second run, targets that stand."""
    documents = [d for reading in everything.values() for d in reading.documents]
    linked = link_duplicates(documents, KnownDocuments())
    assert link_duplicates(documents[::-1], KnownDocuments()) == linked
    assert link_duplicates(documents, remember(linked)) == ()
    by_id = {document.document_id: document for document in linked}
    targets = [by_id[d.duplicate_of] for d in linked if d.duplicate_of]
    assert all(target.duplicate_kind in (None, "revision") for target in targets)
    kinds = Counter(d.duplicate_kind for d in linked)
    assert kinds["title"] > 50, "the headlines repeat each other"
    assert kinds["content"] > 10
    assert len(documents) - len(linked) < 100


def test_dates_set_back_never_lie_ahead():
    """Imported as of publication nothing is known before its date, nor public after it."""
    for _, reading in readings(*ALL, known_at=None):
        for document in reading.documents:
            assert document.public_at <= document.known_at
            assert document.published_at is None or document.published_at <= document.known_at
