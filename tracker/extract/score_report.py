"""Scores as text for people and as plain values for JSON."""

from typing import Any

from tracker.extract.score_figures import Figures, Interval, Scores, Spread, Spreads, Tally


def render(scores: Scores) -> str:
    """The figures as lines of text, ending in a table by style.

    Each line ends in the 90 % intervals of its figures, in their order.
    """
    total, spreads = scores.total, scores.spreads
    lines = [
        f"{total.passages} passages, {scores.without_prediction} without a prediction line",
        _line("detection", total.detection) + _ranges(spreads.detection),
        _line("strict", total.strict) + _ranges(spreads.strict),
        "slots, over matched deals",
        *(
            _line(f"  {slot}", tally) + _ranges(spreads.slots[slot])
            for slot, tally in total.slots.items()
        ),
        "value qualifier accuracy, where the value is right: "
        + _share(total.qualifier_accuracy)
        + _marked(_range(spreads.qualifier_accuracy)),
        f"false alarms: {total.alarmed} of {total.without_legs} passages without a deal"
        f" ({_share(total.false_alarm_rate).strip()}), {total.false_legs} deals"
        + _marked(_range(spreads.false_alarm_rate)),
        "",
        f"{'style':14}{'docs':>5}{'gold':>6}{'P':>8}{'R':>8}{'F1':>8}{'strict':>8}{'alarms':>8}",
        *(
            _style(style, figures) + _style_ranges(scores.spreads_by_style[style])
            for style, figures in scores.by_style.items()
        ),
    ]
    return "\n".join(lines) + "\n"


def as_json(scores: Scores) -> dict[str, Any]:
    """The same figures as plain values, under the names that the gold set's scorer uses."""
    return {
        **_figures(scores.total),
        "missing_predictions": scores.without_prediction,
        "by_style": {style: _figures(one) for style, one in scores.by_style.items()},
        "intervals_90": {
            "detection_f1": scores.detection_interval,
            "strict_f1": scores.strict_interval,
            **_spreads(scores.spreads),
            "by_style": {name: _spreads(one) for name, one in scores.spreads_by_style.items()},
        },
    }


def _spreads(spreads: Spreads) -> dict[str, Any]:
    return {
        "detection": _spread(spreads.detection),
        "strict": _spread(spreads.strict),
        "slots": {slot: _spread(one) for slot, one in spreads.slots.items()},
        "value_qualifier_accuracy": spreads.qualifier_accuracy,
        "false_alarm_rate": spreads.false_alarm_rate,
    }


def _spread(spread: Spread) -> dict[str, Interval | None]:
    return {"precision": spread.precision, "recall": spread.recall, "f1": spread.f1}


def _figures(figures: Figures) -> dict[str, Any]:
    return {
        "documents": figures.passages,
        "detection": _tally(figures.detection),
        "strict": _tally(figures.strict),
        "slots": {slot: _tally(tally) for slot, tally in figures.slots.items()},
        "value_qualifier_accuracy": figures.qualifier_accuracy,
        "negatives": {
            "documents": figures.without_legs,
            "with_alarm": figures.alarmed,
            "false_alarm_rate": figures.false_alarm_rate,
            "false_deals": figures.false_legs,
        },
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "tp": tally.right,
        "predicted": tally.predicted,
        "gold": tally.gold,
        "precision": tally.precision,
        "recall": tally.recall,
        "f1": tally.f1,
    }


def _line(name: str, tally: Tally) -> str:
    return (
        f"{name:16} P {_share(tally.precision)}  R {_share(tally.recall)}  F1 {_share(tally.f1)}"
        f"   ({tally.right} right, {tally.predicted} predicted, {tally.gold} gold)"
    )


def _style(style: str, figures: Figures) -> str:
    found = figures.detection
    return (
        f"{style:14}{figures.passages:5}{found.gold:6}  {_share(found.precision)}"
        f"  {_share(found.recall)}  {_share(found.f1)}  {_share(figures.strict.f1)}"
        f"{figures.alarmed:8}"
    )


def _ranges(spread: Spread) -> str:
    named = (("P", spread.precision), ("R", spread.recall), ("F1", spread.f1))
    return _marked("  ".join(f"{name} {_range(one)}" for name, one in named if one))


def _style_ranges(spreads: Spreads) -> str:
    """Of P, R, F1, strict F1 and the share of passages with an alarm."""
    found = spreads.detection
    named = (
        ("P", found.precision),
        ("R", found.recall),
        ("F1", found.f1),
        ("strict", spreads.strict.f1),
        ("alarms", spreads.false_alarm_rate),
    )
    return _marked("  ".join(f"{name} {_range(one)}" for name, one in named if one))


def _marked(ranges: str) -> str:
    return f"  90 %: {ranges}" if ranges else ""


def _range(interval: Interval | None) -> str:
    return f"{interval[0]:.3f}-{interval[1]:.3f}" if interval else ""


def _share(value: float | None) -> str:
    return "   -  " if value is None else f"{value:6.3f}"
