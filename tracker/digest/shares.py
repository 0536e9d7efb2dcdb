"""Suppliers' shares of what was newly committed, as they stand at the cut."""

from tracker.digest import wording
from tracker.digest.names import names_of
from tracker.digest.view import DigestInput, Line, Phrase
from tracker.model.market import SupplierShare


def latest_shares(inputs: DigestInput) -> tuple[SupplierShare, ...]:
    """The last known row of each supplier and window, wide windows last."""
    latest: dict[tuple[int, str], SupplierShare] = {}
    for row in sorted(inputs.shares, key=lambda r: (r.known_at, r.share_id)):
        latest[row.window_days, row.supplier_id] = row
    return tuple(latest[key] for key in sorted(latest))


def share_lines(inputs: DigestInput, deal_ids: set[str]) -> list[Line]:
    """The shares that these deals moved in the period, as far as the print shows it."""
    names = names_of(inputs)
    lines: list[Line] = []
    for row in sorted(inputs.shares, key=lambda r: (r.window_days, -r.share, r.share_id)):
        if row.caused_by not in deal_ids or row.before_share is None:
            continue
        before, after = wording.percent(row.before_share), wording.percent(row.share)
        if before == after or row.known_at <= inputs.period_start:
            continue
        low, high = wording.percent(row.share_low), wording.percent(row.share_high)
        lines.append(
            (
                Phrase(names.short(row.supplier_id), "strong"),
                Phrase(" "),
                Phrase(f"{before} → {after}", "assumed"),
                Phrase(f" of new commitments in {row.window_days} days, range "),
                Phrase(f"{low} to {high}", "assumed"),
            )
        )
    return lines
