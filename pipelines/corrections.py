"""What analysts correct: kept in a journal beside the raw files, taken up by `resolve`."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from tracker.model.corrections import Act, Correction
from tracker.model.errors import Problem
from tracker.store.journal import append_lines, read_lines

KIND = "correction"  # of a note in the inbox


def corrections_path(home: Path) -> Path:
    """The journal of corrections."""
    return home / "raw" / "corrections.jsonl"


def known_corrections(home: Path, now: datetime) -> tuple[list[Correction], list[Problem]]:
    """The corrections made by `now`, in the order of making; a bad line is a problem."""
    path = corrections_path(home)
    lines, problems = read_lines(path)
    made: dict[str, Correction] = {}
    for line in lines:
        try:
            correction = from_note(line)
        except (KeyError, TypeError, ValueError) as error:
            message = f"an entry is no correction ({error!r}); correct the deal again"
            problems.append(Problem("resolve", str(path), message))
            continue
        if correction.known_at <= now:
            made.setdefault(correction.correction_id, correction)
    return list(made.values()), problems


def keep(home: Path, correction: Correction) -> bool:
    """Put it into the journal; on the disk when this returns. False when it was there."""
    known, _ = known_corrections(home, correction.known_at)
    if any(one.correction_id == correction.correction_id for one in known):
        return False
    append_lines(corrections_path(home), [to_note(correction)])
    return True


def to_note(correction: Correction) -> dict[str, Any]:
    """The correction as JSON."""
    return {
        "correction_id": correction.correction_id,
        "act": correction.act.value,
        "deal_id": correction.deal_id,
        "claim_ids": list(correction.claim_ids),
        "other_ids": list(correction.other_ids),
        "fields": list(correction.fields),
        "why": correction.why,
        "who": correction.who,
        "number": correction.number,
        "known_at": correction.known_at.isoformat(),
    }


def from_note(note: Mapping[str, Any]) -> Correction:
    """The correction of a note. Raises KeyError, TypeError or ValueError when it is none."""
    known_at = datetime.fromisoformat(note["known_at"])
    if known_at.tzinfo is None:
        raise ValueError("known_at has no time zone")
    return Correction(
        correction_id=str(note["correction_id"]),
        act=Act(note["act"]),
        deal_id=str(note["deal_id"]),
        claim_ids=_texts(note["claim_ids"]),
        other_ids=_texts(note["other_ids"]),
        fields=_texts(note["fields"]),
        why=str(note["why"]),
        who=str(note["who"]),
        number=int(note["number"]),
        known_at=known_at,
    )


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    return tuple(map(str, value))
