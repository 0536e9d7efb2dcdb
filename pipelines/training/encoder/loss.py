"""How wrong the encoder's scores of a batch are."""

from typing import NamedTuple

from torch import Tensor
from torch.nn import functional

from pipelines.training.encoder.batches import Batch
from pipelines.training.encoder.questions import IGNORED

_TAG_WEIGHT, _TYPE_WEIGHT, _STATUS_WEIGHT, _EVIDENCE_WEIGHT = 0.1, 0.5, 0.7, 0.15
_TERM_WEIGHT = 0.3


class Scores(NamedTuple):
    """Of a batch: tags [windows, pieces, 3], deals [ways], the rest of ways that are legs.

    `evidence` [legs, types]: how much of the attention lies on the sentences that tell the leg;
    `terms` [all told, ENDS]: of each leg that a label tells and each amount of its window.
    """

    tags: Tensor
    deals: Tensor
    types: Tensor
    statuses: Tensor
    evidence: Tensor
    terms: Tensor
    right: Tensor  # what the label says of `terms`: 1, 0, NaN where it says nothing


def loss_of(scores: Scores, batch: Batch) -> Tensor:
    """Summed over the batch; types, statuses and places only of legs that there are."""
    total = _TAG_WEIGHT * functional.cross_entropy(
        scores.tags.float().flatten(0, 1),
        batch.tags.flatten(),
        ignore_index=IGNORED,
        reduction="sum",
    )
    told = ~batch.deals.isnan()
    if told.any():
        total = total + functional.binary_cross_entropy_with_logits(
            scores.deals.float()[told], batch.deals[told], reduction="sum"
        )
    legs = batch.is_leg
    if legs.any():
        total = total + _TYPE_WEIGHT * functional.binary_cross_entropy_with_logits(
            scores.types.float(), batch.types[legs], reduction="sum"
        )
        total = total + _STATUS_WEIGHT * functional.cross_entropy(
            scores.statuses.float().flatten(0, 1),
            batch.statuses[legs].flatten(),
            ignore_index=IGNORED,
            reduction="sum",
        )
    shown = batch.evidence[legs].sum(-1) > 0
    if shown.any():
        share = scores.evidence.float()[shown]
        total = total - _EVIDENCE_WEIGHT * (share + 1e-4).log().sum()
    known = ~scores.right.isnan()
    if known.any():
        total = total + _TERM_WEIGHT * functional.binary_cross_entropy_with_logits(
            scores.terms.float()[known], scores.right[known], reduction="sum"
        )
    return total
