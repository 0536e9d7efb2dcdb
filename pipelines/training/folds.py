"""What the weights reach on passages that they have not seen."""

from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.training.examples import Example
from pipelines.training.fit import Fitted
from tracker.extract.annotate import annotate
from tracker.extract.pairs.judge import Weigher
from tracker.extract.reader import Reader
from tracker.extract.rules import load_rules
from tracker.extract.scoring import score
from tracker.extract.status import StatusReader
from tracker.reference.load import load_reference

_HEAD = (
    f"{'source':14}{'passages':>9}  {'rules F1':>8} {'strict':>7}  {'weighed F1':>10} {'P':>6}"
    f" {'R':>6} {'strict':>7}  value  alarms"
)


def predict(examples: Sequence[Example], fitted: Mapping[str, Fitted]) -> dict[str, dict[str, Any]]:
    """The legs that a reader with these weights finds, by passage id."""
    reference, rules = load_reference(), load_rules()
    weights = {name: one.weights() for name, one in fitted.items()}
    judge = Weigher(rules, reference.products, StatusReader(rules), weights)
    reader = Reader(reference.companies, reference.products, judge=judge)
    return {one["id"]: one for one in annotate(reader, [e.passage for e in examples])}


def table(examples: Sequence[Example], held_out: dict[str, dict[str, Any]]) -> str:
    """A line per source: the rules alone, and rules with weights that had not seen it."""
    lines = [_HEAD]
    for source in [*dict.fromkeys(e.source for e in examples)]:
        own = [e for e in examples if e.source == source]
        gold = [e.passage for e in own]
        rules = score(gold, [{"id": e.passage["id"], "deals": e.by_rules} for e in own]).total
        weighed = score(gold, [held_out[e.passage["id"]] for e in own]).total
        found = weighed.detection
        lines.append(
            f"{source:14}{len(own):9}  {rules.detection.f1 or 0:8.3f} {rules.strict.f1 or 0:7.3f}  "
            f"{found.f1 or 0:10.3f} {found.precision or 0:6.3f} {found.recall or 0:6.3f} "
            f"{weighed.strict.f1 or 0:7.3f}  {weighed.slots['value'].f1 or 0:5.3f}  "
            f"{weighed.alarmed}/{weighed.without_legs}"
        )
    return "\n".join(lines)
