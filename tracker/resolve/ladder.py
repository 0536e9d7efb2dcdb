"""The status ladder of a deal: which reports move it, and which only look back.

Claims are taken in the order of publication. Going up is easy for anybody but a social
post; going down takes an explicit reversal, so that a late article that still says "in
talks" does not undo a signing:

- up: any report; a social post only where nothing stronger is in hand; back up to where the
  deal stood before it stepped down, only who is as strong as what took it down
- amended: from anywhere; again only with a figure of its own
- terminated: a named outlet, or whoever is as strong as what is in hand; talks, plans and
  rumours any report
- denied: as strong as what is in hand; a party's denial outweighs outlets' reports, even
  when it reaches us through one
- signed, but only reported -> in talks, considering: a party says so itself
- announced -> in talks, considering: more than a week later, from a party, or from somebody
  as strong as what announced it, or from a named outlet when all there ever was is a letter
  of intent
- out of terminated or denied: something stronger, or a party that takes its denial back
- an analyst's correction moves it from anywhere; from there only a party or a filing that was
  published later does, or the next correction
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tracker.model.deals import Binding, Confirmation, DealClaim, Status
from tracker.reference.evidence import EvidenceScale
from tracker.resolve.amounts import amounts_of, is_conflict, is_same
from tracker.resolve.analyst import is_analyst, states
from tracker.resolve.order import EXITS, LADDER, known_order, true_date, true_order

SETTLING_DAYS = 7  # an article this soon after an announcement may still say "talks"
NEW_AMENDMENT_DAYS = 30

_VOICES = tuple(Confirmation)
_LOOSE = frozenset({Binding.LETTER_OF_INTENT, Binding.NONE})
_OPEN = frozenset({Status.RUMORED, Status.CONSIDERING, Status.IN_TALKS})
_COOLED = frozenset({Status.CONSIDERING, Status.IN_TALKS})


@dataclass(slots=True)
class Rung:
    """A status that the deal reached, and the claims that say so, as published."""

    status: Status
    claims: list[DealClaim] = field(default_factory=list)

    @property
    def first(self) -> DealClaim:
        """The claim that moved the deal here."""
        return self.claims[0]


def climb(claims: Iterable[DealClaim], scale: EvidenceScale) -> tuple[Rung, ...]:
    """The rungs from the first status to the present one. At least one claim is needed."""
    rungs: list[Rung] = []
    for phase in _phases(claims):
        for claim in phase:
            if not rungs or _moves(rungs, claim, scale):
                rungs.append(Rung(claim.status, [claim]))
            elif claim.status is rungs[-1].status:
                _rung_of(claim, rungs).claims.append(claim)
    return tuple(rungs)


def _phases(claims: Iterable[DealClaim]) -> Iterator[list[DealClaim]]:
    """The claims as published, but none that was known before a correction comes after it."""
    phase: list[DealClaim] = []
    for claim in sorted(claims, key=known_order):
        if is_analyst(claim):
            if not states(claim, "status"):
                continue
            yield sorted(phase, key=true_order)
            yield [claim]
            phase = []
        else:
            phase.append(claim)
    yield sorted(phase, key=true_order)


def _rung_of(claim: DealClaim, rungs: Sequence[Rung]) -> Rung:
    """The present rung, or the earlier amendment whose figure the claim repeats."""
    stated = amounts_of(claim) if claim.status is Status.AMENDED else ()
    for rung in rungs:
        if rung.status is claim.status and any(
            is_same(one, other) for one in stated for c in rung.claims for other in amounts_of(c)
        ):
            return rung
    return rungs[-1]


def voice(claims: Sequence[DealClaim]) -> Confirmation:
    """Who stands behind what these claims say; two parties on their own make both."""
    strongest = max((claim.confirmation for claim in claims), key=_VOICES.index)
    if strongest is Confirmation.ONE_PARTY:
        speakers = {
            claim.origin_outlet.casefold()
            for claim in claims
            if claim.confirmation is Confirmation.ONE_PARTY
        }
        parties = {
            name.casefold() for claim in claims for name in (claim.buyer, claim.supplier) if name
        }
        if len(speakers & parties) > 1:
            return Confirmation.BOTH_PARTIES
    return strongest


def _moves(rungs: Sequence[Rung], claim: DealClaim, scale: EvidenceScale) -> bool:
    top = rungs[-1]
    if is_analyst(claim):
        return claim.status is not top.status
    if claim.status is top.status and claim.status is not Status.AMENDED:
        return False
    if any(is_analyst(other) and not _is_news_after(other, claim) for other in top.claims):
        return False
    if top.status in EXITS:
        return _returns(top, claim, scale)
    if claim.status is Status.TERMINATED:
        # Talks that somebody reported end as they began: by any report.
        least = Confirmation.OTHER_REPORT if top.status in _OPEN else Confirmation.ONE_OUTLET
        return _weight(claim, scale) >= min(_held(top, scale), scale.weights[least])
    if claim.status is Status.DENIED:
        return _weight(claim, scale) >= _held(top, scale)
    if claim.status is Status.AMENDED:
        is_known = any(rung.status is Status.AMENDED for rung in rungs)
        return _may_lead(top, claim, scale) and (not is_known or _is_another(rungs, claim))
    if LADDER[claim.status] > LADDER[top.status]:
        if any(rung.status is claim.status for rung in rungs):
            return _weight(claim, scale) >= _held(top, scale)
        return _may_lead(top, claim, scale)
    return claim.status in _COOLED and _steps_back(top, claim, scale)


def _is_news_after(correction: DealClaim, claim: DealClaim) -> bool:
    return _is_party(claim) and true_date(claim) > true_date(correction)


def _may_lead(top: Rung, claim: DealClaim, scale: EvidenceScale) -> bool:
    is_social = claim.confirmation is Confirmation.SOCIAL
    return not is_social or _held(top, scale) <= _weight(claim, scale)


def _returns(top: Rung, claim: DealClaim, scale: EvidenceScale) -> bool:
    if claim.status is Status.DENIED:
        return False
    strength, held = _weight(claim, scale), _held(top, scale)
    if top.status is Status.TERMINATED:
        return strength > held
    takes_back = _is_party(claim) and strength >= held
    return strength > held or takes_back


def _steps_back(top: Rung, claim: DealClaim, scale: EvidenceScale) -> bool:
    strength, held = _weight(claim, scale), _held(top, scale)
    if top.status is Status.SIGNED:
        return _is_party(claim) and strength > held
    if top.status is not Status.ANNOUNCED:
        return False
    kinds = {other.binding for other in top.claims}
    days = (true_date(claim) - true_date(top.first)).days
    if Binding.BINDING in kinds or days <= SETTLING_DAYS:
        return False
    is_letter = bool(kinds & _LOOSE) and _at_least(claim, Confirmation.ONE_OUTLET)
    return _is_party(claim) or strength >= held or is_letter


def _is_another(rungs: Sequence[Rung], claim: DealClaim) -> bool:
    """Whether an amendment is a further one rather than the one already known."""
    stated = amounts_of(claim)
    earlier = [
        amount
        for rung in rungs
        if rung.status is Status.AMENDED
        for other in rung.claims
        for amount in amounts_of(other)
    ]
    if any(is_same(one, other) for one in stated for other in earlier):
        return False
    if any(is_conflict(one, other) for one in stated for other in earlier):
        return True
    days = (true_date(claim) - true_date(rungs[-1].first)).days
    return any(not one.is_vague for one in stated) and days > NEW_AMENDMENT_DAYS


def _held(rung: Rung, scale: EvidenceScale) -> float:
    strongest = max(_weight(claim, scale) for claim in rung.claims)
    return max(strongest, scale.weights[voice(rung.claims)])


def _weight(claim: DealClaim, scale: EvidenceScale) -> float:
    if claim.status is Status.DENIED and claim.confirmation is Confirmation.ONE_OUTLET:
        return scale.weights[Confirmation.ONE_PARTY]
    return scale.weights[claim.confirmation]


def _is_party(claim: DealClaim) -> bool:
    return _at_least(claim, Confirmation.ONE_PARTY)


def _at_least(claim: DealClaim, voice_needed: Confirmation) -> bool:
    return _VOICES.index(claim.confirmation) >= _VOICES.index(voice_needed)
