"""Passages in, deals in the schema of the gold set out: no database, no clock."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from tracker.extract.printed_names import PrintedNames
from tracker.extract.reader import Reader
from tracker.extract.sentences import Span, split_sentences
from tracker.model.deals import DealClaim
from tracker.model.feeds import Document
from tracker.model.ids import content_id

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def annotate(reader: Reader, passages: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """One line per passage, in order: `{"id", "deals"}`; what cannot be read has no deals."""
    waiting: deque[tuple[str, Document]] = deque()
    names = PrintedNames(reader.companies)

    def documents() -> Iterator[Document]:
        for passage in passages:
            document = to_document(passage)
            waiting.append((str(passage["id"]), document))
            yield document

    for extraction in reader.read(documents()):
        passage_id, document = waiting.popleft()
        spell = partial(names.of, text=f"{document.title}\n{document.text}")
        sentences = split_sentences(document.text)
        yield {
            "id": passage_id,
            "deals": [
                to_deal(claim, spell) | {"evidence": _evidence(claim, document.text, sentences)}
                for claim in extraction.claims
            ],
        }


def to_document(passage: Mapping[str, Any]) -> Document:
    """A passage as a document of unknown kind, published on its day."""
    text, title = str(passage.get("text") or ""), str(passage.get("title") or "")
    published = _instant(str(passage.get("published") or ""))
    return Document(
        document_id=content_id(passage["id"], text),
        url=None,
        guid=None,
        kind="news",
        form=None,
        outlet="",
        feed_id=None,
        title=title,
        text=text,
        published_at=published,
        published_precision="day" if published else "unknown",
        published_raw=str(passage.get("published") or ""),
        public_at=published or _EPOCH,
        known_at=published or _EPOCH,
        filer_cik=None,
        content_sha=content_id(text),
        raw_id="",
    )


def _instant(raw: str) -> datetime | None:
    try:
        return datetime.fromisoformat(raw[:10]).replace(tzinfo=UTC)
    except ValueError:
        return None


def to_deal(claim: DealClaim, spell: Callable[[str | None], str | None]) -> dict[str, Any]:
    """A claim in the schema of the gold set, but for its evidence.

    `spell` gives a company the name that the schema wants.
    """
    return {
        "deal_type": claim.deal_type.value,
        "status": claim.status.value,
        "buyer": spell(claim.buyer),
        "supplier": spell(claim.supplier),
        "other_parties": [spell(name) for name in claim.other_parties],
        "products": list(claim.products),
        "value_low": _number(claim.value_low),
        "value_high": _number(claim.value_high),
        "currency": claim.currency or "USD",
        "value_qualifier": claim.value_qualifier.value if claim.value_qualifier else None,
        "chips": claim.chips,
        "chips_qualifier": claim.chips_qualifier.value if claim.chips_qualifier else None,
        "power_mw": _number(claim.power_mw),
        "power_qualifier": claim.power_qualifier.value if claim.power_qualifier else None,
        "term_months": claim.term_months,
        "start": claim.start,
        "end": claim.end,
        "attribution": claim.attribution,
    }


def _evidence(claim: DealClaim, text: str, sentences: Sequence[Span]) -> list[str]:
    """The sentences with the leg, its named parties and its terms, in order.

    The title where nothing else tells.
    """
    starts = [one.start for one in claim.evidence]
    found = [text[s.start : s.end] for s in sentences if any(s.start <= n < s.end for n in starts)]
    return found or [claim.quote]


def _number(value: Decimal | float | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
