"""Pictures along the calendar: supplier shares, and a price belief with its deals."""

from collections.abc import Mapping, Sequence
from datetime import date

from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

from tracker.charts.canvas import INK, MUTED, canvas, colour, day_number, source_line
from tracker.charts.data import Mark, Span
from tracker.charts.figures import percent

_MOST_SUPPLIERS = 5
_MOST_WORDS = 8
_MOST_DAYS = 300  # what is older says little of today


def shares_png(
    spans: Mapping[str, Sequence[Span]],
    *,
    window_days: int,
    names: Mapping[str, str],
    as_of: date,
) -> bytes:
    """Each silicon supplier's share of newly committed dollars, with its 90 % band.

    A share holds from its day to the next; the largest suppliers are drawn.
    """
    ranked = sorted(spans, key=lambda s: (-max(x.mid for x in spans[s]), s))[:_MOST_SUPPLIERS]
    title = f"Share of newly committed dollars, last {window_days} days"
    words = "by silicon supplier, clouds looked through; bars at the right: 90 % range today"
    source = source_line("Deals at their probability of execution", as_of)
    with canvas(title, words, source, height_px=330) as drawn:
        axes = drawn.axes
        ends = []
        for place, supplier in enumerate(ranked):
            days, lows, mids, highs = _steps(spans[supplier], as_of)
            shade = colour(supplier, ranked)
            dashes = "--" if supplier == "unknown" else "-"
            axes.step(days, mids, where="post", color=shade, linewidth=1.8, linestyle=dashes)
            axes.plot([1.012 + 0.014 * place] * 2, [lows[-1], highs[-1]], color=shade, alpha=0.6,
                      linewidth=3.5, transform=axes.get_yaxis_transform(), clip_on=False,
                      solid_capstyle="butt")  # fmt: skip
            ends.append((mids[-1], names.get(supplier, supplier), shade))
        _labels(axes, 1.03 + 0.014 * len(ranked), ends)
        axes.set_ylim(0, 1)
        percent(axes)
        axes.set_ylabel("share of expected dollars")
        _calendar(axes)
    return drawn.png


def belief_png(
    spans: Sequence[Span], marks: Sequence[Mark], *, accelerator: str, as_of: date
) -> bytes:
    """The believed rent over time, and what each deal implies, at its day."""
    title = f"{accelerator}: what an hour is believed to rent for"
    words = "line: median, band: 90 % range; filled: deal taken in, hollow: held, arrow: a bound"
    source = source_line("Contract price level, published indices and deals", as_of)
    with canvas(title, words, source, height_px=340) as drawn:
        axes = drawn.axes
        days, lows, mids, highs = _steps(spans, as_of)
        first = max(days[0], day_number(as_of) - _MOST_DAYS)
        right = days[-1] + 0.07 * (days[-1] - first)  # room to see what the last day holds
        days[-1] = right
        axes.set_xlim(first, right)
        axes.fill_between(days, lows, highs, step="post", color="#0072b2", alpha=0.16, linewidth=0)
        axes.step(days, mids, where="post", color="#0072b2", linewidth=1.8)
        top = 1.25 * max(max(highs), *(m.price for m in marks), 0.0) if marks else 1.15 * max(highs)
        marks = [mark for mark in marks if day_number(mark.day) >= first]
        for mark in marks:
            _mark(axes, mark, top)
        for number, mark in enumerate(marks[-_MOST_WORDS:]):
            _name(axes, mark, number, above=mark.price > _at(spans, mark.day))
        axes.annotate(
            f"{mids[-1]:.2f}", (right, mids[-1]), xytext=(4, 0),
            textcoords="offset points", va="center", fontsize=8, color="#0072b2",
            annotation_clip=False,
        )  # fmt: skip
        axes.set_ylim(0, top)
        axes.set_ylabel("USD per chip-hour")
        _calendar(axes)
    return drawn.png


def _steps(
    spans: Sequence[Span], as_of: date
) -> tuple[list[float], list[float], list[float], list[float]]:
    """Days (matplotlib's numbers), lows, mids, highs, the last one held to the end."""
    ordered = list({span.day: span for span in sorted(spans, key=lambda s: s.day)}.values())
    held = [*ordered, ordered[-1]]
    days = [day_number(span.day) for span in ordered]
    days.append(max(days[-1], day_number(as_of)))
    return days, [s.low for s in held], [s.mid for s in held], [s.high for s in held]


def _mark(axes: Axes, mark: Mark, top: float) -> None:
    day = day_number(mark.day)
    face = "#d55e00" if mark.used else "none"
    arrow = {"at_most": "v", "at_least": "^"}.get(mark.bound, "o")
    if mark.bound == "exact":
        ends = (mark.low, min(mark.high, top))
        axes.plot([day, day], ends, color="#d55e00", linewidth=1, alpha=0.6)
    axes.plot(
        [day], [mark.price], marker=arrow, markersize=6, markerfacecolor=face,
        markeredgecolor="#d55e00", linestyle="none",
    )  # fmt: skip


def _name(axes: Axes, mark: Mark, number: int, *, above: bool) -> None:
    """The parties beside the mark, on the side that is away from the line."""
    away = 8 + 9 * (number % 2)
    first, last = axes.get_xlim()
    late = day_number(mark.day) > first + 0.75 * (last - first)
    axes.annotate(
        mark.words, (day_number(mark.day), mark.price),
        xytext=(-7 if late else 7, away if above else -away), ha="right" if late else "left",
        textcoords="offset points", fontsize=7.5, color=INK, va="center",
    )  # fmt: skip


def _at(spans: Sequence[Span], day: date) -> float:
    """The median on a day."""
    seen = [s for s in sorted(spans, key=lambda s: s.day) if s.day <= day]
    return seen[-1].mid if seen else 0.0


def _labels(axes: Axes, left: float, ends: list[tuple[float, str, str]]) -> None:
    """The suppliers' names at the right end, pushed apart where lines are close."""
    last = -1.0
    for height, words, shade in sorted(ends):
        last = max(height, last + 0.06)
        axes.text(left, last, f"{words} {height:.0%}", transform=axes.get_yaxis_transform(),
                  va="center", fontsize=8, color=shade)  # fmt: skip


def _calendar(axes: Axes) -> None:
    locator = AutoDateLocator(minticks=4, maxticks=8)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    words = ConciseDateFormatter(locator)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_formatter(words)
    axes.grid(axis="y", color="#eceef1")
    axes.tick_params(axis="y", colors=MUTED)
