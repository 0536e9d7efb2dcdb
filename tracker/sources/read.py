"""What a raw item is, and the reader that it goes to."""

from tracker.model.errors import ParseError
from tracker.model.feeds import Feed, RawItem
from tracker.sources import edgar_feed, edgar_filing, edgar_pages, feed, jsonl
from tracker.sources.kinds import KINDS, Link, Reading, Sample, problem, source
from tracker.sources.unpack import head_of, unpack

__all__ = ["Link", "Reading", "read_raw"]

# Importing them fills the register.
_READERS = (edgar_feed, edgar_filing, edgar_pages, feed, jsonl)

_LOOKS = (
    (("<!doctype html", "<html"), "an HTML page"),
    (("[",), "a JSON array; write one object a line"),
    (("{",), "JSON, but neither articles line by line nor EDGAR's"),
    (("<?xml", "<"), "XML, but neither RSS nor Atom nor EDGAR's"),
)


def read_raw(raw: RawItem, *, feed: Feed | None = None) -> Reading:
    """Everything that could be read from one raw item; what could not is a problem.

    Never raises for what the bytes hold. `feed` is the curated source that they came
    from; without it outlet and kind are taken from the host, else from the item itself.
    """
    try:
        body = unpack(raw.body)
    except ParseError as error:
        return Reading("unreadable", problems=(problem(raw, str(error)),))
    sample = Sample(raw, feed, body, head_of(body))
    kinds = sorted((kind.rank, name) for name, kind in KINDS)
    for _, name in kinds:
        if KINDS[name].recognises(sample):
            return KINDS[name].read(sample)
    raise AssertionError("the kind of last resort recognises everything")


@source("other", rank=1000, when=lambda _: True)
def read_other(sample: Sample) -> Reading:
    """One problem that says what it looks like and what was expected."""
    looks = next(
        (name for starts, name in _LOOKS if sample.head.startswith(starts)),
        "text of an unknown kind",
    )
    due = "RSS or Atom, article JSONL or an EDGAR document is due"
    mend = "check its address in feeds.toml" if sample.feed else "name another file or leave it out"
    return Reading("other", problems=(problem(sample, f"{looks}, where {due}; {mend}"),))
