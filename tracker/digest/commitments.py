"""What buyers have disclosed of their commitments, by silicon supplier, as bounds."""

from tracker.digest import wording
from tracker.digest.names import names_of
from tracker.digest.stories import current
from tracker.digest.terms import joined
from tracker.digest.view import DigestInput, Fact, Kind, Line, Phrase
from tracker.model.deals import Deal, Qualifier
from tracker.model.market import BuyerExposure

UNDISCLOSED = "no amount disclosed"
_MOST_BUYERS = 3
_ROUNDING = 0.01


def commitments(inputs: DigestInput, deals: list[Deal]) -> list[Fact]:
    """What the buyers of the items have disclosed, by silicon supplier; the lead buyer first."""
    changed = {
        row.buyer_id
        for row in inputs.exposures_now
        if _before(inputs, row) is None or words_of(inputs, row) != _words_before(inputs, row)
    }
    buyers = list(dict.fromkeys(d.buyer_id for d in deals if d.buyer_id))
    shown = [b for n, b in enumerate(buyers) if n == 0 or b in changed][:_MOST_BUYERS]
    names = names_of(inputs)
    return [
        Fact(f"{names.short(buyer)}, disclosed", commitments_line(inputs, buyer)) for buyer in shown
    ]


def commitments_line(inputs: DigestInput, buyer_id: str) -> Line:
    """A buyer's disclosed commitments by supplier as bounds, and what the period changed."""
    rows = [row for row in inputs.exposures_now if row.buyer_id == buyer_id]
    rows.sort(key=lambda r: (-r.committed_high_usd, -r.committed_low_usd, r.supplier_id))
    parts = [_commitment(inputs, row) for row in rows]
    if not parts:
        return (Phrase("nothing with an amount", "muted"),)
    dependence = _dependence(rows[0])
    return joined([*parts, dependence] if dependence else parts, "; ")


def _commitment(inputs: DigestInput, row: BuyerExposure) -> Line:
    names = names_of(inputs)
    deals = [d for i in row.deal_ids if (d := current(inputs, i))]
    after, before = words_of(inputs, row), _words_before(inputs, row)
    if before == "$0" and after == UNDISCLOSED:
        moved = f"new, {after}"
    else:
        moved = f"{before} → {after}" if before != after else after
    kind: Kind = "assumed" if _by_convention(deals) or _split(row, deals) else "plain"
    line: Line = (
        Phrase(names.short(row.supplier_id), "strong"),
        Phrase(" "),
        Phrase(moved, kind),
    )
    # The day is that of the deals whose sums these are, not of one that states none.
    sized = [d for d in deals if d.headline_usd] or deals
    dated = max(
        (d for d in sized if d.status_on), key=lambda d: (d.status_on, d.deal_id), default=None
    )
    if dated is None or dated.status_on is None or before != after:
        return line
    latest = "latest " if len(sized) > 1 else ""
    status = dated.status.value.replace("_", " ")
    day = wording.day(dated.status_on, names.today)
    return (*line, Phrase(f" ({latest}{status} {day})", "muted"))


def _by_convention(deals: list[Deal]) -> bool:
    return any(d.value_qualifier is Qualifier.VAGUE for d in deals)


def _split(row: BuyerExposure, deals: list[Deal]) -> bool:
    """Whether the bounds are our own division of amounts, as when a cloud is looked through."""
    stated = float(sum(deal.headline_usd or 0 for deal in deals))
    return abs(stated - row.committed_high_usd) > _ROUNDING * stated


def words_of(inputs: DigestInput, row: BuyerExposure) -> str:
    """A row's bounds; open upward where one of its deals states a floor only."""
    deals = [d for i in row.deal_ids if (d := current(inputs, i))]
    no_ceiling = any(d.value_low is not None and d.value_high is None for d in deals)
    if not row.committed_low_usd and not row.committed_high_usd:
        return UNDISCLOSED
    if no_ceiling and row.committed_low_usd < 1:
        return UNDISCLOSED
    if no_ceiling or row.committed_high_usd == float("inf"):
        return f"at least {wording.money(row.committed_low_usd)}"
    return wording.bounds(row.committed_low_usd, row.committed_high_usd)


def _before(inputs: DigestInput, row: BuyerExposure) -> BuyerExposure | None:
    return next(
        (
            old
            for old in inputs.exposures_before
            if (old.buyer_id, old.supplier_id) == (row.buyer_id, row.supplier_id)
        ),
        None,
    )


def _words_before(inputs: DigestInput, row: BuyerExposure) -> str:
    old = _before(inputs, row)
    return words_of(inputs, old) if old else "$0"


def _dependence(row: BuyerExposure) -> Line:
    """The effective number of suppliers, 1 / HHI, as bounds before and after."""
    after = _number(row.effective_suppliers_low, row.effective_suppliers_high)
    if row.before_effective_low is None or row.before_effective_high is None:
        return (Phrase("effective suppliers "), Phrase(after, "assumed"))
    before = _number(row.before_effective_low, row.before_effective_high)
    moved = after if after == before else f"{before} → {after}"
    return (Phrase("effective suppliers "), Phrase(moved, "assumed"))


def _number(low: float, high: float) -> str:
    return " to ".join(dict.fromkeys((f"{low:.1f}", f"{high:.1f}")))
