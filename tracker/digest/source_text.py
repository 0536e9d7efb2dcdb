"""Words and links that others wrote, made safe to print: what they say is never changed."""

import html
import re
import unicodedata
from urllib.parse import urlsplit

import nh3

QUOTE_WORDS = 25
_QUOTE_CHARACTERS = 260
_LONGEST_URL = 2000
_SCHEMES = {"http", "https", "mailto"}
_MARKUP = re.compile(r"<[A-Za-z!/]")
# Marks that turn or hide the text after them, beyond the item that they stand in.
_TURNING = dict.fromkeys(
    (0x061C, 0x200E, 0x200F, 0xFEFF, *range(0x202A, 0x202F), *range(0x2060, 0x206A))
)


def one_line(text: str, longest: int = 300) -> str:
    """The text without markup, control and direction marks, on one line.

    Beyond `longest` characters it is cut at a word where there is one, with an ellipsis.
    """
    if _MARKUP.search(text):
        text = html.unescape(nh3.clean(text, tags=set(), attributes={}))
    text = "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Cn") else c for c in text)
    text = " ".join(text.translate(_TURNING).split())
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip() + "…"


def short_quote(text: str) -> str:
    """At most 25 words of a sentence, each as it was written; an ellipsis shows a cut."""
    words = one_line(text, longest=100_000).split()
    kept = " ".join(words[:QUOTE_WORDS])
    if len(kept) > _QUOTE_CHARACTERS:
        return one_line(kept, _QUOTE_CHARACTERS)
    return f"{kept} …" if len(words) > QUOTE_WORDS else kept


def safe_url(url: str | None) -> str | None:
    """The address if a reader may be sent there (http, https, mailto), else None."""
    if not url or len(url) > _LONGEST_URL or any(c.isspace() or ord(c) < 33 for c in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in _SCHEMES:
        return None
    return url if parts.netloc or parts.scheme.lower() == "mailto" else None
