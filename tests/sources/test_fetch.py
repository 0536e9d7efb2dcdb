"""Polling over real HTTP: politeness, conditional requests, back-off, EDGAR."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import stamina
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.sources.helpers import DATA, NOW, build_feed
from tracker.model.feeds import Fetch
from tracker.net.client import Client, NetPolicy
from tracker.sources.fetch import fetch_feeds, follow, is_due
from tracker.sources.kinds import Link
from tracker.sources.read import read_raw

POLICY = NetPolicy(
    contact="desk@example.com",
    timeout_seconds=5,
    max_bytes=50_000,
    requests_per_second_per_host=500,
    connections=4,
    allow_private_addresses=True,
)
HALF_HOUR = timedelta(minutes=30)


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=2):
        yield


def fetch(feeds, last=None, *, now=NOW, policy=POLICY):
    async def run():
        async with Client(policy) as client:
            return [result async for result in fetch_feeds(feeds, last or {}, client, now)]

    return asyncio.run(run())


def follow_all(links, policy=POLICY):
    async def run():
        async with Client(policy) as client:
            return [result async for result in follow(links, client, NOW)]

    return asyncio.run(run())


def last_fetch(**given: object) -> Fetch:
    values: dict[str, object] = {
        "feed_id": "wire", "url": "u", "fetched_at": NOW - HALF_HOUR, "status": 200,
        "outcome": "read", "etag": None, "last_modified": None, "bytes_read": 1, "message": "",
        "retry_after": None,
    }  # fmt: skip
    return Fetch(**(values | given))  # type: ignore[arg-type]


def test_a_feed_is_fetched_and_read(httpserver: HTTPServer):
    """The body comes back unchanged with its clocks, and reads like the saved file."""
    body = (DATA / "atom.xml").read_bytes()
    httpserver.expect_request("/rss").respond_with_data(
        body, content_type="application/atom+xml", headers={"ETag": '"1"'}
    )
    feed = build_feed(httpserver.url_for("/rss"))
    ((done, raw, problems),) = fetch([feed])
    assert (done.outcome, done.status, done.etag) == ("read", 200, '"1"')
    assert done.bytes_read == len(body)
    assert raw.body == body
    assert raw.known_at == raw.fetched_at == NOW
    assert problems == ()
    assert len(read_raw(raw, feed=feed).documents) == 2


def test_unchanged_feeds_cost_nothing(httpserver: HTTPServer):
    """The validators of the last fetch are sent, and kept after a 304."""

    def answer(request: Request) -> Response:
        fresh = request.headers.get("If-None-Match") == '"1"'
        return Response("", 304) if fresh else Response("<rss/>")

    httpserver.expect_request("/rss").respond_with_handler(answer)
    feed = build_feed(httpserver.url_for("/rss"))
    ((done, raw, _),) = fetch([feed], {"wire": last_fetch(etag='"1"')})
    assert (done.outcome, done.status, done.etag, raw) == ("unchanged", 304, '"1"', None)


def test_a_feed_that_is_not_due_is_left_alone(httpserver: HTTPServer):
    """Within its interval no request is made and nothing is said."""
    feed = build_feed(httpserver.url_for("/rss"))
    recent = last_fetch(fetched_at=NOW - timedelta(minutes=20))
    assert fetch([feed], {"wire": recent}) == []
    assert not httpserver.log
    assert is_due(feed, last_fetch(fetched_at=NOW - HALF_HOUR + timedelta(seconds=30)), NOW)


def test_failures_back_off_twice_as_far(httpserver: HTTPServer):
    """Each failure doubles the wait up to a day; the validators survive."""
    httpserver.expect_request("/rss").respond_with_data("", 500)
    feed = build_feed(httpserver.url_for("/rss"))
    last, now, waits = last_fetch(etag='"1"'), NOW, []
    for _ in range(8):
        ((last, raw, problems),) = fetch([feed], {"wire": last}, now=now)
        assert (last.outcome, last.etag, raw, len(problems)) == ("failed", '"1"', None, 1)
        waits.append((last.retry_after - now) / timedelta(minutes=1))
        assert not is_due(feed, last, last.retry_after - timedelta(minutes=2))
        now = last.retry_after
    assert waits == [30, 60, 120, 240, 480, 960, 1440, 1440]


@pytest.mark.parametrize(
    ("asked", "until"),
    [
        ("7200", NOW + timedelta(hours=2)),
        ("Tue, 20 Jan 2026 15:00:00 GMT", datetime(2026, 1, 20, 15, tzinfo=UTC)),
        ("60", NOW + HALF_HOUR),
        ("99999999", NOW + timedelta(days=1)),
        ("soon", NOW + HALF_HOUR),
    ],
)
def test_retry_after_is_honoured(httpserver: HTTPServer, asked, until):
    """The server's wish counts where it is longer than our own wait, up to a day."""
    httpserver.expect_request("/rss").respond_with_data("", 429, headers={"Retry-After": asked})
    ((done, _, _),) = fetch([build_feed(httpserver.url_for("/rss"))])
    assert (done.status, done.retry_after) == (429, until)


def test_one_bad_feed_does_not_stop_the_others(httpserver: HTTPServer):
    """Results come sorted by feed id, each with its own outcome."""
    httpserver.expect_request("/good").respond_with_data("<rss/>")
    httpserver.expect_request("/gone").respond_with_data("", 404)
    feeds = [
        build_feed(httpserver.url_for("/good"), feed_id="c"),
        build_feed(httpserver.url_for("/gone"), feed_id="a"),
        build_feed("http://127.0.0.1:1/", feed_id="b"),
        build_feed("http://256.1.1.1.invalid./", feed_id="d"),
    ]
    found = fetch(feeds)
    assert [(done.feed_id, done.outcome, done.status) for done, _, _ in found] == [
        ("a", "failed", 404), ("b", "failed", None), ("c", "read", 200), ("d", "failed", None),
    ]  # fmt: skip
    assert all(p.origin == d.feed_id and "\n" not in p.message for d, _, ps in found for p in ps)


def test_private_addresses_are_refused():
    """A feed inside our network is refused, and says which setting would allow it."""
    strict = replace(POLICY, allow_private_addresses=False)
    ((done, raw, (problem,)),) = fetch([build_feed("http://127.0.0.1:9/")], policy=strict)
    assert (done.outcome, raw) == ("refused", None)
    assert "allow_private_addresses" in problem.message


def test_a_moved_feed_says_where_it_went(httpserver: HTTPServer):
    """The address that answered is in the message; the origin stays the curated one."""
    httpserver.expect_request("/old").respond_with_data("", 301, headers={"Location": "/new"})
    httpserver.expect_request("/new").respond_with_data("<rss/>")
    ((done, raw, _),) = fetch([build_feed(httpserver.url_for("/old"))])
    assert done.message == f"answered from {httpserver.url_for('/new')}"
    assert raw.origin == httpserver.url_for("/old")


def edgar_feed(httpserver: HTTPServer, **given: object):
    url = httpserver.url_for("/latest") + "?type=8-K&start=0&count=100"
    return build_feed(url, kind="edgar", document_kind="filing", **given)


def test_edgar_wants_a_name(httpserver: HTTPServer):
    """Without a contact EDGAR is not asked at all, and the setting is named."""
    nameless = replace(POLICY, contact="")
    ((done, _, (problem,)),) = fetch([edgar_feed(httpserver)], policy=nameless)
    assert done.outcome == "refused"
    assert "net.contact" in problem.message
    assert not httpserver.log


def test_edgar_shutting_us_out_is_explained(httpserver: HTTPServer):
    """Its page for too many requests gives the wait of ten minutes at least."""
    page = "<html><title>SEC.gov | Request Rate Threshold Exceeded</title></html>"
    httpserver.expect_request("/latest").respond_with_data(page, 403)
    ((done, _, (problem,)),) = fetch([edgar_feed(httpserver, every_minutes=5)])
    assert done.retry_after == NOW + timedelta(minutes=10)
    assert "wait ten minutes" in problem.message


def listing(request: Request) -> Response:
    """A hundred filings a page, one a minute, newest first."""
    start = int(request.args["start"])
    stamps = [NOW - timedelta(minutes=start + n) for n in range(100)]
    rows = "".join(f"<entry><updated>{stamp.isoformat()}</updated></entry>" for stamp in stamps)
    return Response(f"<feed>{rows}</feed>")


def test_edgar_pages_reach_back_to_the_last_fetch(httpserver: HTTPServer):
    """Pages are asked for until the last fetch is covered, and no further."""
    httpserver.expect_request("/latest").respond_with_handler(listing)
    feed = edgar_feed(httpserver)
    found = fetch([feed], {"wire": last_fetch(fetched_at=NOW - timedelta(minutes=250))})
    assert [dict(request.args)["start"] for request, _ in httpserver.log] == ["0", "100", "200"]
    assert [done.outcome for done, _, _ in found] == ["read"] * 3
    assert len({raw.origin for _, raw, _ in found}) == 3


def test_edgar_pages_cover_an_outage(httpserver: HTTPServer):
    """After a failure the pages go back behind the failing time."""
    httpserver.expect_request("/latest").respond_with_handler(listing)
    failed = last_fetch(
        outcome="failed", fetched_at=NOW - timedelta(hours=2), retry_after=NOW - timedelta(hours=1)
    )
    found = fetch([edgar_feed(httpserver)], {"wire": failed})
    assert len(found) == 3, "two hours, twice the last wait and one interval: 270 minutes"


def test_edgar_pages_end_and_say_so(httpserver: HTTPServer):
    """After ten pages what may be missing is told instead of fetched."""
    httpserver.expect_request("/latest").respond_with_handler(listing)
    old = last_fetch(fetched_at=NOW - timedelta(days=3))
    found = fetch([edgar_feed(httpserver)], {"wire": old})
    assert len(found) == 10
    assert ["older ones are missing" in p.message for _, _, ps in found for p in ps] == [True]


def test_a_page_that_fails_is_told(httpserver: HTTPServer):
    """The pages that came are kept; that others did not is a problem."""

    def once(request: Request) -> Response:
        return listing(request) if request.args["start"] == "0" else Response("", 404)

    httpserver.expect_request("/latest").respond_with_handler(once)
    old = last_fetch(fetched_at=NOW - timedelta(days=3))
    ((done, raw, (problem,)),) = fetch([edgar_feed(httpserver)], {"wire": old})
    assert done.outcome == "read"
    assert raw is not None
    assert "may be missing" in problem.message


def build_link(httpserver: HTTPServer, number: int) -> Link:
    url = httpserver.url_for(f"/data/{number}-index.htm")
    return Link(url, "8-K", 1, "X", NOW, "X 8-K")


def test_filings_are_followed_once_each(httpserver: HTTPServer):
    """One request a filing, for its whole text, in the order of the links."""
    body = (DATA / "submission.txt").read_bytes()
    for number in (1, 2):
        httpserver.expect_request(f"/data/{number}.txt").respond_with_data(body)
    links = [build_link(httpserver, number) for number in (2, 1, 2)]
    found = follow_all(links)
    assert [link.url for link, _, _ in found] == [links[0].url, links[1].url]
    assert len(httpserver.log) == 2
    assert [d.form for _, raw, _ in found for d in read_raw(raw).documents] == [
        "8-K",
        "EX-99.1",
    ] * 2


def test_a_huge_filing_gives_its_first_part(httpserver: HTTPServer):
    """The main document comes first; what is beyond the limit is left."""
    body = (DATA / "submission.txt").read_bytes() + b"<DOCUMENT>" + b"x" * 100_000
    httpserver.expect_request("/data/1.txt").respond_with_data(body)
    ((_, raw, problems),) = follow_all([build_link(httpserver, 1)])
    assert len(raw.body) == POLICY.max_bytes
    assert problems == ()
    assert len(read_raw(raw).documents) == 2


def test_being_shut_out_ends_the_following(httpserver: HTTPServer):
    """After EDGAR's refusal nothing more is asked, and what is left comes back as such."""
    httpserver.expect_request("/data/0.txt").respond_with_data(
        "<html><title>SEC.gov | Request Rate Threshold Exceeded</title></html>", 403
    )
    links = [build_link(httpserver, number) for number in range(30)]
    one_by_one = replace(POLICY, connections=1)
    found = follow_all(links, one_by_one)
    assert len(found) == 30
    assert all(raw is None for _, raw, _ in found)
    assert len(httpserver.log) == 1
    assert sum(len(problems) for _, _, problems in found) == 1


def test_stopping_early_leaves_nothing_running(httpserver: HTTPServer):
    """Who stops listening leaves no request behind."""
    httpserver.expect_request("/rss").respond_with_data("<rss/>")
    feeds = [build_feed(httpserver.url_for("/rss"), feed_id=str(n)) for n in range(9)]

    async def run() -> int:
        async with Client(POLICY) as client:
            results = fetch_feeds(feeds, {}, client, NOW)
            async for _ in results:
                break
            await results.aclose()  # type: ignore[attr-defined]
            return len(asyncio.all_tasks())

    assert asyncio.run(run()) == 1
