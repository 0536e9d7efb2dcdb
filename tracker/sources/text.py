"""HTML and hard-wrapped text made into plain paragraphs, one a line."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

MOST_OPEN = 20_000  # elements left open; real pages leave some hundreds

_UNREAD = (
    "script style noscript template svg iframe object embed head title button select textarea "
    "ix:header ix:hidden ix:references ix:resources"
)
_BLOCKS = (
    "address article aside blockquote br center dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody "
    "tfoot thead tr ul body html caption"
)
_DROP = frozenset(_UNREAD.split())
_BLOCK = frozenset(_BLOCKS.split())
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]{2,8});")
_TAG = re.compile(r"<[^<>]*>")
_OPENED = re.compile(r"<[a-zA-Z]")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_FIGURE = re.compile(r"^[\s$€£¥()%,.\d*—–\-/]+$")
_SPACE = re.compile(r"[^\S\n]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\x00"))
_MID_SENTENCE = re.compile(r"(?<=[\w,;–—-])[^\S\n]*\r?\n(?=[a-z])")
_FOOTER = re.compile(r"^The post .{3,300} (?:appeared first|first appeared) on .{2,100}$")


def html_to_text(html: str) -> str:
    """The readable text of a page or fragment: blocks are lines, entities are characters.

    Tables become one line a row; tables of figures alone are left out, for their cells
    make no sentences. Markup that was escaped twice is read once more.
    """
    text = _render(html)
    if _MARKUP.search(text) and _MARKUP.search(html):
        text = _render(text) if re.search(r"</(?:p|div|a|b|em|strong|li|span)>", text) else text
    return "\n".join(line for line in text.split("\n") if not _FOOTER.match(line))


def to_text(value: str) -> str:
    """Plain text from a value that may or may not be HTML."""
    return html_to_text(value) if _MARKUP.search(value) else tidy(_MID_SENTENCE.sub(" ", value))


def one_line(value: str) -> str:
    """A title: plain text without line breaks."""
    return " ".join(to_text(value).split())


def unwrap(text: str) -> str:
    """Hard-wrapped plain text with one paragraph a line; an empty line parts paragraphs."""
    paragraphs = re.split(r"\n[^\S\n]*(?:\n[^\S\n]*)+", text.replace("\r\n", "\n"))
    return tidy("\n".join(" ".join(part.split()) for part in paragraphs))


def tidy(text: str) -> str:
    """Single spaces, no invisible characters, no empty lines."""
    plain = text.translate(_INVISIBLE).replace("\r", "\n").replace("\xa0", " ")
    lines = (_SPACE.sub(" ", line).strip() for line in plain.split("\n"))
    return "\n".join(line for line in lines if line)


def _render(html: str) -> str:
    if len(_OPENED.findall(html)) - html.count("</") > MOST_OPEN:
        return tidy(_TAG.sub(" ", html))  # a parser's time grows with the square of the depth
    # The surrogates that JSON lets through cannot be written as UTF-8.
    root = LexborHTMLParser(html.encode("utf-8", "replace").decode("utf-8")).root
    return tidy("".join(_pieces(root))) if root is not None else ""


def _pieces(root: LexborNode) -> Iterator[str]:
    """Text in document order; a stack, for real pages nest deeper than Python recurses."""
    stack: list[LexborNode | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
            continue
        tag = node.tag or ""
        if tag == "-text":
            yield (node.text_content or "").replace("\n", " ").replace("\r", " ")
        elif tag.startswith(("-", "!")) or tag in _DROP or _is_left_out(node, tag):
            continue
        else:
            edge = "\n" if tag in _BLOCK else " " if tag in ("td", "th") else ""
            if edge:
                yield edge
                stack.append(edge)
            stack.extend(reversed(list(node.iter(include_text=True))))


def _is_left_out(node: LexborNode, tag: str) -> bool:
    if tag == "table":
        return _is_figures(node)
    if tag == "sup":
        return bool(_FIGURE.match(node.text(deep=True) or ""))  # a footnote's mark
    style = node.attributes.get("style") if tag in ("div", "span", "p") else None
    return bool(style and _HIDDEN.search(style))


def _is_figures(table: LexborNode) -> bool:
    """Whether most cells that hold anything hold a bare figure."""
    cells = [cell.text(deep=True, strip=True) for cell in table.css("td, th")]
    filled = [cell for cell in cells if cell]
    figures = sum(1 for cell in filled if _FIGURE.match(cell))
    return len(filled) >= 12 and figures * 2 >= len(filled)
