"""The learned encoder: two files of weights run by onnxruntime.

The lower half reads plain text and says which words are names of companies. The upper half,
given who stands where, answers for every two companies.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort

from tracker.extract.encoder.ways import Inputs
from tracker.extract.encoder.windows import Numbers, Reading, Window
from tracker.model.errors import BadReference

WEIGHTS = Path(__file__).parent.parent / "weights"
LOWER, UPPER = "lower.onnx", "upper.onnx"
VOCABULARY = "vocabulary.json"
_READS = ["states", "tags"]
_ANSWERS = ["deals", "types", "statuses", "where", "terms"]


@dataclass(frozen=True, slots=True)
class Answers:
    """One row per way: P(a deal that way round), P(each type), P(each status) by type.

    `where` are shares of one: which word pieces were looked at for a leg of that type. `terms`
    are P(an amount is the leg's value, size, term or start), P(it is its end).
    """

    deals: Numbers  # [ways]
    types: Numbers  # [ways, types]
    statuses: Numbers  # [ways, types, statuses]
    where: Numbers  # [ways, types, word pieces]
    terms: Numbers  # [ways, types, amounts, 2]


class Network:
    """Reads windows and answers for their ordered pairs of companies."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        """Raises BadReference in one line if a file cannot be run."""
        self._lower, told = _session(folder / LOWER, _READS)
        self._upper, other = _session(folder / UPPER, _ANSWERS)
        self.version = told["version"]
        if other["version"] != self.version:
            raise BadReference(
                f"{LOWER} and {UPPER} are of two trainings; make both with `make weights`"
            )
        self.roles: tuple[str, ...] = tuple(json.loads(told["roles"]))

    def read(self, window: Window) -> Reading:
        """What the lower half makes of a window."""
        states, tags = self._lower.run(
            _READS,
            {"ids": np.array([window.ids], np.int64), "shapes": window.shapes[None]},
        )
        return Reading(window, states[0].astype(np.float16), tags[0])

    def answer(self, reading: Reading, inputs: Inputs) -> Answers:
        """Probabilities for each way."""
        found = self._upper.run(
            _ANSWERS,
            {
                "states": reading.states[None].astype(np.float32),
                "marks": inputs.marks[None],
                "pool": inputs.pool[None],
                "ways": inputs.sides,
                "rows": inputs.rows,
                "spans": inputs.spans,
                "beside": inputs.beside,
                "sorts": inputs.sorts,
            },
        )
        return Answers(*found)


def _session(path: Path, outputs: Sequence[str]) -> tuple[ort.InferenceSession, Mapping[str, str]]:
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # Windows differ in size: an arena would keep room for the largest for good.
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    try:
        session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        told = session.get_modelmeta().custom_metadata_map
        if not {"roles", "version"} <= set(told):
            raise ValueError("it does not say which roles of companies it knows")
        if not set(outputs) <= {one.name for one in session.get_outputs()}:
            raise ValueError("it is of another version and does not answer all that is asked")
    except Exception as error:  # onnxruntime's own errors have no common root
        first = " ".join(str(error).split())[:120]
        raise BadReference(
            f"{path.name}: not weights that can be run ({first}); make them with `make weights`"
        ) from error
    return session, told
