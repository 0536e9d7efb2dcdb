"""What a reader's mail program gets: golden files, size, safety, determinism.

DIGEST_GOLDEN=write writes the golden files anew; look at the difference before keeping it.
"""

import os
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.builders import build_claim, build_document, on
from tests.digest.founding import deal_of, founding, signal
from tracker.digest.compose import compose
from tracker.digest.plain import COLUMNS, wrap
from tracker.digest.render import MOST_HTML_BYTES, Rendered, encoded_size, render
from tracker.digest.view import CitedDocument, DigestInput, Phrase

DATA = Path(__file__).parent / "data"
HOSTILE_TITLE = "<script>alert('x')</script>\u202eReversed <img src=x onerror=alert(1)> & co"


class Page(HTMLParser):
    """The tags, links and visible text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.events: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "href":
                self.links.append(value or "")
            if name in ("src", "background", "srcset"):
                self.sources.append(value or "")
            if name.startswith("on"):
                self.events.append(name)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def founded() -> Rendered:
    return render(compose(founding()))


def quiet() -> DigestInput:
    return replace(founding(), signals=())


def busy(items: int) -> DigestInput:
    """A day of `items` new legs, each with its own two companies and document."""
    inputs = founding()
    claims, deals, documents, signals = {}, {}, {}, []
    for n in range(items):
        document = build_document(f"text {n}", outlet=f"Outlet {n}", title=f"Story number {n}")
        claim = build_claim(
            f"Buyer {n}", f"Supplier {n}", document_id=document.document_id, usd=f"{n + 1}e9",
            quote=f"Buyer {n} took out a contract with Supplier {n} over some chips & power.",
        )  # fmt: skip
        deal = deal_of(claim)
        claims[claim.claim_id], deals[deal.deal_id] = claim, deal
        documents[document.document_id] = CitedDocument.of(document)
        told = signal("new_leg", deal, f"{n:04}", company_ids=("alphabet",), why="a new leg")
        signals.append(told)
    return replace(
        inputs, signals=tuple(signals), claims=claims, deals_now=deals, deals_before={},
        documents=documents, missing_for_price={},
    )  # fmt: skip


def hostile() -> DigestInput:
    """Every text that a source could have written is as bad as it gets."""
    inputs = founding()
    documents = {
        key: replace(d, title=HOSTILE_TITLE, url="javascript:alert(1)", outlet="<b>Bold</b> News")
        for key, d in inputs.documents.items()
    }
    claims = {
        key: replace(c, quote="</td></table> 🚀 עסקה \x00\x07 {{ 7*7 }} " + "W" * 400,
                     origin_outlet="\"><svg onload=alert(1)>", supplier="Evil\r\nBcc: a@b")
        for key, c in inputs.claims.items()
    }  # fmt: skip
    deals = {
        key: replace(d, supplier="<i>Evil</i>\r\nBcc: x@y", supplier_id="evil",
                     products=("<script>",), origin_outlet="<svg/onload=alert(1)>")
        for key, d in inputs.deals_now.items()
    }  # fmt: skip
    return replace(inputs, documents=documents, claims=claims, deals_now=deals)


@pytest.mark.parametrize(("name", "inputs"), [("founding", founding()), ("quiet", quiet())])
def test_the_digest_is_the_golden_one(name: str, inputs: DigestInput) -> None:
    """HTML and text are, to the byte, what somebody looked at and found good."""
    rendered = render(compose(inputs))
    for ending, content in (("html", rendered.html), ("txt", rendered.text)):
        path = DATA / f"{name}.{ending}"
        if os.environ.get("DIGEST_GOLDEN") == "write":
            path.write_text(content, encoding="utf-8")
        assert content == path.read_text(encoding="utf-8")


def test_the_same_view_gives_the_same_bytes(founded: Rendered) -> None:
    """Rendering again changes nothing."""
    assert render(compose(founding())) == founded


def test_the_page_asks_for_nothing_from_outside(founded: Rendered) -> None:
    """No image, font, script, form or frame; every link is a web or mail address or inside."""
    page = Page(founded.html)
    assert not {"img", "script", "link", "iframe", "form", "object", "base"} & set(page.tags)
    assert page.sources == []
    assert "@import" not in founded.html
    assert "url(" not in founded.html
    assert all(link.startswith(("https://", "mailto:", "#item-")) for link in page.links)


def test_no_background_is_forced_and_both_schemes_are_declared(founded: Rendered) -> None:
    """The reader's program chooses the ground; we declare that both suit."""
    assert "background" not in founded.html
    assert '<meta name="color-scheme" content="light dark">' in founded.html
    assert "prefers-color-scheme: dark" in founded.html


def test_styles_are_inlined(founded: Rendered) -> None:
    """A program that drops style sheets still gets the pills and the widths."""
    body = founded.html[founded.html.index("<body") :]
    assert body.count("style=") > 50
    assert "<style" not in body


def test_layout_tables_are_no_data_and_data_tables_have_row_heads(founded: Rendered) -> None:
    """A screen reader hears layout as text, and the ladder and terms as tables."""
    assert 'role="presentation"' in founded.html
    assert founded.html.count("<table") > founded.html.count('role="presentation"')
    assert '<th class="label" scope="row"' in founded.html


def test_assumed_and_evidenced_figures_look_different(founded: Rendered) -> None:
    """The convention's floor is marked in both versions, the printed value in neither."""
    assert '<span class="assumed"' in founded.html
    assert "~floor $2B" in founded.text
    assert "$9.7B" in founded.text
    assert "~$9.7B" not in founded.text
    assert "rests on our assumptions" in founded.text


def test_a_status_does_not_depend_on_its_colour(founded: Rendered) -> None:
    """Firm and open differ in word and in border."""
    firm = founded.html.split('class="firm" style="')[1].split('"')[0]
    unsettled = founded.html.split('class="open" style="')[1].split('"')[0]
    assert "solid" in firm
    assert "dashed" in unsettled


@pytest.mark.parametrize("inputs", [founding(), quiet(), busy(12), hostile()])
def test_text_keeps_to_its_columns(inputs: DigestInput) -> None:
    """No line is wider than 78 columns but those of an address."""
    for line in render(compose(inputs)).text.splitlines():
        assert cell_len(line) <= COLUMNS or "://" in line or "mailto:" in line, line
        assert line == line.rstrip()


@pytest.mark.parametrize("items", [1, 12, 40, 200])
def test_a_busy_day_fits_the_mail(items: int) -> None:
    """At most 80 KB encoded; what is shortened or left out is said, the first stay whole."""
    rendered = render(compose(busy(items)))
    assert encoded_size(rendered.html) <= MOST_HTML_BYTES
    assert "Story number 0" in rendered.html
    shortened = "the mail would be too long" in rendered.html
    assert shortened is (items >= 40)
    assert shortened is ("the mail would be" in rendered.text)
    if not shortened:
        assert f"Story number {items - 1}" in rendered.html


def test_a_flood_is_cut_to_what_fits() -> None:
    """Even heads alone may be too many: the least material go, and their number is told."""
    rendered = render(compose(busy(600)))
    assert encoded_size(rendered.html) <= MOST_HTML_BYTES
    assert "less material items are left out" in " ".join(rendered.text.split())


def test_hostile_input_stays_text() -> None:
    """Scripts, handlers, strange schemes and header breaks reach nobody."""
    rendered = render(compose(hostile()))
    page = Page(rendered.html)
    assert not {"script", "svg", "img", "i", "b"} & set(page.tags)
    assert page.events == []
    assert not any("javascript" in link.lower() for link in page.links)
    assert "not a web address: javascript:alert(1)" in page.text
    assert "{{ 7*7 }}" in page.text
    assert "🚀" in page.text
    assert "עסקה" in page.text
    assert "\u202e" not in rendered.html + rendered.text
    assert "\x00" not in rendered.html + rendered.text
    assert "\n" not in rendered.subject
    assert "\r" not in rendered.subject


def test_the_subject_leads_with_the_news(founded: Rendered) -> None:
    """What an inbox shows first is the first item, then how many more, then the day."""
    assert founded.subject == (
        "META rents GOOGL TPUs: SIGNED, was in talks; 1 more | Compute deals 27 Feb"
    )
    assert len(render(compose(hostile())).subject) <= 130


def test_words_wider_than_the_page_are_broken_but_addresses_are_not() -> None:
    """A long word is cut to fit, an address stays whole on a line of its own."""
    url = "https://host.example/" + "a" * 100
    lines = wrap((Phrase("W" * 200 + " "), Phrase("see", "plain", url)), "1 ").splitlines()
    assert f"<{url}>" in lines[-1]
    assert all(len(line) <= COLUMNS for line in lines[:-1])
    assert "".join(line.strip(" 1") for line in lines[:-1]).count("W") == 200


def test_wide_characters_count_double() -> None:
    """Text in a script of wide characters keeps to the columns as they are seen."""
    lines = wrap("芯片 " * 40, "- ").splitlines()
    assert all(cell_len(line) <= COLUMNS for line in lines)
    assert len(lines) > 1


def test_the_days_documents_are_dated_by_the_reader() -> None:
    """A reader in Singapore has the cut on the reader's own day."""
    inputs = founding()
    east = replace(inputs, watchlist=replace(inputs.watchlist, time_zone="Asia/Tokyo"),
                   cut_at=on("2026-02-27", 21, 30))  # fmt: skip
    text = render(compose(east)).text
    assert text.startswith("Compute deals | Sat 28 Feb 2026 | cut 06:30 JST")
