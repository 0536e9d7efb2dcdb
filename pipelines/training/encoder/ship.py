"""Writes a trained encoder as the reader runs it: two files of eight-bit weights."""

import json
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from pipelines.training.encoder.model import Amounts, Encoder, Lower, Upper
from tracker.extract.encoder.network import LOWER, UPPER
from tracker.extract.encoder.ways import KINDS, Asker
from tracker.extract.encoder.windows import SHAPES

_OPSET = 17


class _LowerAlone(nn.Module):
    """One window without padding; probabilities for scores."""

    def __init__(self, lower: Lower) -> None:
        super().__init__()
        self.lower = lower

    def forward(self, ids: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor]:
        states, tags = self.lower(ids, shapes, None)
        return states, tags.softmax(-1)


class _UpperAlone(nn.Module):
    """The ways of one window; probabilities for scores."""

    def __init__(self, upper: Upper) -> None:
        super().__init__()
        self.upper = upper

    def forward(
        self,
        states: Tensor,
        marks: Tensor,
        pool: Tensor,
        ways: Tensor,
        rows: Tensor,
        spans: Tensor,
        beside: Tensor,
        sorts: Tensor,
    ) -> tuple[Tensor, ...]:
        read = self.upper.read(states, marks, None)
        deals, pair, hidden = self.upper.weigh(read[0], pool[0], ways, rows, None)
        amounts = Amounts(spans, beside, sorts)
        types, statuses, where, terms = self.upper.tell(read[0], pair, hidden, amounts, None)
        return deals.sigmoid(), types.sigmoid(), statuses.softmax(-1), where, terms.sigmoid()


class Half(NamedTuple):
    """One half as it is written: example inputs with the axes that may grow, and outputs."""

    net: nn.Module
    inputs: dict[str, tuple[Tensor, dict[int, str]]]
    outputs: list[str]


def ship(net: Encoder, asker: Asker, roles: tuple[str, ...], folder: Path) -> None:
    """Write both halves into `folder`; each says which roles it knows and its version."""
    told = {"roles": json.dumps(roles), "version": _version(net)}
    folder.mkdir(parents=True, exist_ok=True)
    for name, half in halves(net, asker).items():
        _write(half, folder / name, told)


def halves(net: Encoder, asker: Asker) -> dict[str, Half]:
    """Both halves by the name of their file."""
    width = net.lower.embeddings.word_embeddings.embedding_dim
    size, companies = 9, 3
    lower_inputs = {
        "ids": (torch.zeros(1, size, dtype=torch.long), {1: "pieces"}),
        "shapes": (torch.zeros(1, size, SHAPES), {1: "pieces"}),
    }
    upper_inputs = {
        "states": (torch.zeros(1, size, width), {1: "pieces"}),
        "marks": (torch.zeros(1, size, asker.marks_width), {1: "pieces"}),
        "pool": (torch.zeros(1, companies, size), {1: "companies", 2: "pieces"}),
        "ways": (torch.tensor([[0, 1], [1, 0]]), {0: "ways"}),
        "rows": (torch.zeros(2, asker.rows_width), {0: "ways"}),
        "spans": (torch.zeros(4, size), {0: "amounts", 1: "pieces"}),
        "beside": (torch.zeros(4, size), {0: "amounts", 1: "pieces"}),
        "sorts": (torch.zeros(4, len(KINDS) + 1), {0: "amounts"}),
    }
    lower, upper = _LowerAlone(net.lower).eval(), _UpperAlone(net.upper).eval()
    answers = ["deals", "types", "statuses", "where", "terms"]
    return {
        LOWER: Half(lower, lower_inputs, ["states", "tags"]),
        UPPER: Half(upper, upper_inputs, answers),
    }


def _version(net: Encoder) -> str:
    digest = sha256()
    for name, value in sorted(net.state_dict().items()):
        digest.update(name.encode())
        digest.update(value.detach().contiguous().numpy().tobytes())
    return digest.hexdigest()[:8]


def export(half: Half, path: Path) -> None:
    """Write it with all its digits."""
    torch.onnx.export(
        half.net,
        tuple(example for example, _ in half.inputs.values()),
        str(path),
        input_names=list(half.inputs),
        output_names=half.outputs,
        dynamic_axes={name: axes for name, (_, axes) in half.inputs.items()},
        opset_version=_OPSET,
        dynamo=False,
    )


def _write(half: Half, path: Path, told: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        exact, small = Path(scratch) / "exact.onnx", Path(scratch) / "small.onnx"
        export(half, exact)
        quantize_dynamic(
            exact,
            small,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
            weight_type=QuantType.QInt8,
            per_channel=True,
        )
        model = onnx.load(small)
    for key, value in told.items():
        model.metadata_props.add(key=key, value=value)
    onnx.save(model, path)
