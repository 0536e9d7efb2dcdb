"""The clocks and ids of a document."""

from datetime import UTC, datetime

from tests.sources.helpers import NOW, build_feed, raw_item
from tracker.sources.documents import MAX_TEXT, Draft, build, content_sha, provenance
from tracker.sources.times import Moment


def draft(**given: object) -> Draft:
    values = {"title": "T", "text": "x", "outlet": "Wire", "kind": "news"}
    return Draft(**(values | given))  # type: ignore[arg-type]


def test_public_is_never_after_known():
    """A sight recorded after the run's clock does not make the text public later than known."""
    late = datetime(2026, 6, 1, tzinfo=UTC)
    document, _ = build(raw_item("x"), draft(seen_at=late))
    assert document.public_at == document.known_at == NOW


def test_ids_do_not_depend_on_when_or_by_whom():
    """Clock and feed do not matter to the id; address and words do."""
    url = "https://a.example/1"
    one, _ = build(raw_item("x"), draft(url=url))
    two, _ = build(raw_item("y", known_at=None), draft(url=url, feed_id="f", outlet="Other"))
    three, _ = build(raw_item("x"), draft(url=url, text="y"))
    assert one.document_id == two.document_id != three.document_id


def test_without_address_outlet_and_headline_identify():
    """The same words of two outlets without guid or address are two documents."""
    one, _ = build(raw_item("x"), draft())
    two, _ = build(raw_item("x"), draft(outlet="B"))
    assert one.document_id != two.document_id


def test_words_alone_make_the_content():
    """Case, spacing and punctuation do not change a text; a figure does."""
    assert content_sha("A", "b, c.", "news") == content_sha("a", "B c", "news")
    assert content_sha("A", "b 1", "news") != content_sha("A", "b 2", "news")
    assert content_sha("ours", "b", "filing") == content_sha("other", "b", "filing")


def test_a_monstrous_text_is_cut():
    """No document is longer than the limit."""
    document, _ = build(raw_item("x"), draft(text="a" * (MAX_TEXT + 1)))
    assert len(document.text) == MAX_TEXT


def test_provenance():
    """The feed list first, then the curated host, then the name given, then the host."""
    assert provenance("https://x.example/", build_feed(), "Y") == ("Wire", "news")
    assert provenance("https://www.theregister.com/a", None, "Y") == ("The Register", "news")
    assert provenance("https://x.example/", None, " Y ") == ("Y", "news")
    assert provenance("https://www.x.example/", None) == ("x.example", "news")
    assert provenance(None, None) == ("unknown", "news")


def test_doubts_are_handed_on():
    """A doubtful date is a problem that names the item."""
    moment = Moment(None, "unknown", "soon", "date 'soon' cannot be read; write YYYY-MM-DD")
    _, (problem,) = build(raw_item("x"), draft(moment=moment), line=7)
    assert problem.origin == "inbox/item:7"
    assert problem.message.startswith("'T': date 'soon'")
