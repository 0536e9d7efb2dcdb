"""Which passages are kept back from learning, to be measured on."""

import hashlib
from collections.abc import Mapping
from typing import Any

FOLDS = 5


def is_held_out(source: str, passage: Mapping[str, Any], wanted: str) -> bool:
    """Whether a passage is kept back: `wanted` names sources, "fold0" to "fold4" a fifth of all."""
    names = set(wanted.split(",")) if wanted else set()
    fold = int(hashlib.sha256(f"fold {passage['id']}".encode()).hexdigest(), 16) % FOLDS
    return source in names or f"fold{fold}" in names
