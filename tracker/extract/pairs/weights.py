"""Learned weights: a number for each named feature and each answer."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from tracker.model.errors import BadReference
from tracker.model.ids import content_id

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """`table[index[feature], answer]`; features that were not seen in training weigh nothing."""

    answers: tuple[str, ...]
    index: Mapping[str, int]
    table: Scores

    def scores(self, features: Iterable[str]) -> Scores:
        """The sum of the weights of `features`, one number per answer."""
        # In order: a sum of floats depends on it, and that of a set differs from run to run.
        rows = sorted(self.index[name] for name in features if name in self.index)
        return np.asarray(self.table[rows].sum(axis=0), dtype=np.float32)


def fingerprint(weights: Mapping[str, Weights]) -> str:
    """Eight characters that change with any weight."""
    tables = [weights[name].table.astype(np.float16).tobytes().hex() for name in sorted(weights)]
    return content_id(*tables)[:8]


def load_weights(path: Path) -> dict[str, Weights]:
    """The weights of a file by name. Raises BadReference in one line if it cannot be read."""
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            names = json.loads(bytes(file["names"]).decode())
            return {
                name: Weights(
                    tuple(meta["answers"]),
                    {feature: i for i, feature in enumerate(meta["features"])},
                    file[name].astype(np.float32),
                )
                for name, meta in names.items()
            }
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise BadReference(
            f"{path.name}: not a file of weights ({error}); train it with `make weights`"
        ) from error


def save_weights(
    path: Path, tables: Mapping[str, tuple[Sequence[str], Sequence[str], NDArray[np.float64]]]
) -> None:
    """Write name -> (answers, features, table) in half precision."""
    names = {n: {"answers": list(a), "features": list(f)} for n, (a, f, _) in tables.items()}
    packed = np.frombuffer(json.dumps(names).encode(), dtype=np.uint8)
    arrays = {n: table.astype(np.float16) for n, (_, _, table) in tables.items()}
    np.savez_compressed(path, names=packed, **arrays)  # type: ignore[arg-type]
