"""The only way out to the network: bounded, polite, and never into private networks."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin

import httpx
import stamina

from tracker.model.errors import SourceError, TransientSourceError
from tracker.net.address import SCHEMES, IPAddress, is_public, literal_address
from tracker.net.pace import Pace

# What failed is told once, as a problem of its feed; every try would be a line of its own.
stamina.instrumentation.set_on_retry_hooks([])

AGENT = "compute-deal-tracker/0.1"
REDIRECTS = 5
ATTEMPTS = 3
_MOVED = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
_ERROR_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class NetPolicy:
    """How to behave on the network; the fields are those of the settings' `net` section."""

    contact: str = ""
    timeout_seconds: float = 30.0  # for one answer from the first byte sent to the last read
    max_bytes: int = 20_000_000
    requests_per_second_per_host: float = 5.0
    connections: int = 8
    allow_private_addresses: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: 200, or 304 with an empty body. Header names are in lower case."""

    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    truncated: bool = False


class ForbiddenAddress(SourceError):
    """The address, or one that it led to, must not be opened."""


class BadAnswer(SourceError):
    """The server answered with an error that asking again will not change."""

    def __init__(self, message: str, status: int, body: bytes = b"") -> None:
        super().__init__(message)
        self.status = status
        self.body = body


class Unavailable(TransientSourceError):
    """No answer just now. `retry_after` is what the server asked for, as it was sent."""

    def __init__(
        self, message: str, status: int | None = None, retry_after: str | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class Client:
    """An HTTP client to be used as `async with Client(policy) as client`.

    `may_connect` decides on each address actually connected to; by default the policy
    does. Proxies of the environment are not used, for behind one it cannot be seen.
    """

    def __init__(
        self, policy: NetPolicy, *, may_connect: Callable[[IPAddress], bool] | None = None
    ) -> None:
        self.policy = policy
        self._may_connect = may_connect or (
            lambda address: policy.allow_private_addresses or is_public(address)
        )
        self._pace = Pace(policy.requests_per_second_per_host)
        self._slots = asyncio.Semaphore(policy.connections)
        contact = f" (+{policy.contact})" if policy.contact else ""
        self._http = httpx.AsyncClient(
            headers={"user-agent": f"{AGENT}{contact}", "accept-encoding": "gzip"},
            timeout=httpx.Timeout(policy.timeout_seconds),
            limits=httpx.Limits(max_connections=policy.connections),
            follow_redirects=False,
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        await self._http.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._http.__aexit__(kind, error, trace)

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        truncate: bool = False,
    ) -> Page:
        """The page at `url`, or status 304 when it is as `etag` or `last_modified` say.

        `truncate` cuts off what is beyond `max_bytes` instead of refusing it. Raises
        ForbiddenAddress, BadAnswer, or after three attempts Unavailable; an answer that
        names a time to come back (Retry-After) is not tried again now.
        """
        conditions = {"if-none-match": etag, "if-modified-since": last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        async for attempt in stamina.retry_context(
            on=_worth_retrying, attempts=ATTEMPTS, wait_initial=0.5, wait_max=5.0, timeout=None
        ):
            with attempt:
                return await self._attempt(url, headers, truncate)
        raise AssertionError("the last attempt returns or raises")

    async def _attempt(self, url: str, headers: dict[str, str], truncate: bool) -> Page:
        try:
            async with self._slots, asyncio.timeout(self.policy.timeout_seconds):
                return await self._follow(url, headers, truncate)
        except (TimeoutError, httpx.TimeoutException) as error:
            limit = f"{self.policy.timeout_seconds:g} s"
            raise Unavailable(f"{url}: no full answer within {limit}; tried again later") from error
        except httpx.InvalidURL as error:
            raise ForbiddenAddress(f"{url}: not an address ({error}); mend it") from error
        except httpx.HTTPError as error:
            what = str(error) or type(error).__name__
            raise Unavailable(f"{url}: no connection ({what}); tried again later") from error

    async def _follow(self, url: str, headers: dict[str, str], truncate: bool) -> Page:
        place = url
        for _ in range(REDIRECTS + 1):
            self._check_url(place)
            await self._pace.wait(httpx.URL(place).host)
            request = self._http.build_request("GET", place, headers=headers)
            request.extensions["trace"] = self._check_peer
            response = await self._http.send(request, stream=True)
            try:
                if response.status_code not in _MOVED:
                    return await self._page(url, response, truncate)
                place = _target(place, response)
            finally:
                await response.aclose()
        message = f"{url}: more than {REDIRECTS} redirects; check the address"
        raise BadAnswer(message, response.status_code)

    def _check_url(self, url: str) -> None:
        parsed = httpx.URL(url)
        if parsed.scheme not in SCHEMES or not parsed.host:
            raise ForbiddenAddress(f"{url}: not an http(s) address; mend it")
        address = literal_address(parsed.host)
        if address is not None and not self._may_connect(address):
            raise self._forbidden(url, address)

    async def _check_peer(self, event: str, info: Mapping[str, Any]) -> None:
        """Refuse the connection itself, before a byte is sent: a name can resolve to anything."""
        if event != "connection.connect_tcp.complete":
            return
        stream = info["return_value"]
        peer = stream.get_extra_info("server_addr")
        address = literal_address(str(peer[0])) if peer else None
        if address is None or not self._may_connect(address):
            await stream.aclose()
            raise self._forbidden("the name", address)

    def _forbidden(self, what: str, address: IPAddress | None) -> ForbiddenAddress:
        mend = "set net.allow_private_addresses if that is meant"
        return ForbiddenAddress(f"{what} leads to {address}, which is not public; {mend}")

    async def _page(self, url: str, response: httpx.Response, truncate: bool) -> Page:
        status, place = response.status_code, str(response.url)
        if status in _BUSY:
            later = response.headers.get("retry-after")
            raise Unavailable(f"{url}: answered {status}; tried again later", status, later)
        if status == 304:
            return Page(url, place, status, dict(response.headers), b"")
        if status != 200:
            body, _ = await self._read(response, _ERROR_BYTES)
            raise BadAnswer(f"{url}: answered {status}; check the address", status, body)
        body, cut = await self._read(response, self.policy.max_bytes)
        if cut and not truncate:
            limit = f"{self.policy.max_bytes:,} bytes"
            raise BadAnswer(
                f"{url}: more than {limit}; raise net.max_bytes if that is meant", status
            )
        return Page(url, place, status, dict(response.headers), body, cut)

    async def _read(self, response: httpx.Response, limit: int) -> tuple[bytes, bool]:
        """At most `limit` bytes of the body as it is meant, and whether there was more."""
        parts: list[bytes] = []
        size = 0
        async for part in _decoded(response, limit + 1):
            parts.append(part)
            size += len(part)
            if size > limit:
                return b"".join(parts)[:limit], True
        return b"".join(parts), False


async def _decoded(response: httpx.Response, most: int) -> AsyncIterator[bytes]:
    """The body inflated in pieces of at most `most` bytes, so that no bomb goes off."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding in ("identity", ""):
        async for part in response.aiter_raw():
            yield part
        return
    if encoding not in ("gzip", "x-gzip"):
        raise BadAnswer(f"{response.url}: sent as {encoding!r}, which was not asked for", 200)
    stream = zlib.decompressobj(wbits=31)
    try:
        async for part in response.aiter_raw():
            while part:
                yield stream.decompress(part, most)
                part = stream.unconsumed_tail
        if not stream.eof:
            raise Unavailable(f"{response.url}: gzip data that ends early; tried again later")
    except zlib.error as error:
        raise Unavailable(
            f"{response.url}: damaged gzip data ({error}); tried again later"
        ) from error


def _target(place: str, response: httpx.Response) -> str:
    target = str(response.headers.get("location", ""))
    if not target:
        raise BadAnswer(f"{place}: a redirect to nowhere; check the address", response.status_code)
    return urljoin(place, target)


def _worth_retrying(error: Exception) -> bool:
    return isinstance(error, TransientSourceError) and getattr(error, "retry_after", None) is None
