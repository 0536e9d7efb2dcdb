"""Words of sources come through unaltered, and nothing else does."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.digest.source_text import QUOTE_WORDS, one_line, safe_url, short_quote

WORDS = st.lists(
    st.text(st.characters(whitelist_categories=("L", "N")), min_size=1, max_size=9), max_size=60
)


@given(WORDS)
def test_a_quote_is_the_beginning_of_its_sentence(words: list[str]) -> None:
    """At most 25 words, each as written, and an ellipsis only when something is missing."""
    quote = short_quote(" ".join(words))
    kept = quote.removesuffix(" …").split()
    assert kept == words[: len(kept)]
    assert len(kept) == min(len(words), QUOTE_WORDS)
    assert quote.endswith(" …") is (len(words) > QUOTE_WORDS)


def test_a_sentence_without_spaces_is_cut_too() -> None:
    """A script without spaces, or a flood, does not fill the mail."""
    assert len(short_quote("芯" * 5000)) <= 260
    assert len(one_line("x" * 5000, 80)) == 80


@pytest.mark.parametrize(
    ("given_text", "printed"),
    [
        ("a\r\nBcc: x@y\tb", "a Bcc: x@y b"),
        ("<script>alert(1)</script>Chips <b>for</b> rent", "Chips for rent"),
        ("5 < 6 and AT&T", "5 < 6 and AT&T"),
        ("safe \u202eexe.pdf\u202c end", "safe exe.pdf end"),
        ("emoji 🚀 stays", "emoji 🚀 stays"),
        ("\ud800 lone", "lone"),
        ("عقد شرائح", "عقد شرائح"),
    ],
)
def test_markup_and_hidden_characters_go(given_text: str, printed: str) -> None:
    """Tags, control characters and turning marks are dropped; words stay."""
    assert one_line(given_text) == printed


@given(st.text(max_size=200))
def test_one_line_is_one_line(text: str) -> None:
    """Whatever is given, no line break or control character is left, and it can be encoded."""
    line = one_line(text)
    assert "\n" not in line
    assert "\r" not in line
    html.escape(line).encode("utf-8")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>1</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//host/path",
        "/path",
        "http:",
        "https:///nohost",
        "http://[bad",
        "https://host/a b",
        "",
        None,
        "https://host/" + "a" * 3000,
    ],
)
def test_only_web_and_mail_addresses_are_followed(url: str | None) -> None:
    """Any other scheme, a relative address or a broken one makes no link."""
    assert safe_url(url) is None


@pytest.mark.parametrize(
    "url", ["https://news.example/a?b=c&d=1", "HTTP://x.example", "mailto:a@b"]
)
def test_good_addresses_stay_as_they_are(url: str) -> None:
    """An address that is allowed is not rewritten."""
    assert safe_url(url) == url
