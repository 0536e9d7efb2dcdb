"""The encoder in torch: a small pretrained transformer in two halves, and heads on each."""

import math
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig, BertModel

from pipelines.training.encoder.tensors import IGNORED, Batch
from tracker.extract.encoder.ways import STATUSES, TYPES, Asker
from tracker.extract.encoder.windows import SHAPES

LOWER_LAYERS = 3  # of six; enough to know a name
_HEADS = 4
_HIDDEN = 256
_DROPOUT = 0.2
_TAGS = 3


class Lower(nn.Module):
    """Plain text to states and tags."""

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        width = bert.config.hidden_size
        self.embeddings = bert.embeddings
        self.layers = nn.ModuleList(bert.encoder.layer[:LOWER_LAYERS])
        self.shape = _silent(SHAPES, width)
        self.tag = nn.Linear(width, _TAGS)

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        """[windows, pieces, width] and scores [windows, pieces, tags]."""
        states = self.embeddings(input_ids=ids) + self.shape(shapes)
        states = _through(self.layers, states, mask)
        return states, self.tag(states)


class Upper(nn.Module):
    """States with companies marked to scores of ordered pairs."""

    def __init__(self, bert: BertModel, asker: Asker) -> None:
        super().__init__()
        width = bert.config.hidden_size
        self.layers = nn.ModuleList(bert.encoder.layer[LOWER_LAYERS:])
        self.mark = _silent(asker.marks_width, width)
        self.query, self.key = nn.Linear(2 * width, width), nn.Linear(width, width)
        self.first = nn.Linear(4 * width + asker.rows_width, _HIDDEN)
        self.second = nn.Linear(_HIDDEN, _HIDDEN)
        self.drop = nn.Dropout(_DROPOUT)
        self.deal = nn.Linear(_HIDDEN, 1)
        self.kind = nn.Linear(_HIDDEN, len(TYPES))
        self.by_kind = nn.Parameter(torch.zeros(len(TYPES), _HIDDEN))
        self.status = nn.Linear(_HIDDEN, len(STATUSES))

    def read(self, states: Tensor, marks: Tensor, mask: Tensor | None) -> Tensor:
        """States that know who is who."""
        return _through(self.layers, states + self.mark(marks), mask)

    def weigh(
        self, states: Tensor, pool: Tensor, ways: Tensor, rows: Tensor, mask: Tensor | None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of the ways of one window: [ways], [ways, types], [ways, types, statuses]."""
        companies = pool @ states
        buyer, supplier = companies[ways[:, 0]], companies[ways[:, 1]]
        around = self._around(states, torch.cat([buyer, supplier], -1), mask)
        seen = torch.cat([buyer, supplier, buyer * supplier, around, rows], -1)
        hidden = functional.gelu(self.first(self.drop(seen)))
        hidden = hidden + functional.gelu(self.second(self.drop(hidden)))
        told = functional.gelu(hidden[:, None] + self.by_kind[None])
        return self.deal(hidden)[:, 0], self.kind(hidden), self.status(told)

    def _around(self, states: Tensor, pairs: Tensor, mask: Tensor | None) -> Tensor:
        """What the words say of each pair: attention from the two to the window."""
        pieces, width = states.shape
        part = width // _HEADS
        query = self.query(pairs).view(-1, _HEADS, part)
        key = self.key(states).view(pieces, _HEADS, part)
        scores = torch.einsum("whd,phd->whp", query, key) / math.sqrt(part)
        if mask is not None:
            scores = scores + mask
        value = states.view(pieces, _HEADS, part)
        return torch.einsum("whp,phd->whd", scores.softmax(-1), value).reshape(-1, width)


class Encoder(nn.Module):
    """Both halves."""

    def __init__(self, pretrained: Path, asker: Asker) -> None:
        """`pretrained` is a folder with config.json and weights of a BERT-like encoder."""
        super().__init__()
        config = BertConfig.from_pretrained(pretrained)
        # Their random numbers cost more than the products on a processor; word pieces are
        # hidden instead (train.py).
        config.attention_probs_dropout_prob = config.hidden_dropout_prob = 0.0
        bert = BertModel.from_pretrained(pretrained, config=config, add_pooling_layer=False)
        self.lower, self.upper = Lower(bert), Upper(bert, asker)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Scores of tags, deals, types and statuses."""
        mask = (1.0 - batch.there) * -1e4
        states, tags = self.lower(batch.ids, batch.shapes, mask[:, None, None])
        states = self.upper.read(states, batch.marks, mask[:, None, None])
        found = [
            self.upper.weigh(
                states[i],
                batch.pool[i].to(states.dtype),
                batch.ways[own],
                batch.rows[own].to(states.dtype),
                mask[i],
            )
            for i in range(len(states))
            if (own := batch.home == i).any()
        ]
        if not found:
            nothing = states.new_zeros(0)
            return tags, nothing, nothing, nothing
        deals, types, statuses = (torch.cat(column) for column in zip(*found, strict=True))
        return tags, deals, types, statuses


def loss_of(scores: tuple[Tensor, Tensor, Tensor, Tensor], batch: Batch) -> Tensor:
    """Summed over the batch; types and statuses only of legs that there are."""
    tags, deals, types, statuses = (one.float() for one in scores)
    total = 0.1 * functional.cross_entropy(
        tags.flatten(0, 1), batch.tags.flatten(), ignore_index=IGNORED, reduction="sum"
    )
    told = ~batch.deals.isnan()
    if told.any():
        total = total + functional.binary_cross_entropy_with_logits(
            deals[told], batch.deals[told], reduction="sum"
        )
    legs = batch.types.sum(-1) > 0
    if legs.any():
        total = total + 0.5 * functional.binary_cross_entropy_with_logits(
            types[legs], batch.types[legs], reduction="sum"
        )
        total = total + 0.7 * functional.cross_entropy(
            statuses[legs].flatten(0, 1),
            batch.statuses[legs].flatten(),
            ignore_index=IGNORED,
            reduction="sum",
        )
    return total


def _silent(inputs: int, width: int) -> nn.Linear:
    """A layer that adds nothing until it has learned."""
    layer = nn.Linear(inputs, width, bias=False)
    nn.init.zeros_(layer.weight)
    return layer


def _through(layers: nn.ModuleList, states: Tensor, mask: Tensor | None) -> Tensor:
    for layer in layers:
        states = layer(states, mask)
        if isinstance(states, tuple):
            states = states[0]
    return states
