"""The encoder in torch: a small pretrained transformer in two halves, and heads on each."""

import math
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig, BertModel

from pipelines.training.encoder.batches import Batch
from pipelines.training.encoder.loss import Scores
from tracker.extract.encoder.ways import ENDS, KINDS, STATUSES, TYPES, Asker
from tracker.extract.encoder.windows import SHAPES

LOWER_LAYERS = 3  # of six; enough to know a name
_HEADS = 4
_HIDDEN = 256
_DROPOUT = 0.2
_TAGS = 3


class Amounts(NamedTuple):
    """The amounts of one window, as in `Inputs`."""

    spans: Tensor
    beside: Tensor
    sorts: Tensor


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
        self.amount = nn.Linear(width + len(KINDS) + 1, ENDS * _HIDDEN)
        self.wanted = nn.Linear(_HIDDEN, ENDS * _HIDDEN)
        self.usual = nn.Linear(len(KINDS) + 1, ENDS)
        self.near = nn.Parameter(torch.zeros(ENDS))
        self.mark = _silent(asker.marks_width, width)
        self.query, self.key = nn.Linear(2 * width, width), nn.Linear(width, width)
        self.query_by_kind = nn.Linear(2 * width, width)
        self.key_by_kind = nn.Linear(width, width)
        self.look = nn.Parameter(torch.randn(len(TYPES), width))
        self.first = nn.Linear(4 * width + asker.rows_width, _HIDDEN)
        self.second = nn.Linear(_HIDDEN, _HIDDEN)
        self.drop = nn.Dropout(_DROPOUT)
        self.deal = nn.Linear(_HIDDEN, 1)
        self.kind = nn.Linear(_HIDDEN, len(TYPES))
        self.by_kind = nn.Parameter(torch.zeros(len(TYPES), _HIDDEN))
        self.said = nn.Linear(width, _HIDDEN)
        self.fits = nn.Linear(_HIDDEN, 1)
        self.status = nn.Linear(_HIDDEN, len(STATUSES))

    def read(self, states: Tensor, marks: Tensor, mask: Tensor | None) -> Tensor:
        """States that know who is who."""
        return _through(self.layers, states + self.mark(marks), mask)

    def weigh(
        self, states: Tensor, pool: Tensor, ways: Tensor, rows: Tensor, mask: Tensor | None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Of the ways of one window: scores [ways] that they deal, their pairs, what is seen."""
        companies = pool @ states
        buyer, supplier = companies[ways[:, 0]], companies[ways[:, 1]]
        pair = torch.cat([buyer, supplier], -1)
        around, _ = _attend(self.query(pair), self.key(states), states, mask)
        seen = torch.cat([buyer, supplier, buyer * supplier, around, rows], -1)
        hidden = functional.gelu(self.first(self.drop(seen)))
        hidden = hidden + functional.gelu(self.second(self.drop(hidden)))
        return self.deal(hidden)[:, 0], pair, hidden

    def tell(
        self, states: Tensor, pair: Tensor, hidden: Tensor, amounts: Amounts, mask: Tensor | None
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Of ways that deal: types, statuses by type, where it is told, and on which terms.

        Scores [ways, types], [ways, types, statuses], shares of one [ways, types, pieces] and
        scores [ways, types, amounts, ENDS]. Two legs of the same two are told by different
        words: each type looks for its own.
        """
        asked = self.query_by_kind(pair)[:, None] + self.look[None]
        words, places = _attend(asked.flatten(0, 1), self.key_by_kind(states), states, mask)
        words = words.view(pair.shape[0], len(TYPES), states.shape[1])
        told = hidden[:, None] + self.by_kind[None] + self.said(self.drop(words))
        told = functional.gelu(told)
        kinds = self.kind(hidden) + self.fits(told)[..., 0]
        where = places.mean(1).view(pair.shape[0], len(TYPES), states.shape[0])
        return kinds, self.status(told), where, self._terms(states, told, where, amounts)

    def _terms(self, states: Tensor, told: Tensor, where: Tensor, amounts: Amounts) -> Tensor:
        """Which amounts are the leg's, by what is said of both and how near they are told."""
        seen = torch.cat([amounts.spans @ states, amounts.sorts], -1)
        keys = self.amount(self.drop(seen)).view(-1, ENDS, _HIDDEN)
        wanted = self.wanted(self.drop(told)).view(*told.shape[:2], ENDS, _HIDDEN)
        scores = torch.einsum("wteh,aeh->wtae", wanted, keys) / math.sqrt(_HIDDEN)
        near = torch.einsum("wtp,ap->wta", where, amounts.beside)
        return scores + self.usual(amounts.sorts) + near[..., None] * self.near


def _attend(
    query: Tensor, key: Tensor, states: Tensor, mask: Tensor | None
) -> tuple[Tensor, Tensor]:
    """What the words of a window say to each question, and the shares of each word by head."""
    pieces, width = states.shape
    part = width // _HEADS
    query, key = query.view(-1, _HEADS, part), key.view(pieces, _HEADS, part)
    scores = torch.einsum("whd,phd->whp", query, key) / math.sqrt(part)
    if mask is not None:
        scores = scores + mask
    shares = scores.softmax(-1)
    value = states.view(pieces, _HEADS, part)
    return torch.einsum("whp,phd->whd", shares, value).reshape(query.shape[0], width), shares


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

    def forward(self, batch: Batch) -> Scores:
        """Scores of tags, deals, types and statuses, and the evidence's share of attention."""
        mask = (1.0 - batch.there) * -1e4
        states, tags = self.lower(batch.ids, batch.shapes, mask[:, None, None])
        states = self.upper.read(states, batch.marks, mask[:, None, None])
        found = [
            self._weighed(batch, i, states[i], mask[i])
            for i in range(len(states))
            if (batch.home == i).any()
        ]
        if not found:
            nothing = states.new_zeros(0)
            return Scores(tags, *[nothing] * 6)
        return Scores(tags, *(torch.cat(column) for column in zip(*found, strict=True)))

    def _weighed(
        self, batch: Batch, window: int, states: Tensor, mask: Tensor
    ) -> tuple[Tensor, ...]:
        own = batch.home == window
        pool, rows = batch.pool[window].to(states.dtype), batch.rows[own].to(states.dtype)
        deals, pair, hidden = self.upper.weigh(states, pool, batch.ways[own], rows, mask)
        legs = batch.is_leg[own]
        amounts = Amounts(
            batch.spans[window].to(states.dtype),
            batch.beside[window].to(states.dtype),
            batch.sorts[window].to(states.dtype),
        )
        types, statuses, where, terms = self.upper.tell(
            states, pair[legs], hidden[legs], amounts, mask
        )
        lines = batch.lines[window]
        told = batch.evidence[own][legs][:, :, lines.clamp(min=0)] * (lines >= 0)
        share = (where * told).sum(-1)
        stated = batch.types[own][legs] > 0
        right = batch.terms[own][legs][stated]
        return deals, types, statuses, share, terms[stated].flatten(0, 1), right.flatten(0, 1)


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
