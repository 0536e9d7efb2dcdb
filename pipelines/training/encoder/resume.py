"""Takes a training up again from the shipped weights, of which eight bits each are left."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from pipelines.training.encoder.model import Encoder
from pipelines.training.encoder.ship import export, halves
from tracker.extract.encoder.network import LOWER
from tracker.extract.encoder.ways import Asker

Array = np.ndarray[Any, Any]
Arrays = Mapping[str, Array]
# Torch gives most matrices a number for a name when it exports, and this for the rest.
_TURNED = "_Transposed"


def shipped_roles(folder: Path) -> tuple[str, ...]:
    """The roles of companies that the weights in `folder` know."""
    told = {entry.key: entry.value for entry in onnx.load(folder / LOWER).metadata_props}
    return tuple(json.loads(told["roles"]))


def load_shipped(net: Encoder, asker: Asker, folder: Path) -> None:
    """Give `net` the weights in `folder`.

    Raises ValueError if a weight of it is not found there: they are of another shape then, or were
    written by another version of torch.
    """
    left = dict(net.named_parameters())
    for weight in left.values():
        nn.init.normal_(weight)  # no two alike: by its values each is found again in an export
    for file, half in halves(net, asker).items():
        there = _weights(folder / file)
        with tempfile.TemporaryDirectory() as scratch:
            export(half, Path(scratch) / "exact.onnx")
            here = _arrays(Path(scratch) / "exact.onnx")
        prefix = "lower." if file == LOWER else "upper."
        own = {name: weight for name, weight in left.items() if name.startswith(prefix)}
        for name, value in _matched(own, here, there):
            with torch.no_grad():
                own[name].copy_(torch.from_numpy(value))
            left.pop(name)
    if left:
        raise ValueError(f"{folder}: no {', '.join(sorted(left)[:3])} ({len(left)} in all)")


def _matched(
    own: Mapping[str, nn.Parameter], here: Arrays, there: Arrays
) -> Iterator[tuple[str, Array]]:
    """Values of `there` by the name of the weight whose values stand in `here` under theirs."""
    for name, weight in own.items():
        value = weight.detach().numpy()
        label = next((label for label, same in here.items() if _same(value, same)), None)
        if label is None:
            continue
        found = there[label] if label in there else there[f"{label}{_TURNED}"].T
        turned = not np.array_equal(here[label].reshape(value.shape), value)
        yield name, (found.T if turned else found.reshape(value.shape)).copy()


def _same(value: Array, other: Array) -> bool:
    """Whether an export holds the weight, as it is, with an axis more, or turned."""
    if value.size != other.size:
        return False
    return np.array_equal(other.reshape(value.shape), value) or (
        value.ndim == 2 and np.array_equal(other.T, value)
    )


def _arrays(path: Path) -> dict[str, Array]:
    stored = onnx.load(path).graph.initializer
    return {one.name: np.array(numpy_helper.to_array(one)) for one in stored}


def _weights(path: Path) -> dict[str, Array]:
    """The weights of a file, those of eight bits as numbers again."""
    stored = _arrays(path)
    found = {}
    for name, value in stored.items():
        base, mark = name.removesuffix("_quantized"), name.endswith("_quantized")
        if mark:
            zero = stored[f"{base}_zero_point"].astype(np.float32)
            found[base] = (value.astype(np.float32) - zero) * stored[f"{base}_scale"]
        elif not name.endswith(("_scale", "_zero_point")):
            found[name] = value
    return found
