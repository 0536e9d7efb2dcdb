"""Suppliers' shares of what was newly committed, as they stand at the cut."""

from tracker.digest import wording
from tracker.digest.names import names_of
from tracker.digest.view import DigestInput, Line, Phrase
from tracker.model.market import SupplierShare

TOLD_WINDOW_DAYS = 90


def latest_shares(inputs: DigestInput) -> tuple[SupplierShare, ...]:
    """The last known row of each supplier and window, wide windows last."""
    latest: dict[tuple[int, str], SupplierShare] = {}
    for row in sorted(inputs.shares, key=lambda r: (r.known_at, r.share_id)):
        latest[row.window_days, row.supplier_id] = row
    return tuple(latest[key] for key in sorted(latest))


def share_lines(inputs: DigestInput, deal_ids: set[str]) -> list[Line]:
    """The shares that these deals moved in the period, as far as the print shows it.

    Moves there and back within the period are one; of the windows the usual one is told.
    """
    moves: dict[str, list[SupplierShare]] = {}
    for row in sorted(inputs.shares, key=lambda r: (r.known_at, r.share_id)):
        told = row.window_days == TOLD_WINDOW_DAYS and row.known_at > inputs.period_start
        if told and row.caused_by in deal_ids and row.before_share is not None:
            moves.setdefault(row.supplier_id, []).append(row)
    ordered = sorted(moves.values(), key=lambda rows: (-rows[-1].share, rows[-1].supplier_id))
    return [line for rows in ordered if (line := _share_line(inputs, rows[0], rows[-1]))]


def _share_line(inputs: DigestInput, first: SupplierShare, last: SupplierShare) -> Line:
    before, after = wording.percent(first.before_share or 0.0), wording.percent(last.share)
    if before == after:
        return ()
    low, high = wording.percent(last.share_low), wording.percent(last.share_high)
    return (
        Phrase(names_of(inputs).short(last.supplier_id), "strong"),
        Phrase(" "),
        Phrase(f"{before} → {after}", "assumed"),
        Phrase(f" of new commitments in {last.window_days} days, range "),
        Phrase(f"{low} to {high}", "assumed"),
    )
