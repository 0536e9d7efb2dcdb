"""RSS and Atom, against saved feeds with their expected twins beside them."""

import json
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources.helpers import DATA, NOW, build_feed, raw_item, saved
from tracker.sources.documents import provenance
from tracker.sources.read import read_raw

ITEM = "<item><title>T{0}</title><link>https://a.example/{0}</link></item>"
FEED = '<rss version="2.0"><channel><title>A</title>{}</channel></rss>'


@pytest.mark.parametrize("name", ["rss", "atom", "rdf"])
def test_saved_feeds_read_as_expected(name):
    """Every field of every document is that of the twin."""
    expected = json.loads((DATA / f"{name}.expected.json").read_text(encoding="utf-8"))
    found = []
    for document in read_raw(saved(f"{name}.xml")).documents:
        at = document.published_at
        found.append(
            {key: getattr(document, key) for key in expected[0]}
            | {"published_at": at.isoformat() if at else None}
        )
    assert found == expected


def test_an_entry_per_item_points_at_its_document():
    """Each appearance is an entry with the raw date as it was printed."""
    reading = read_raw(saved("rss.xml"))
    assert [e.document_id for e in reading.entries] == [d.document_id for d in reading.documents]
    assert len({e.entry_id for e in reading.entries}) == len(reading.entries) == 7
    assert reading.entries[3].published_raw == "soon"


def test_doubtful_items_are_problems():
    """Each doubt is one line that names the file and says what is wrong."""
    said = [str(problem) for problem in read_raw(saved("rss.xml")).problems]
    for words in ("not http(s)", "'soon' cannot be read", "lies after", "before 1990",
                  "'03/04/2026' cannot be read", "neither title nor text"):  # fmt: skip
        assert sum(words in line for line in said) == 1, words
    assert len(said) == 6
    assert all(line.startswith("rss.xml: ") and "\n" not in line for line in said)


def test_a_curated_feed_gives_outlet_and_kind():
    """What the feed list says outranks what the feed calls itself."""
    feed = build_feed(outlet="Tidewater", document_kind="press_release")
    document = read_raw(saved("rss.xml"), feed=feed).documents[0]
    assert (document.outlet, document.kind, document.feed_id) == (
        "Tidewater", "press_release", "wire",
    )  # fmt: skip


def test_text_that_may_not_be_stored_is_not():
    """Of a source whose text may not be kept there is the headline only."""
    document = read_raw(saved("rss.xml"), feed=build_feed(may_store=False)).documents[0]
    assert document.text == document.title


def test_known_at_publication_is_never_too_early():
    """A date counts from its last second, a time from itself, no date from the reading."""
    reading = read_raw(saved("rss.xml", known_at=None))
    known = [document.known_at for document in reading.documents]
    assert known[0] == datetime(2026, 1, 15, 14, 30, tzinfo=UTC)
    assert known[1] == datetime(2026, 1, 14, 23, 59, 59, tzinfo=UTC)
    assert known[3] == NOW
    assert known[4] == datetime(2049, 1, 1, 23, 59, 59, tzinfo=UTC), "later than now, not now"
    assert all(document.public_at <= document.known_at for document in reading.documents)


def test_first_sight_is_when_a_polled_item_became_public():
    """A feed's item is public and known when it was seen, whatever its date says."""
    document = read_raw(saved("rss.xml")).documents[0]
    assert document.public_at == document.known_at == NOW


def test_a_cut_off_feed_gives_what_is_whole():
    """Items before the break are read, half a one is not, and the problem names the line."""
    body = FEED.format(ITEM.format(1) + "\n" + ITEM.format(2))[:-60]
    reading = read_raw(raw_item(body, "cut.xml"))
    assert [document.url for document in reading.documents] == ["https://a.example/1"]
    (problem,) = reading.problems
    assert problem.origin == "cut.xml:2"
    assert "damaged XML" in problem.message
    assert "cut off" in problem.message


def test_a_wrong_charset_is_read_and_told():
    """Latin text that calls itself UTF-8 keeps its letters."""
    body = '<?xml version="1.0" encoding="utf-8"?>' + FEED.format(
        "<item><title>Café</title></item>"
    )
    reading = read_raw(raw_item(body.encode("latin-1")))
    assert reading.documents[0].title == "Café"
    assert "encoding" in reading.problems[0].message


def test_an_unknown_charset_is_read_and_told():
    """An encoding that nobody knows does not lose the feed."""
    body = '<?xml version="1.0" encoding="klingon"?>' + FEED.format(ITEM.format(1))
    reading = read_raw(raw_item(body))
    assert len(reading.documents) == 1
    assert "klingon" in reading.problems[0].message


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_byte_order_marks_and_wide_text(encoding):
    """Every Unicode encoding is read without complaint."""
    body = FEED.format(ITEM.format("é")).encode(encoding)
    reading = read_raw(raw_item(body))
    assert [document.title for document in reading.documents] == ["Té"]


def test_words_before_the_declaration_are_overlooked():
    """A server's warning in front of the feed does not lose it."""
    body = 'Warning: x\n<?xml version="1.0"?>' + FEED.format(ITEM.format(1))
    assert len(read_raw(raw_item(body)).documents) == 1


def test_an_entity_bomb_is_defused():
    """Nested entities are not expanded, and cost neither time nor memory."""
    names = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "boom " * 10}">' for n in range(12)
    )
    body = f'<?xml version="1.0"?><!DOCTYPE x [{names}]>' + FEED.format(
        "<item><title>&e11;</title><link>https://a.example/1</link></item>"
    )
    start = time.monotonic()
    reading = read_raw(raw_item(body))
    assert time.monotonic() - start < 10
    assert all(len(document.text) < 1000 for document in reading.documents)
    assert reading.problems


def test_outside_entities_are_not_opened():
    """A feed cannot make us read a file of this machine."""
    body = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        + FEED.format("<item><title>a &f; b</title><link>https://a.example/1</link></item>")
    )
    assert "root:" not in read_raw(raw_item(body)).documents[0].title


def test_tags_without_end_are_not_tried():
    """A body that would cost a parser minutes is one problem at once."""
    start = time.process_time()
    (problem,) = read_raw(raw_item("<rss><channel>" + "<a " * 1_000_000)).problems
    assert "without end" in problem.message
    assert time.process_time() - start < 5


def test_a_feed_without_items_is_told():
    """Nothing to read is a problem, not silence."""
    (problem,) = read_raw(raw_item(FEED.format(""))).problems
    assert "without items" in problem.message


def test_changed_text_is_another_document_of_the_same_entry_key():
    """An edited item gets a new document; read again unchanged it keeps its ids."""
    first = read_raw(raw_item(FEED.format("<item><title>A</title><guid>g</guid></item>")))
    again = read_raw(
        raw_item(
            FEED.format(" <item><title>A</title><guid>g</guid></item>"),
            fetched_at=NOW + timedelta(days=1),
            known_at=NOW + timedelta(days=1),
        )
    )
    edited = read_raw(raw_item(FEED.format("<item><title>A!! B</title><guid>g</guid></item>")))
    assert first.documents[0].document_id == again.documents[0].document_id
    assert first.entries[0].entry_id == again.entries[0].entry_id
    assert first.documents[0].document_id != edited.documents[0].document_id


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_bytes_inside_a_feed_are_survived(noise):
    """Whatever stands in a feed, reading it raises nothing and keeps the sound item."""
    body = b'<rss version="2.0"><channel>' + ITEM.format(1).encode() + noise + b"</channel></rss>"
    reading = read_raw(raw_item(body))
    assert reading.documents or reading.problems


@pytest.mark.parametrize(
    ("title", "outlet"),
    [
        ("Continental Wire: latest", "Continental Wire"),
        ("Dry Ink - RSS Feed", "Dry Ink"),
        ("Ink | News", "Ink"),
        ("News", "News"),
        ("The Latest", "The Latest"),
    ],
)
def test_an_outlet_is_named_without_its_feeds_words(title: str, outlet: str) -> None:
    """What a feed's title adds to the outlet's name is left out, unless it is all of it."""
    assert provenance(None, None, title)[0] == outlet
