"""Addresses: the same thing spelled the same, and what must not be connected to."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.net.address import (
    canonical_url,
    is_public,
    literal_address,
    url_key,
    with_parameter,
)

PATHS = st.text("abcAB/%.~?&=#+;é 0", max_size=30)
PARAMS = st.lists(
    st.tuples(
        st.sampled_from(["id", "utm_source", "p", "fbclid", "q", "cid", ""]),
        st.text("ab1%&+é ", max_size=6),
    ),
    max_size=5,
)


@pytest.mark.parametrize(
    ("said", "canonical"),
    [
        ("HTTPS://News.Example:443/a?utm_medium=rss&id=7#top", "https://news.example/a?id=7"),
        ("http://news.example:80/a/../b/?b=2&a=1", "http://news.example/b/?a=1&b=2"),
        ("https://news.example/a?cid=5&source=12", "https://news.example/a?cid=5&source=12"),
        ("http://user:secret@news.example/a", "http://news.example/a"),
        (" https://news.example/a ", "https://news.example/a"),
        ("/rel/path", "https://base.example/rel/path"),
        (
            "https://www.sec.gov/ix?doc=/Archives/edgar/data/1/2/x.htm",
            "https://www.sec.gov/Archives/edgar/data/1/2/x.htm",
        ),
    ],
)
def test_canonical(said, canonical):
    """Noise goes, what names the article stays, relative addresses are completed."""
    assert canonical_url(said, "https://base.example/feed") == canonical


@pytest.mark.parametrize(
    "said", ["javascript:alert(1)", "file:///etc/passwd", "mailto:a@b", "", None, "https://", "::"]
)
def test_what_is_no_web_address_is_none(said):
    """Only http and https with a host count as addresses."""
    assert canonical_url(said) is None


@given(PATHS, PARAMS)
def test_canonical_twice_is_canonical_once(path, params):
    """Making an address canonical is idempotent whatever it holds."""
    query = "&".join(f"{name}={value}" for name, value in params)
    once = canonical_url(f"https://Example.com/{path}?{query}#x")
    assert once is None or canonical_url(once) == once


@given(st.text(max_size=80))
def test_canonical_never_raises(text):
    """Any text at all is an address or None."""
    once = canonical_url(text, "https://base.example/")
    assert once is None or once.startswith(("http://", "https://"))


def test_key_joins_spellings():
    """Scheme, "www." and a last slash do not tell two addresses apart; a query does."""
    assert url_key("http://www.a.example/b/") == url_key("https://a.example/b")
    assert url_key("https://a.example/b?id=1") != url_key("https://a.example/b?id=2")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",  # noqa: S104
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "ff02::1",
    ],
)  # fmt: skip
def test_inner_addresses_are_not_public(address):
    """Loopback, private, link-local, shared, multicast, and the same wrapped in IPv6."""
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111"])
def test_outer_addresses_are_public(address):
    """Ordinary addresses of the internet pass."""
    assert is_public(ipaddress.ip_address(address))


def test_a_literal_address_is_seen_through_brackets_and_zones():
    """An IPv6 address as a host has brackets, one of a link has a zone."""
    assert literal_address("[::1]") == ipaddress.ip_address("::1")
    assert literal_address("fe80::1%eth0") == ipaddress.ip_address("fe80::1")
    assert literal_address("news.example") is None


def test_one_parameter_is_set():
    """The others stay as they were."""
    assert with_parameter("https://a.example/?x=1&start=0", "start", "100") in (
        "https://a.example/?x=1&start=100",
        "https://a.example/?start=100&x=1",
    )
