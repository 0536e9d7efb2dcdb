"""Articles and headlines, one a line."""

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from tests.sources.helpers import NOW, raw_item
from tracker.sources.read import read_raw


def lines(*objects: object) -> str:
    return "\n".join(json.dumps(one) for one in objects)


def read(text: str | bytes, **given: object):
    return read_raw(raw_item(text, "news.jsonl", **given))  # type: ignore[arg-type]


def test_an_article_line():
    """All fields count, unknown ones do not matter, text outranks the summary."""
    (document,) = read(
        lines(
            {
                "id": "a1",
                "url": "https://wire.example/a1?utm_source=x",
                "published": "2026-01-15T08:00:00Z",
                "title": "Finch rents <b>racks</b>",
                "summary": "short",
                "text": "<p>Finch rents racks &amp; power.</p>",
                "lang": "en",
            }
        )
    ).documents
    assert document.guid == "a1"
    assert document.url == "https://wire.example/a1"
    assert document.title == "Finch rents racks"
    assert document.text == "Finch rents racks & power."
    assert document.outlet == "wire.example"
    assert document.published_at == datetime(2026, 1, 15, 8, tzinfo=UTC)
    assert document.known_at == NOW


def test_a_headline_line():
    """Without a date the first sight counts; the headline is the text."""
    line = {"id": "h", "url": None, "published": None, "title": "A HEADLINE, SAYS ONE"}
    first_seen = {"first_seen": "2026-01-10T03:00:00Z"}
    (document,) = read(lines(line | first_seen), known_at=None).documents
    assert document.text == document.title == "A HEADLINE, SAYS ONE"
    assert document.published_at is None
    assert document.public_at == document.known_at == datetime(2026, 1, 10, 3, tzinfo=UTC)


def test_no_date_at_all_is_told():
    """Set back to its publication, an undated line counts from its reading, and says so."""
    reading = read(lines({"title": "No date at all"}), known_at=None)
    assert reading.documents[0].known_at == NOW
    assert "no date" in reading.problems[0].message


def test_a_bare_date_counts_from_its_end():
    """A date without a time is known at 23:59:59, or at its recorded first sight."""
    line = {"title": "Dated", "published": "2026-01-10"}
    end, seen = read(
        lines(line, line | {"first_seen": "2026-01-10T09:00:00Z"}), known_at=None
    ).documents
    assert end.known_at == datetime(2026, 1, 10, 23, 59, 59, tzinfo=UTC)
    assert seen.known_at == datetime(2026, 1, 10, 9, tzinfo=UTC)


def test_outlet_and_kind_may_be_stated():
    """A line can name its outlet and kind; a curated host gives them otherwise."""
    stated = {"title": "A", "url": "https://x.example/", "outlet": "Reuters", "kind": "social"}
    curated = {"title": "B", "url": "https://nvidianews.nvidia.com/news/b"}
    one, two = read(lines(stated, curated)).documents
    assert (one.outlet, one.kind) == ("Reuters", "social")
    assert (two.outlet, two.kind) == ("NVIDIA", "press_release")


def test_each_bad_line_is_named():
    """A line that cannot be read is a problem with its number; the others are read."""
    text = "\n".join(
        [
            lines({"title": "good"}),
            "{broken",
            "[1, 2]",
            lines({"id": "x"}),
            lines({"title": 7}),
            "",
            lines({"title": "good too", "url": "ftp://x"}),
            "[" * 100_000,
            '{"title": ' + "9" * 5000 + "}",
        ]
    )
    reading = read(text)
    assert [document.title for document in reading.documents] == ["good", "good too"]
    assert [problem.origin for problem in reading.problems] == [
        f"news.jsonl:{number}" for number in (2, 3, 4, 5, 7, 8, 9)
    ]


def test_windows_text_is_read_and_told():
    """Bytes that are not UTF-8 are read with a guess, and the mend is named."""
    reading = read('{"title": "Prix élevé à Besançon, déjà très cher"}'.encode("cp1252"))
    assert "Besançon" in reading.documents[0].title
    assert "save it as UTF-8" in reading.problems[0].message


def test_a_mark_at_the_start_is_overlooked():
    """A byte-order mark does not spoil the first line."""
    assert read('{"title": "A"}'.encode("utf-8-sig")).documents[0].title == "A"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
FIELDS = ["id", "url", "published", "title", "summary", "text", "first_seen", "outlet", "kind"]


@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_any_values_are_survived(fields):
    """Whatever the fields hold, each line is a document or a problem."""
    reading = read(json.dumps(fields) + "\n" + '{"title": "sound"}')
    assert len(reading.documents) in (1, 2)
    assert len(reading.documents) == 2 or reading.problems


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_any_content_is_survived(content):
    """No bytes at all make the reader raise."""
    reading = read(content)
    assert reading.kind
