"""What the whole reader finds, with given weights, in passages that they have not seen."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tracker.extract.annotate import annotate
from tracker.extract.encoder.encoder import Encoder
from tracker.extract.encoder.judge import EncoderJudge
from tracker.extract.judging import AsTheRules
from tracker.extract.reader import Reader
from tracker.extract.scoring import score
from tracker.reference.load import load_reference

_HEAD = (
    f"{'source':10}{'passages':>9}  {'rules F1':>8} {'strict':>7}  {'read F1':>8} {'P':>6} {'R':>6}"
    f" {'strict':>7}  value  alarms"
)

Passages = Sequence[tuple[str, Mapping[str, Any]]]


def table(passages: Passages, weights: Path) -> str:
    """A line per source, and one for all: the rules alone, and the reader with these weights."""
    reference = load_reference()
    gold = [passage for _, passage in passages]
    found = []
    for judge in (AsTheRules(), EncoderJudge(Encoder(weights))):
        reader = Reader(reference.companies, reference.products, judge=judge)
        found.append({one["id"]: one for one in annotate(reader, gold)})
    sources = list(dict.fromkeys(source for source, _ in passages))
    rows = [(name, [p for source, p in passages if source == name]) for name in sources]
    if len(rows) > 1:
        rows.append(("all", gold))
    return "\n".join([_HEAD, *(_row(name, own, *found) for name, own in rows)])


def _row(
    name: str,
    gold: Sequence[Mapping[str, Any]],
    by_rules: Mapping[str, Any],
    by_weights: Mapping[str, Any],
) -> str:
    rules = score(gold, [by_rules[p["id"]] for p in gold]).total
    read = score(gold, [by_weights[p["id"]] for p in gold]).total
    legs = read.detection
    return (
        f"{name:10}{len(gold):9}  {rules.detection.f1 or 0:8.3f} {rules.strict.f1 or 0:7.3f}  "
        f"{legs.f1 or 0:8.3f} {legs.precision or 0:6.3f} {legs.recall or 0:6.3f} "
        f"{read.strict.f1 or 0:7.3f}  {read.slots['value'].f1 or 0:5.3f}  "
        f"{read.alarmed}/{read.without_legs}"
    )
