"""HTML and wrapped text made plain."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.sources.text import html_to_text, one_line, to_text, unwrap


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One <b>two</b>.</p><p>Three</p>", "One two.\nThree"),
        ("a&nbsp;&lt;b&gt; &#8212; c", "a <b> — c"),
        ("<div>a<br>b</div>", "a\nb"),
        ("<p>up to $10 billion<sup>(1)</sup> firm</p>", "up to $10 billion firm"),
        ("<p>10<sup>th</sup> deal</p>", "10th deal"),
        ("<style>x{}</style><script>y()</script><p>z</p>", "z"),
        ('<p style="display: none">no</p><p>yes</p>', "yes"),
        ("<table><tr><td>Site</td><td>Norr</td></tr><tr><td>X</td></tr></table>", "Site Norr\nX"),
        ("soft\u00adhyphen and zero\u200bwidth", "softhyphen and zerowidth"),
        ("&lt;p&gt;twice &amp;amp; escaped&lt;/p&gt;", "twice & escaped"),
        ("", ""),
    ],
)  # fmt: skip
def test_html(html, text):
    """Blocks are lines, entities are characters, what is not read is gone."""
    assert html_to_text(html) == text


def test_tables_of_figures_are_left_out():
    """Rows of bare numbers make no sentence; words around them stay."""
    rows = "".join(f"<tr><td>2026</td><td>$</td><td>{n},000</td></tr>" for n in range(5))
    assert (
        html_to_text(f"<p>As follows:</p><table>{rows}</table><p>End.</p>") == "As follows:\nEnd."
    )


def test_deep_nesting_is_survived():
    """A page nested deeper than Python recurses is read."""
    assert html_to_text("<div>" * 5000 + "deep" + "</div>" * 5000) == "deep"


def test_a_tower_of_tags_is_not_climbed():
    """A page made to be slow is stripped instead of parsed."""
    start = time.process_time()
    assert html_to_text("<div>" * 500_000 + "top") == "top"
    assert time.process_time() - start < 5


def test_wrapped_paragraphs_are_joined():
    """Hard line ends go, empty lines part paragraphs."""
    assert unwrap("one\ntwo\n\nthree\n  four\n") == "one two\nthree four"


def test_plain_text_keeps_its_paragraphs():
    """A line end inside a sentence goes; one after it stays."""
    assert to_text("If you vote,\nread on.\nNext: prices") == "If you vote, read on.\nNext: prices"
    assert to_text("R&D < 5 and 7 > 3") == "R&D < 5 and 7 > 3"


def test_titles_are_one_line():
    """Titles lose markup and line ends."""
    assert one_line(" A\n <i>b</i> &amp; c ") == "A b & c"


@given(st.text(max_size=300))
def test_no_text_raises_or_keeps_blank_lines(value):
    """Any string at all comes out tidy."""
    text = to_text(value)
    assert "\n\n" not in text
    assert text == text.strip()
