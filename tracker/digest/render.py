"""From a worded digest to HTML and text: Jinja2's one door."""

import quopri
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from tracker.digest import plain
from tracker.digest.view import Detail, DigestView
from tracker.reference.folders import shipped

# Mail programs clip longer ones: Gmail was seen to at 99 KB.
MOST_HTML_BYTES = 80_000
# Of these the detail outranks a mention of the least material item.
_KEPT_WHOLE = 5
# Classes that no rule is left for once styles are inlined: a twelfth of the mail.
_INLINED = re.compile(r' class="(?:block|cited|fact|item|links|n|note|quote|strong|title)"')


@dataclass(frozen=True, slots=True)
class Rendered:
    """One digest as it is sent and kept."""

    subject: str
    html: str
    text: str


def render(view: DigestView) -> Rendered:
    """The digest as HTML of at most 80 KB when encoded, and as text of 78 columns.

    Where it would be longer, the least material items lose their detail, then are left
    out, and a line says so in both.
    """
    fitting = _fit(view)
    text = _environment().get_template("digest.txt.j2").render(view=fitting)
    return Rendered(view.subject, _html(fitting), text.strip() + "\n")


def encoded_size(html: str) -> int:
    """The bytes that the HTML takes in a mail (quoted-printable)."""
    return len(quopri.encodestring(html.encode("utf-8")))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(shipped("templates")),
        undefined=StrictUndefined,
        autoescape=select_autoescape(
            enabled_extensions=("html.j2", "_words.j2", "_deal.j2"),
            default=True,
            disabled_extensions=("txt.j2",),
        ),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "wrap": plain.wrap,
        "rung": plain.rung,
        "term_row": plain.term_row,
    }
    return environment


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, minify_css=True)


def _html(view: DigestView) -> str:
    page = _environment().get_template("digest.html.j2").render(view=view)
    return _INLINED.sub("", _inliner().inline(page)).strip() + "\n"


def _fit(view: DigestView) -> DigestView:
    """The view itself, or the longest one that the mail may hold."""
    if encoded_size(_html(view)) <= MOST_HTML_BYTES:
        return view
    total = len(view.details)
    whole = _most(total, lambda n: _shortened(view, n, total))
    if whole >= _KEPT_WHOLE:
        return _shortened(view, whole, total)
    kept = _most(min(_KEPT_WHOLE, total), lambda n: _shortened(view, n, n))
    listed = _most(total - kept, lambda n: _shortened(view, kept, kept + n))
    return _shortened(view, kept, kept + listed)


def _most(upper: int, build: Callable[[int], DigestView]) -> int:
    """The largest number up to `upper` whose view fits; 0 when none does."""
    low, high = 0, upper
    while low < high:
        middle = (low + high + 1) // 2
        if encoded_size(_html(build(middle))) <= MOST_HTML_BYTES:
            low = middle
        else:
            high = middle - 1
    return low


def _shortened(view: DigestView, whole: int, listed: int) -> DigestView:
    """The view with detail for the first `whole` items and a line for those up to `listed`."""
    heads = tuple(Detail(d.number, d.anchor, d.line) for d in view.details[whole:listed])
    said = []
    if heads:
        first, last = heads[0].number, heads[-1].number
        which = f"Items {first} to {last} are" if last > first else f"Item {first} is"
        said.append(f"{which} shortened to one line")
    if listed < len(view.details):
        said.append(f"{len(view.details) - listed} less material items are left out")
    words = "; ".join(said) + ": the mail would be too long. See: tracker deals" if said else ""
    return replace(view, details=view.details[:whole] + heads, shortened=words)
