"""The curated sources and the messages of a broken file."""

from pathlib import Path

import pytest

from tracker.model.errors import BadReference
from tracker.reference.feeds import load_feeds

BLOCK = """
[[feed]]
feed_id = "wire"
name = "A wire"
url = "https://wire.example/rss"
kind = "feed"
outlet = "Wire"
document_kind = "news"
every_minutes = 30
may_store = true
may_quote = true
may_redistribute = false
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_shipped_feeds_load():
    """At least thirty sources, sorted, none called verified before it was seen to answer."""
    feeds = load_feeds()
    assert len(feeds) >= 30
    assert [feed.feed_id for feed in feeds] == sorted(feed.feed_id for feed in feeds)
    assert all(feed.verified_on is None for feed in feeds)


def test_edgar_forms_are_followed():
    """The forms in which deals are disclosed are each polled, EDGAR's own kind."""
    edgar = {feed.feed_id for feed in load_feeds() if feed.kind == "edgar"}
    assert {"edgar-8-k", "edgar-6-k", "edgar-10-q"} <= edgar


def test_press_texts_are_never_passed_on():
    """Only what is public by law may be redistributed."""
    assert {feed.document_kind for feed in load_feeds() if feed.may_redistribute} == {"filing"}


def test_what_is_left_out_is_unknown(tmp_path):
    """Without retention and verification the source is kept for good and unverified."""
    (feed,) = load_feeds(write(tmp_path, BLOCK))
    assert feed.retention_days is None
    assert feed.verified_on is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BLOCK.replace('kind = "feed"', 'kind = "telepathy"'), "kind"),
        (BLOCK.replace("https://", "gopher://"), "url"),
        (BLOCK.replace("= 30", "= 0"), "every_minutes"),
        (BLOCK.replace("= 30", '= "often"'), "every_minutes"),
        (BLOCK + 'colour = "red"\n', "colour"),
        (BLOCK.replace('name = "A wire"\n', ""), "name"),
        (BLOCK + BLOCK, "twice"),
        (BLOCK + "[other]\n", "something else"),
        ("[[feed]\n", "not TOML"),
    ],
)
def test_a_broken_block_is_named(tmp_path, text, said):
    """The message names the file, and the key or the block."""
    path = write(tmp_path, text)
    with pytest.raises(BadReference, match=said) as caught:
        load_feeds(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    """A path that does not exist is a clear error."""
    with pytest.raises(BadReference, match="cannot be read"):
        load_feeds(tmp_path / "none.toml")
