"""The printed comparison: each row side by side, the silent ones with their reason, counts."""

from collections.abc import Iterable, Iterator

from pipelines.validation.judge import Outcome, Tally

_TESTS = {
    "tokens": "USD per million tokens, measured cell: published digits or within 5 %",
    "curve": "the same, on a sweep whose point the row does not single out (nearest in order)",
    "owning": "owning cost within 15 %",
    "bound": "one-sided figures: on the right side of them",
    "deal chips": "implied price within 15 %, chips stated",
    "deal gw": "implied price within 35 %, only power stated",
    "blind chips": "deals priced without their value, chips stated, within 15 %",
    "blind gw": "deals priced without their value, only power stated, within 35 %",
    "carried": "USD per million tokens at a speed that nobody measured, within 5 %",
    "sign": "comparisons: right sign in 90 %",
    "points": "comparisons: within 10 points in 70 %",
}


def side_by_side(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """A line a predicted row; "=" after the prediction marks inputs of the same source."""
    yield f"{'row':7}{'published':>11}{'model':>11}{'error':>9}      of, from"
    for outcome in outcomes:
        if outcome.predicted:
            yield _line(outcome)


def _line(outcome: Outcome) -> str:
    row, found = outcome.row, outcome.predicted
    if found is None:
        return ""
    published = row.value if found.published is None else found.published
    error = ""
    if outcome.error is not None:
        points = found.test == "relative" and not row.bound
        error = f"{outcome.error:+.1f}pt" if points else f"{outcome.error:+.1%}"
    verdict = {True: "fits", False: "MISS", None: "    "}[outcome.fits]
    if outcome.sign is False:
        verdict = "SIGN"
    spread = f" +-{found.log_sd:.0%}" if found.log_sd else ""
    house = "=" if outcome.same_source else " "
    return (
        f"{row.row_id:7}{published:>11.4g}{found.value:>11.4g}{house}{error:>8} {verdict}"
        f" {row.subject} [{row.metric}]: {found.how}{spread}"
    )


def silent(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """A line for each row that the model does not speak to, with the reason."""
    for outcome in outcomes:
        if not outcome.predicted:
            yield f"{outcome.row.row_id:7}{outcome.row.subject} [{outcome.row.metric}]: " + (
                outcome.reason
            )


def summary(tallies: Iterable[Tally]) -> Iterator[str]:
    """A line a test: how many of how many fit, and whether that is enough."""
    for tally in tallies:
        if not tally.rows:
            continue
        verdict = "" if not tally.needed else "  ok" if tally.passed else "  NOT REACHED"
        yield f"{tally.fits:>3} of {tally.rows:<3} {_TESTS[tally.test]}{verdict}"
