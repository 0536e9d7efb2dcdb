"""Who says what of each term of a deal: the figure that stands, and those that differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.model.deals import Confirmation, Deal, DealClaim
from tracker.reference.evidence import EvidenceScale
from tracker.resolve.analyst import is_analyst, states
from tracker.resolve.order import true_order
from tracker.resolve.terms import GROUPS, states_term


@dataclass(frozen=True, slots=True)
class Standpoint:
    """One figure for one term, with the independent origins that last said so.

    `claim` is the latest that prints it, `origins` are in the order of their saying it;
    ten reprints of one report are one origin. `stands` is true of the deal's own figure.
    """

    term: str
    claim: DealClaim
    origins: tuple[str, ...]
    voice: Confirmation
    stands: bool


def standpoints(
    deal: Deal, claims: Sequence[DealClaim], scale: EvidenceScale
) -> tuple[Standpoint, ...]:
    """Every figure that some origin still prints: term by term, the deal's own first, then
    the stronger voice, then the one that more origins print."""
    found = [one for term in GROUPS for one in _of_term(term, deal, claims)]
    order = list(GROUPS)
    found.sort(
        key=lambda one: (
            order.index(one.term),
            not one.stands,
            -scale.weights[one.voice],
            -len(one.origins),
            true_order(one.claim),
        )
    )
    return tuple(found)


def _of_term(term: str, deal: Deal, claims: Sequence[DealClaim]) -> list[Standpoint]:
    latest: dict[str, DealClaim] = {}
    for claim in sorted(claims, key=true_order):
        if _says(claim, term):
            latest.pop(_origin(claim).casefold(), None)
            latest[_origin(claim).casefold()] = claim
    by_figure: dict[tuple[object, ...], list[DealClaim]] = {}
    for claim in latest.values():
        by_figure.setdefault(_figure(claim, term), []).append(claim)
    voices = list(Confirmation)
    return [
        Standpoint(
            term,
            said[-1],
            tuple(map(_origin, said)),
            max((claim.confirmation for claim in said), key=voices.index),
            figure == _figure(deal, term),
        )
        for figure, said in by_figure.items()
    ]


def _origin(claim: DealClaim) -> str:
    return claim.attribution if is_analyst(claim) else claim.origin_outlet


def _says(claim: DealClaim, term: str) -> bool:
    return states(claim, term) if is_analyst(claim) else states_term(claim, term)


def _figure(leg: Deal | DealClaim, term: str) -> tuple[object, ...]:
    return tuple(getattr(leg, field) for field in GROUPS[term])
