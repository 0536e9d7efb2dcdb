"""One version of a deal from all claims known of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.model.deals import Binding, Confirmation, Deal, DealClaim, Status
from tracker.model.ids import content_id
from tracker.reference.evidence import EvidenceScale
from tracker.resolve.analyst import is_analyst, last_word
from tracker.resolve.ladder import Rung, climb, voice
from tracker.resolve.order import EXITS, FIRM, known_order, true_date, true_order
from tracker.resolve.p_execution import expected_usd, headline_usd, p_execution
from tracker.resolve.parts import Parts, parts_of, stated_parts
from tracker.resolve.terms import Agreed, agree


@dataclass(frozen=True, slots=True)
class View:
    """A version of a deal, with the rungs and sources that its history is written from."""

    deal: Deal
    rungs: tuple[Rung, ...]
    agreed: Agreed


def view(claims: Sequence[DealClaim], scale: EvidenceScale) -> View:
    """The deal as the claims have it, known at the time of the last of them.

    Its id is that of its first-known claim. At least one claim is needed.
    """
    known = sorted(claims, key=known_order)
    own = [claim for claim in known if not is_analyst(claim)]
    rungs = climb(known, scale)
    agreed = agree(known, rungs, scale)
    top = rungs[-1]
    lead = _lead(top, scale)
    values = dict(agreed.fields)
    binding, confirmation = _binding(known, top, scale), _confirmation(known, top)
    p = _chance(rungs, binding, confirmation, scale)
    low, high, currency = values["value_low"], values["value_high"], values["currency"]
    qualifier = values["value_qualifier"]
    headline = headline_usd(low, high, currency, true_date(top.first))
    published = [claim.published_on for claim in own if claim.published_on]
    parts = _parts(agreed, binding, top.status)
    deal = Deal(
        **values,
        deal_id=own[0].claim_id,
        known_at=known[-1].known_at,
        relationship_id=content_id(values["buyer_id"], values["supplier_id"]),
        status=top.status,
        status_on=top.first.published_on,
        binding=binding,
        confirmation=confirmation,
        origin_outlet=lead.origin_outlet,
        attribution=lead.attribution,
        p_execution=p,
        headline_usd=headline,
        expected_usd=expected_usd(headline, low, high, qualifier, binding, p, scale),
        first_public_on=min(published, default=None),
        first_known_at=own[0].known_at,
        origins=_origins(own),
        claim_ids=tuple(claim.claim_id for claim in known),
        lead_claim_id=lead.claim_id,
        superseded_by=None,
        firm_amount=parts.firm,
        optional_amount=parts.optional,
        contingent_amount=parts.contingent,
    )
    return View(deal, rungs, agreed)


def _parts(agreed: Agreed, binding: Binding, status: Status) -> Parts:
    """As the claim behind the value prints them, else by the wording of the value."""
    values, source = agreed.fields, agreed.sources.get("value")
    printed = stated_parts(source, values, binding, status) if source else None
    low, high, qualifier = (values[f"value_{name}"] for name in ("low", "high", "qualifier"))
    return printed or parts_of(low, high, qualifier, binding, status)


def _chance(
    rungs: Sequence[Rung], binding: Binding, confirmation: Confirmation, scale: EvidenceScale
) -> float:
    """The present status's chance; a thinly reported amendment does not weaken what it amends."""
    chance = p_execution(rungs[-1].status, binding, confirmation, scale)
    if rungs[-1].status is not Status.AMENDED:
        return chance
    base = [r for r in rungs if r.status in (Status.SIGNED, Status.COMPLETED)]
    return max([chance, *(p_execution(r.status, binding, voice(r.claims), scale) for r in base)])


def _lead(top: Rung, scale: EvidenceScale) -> DealClaim:
    """The strongest voice for the present status, an analyst's before all; of equals the
    earliest."""
    if is_analyst(top.first):
        return top.first
    ordered = sorted((c for c in top.claims if not is_analyst(c)), key=true_order)
    return max(ordered, key=lambda claim: scale.weights[claim.confirmation])


def _confirmation(known: Sequence[DealClaim], top: Rung) -> Confirmation:
    """Who stands behind the present status; when only an analyst does, behind the deal."""
    word = last_word(known, "confirmation")
    if word is not None:
        return word.confirmation
    own = [claim for claim in top.claims if not is_analyst(claim)]
    return voice(own or [claim for claim in known if not is_analyst(claim)])


def _binding(known: Sequence[DealClaim], top: Rung, scale: EvidenceScale) -> Binding:
    """The wording that the strongest claim of this phase gives.

    A letter of intent says nothing of the contract that followed it, so what was said
    before the signing does not count after it.
    """
    word = last_word(known, "binding")
    if word is not None:
        return word.binding
    own = [claim for claim in known if not is_analyst(claim)]
    if top.status in EXITS:
        phase = own
    else:
        phase = [c for c in own if (c.status in FIRM) == (top.status in FIRM)]
    said = [c for c in phase if c.binding is not Binding.UNKNOWN and c.status is not Status.DENIED]
    said.sort(key=true_order)
    best = max(said, key=lambda claim: scale.weights[claim.confirmation], default=None)
    return best.binding if best else Binding.UNKNOWN


def _origins(known: Sequence[DealClaim]) -> tuple[str, ...]:
    """Independent origins, first-known first: ten reprints of one report are one."""
    spelled: dict[str, str] = {}
    for claim in known:
        spelled.setdefault(claim.origin_outlet.casefold(), claim.origin_outlet)
    return tuple(spelled.values())
