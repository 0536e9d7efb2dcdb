"""Labelled passages by their source, and which are kept back from learning, to be measured on."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipelines.training.sample import sample_passages

Passage = Mapping[str, Any]
OWN = Path(__file__).parent / "passages"
FOLDS = 5


def sources(gold: Sequence[Path]) -> Iterator[tuple[str, list[Passage]]]:
    """The project's own passages, those of the files `gold` and the bundled sample, by name."""
    for path in [*sorted(OWN.glob("*.jsonl")), *gold]:
        yield path.stem, read_passages(path)
    yield "sample", list(sample_passages())


def read_passages(path: Path) -> list[Passage]:
    """The labelled passages of a file, in order."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def is_held_out(source: str, passage: Passage, wanted: str) -> bool:
    """Whether a passage is kept back: `wanted` names sources, "fold0" to "fold4" a fifth of all."""
    names = set(wanted.split(",")) if wanted else set()
    fold = int(hashlib.sha256(f"fold {passage['id']}".encode()).hexdigest(), 16) % FOLDS
    return source in names or f"fold{fold}" in names
