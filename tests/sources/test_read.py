"""What is recognised as what, and that every oddity is one clear line."""

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources.helpers import DATA, build_feed, raw_item
from tracker.sources.kinds import KINDS, source
from tracker.sources.read import read_raw

RSS = "<rss version='2.0'><channel><item><title>A</title></item></channel></rss>"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (RSS, "feed"),
        (
            "<?xml version='1.0'?>\n<!-- hello -->\n<feed xmlns='http://www.w3.org/2005/Atom'/>",
            "feed",
        ),
        ('{"title": "A", "url": null}\n{"title": "B"}', "jsonl"),
        ((DATA / "latest.xml").read_bytes(), "edgar atom"),
        ((DATA / "submission.txt").read_bytes(), "edgar submission"),
        ((DATA / "filing.htm").read_bytes(), "edgar filing"),
        ((DATA / "0009900555-26-000004-index.htm").read_bytes(), "edgar index"),
        ("<html><body><p>An article on RSS: &lt;rss&gt;</p></body></html>", "other"),
        ("hello", "other"),
    ],
)
def test_kinds(body, kind):
    """Each format is known by its own look, whatever its name."""
    assert read_raw(raw_item(body, "item")).kind == kind


def test_gzip_is_read():
    """A compressed file is read like the file in it."""
    reading = read_raw(raw_item(gzip.compress(RSS.encode()), "feed.xml.gz"))
    assert reading.documents[0].title == "A"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7 xxx", "a PDF"),
        (b"PK\x03\x04abc", "ZIP"),
        (bytes(range(256)) * 4, "binary"),
        (gzip.compress(b"x" * 60_000_000, mtime=0), "once inflated"),
        (gzip.compress(b"abc" * 1000, mtime=0)[:20], "ends early"),
        (b"\x1f\x8bnot gzip at all", "damaged gzip"),
        (b"[1, 2]", "JSON array"),
        (b'{"a": {"b": 1}}', "neither articles"),
        (b"<?xml version='1.0'?><svg/>", "XML"),
        (b"<html><body>Sign in</body></html>", "HTML page"),
    ],
)
def test_oddities_are_one_line(body, words):
    """What cannot be read is one problem: the name, what it is, and a mend after a semicolon."""
    reading = read_raw(raw_item(body, "folder/odd.file"))
    (problem,) = reading.problems
    assert problem.origin == "folder/odd.file"
    assert words in problem.message
    assert ";" in problem.message
    assert "\n" not in problem.message
    assert not reading.documents


def test_html_from_a_feed_address_names_the_feed_list():
    """When a curated address answers with a page, the mend is in feeds.toml."""
    (problem,) = read_raw(raw_item("<html>moved</html>"), feed=build_feed()).problems
    assert "feeds.toml" in problem.message


def test_bytes_that_spell_a_path_are_not_opened():
    """A body is never taken for the name of a file."""
    assert read_raw(raw_item(b"/etc/passwd")).kind == "other"


def test_one_name_one_kind():
    """Two readers of one name are a mistake found at import."""
    with pytest.raises(ValueError, match="registered twice"):
        source("feed", rank=1, when=lambda _: False)(lambda _: None)  # type: ignore[arg-type,return-value]
    assert len(KINDS) >= 9


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_no_bytes_raise(body):
    """Whatever comes, there is a reading, and silence only with something read."""
    reading = read_raw(raw_item(body))
    assert reading.documents or reading.entries or reading.links or reading.problems


@given(st.sampled_from(["submission.txt", "filing.htm", "latest.xml"]), st.data())
@settings(deadline=None, max_examples=60)
def test_damaged_edgar_pages_raise_nothing(name, data):
    """A page of EDGAR with a piece cut out is read as far as it goes."""
    body = (DATA / name).read_bytes()
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, len(body)))
    read_raw(raw_item(body[:start] + body[end:]))
