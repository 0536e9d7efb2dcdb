"""The HTTP client against a real server on this machine."""

import asyncio
import gzip
import ipaddress
import socket
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
import stamina
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tracker.net.address import is_public
from tracker.net.client import (
    BadAnswer,
    Client,
    ForbiddenAddress,
    NetPolicy,
    Page,
    Unavailable,
)

POLICY = NetPolicy(
    contact="desk@example.com",
    timeout_seconds=5,
    max_bytes=100_000,
    requests_per_second_per_host=500,
    allow_private_addresses=True,
)


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3):
        yield


def get(url: str, policy: NetPolicy = POLICY, may_connect=None, **given) -> Page:
    async def ask() -> Page:
        async with Client(policy, may_connect=may_connect) as client:
            return await client.get(url, **given)

    return asyncio.run(ask())


def test_a_page_comes_back_whole(httpserver: HTTPServer):
    """Body, status, headers in lower case, and our name with a contact was sent."""
    httpserver.expect_request("/feed").respond_with_data("<rss/>", headers={"ETag": '"1"'})
    page = get(httpserver.url_for("/feed"))
    assert (page.status, page.body, page.headers["etag"]) == (200, b"<rss/>", '"1"')
    request, _ = httpserver.log[0]
    assert request.headers["User-Agent"].startswith("compute-deal-tracker/")
    assert "desk@example.com" in request.headers["User-Agent"]


def test_unchanged_pages_are_not_sent_again(httpserver: HTTPServer):
    """The ETag and date given are sent, and 304 comes back without a body."""

    def answer(request: Request) -> Response:
        same = request.headers.get("If-None-Match") == '"7"'
        return Response("", 304) if same else Response("new")

    httpserver.expect_request("/feed").respond_with_handler(answer)
    page = get(
        httpserver.url_for("/feed"), etag='"7"', last_modified="Mon, 01 Dec 2025 00:00:00 GMT"
    )
    assert (page.status, page.body) == (304, b"")
    assert "If-Modified-Since" in httpserver.log[0][0].headers


def test_a_busy_server_is_asked_again(httpserver: HTTPServer):
    """A server error is retried, and the answer after it counts."""
    httpserver.expect_ordered_request("/feed").respond_with_data("", 503)
    httpserver.expect_ordered_request("/feed").respond_with_data("ok")
    assert get(httpserver.url_for("/feed")).body == b"ok"


def test_retries_end(httpserver: HTTPServer):
    """After three attempts the status is told."""
    httpserver.expect_request("/feed").respond_with_data("", 500)
    with pytest.raises(Unavailable, match="answered 500") as caught:
        get(httpserver.url_for("/feed"))
    assert caught.value.status == 500
    assert len(httpserver.log) == 3


def test_retry_after_is_handed_on_at_once(httpserver: HTTPServer):
    """A server that names a time is not asked again before it, and nobody sleeps for it."""
    httpserver.expect_request("/feed").respond_with_data("", 429, headers={"Retry-After": "3600"})
    start = time.monotonic()
    with pytest.raises(Unavailable) as caught:
        get(httpserver.url_for("/feed"))
    assert caught.value.retry_after == "3600"
    assert len(httpserver.log) == 1
    assert time.monotonic() - start < 3


def test_a_missing_page_is_asked_for_once(httpserver: HTTPServer):
    """404 is final, and its body is there to explain it."""
    httpserver.expect_request("/feed").respond_with_data("gone fishing", 404)
    with pytest.raises(BadAnswer, match="answered 404") as caught:
        get(httpserver.url_for("/feed"))
    assert caught.value.body == b"gone fishing"
    assert len(httpserver.log) == 1


def test_redirects_are_followed(httpserver: HTTPServer):
    """A relative redirect leads on, and where it ended is told."""
    httpserver.expect_request("/old").respond_with_data("", 301, headers={"Location": "/new"})
    httpserver.expect_request("/new").respond_with_data("here")
    page = get(httpserver.url_for("/old"))
    assert page.body == b"here"
    assert page.final_url == httpserver.url_for("/new")


def test_redirects_end(httpserver: HTTPServer):
    """A circle of redirects is refused."""
    httpserver.expect_request("/a").respond_with_data("", 302, headers={"Location": "/a"})
    with pytest.raises(BadAnswer, match="redirects"):
        get(httpserver.url_for("/a"))


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "http://[::1]:9/", "http://10.0.0.1/"])
def test_private_addresses_are_refused(url):
    """An address of this network is not opened unless the settings allow it."""
    with pytest.raises(ForbiddenAddress, match="not public"):
        get(url, replace(POLICY, allow_private_addresses=False))


def test_a_name_is_judged_by_where_it_leads(httpserver: HTTPServer):
    """A name that resolves to this machine is refused before the request is sent."""
    httpserver.expect_request("/feed").respond_with_data("secret")
    url = f"http://localhost:{httpserver.port}/feed"
    with pytest.raises(ForbiddenAddress, match="not public"):
        get(url, replace(POLICY, allow_private_addresses=False))
    assert not httpserver.log


def only_the_first(address) -> bool:
    """As in earnest, but for the server that the test starts from."""
    return address == ipaddress.ip_address("127.0.0.1") or is_public(address)


@pytest.mark.parametrize(
    "target", ["http://127.0.0.2/in", "http://169.254.169.254/", "http://[::1]/"]
)
def test_a_redirect_into_the_network_is_refused(httpserver: HTTPServer, target):
    """Every hop is checked anew."""
    httpserver.expect_request("/out").respond_with_data("", 302, headers={"Location": target})
    with pytest.raises(ForbiddenAddress, match="not public"):
        get(f"http://127.0.0.1:{httpserver.port}/out", may_connect=only_the_first)


def test_a_name_that_changes_its_mind_gets_no_byte(httpserver: HTTPServer, monkeypatch):
    """What counts is the address connected to: the connection is dropped before the request."""
    real = socket.getaddrinfo

    def resolve(host, *args, **kwargs):
        inner = "127.0.0.2" if host in ("rebound.example", b"rebound.example") else host
        return real(inner, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with socket.create_server(("127.0.0.2", 0)) as inside:
        inside.settimeout(5)
        target = f"http://rebound.example:{inside.getsockname()[1]}/in"
        httpserver.expect_request("/out").respond_with_data("", 302, headers={"Location": target})
        with pytest.raises(ForbiddenAddress, match=r"127\.0\.0\.2"):
            get(f"http://127.0.0.1:{httpserver.port}/out", may_connect=only_the_first)
        connection, _ = inside.accept()
        with connection:
            assert connection.recv(100) == b""


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.com/", "javascript:1"])
def test_other_schemes_are_refused(httpserver: HTTPServer, target):
    """A redirect may not leave http and https."""
    httpserver.expect_request("/out").respond_with_data("", 302, headers={"Location": target})
    with pytest.raises(ForbiddenAddress, match="not an"):
        get(httpserver.url_for("/out"))


def test_an_oversized_body_is_refused(httpserver: HTTPServer):
    """Reading stops at the limit, and the message names the setting."""
    httpserver.expect_request("/big").respond_with_data(b"x" * 200_000)
    with pytest.raises(BadAnswer, match=r"net\.max_bytes"):
        get(httpserver.url_for("/big"))


def test_an_oversized_body_can_be_cut(httpserver: HTTPServer):
    """Where a part is of use, the first part comes back and says that it is one."""
    httpserver.expect_request("/big").respond_with_data(b"x" * 200_000)
    page = get(httpserver.url_for("/big"), truncate=True)
    assert page.truncated
    assert len(page.body) == POLICY.max_bytes


def test_a_gzip_bomb_does_not_go_off(httpserver: HTTPServer):
    """What inflates beyond the limit is refused although its own size is small."""
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < POLICY.max_bytes
    httpserver.expect_request("/bomb").respond_with_data(bomb, headers={"Content-Encoding": "gzip"})
    with pytest.raises(BadAnswer, match="more than"):
        get(httpserver.url_for("/bomb"))


def test_gzip_is_inflated(httpserver: HTTPServer):
    """An ordinary compressed answer comes back as it was meant."""
    body = gzip.compress(b"<rss/>" * 1000)
    httpserver.expect_request("/z").respond_with_data(body, headers={"Content-Encoding": "gzip"})
    assert get(httpserver.url_for("/z")).body == b"<rss/>" * 1000


@pytest.mark.parametrize(
    "body", [b"\x1f\x8bgarbage", gzip.compress(b"<rss/>" * 1000, mtime=0)[:40]]
)
def test_damaged_gzip_is_told(httpserver: HTTPServer, body):
    """Compressed data that is broken or cut off is an error and not a short page."""
    httpserver.expect_request("/z").respond_with_data(body, headers={"Content-Encoding": "gzip"})
    with pytest.raises(Unavailable, match="gzip"):
        get(httpserver.url_for("/z"))


def test_other_encodings_are_refused(httpserver: HTTPServer):
    """What was not asked for is not decoded."""
    httpserver.expect_request("/br").respond_with_data(b"x", headers={"Content-Encoding": "br"})
    with pytest.raises(BadAnswer, match="br"):
        get(httpserver.url_for("/br"))


def test_a_dripping_body_is_cut_off(httpserver: HTTPServer):
    """The limit is on the whole answer: a byte now and then does not keep it open."""

    def drip() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x"
            time.sleep(0.05)

    httpserver.expect_request("/slow").respond_with_handler(lambda _: Response(drip()))
    start = time.monotonic()
    with stamina.set_testing(True, attempts=1), pytest.raises(Unavailable, match="within"):
        get(httpserver.url_for("/slow"), replace(POLICY, timeout_seconds=0.3))
    assert time.monotonic() - start < 4


def test_a_closed_port_is_told():
    """Nobody listening is an error that may pass, in one line."""
    with pytest.raises(Unavailable, match="no connection") as caught:
        get("http://127.0.0.1:1/feed")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("url", ["not an address", "http://", "http://[bad/", "https://a b/"])
def test_nonsense_is_no_address(url):
    """What cannot be an address is refused without a connection."""
    with pytest.raises((ForbiddenAddress, Unavailable)):
        get(url)
