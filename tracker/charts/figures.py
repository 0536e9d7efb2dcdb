"""The pictures: data in, PNG bytes out. Ranges are always drawn, units stand on the axis."""

from collections.abc import Mapping, Sequence
from datetime import date

from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, NullFormatter, PercentFormatter

from tracker.charts.canvas import INK, LINE, Canvas, canvas, colour, source_line
from tracker.charts.data import Range, Swing

_LOW_INPUT, _HIGH_INPUT = "#0072b2", "#e69f00"
RANGE_WORDS = "dot: median, bar: 90 % range of the model"


def cost_png(
    ranges: Sequence[Range],
    *,
    workload: str,
    basis: str,
    names: Mapping[str, str],
    as_of: date | str,
) -> bytes:
    """USD per million tokens by accelerator, the cheapest on top; a logarithmic axis."""
    ordered = sorted(ranges, key=lambda r: (-r.mid, r.label))
    title = f"Cost per million tokens, {basis}"
    height = 125 + 24 * max(3, len(ordered))
    source = source_line("Model on published benchmarks and prices", as_of)
    with canvas(title, f"{workload}; {RANGE_WORDS}", source, height_px=height) as drawn:
        _ranges(drawn, ordered, names)
        _log_dollars(drawn.axes, ordered)
        drawn.axes.set_xlabel("USD per million tokens (logarithmic)")
    return drawn.png


def dependence_png(
    ranges: Sequence[Range],
    *,
    buyer: str,
    effective: tuple[float, float],
    names: Mapping[str, str],
    as_of: date | str,
) -> bytes:
    """A buyer's disclosed commitments by silicon supplier, from the firm floor to the claim."""
    ordered = sorted(ranges, key=lambda r: (r.high, r.label))
    low, high = effective
    title = f"{buyer}: disclosed commitments by silicon supplier"
    number = f"{low:.1f}" if high - low < 0.05 else f"{low:.1f} to {high:.1f}"
    words = f"bar: from what is firm to what is claimed; effective number of suppliers {number}"
    source = source_line("Deals as reported; undisclosed ones are not in it", as_of)
    height = 125 + 26 * max(3, len(ordered))
    with canvas(title, words, source, height_px=height) as drawn:
        _bars(drawn.axes, ordered, names)
        drawn.axes.set_xlabel("billion USD, headline")
        drawn.axes.set_xlim(left=0)
    return drawn.png


def tornado_png(
    swings: Sequence[Swing], title: str, unit: str, mid: float, as_of: date | str
) -> bytes:
    """What a result depends on, the widest bar on top; the line is the result as it is."""
    ordered = list(reversed(swings))
    source = source_line("Each input at its two ends, the others as they are", as_of)
    words = f"line: now {mid:.3g} {unit}; the two ends of each input stand below its name"
    height = 120 + 34 * max(3, len(ordered))
    with canvas(title, words, source, height_px=height) as drawn:
        axes = drawn.axes
        for place, swing in enumerate(ordered):
            for at, shade in ((swing.at_low, _LOW_INPUT), (swing.at_high, _HIGH_INPUT)):
                one_sided = (swing.at_low - mid) * (swing.at_high - mid) > 0
                thin = one_sided and abs(at - mid) < _reach(swing, mid)
                axes.barh(place, at - mid, left=mid, height=0.3 if thin else 0.52, color=shade,
                          linewidth=0, zorder=3 if thin else 2)  # fmt: skip
        axes.axvline(mid, color=INK, linewidth=1, zorder=4)
        names = [f"{swing.label}\n{swing.low} to {swing.high}" for swing in ordered]
        axes.set_yticks(range(len(ordered)), names)
        axes.tick_params(axis="y", length=0, labelsize=7.5)
        axes.set_xlabel(unit)
        handles = [Patch(color=shade) for shade in (_LOW_INPUT, _HIGH_INPUT)]
        axes.legend(handles, ["input low", "input high"], loc="lower right", fontsize=7.5,
                    frameon=True, edgecolor=LINE)  # fmt: skip
    return drawn.png


def _reach(swing: Swing, mid: float) -> float:
    """How far the result goes from where it is, at most."""
    return max(abs(swing.at_low - mid), abs(swing.at_high - mid))


def _ranges(drawn: Canvas, ordered: Sequence[Range], names: Mapping[str, str]) -> None:
    groups = sorted({r.group for r in ordered})
    axes = drawn.axes
    for place, r in enumerate(ordered):
        shade = colour(r.group, groups)
        axes.plot([r.low, r.high], [place, place], color=shade, linewidth=5, alpha=0.35,
                  solid_capstyle="butt")  # fmt: skip
        axes.plot([r.mid], [place], marker="o", markersize=5.5, color=shade)
        axes.annotate(
            f"{r.mid:.3g}{'  ' + r.note if r.note else ''}", (r.high, place), xytext=(5, 0),
            textcoords="offset points", va="center", fontsize=7.5, color=INK,
        )  # fmt: skip
    axes.set_yticks(range(len(ordered)), [r.label for r in ordered])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(-0.6, len(ordered) - 0.4)
    _legend(axes, groups, names)


def _bars(axes: Axes, ordered: Sequence[Range], names: Mapping[str, str]) -> None:
    groups = sorted({r.group for r in ordered})
    most = max((r.high for r in ordered), default=1.0) or 1.0
    for place, r in enumerate(ordered):
        shade = colour(r.group, groups)
        axes.barh(place, r.low, height=0.5, color=shade, linewidth=0)
        axes.barh(
            place, r.high - r.low, left=r.low, height=0.5, color=shade, alpha=0.3, linewidth=0
        )
        words = f"{r.high:.3g}" if r.high == r.low else f"{r.low:.3g} to {r.high:.3g}"
        note = f"  {r.note}" if r.note else ""
        axes.annotate(
            f"{words}{note}", (r.high, place), xytext=(5, 0), textcoords="offset points",
            va="center", fontsize=7.5, color=INK,
        )  # fmt: skip
    axes.set_yticks(range(len(ordered)), [names.get(r.group, r.label) for r in ordered])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(-0.6, max(len(ordered), 3) - 0.4)
    axes.set_xlim(0, most * 1.35)


def _legend(axes: Axes, groups: Sequence[str], names: Mapping[str, str]) -> None:
    handles = [
        axes.plot([], [], color=colour(g, groups), marker="o", linewidth=4, alpha=0.8)[0]
        for g in groups
    ]
    axes.legend(
        handles, [names.get(g, g) for g in groups], loc="best", fontsize=7.5, frameon=True,
        edgecolor=LINE, framealpha=0.9, handlelength=1.2,
    )  # fmt: skip


def _log_dollars(axes: Axes, ordered: Sequence[Range]) -> None:
    axes.set_xscale("log")
    low, high = min(r.low for r in ordered), max(r.high for r in ordered)
    axes.set_xlim(low * 0.85, high * (high / low) ** 0.22)
    ticks = [
        step * 10.0**power
        for power in range(-5, 4)
        for step in (1, 2, 5)
        if low * 0.85 <= step * 10.0**power <= high * 1.05
    ]
    axes.set_xticks(ticks)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())


def percent(axes: Axes) -> None:
    """The vertical axis in per cent of 1."""
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
