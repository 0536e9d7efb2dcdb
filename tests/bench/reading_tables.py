"""Who reads how much right, side by side: nearness, the rules alone, the shipped weights."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pipelines.training
from pipelines.training.sample import sample_passages
from tests.bench.baseline import Baseline
from tracker.extract.annotate import annotate
from tracker.extract.gold_file import read_gold
from tracker.extract.judging import AsTheRules
from tracker.extract.leg_matching import pair_legs
from tracker.extract.reader import Reader
from tracker.extract.score_figures import Interval, Scores, Tally
from tracker.extract.scoring import score
from tracker.reference.load import load_reference

SHARED = Path(__file__).parents[3] / "shared"
OWN = Path(pipelines.training.__file__).parent / "passages"
REWORDED = Path(__file__).parents[1] / "sample" / "reworded.jsonl"
NOTE = (
    "The shipped weights have seen none of the gold passages and none of our own here; they\n"
    "learned from the sample, among others. The rules were written with gold dev, gold more and\n"
    "the sample at hand, not with our own. Nearness has no training. 90 % intervals in\n"
    "brackets."
)
Passages = Sequence[Mapping[str, Any]]


def passage_sets() -> dict[str, Passages]:
    """Name -> labelled passages: the bundled ones, and the gold set where it is at hand."""
    found: dict[str, Passages] = {
        "sample": [{"style": "sample", **one} for one in sample_passages()],
        "sample, reworded": [json.loads(line) for line in REWORDED.open(encoding="utf-8")],
    }
    for name in ("q", "r", "ax", "bs", "bt", "cf", "ch"):
        found[f"own {name}"] = read_gold(OWN / f"{name}.jsonl")
    for name in ("dev", "more"):
        path = SHARED / "gold" / f"{name}.jsonl"
        if path.exists():
            found[f"gold {name}"] = read_gold(path)
    return found


def compare(shipped: Reader) -> str:
    """A table of all readers on all sets, with how far the shipped one is ahead."""
    reference = load_reference()
    baseline = Baseline(reference.companies, reference.products)
    rules = Reader(reference.companies, reference.products, judge=AsTheRules())
    lines = [f"{'':18}{'':18}{'parties F1':21}{'strict F1':21}{'value F1':21}false alarms"]
    more = [f"{'shipped weights':18}{'products P / R':21}who says so, where a label does"]
    for name, passages in passage_sets().items():
        read = list(annotate(shipped, passages))
        rows = {
            "nearest names": score(passages, map(baseline.annotate, passages)),
            "rules alone": score(passages, annotate(rules, passages)),
            "shipped weights": score(passages, read),
        }
        goods = rows["shipped weights"].total.slots["products"]
        right, of = credited(passages, read)
        shares = f"{goods.precision or 0:.2f} / {goods.recall or 0:.2f}"
        more.append(f"{name:18}{shares:21}{right} of {of}, {right / max(1, of):.2f}")
        lines += [_row(name, who, scores) for who, scores in rows.items()]
        lines.append(_ahead(rows["shipped weights"], rows["nearest names"]))
    return "\n".join([*lines, "", *more, "", NOTE])


def credited(passages: Passages, read: Passages) -> tuple[int, int]:
    """Of the legs found whose label names a source: those with the same, and all of them."""
    right = of = 0
    for passage, found in zip(passages, read, strict=True):
        gold, legs = passage["deals"], found["deals"]
        for place, other in pair_legs(gold, legs).items():
            wanted = _source(gold[place])
            of += bool(wanted)
            right += bool(wanted) and wanted == _source(legs[other])
    return right, of


def _source(leg: Mapping[str, Any]) -> str:
    return (leg.get("attribution") or "").casefold().removeprefix("the ")


def _row(name: str, who: str, scores: Scores) -> str:
    total, spreads = scores.total, scores.spreads
    cells = (
        _cell(total.detection, spreads.detection.f1),
        _cell(total.strict, spreads.strict.f1),
        _cell(total.slots["value"], spreads.slots["value"].f1),
    )
    return f"{name:18}{who:18}{''.join(cells)}{total.alarmed} of {total.without_legs}"


def _cell(tally: Tally, interval: Interval | None) -> str:
    if tally.f1 is None or interval is None:
        return f"{'-':21}"
    return f"{tally.f1:.3f} ({interval[0]:.3f}-{interval[1]:.3f})".ljust(21)


def _ahead(ours: Scores, theirs: Scores) -> str:
    """By how much the first is ahead of the second; value is over each one's matched deals."""
    pairs = (
        (ours.total.detection, theirs.total.detection),
        (ours.total.strict, theirs.total.strict),
        (ours.total.slots["value"], theirs.total.slots["value"]),
    )
    gaps = [f"{(a.f1 or 0) - (b.f1 or 0):+.3f}".ljust(21) for a, b in pairs]
    return f"{'':18}{'ahead by':18}{''.join(gaps)}"
