"""How well predicted legs agree with labelled ones: the figures of the gold set's schema.

Legs of a passage are paired one to one. Only legs with the same parties may pair; among
all pairings the one counts that finds most required legs, then most optional ones, then
agrees most often on type and status together, then on type, then on most slots.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tracker.extract.leg_matching import (
    SLOTS,
    Leg,
    pair_legs,
    products_of,
    same_slot,
    slot_value,
)
from tracker.extract.score_figures import Figures, PassageScore, Scores, Tally
from tracker.extract.score_intervals import spreads_of
from tracker.extract.score_report import as_json as as_json
from tracker.extract.score_report import render as render
from tracker.model.errors import BadInput

ALL_SLOTS = (*SLOTS, "end", "products")


def score(gold: Iterable[Mapping[str, Any]], predicted: Iterable[Mapping[str, Any]]) -> Scores:
    """The figures for passages {"id", "deals": [...]}; a passage not predicted has no legs.

    Raises BadInput for an id given twice or a predicted id that gold does not have.
    """
    labelled = _by_id(gold, "gold")
    guesses = _by_id(predicted, "predicted")
    if not labelled:
        raise BadInput("gold: no passages; name a file that has some")
    if strangers := sorted(set(guesses) - set(labelled)):
        raise BadInput(f"predicted: id {strangers[0]!r} is not in gold; score the same passages")
    passages = tuple(
        _passage(record, guesses[name].get("deals", ()) if name in guesses else ())
        for name, record in labelled.items()
    )
    styles = sorted({passage.style for passage in passages})
    by_style = {style: [p for p in passages if p.style == style] for style in styles}
    return Scores(
        total=_sum(passages),
        by_style={style: _sum(own) for style, own in by_style.items()},
        without_prediction=len(set(labelled) - set(guesses)),
        passages=passages,
        spreads=spreads_of(passages),
        spreads_by_style={style: spreads_of(own) for style, own in by_style.items()},
    )


def _by_id(records: Iterable[Mapping[str, Any]], side: str) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for number, record in enumerate(records, 1):
        name = record.get("id")
        if not isinstance(name, str):
            raise BadInput(f"{side}: record {number} has no id; give each a text")
        if name in found:
            raise BadInput(f"{side}: id {name!r} comes twice; drop one")
        found[name] = record
    return found


def _passage(record: Mapping[str, Any], predicted: Sequence[Leg]) -> PassageScore:
    gold: Sequence[Leg] = record["deals"]
    pairs = pair_legs(gold, predicted)
    required = [n for n, leg in enumerate(gold) if not leg.get("optional")]
    matched = [(gold[n], predicted[pairs[n]]) for n in required if n in pairs]
    neutral = sum(1 for n in pairs if gold[n].get("optional"))
    slots = {slot: _slot_tally(slot, matched) for slot in (*SLOTS, "end")}
    valued = [(g, p) for g, p in matched if _agrees("value", g, p)]
    return PassageScore(
        passage_id=record["id"],
        style=record.get("style") or "?",
        labelled=len(gold),
        detection=Tally(len(matched), len(predicted) - neutral, len(required)),
        strict_right=sum(
            (g["deal_type"], g["status"]) == (p["deal_type"], p["status"]) for g, p in matched
        ),
        slots={**slots, "products": _product_tally(matched)},
        qualifiers_right=sum(
            g.get("value_qualifier") == p.get("value_qualifier") for g, p in valued
        ),
        values_right=len(valued),
        false_legs=0 if gold else len(predicted),
    )


def _agrees(slot: str, gold: Leg, predicted: Leg) -> bool:
    wanted, given = slot_value(gold, slot), slot_value(predicted, slot)
    return wanted is not None and given is not None and same_slot(slot, wanted, given)


def _slot_tally(slot: str, matched: Sequence[tuple[Leg, Leg]]) -> Tally:
    return Tally(
        sum(_agrees(slot, g, p) for g, p in matched),
        sum(slot_value(p, slot) is not None for _, p in matched),
        sum(slot_value(g, slot) is not None for g, _ in matched),
    )


def _product_tally(matched: Sequence[tuple[Leg, Leg]]) -> Tally:
    sets = [(products_of(g), products_of(p)) for g, p in matched]
    return Tally(
        sum(len(g & p) for g, p in sets), sum(len(p) for _, p in sets), sum(len(g) for g, _ in sets)
    )


def _sum(passages: Sequence[PassageScore]) -> Figures:
    detection = _added(p.detection for p in passages)
    values = sum(p.values_right for p in passages)
    bare = [p for p in passages if not p.labelled]
    return Figures(
        passages=len(passages),
        detection=detection,
        strict=Tally(sum(p.strict_right for p in passages), detection.predicted, detection.gold),
        slots={slot: _added(p.slots[slot] for p in passages) for slot in ALL_SLOTS},
        qualifier_accuracy=sum(p.qualifiers_right for p in passages) / values if values else None,
        without_legs=len(bare),
        alarmed=sum(p.false_legs > 0 for p in bare),
        false_legs=sum(p.false_legs for p in bare),
    )


def _added(tallies: Iterable[Tally]) -> Tally:
    listed = list(tallies)
    return Tally(
        sum(t.right for t in listed), sum(t.predicted for t in listed), sum(t.gold for t in listed)
    )
