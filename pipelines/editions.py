"""Which reference figures count since when: past runs keep the ones that they had."""

from datetime import datetime
from pathlib import Path

import structlog

from tracker.economics.reprice import BEFORE_ALL, Edition
from tracker.model.errors import BadReference
from tracker.reference.editions import edition_id, from_text, to_text
from tracker.reference.market import Market
from tracker.store.editions import KeptEdition, keep_edition, kept_editions

log = structlog.get_logger()

Dated = tuple[Edition, str]  # with the edition's id


def editions(home: Path, market: Market, now: datetime, *, keep: bool) -> list[Dated]:
    """The editions that a run at `now` goes by, the first of them from ever.

    Figures that differ from those of the last edition make a new one, since `now`. A run
    whose clock is before the last edition goes by those of its time.
    """
    kept = kept_editions(home)
    text = to_text(market)
    newest = kept[-1] if kept else None
    if newest is None or (newest.text != text and newest.since < now):
        newest = KeptEdition(now, text)
        kept.append(newest)
        if keep:
            keep_edition(home, newest)
    due = [edition for edition in kept if edition.since <= now] or kept[:1]
    found = [_read(edition, market, text) for edition in due]
    first, name = found[0]
    return [(Edition(BEFORE_ALL, first.market), name), *found[1:]]


def _read(edition: KeptEdition, market: Market, text: str) -> Dated:
    if edition.text == text:
        return Edition(edition.since, market), edition_id(text)
    try:
        return Edition(edition.since, from_text(edition.text)), edition_id(edition.text)
    except BadReference as error:
        log.warning("today's figures stand in", why=str(error))
        return Edition(edition.since, market), edition_id(text)
