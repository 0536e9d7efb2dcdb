"""Addresses: which may be opened, which may be connected to, which are the same."""

import ipaddress
import re

import httpx

SCHEMES = ("http", "https")
IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# Named one by one: libraries that guess also drop `cid`, `source` or `eid`, which name
# the article on many investor-relations sites.
_TRACKING = re.compile(
    r"^(utm_\w+|mc_[ce]id|mkt_tok|fbclid|gclid|dclid|gbraid|wbraid|msclkid|twclid|yclid|igshid"
    r"|igsh|ocid|cmpid|ncid|smid|sref|srnd|taid|_hs(enc|mi)|hsctatracking|vero_(id|conv)|oly_\w+id"
    r"|guccounter|guce_referr\w*|soc_(src|trk)|ref_src|ref_url|rss|feed_id|cmp|campaign_id"
    r"|at_(medium|campaign|link_\w+|format|ptr_name|bbc_team)|xtor|__twitter_impression)$",
    re.IGNORECASE,
)
_IXBRL_VIEWER = re.compile(r"^/ix$")


def canonical_url(url: str | None, base: str | None = None) -> str | None:
    """The address without fragment, tracking parameters, default port or odd case.

    Doing it twice changes nothing more. None for what is no http(s) address. A relative
    address is completed from `base`.
    """
    try:
        parsed = httpx.URL((url or "").strip())
        if parsed.is_relative_url and base and (url or "").strip():
            parsed = httpx.URL(base).join(parsed)
        if parsed.scheme not in SCHEMES or not parsed.host:
            return None
        return str(_without_noise(_out_of_viewer(parsed)))
    except (httpx.InvalidURL, UnicodeError, ValueError):
        return None


def with_parameter(url: str, name: str, value: str) -> str:
    """The address with that one parameter of its query set."""
    return str(httpx.URL(url).copy_set_param(name, value))


def url_key(url: str) -> str:
    """What two spellings of one canonical address share: no scheme, "www." or last slash."""
    bare = url.partition("://")[2]
    host, slash, rest = bare.partition("/")
    path, mark, query = rest.partition("?")
    return f"{host.removeprefix('www.')}{slash}{path}".rstrip("/") + mark + query


def is_public(address: IPAddress) -> bool:
    """Whether an address is out on the internet: not private, loopback, link-local, reserved."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


def literal_address(host: str) -> IPAddress | None:
    """The address when `host` is one itself and not a name."""
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def _out_of_viewer(url: httpx.URL) -> httpx.URL:
    """EDGAR links inline-XBRL documents through a viewer; the document is what we want."""
    document = url.params.get("doc", "")
    if _IXBRL_VIEWER.match(url.path) and document.startswith("/"):
        return url.copy_with(raw_path=document.encode("ascii", "ignore"))
    return url


def _without_noise(url: httpx.URL) -> httpx.URL:
    kept = sorted(pair for pair in url.params.multi_items() if not _TRACKING.match(pair[0]))
    clean = url.copy_with(fragment=None, userinfo=b"")
    if not kept:
        return clean.copy_with(query=None)
    return clean.copy_with(params=httpx.QueryParams(tuple(kept)))
