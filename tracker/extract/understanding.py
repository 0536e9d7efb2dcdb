"""A document's parsed sentences to claims: what the rules see, then what the judge makes of it.

Two steps, so that a batch goes through each as a whole: the judge's weights then stay in the
processor's cache, which makes it a fifth faster.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tracker.extract.attach import attach
from tracker.extract.attribution import (
    Voice,
    is_filing_text,
    is_like_release,
    is_release,
    is_told_by_informants,
    is_undenied,
    voice_of,
)
from tracker.extract.background import is_background
from tracker.extract.claims import Source, make_claim
from tracker.extract.credible import credible
from tracker.extract.document import Prepared
from tracker.extract.drafts import TITLE, Draft
from tracker.extract.leg_products import products_of
from tracker.extract.pipeline import Sentence
from tracker.extract.quantity import Quantity
from tracker.extract.refuse import refused
from tracker.extract.roles.parties import Cast
from tracker.extract.scene import Scene, Shot, mentions_in
from tracker.extract.slots import Terms
from tracker.extract.story import Story
from tracker.extract.topic import Topic
from tracker.model.deals import DealClaim, Status

if TYPE_CHECKING:
    from tracker.extract.reader import Tools


@dataclass(frozen=True, slots=True)
class Understood:
    """A document as the rules read it; `scene` is what the judge settles."""

    prepared: Prepared
    sentences: tuple[Sentence, ...]
    scene: Scene
    told: tuple[Draft, ...]  # every leg that the rules saw, those they dropped too
    voices: dict[int, Voice]  # by sentence


def understand(one: Prepared, sentences: Sequence[Sentence], tools: "Tools") -> Understood:
    """What the rules see in the document's sentences."""
    rules = tools.legs.rules
    cast = Cast(rules, tools.companies, one.filer, one.speaker, defined=dict(one.defined))
    cast.is_report = one.filer is None and _is_report(one)
    story = Story(tools.companies, tools.products, cast)
    topic = Topic()
    scene = Scene(readings=one.readings, quantities=one.quantities)
    voices: dict[int, Voice] = {}
    published = _published(one)
    for sentence in sentences:
        cast.enter(sentence)
        voices[sentence.index] = voice_of(sentence, rules)
        shot = _read_sentence(sentence, cast, story, topic, published, tools)
        scene.shots.append(shot)
    text = one.document.text
    names = [named for sentence in sentences for named in sentence.named.values()]
    for draft in story.finish(text):
        amount = _has_amount(draft, one.quantities)
        if credible(draft, names, amount, len(text)) and not refused(draft, amount, text, rules):
            scene.drafts.append(draft)
    scene.raw = story.drafts
    return Understood(one, tuple(sentences), scene, tuple(story.drafts), voices)


def claims_of(understood: Understood, tools: "Tools") -> list[DealClaim]:
    """The document's claims, in the order of their legs."""
    one, told = understood.prepared, understood.told
    text = one.document.text
    drafts = tools.judge.settle(understood.scene)
    body = [s for s in understood.sentences if s.index != TITLE or text.strip() == ""]
    quantities, elsewhere = list(one.quantities), _elsewhere(told, drafts)
    # Of a leg with an unsaid side the rules may have seen both sides: that is no other deal.
    halves = [draft.pair for draft in drafts if len(draft.pair) == 1]
    others = [d for d in _others_told(told, drafts) if not any(h < d.pair for h in halves)]
    terms = attach(drafts, body, quantities, text, _published(one), elsewhere, others)
    return [
        _claim(one, draft, terms[i], understood.voices, tools) for i, draft in enumerate(drafts)
    ]


def _published(one: Prepared) -> date | None:
    published = one.document.published_at
    return published.date() if published else None


def _others_told(told: Sequence[Draft], kept: Sequence[Draft]) -> list[Draft]:
    """The legs that the rules saw between two others than those of the kept ones."""
    pairs = [draft.pair for draft in kept]
    return [draft for draft in told if not any(draft.pair <= pair for pair in pairs)]


def _elsewhere(told: Sequence[Draft], kept: Sequence[Draft]) -> frozenset[int]:
    """Indexes of sentences that speak of an older deal, or of one between two others."""
    others = [draft for draft in told if draft.background] + _others_told(told, kept)
    return frozenset(leg.sentence.index for draft in others for leg in draft.legs)


_DIALOGUE = re.compile(r"(?:^|[.?!]\s)[A-Z][\w .]{0,24}:\s", re.MULTILINE)


def _is_report(one: Prepared) -> bool:
    """Whether "we" is the author: a text that credits an outlet and is no dialogue."""
    credited = any(named.label == "OUTLET" for named in one.names)
    return credited and not _DIALOGUE.search(one.document.text)


def _has_amount(draft: Draft, quantities: tuple[Quantity, ...]) -> bool:
    """Whether a sentence of the leg holds money, chips, power or a length."""
    spans = [leg.sentence.span for leg in draft.legs if leg.sentence.index != TITLE]
    return any(
        quantity.kind in {"money", "chips", "power", "term", "rate"} and quantity.role is None
        for quantity in quantities
        for span in spans
        if span.start <= quantity.start < span.end
    )


def _read_sentence(
    sentence: Sentence,
    cast: Cast,
    story: Story,
    topic: Topic,
    published: date | None,
    tools: "Tools",
) -> Shot:
    read = []
    mentions = mentions_in(sentence, cast)
    legs = tools.legs.read(sentence, cast)
    for leg in legs:
        status = topic.colour(leg, tools.statuses.read(leg))
        read.append((leg, status, status != "amended" and is_background(leg, published)))
    topic.note(sentence, legs)
    here = story.add(read)
    if not here and tools.statuses.denies(sentence):
        story.deny()
    for draft in here:
        if not draft.background:
            cast.buyer, cast.supplier = draft.buyer, draft.supplier
    return Shot(sentence, mentions, legs)


def _claim(
    one: Prepared, draft: Draft, terms: Terms, voices: dict[int, Voice], tools: "Tools"
) -> DealClaim:
    source = _source(one, draft, voices)
    status = _settled(draft, source)
    products = products_of(draft, terms, tools.products)
    return make_claim(one.document, draft, status, terms, products, _others(draft), source)


def _source(one: Prepared, draft: Draft, voices: dict[int, Voice]) -> Source:
    own = [voices[leg.sentence.index] for leg in draft.legs]
    document = one.document
    filed = document.kind in {"filing", "exhibit"} or is_filing_text(document.title, document.text)
    filed = filed or any(v.filed for v in own)
    # Whoever carries it, a denial is a party's word, unless people who are not named deny.
    texts = [leg.sentence.text for leg in draft.legs]
    denied = draft.status() == "denied"
    denied = denied and not any(is_undenied(t) or is_told_by_informants(t) for t in texts)
    others = any(v.others for v in own)
    party = (
        any(v.party for v in own)
        or denied
        or document.kind == "press_release"
        or is_release(document.text)
        or (is_like_release(document.text) and not others)
    )
    both = any(v.both for v in own)
    if not party and not others:
        # A sentence without a voice of its own has that of the story.
        others = any(v.others for v in voices.values())
        party = not others and any(v.party for v in voices.values())
        others = others and not any(v.party for v in voices.values())
    outlet = "" if denied else next((v.outlet for v in own if v.outlet), "")
    if not outlet and not denied:
        press = next((v.outlet for v in voices.values() if v.press), "")
        outlet = press if others or not party else ""
    return Source(
        filed, (party and not outlet) or filed, both, others, outlet, document.kind == "social"
    )


def _settled(draft: Draft, source: Source) -> Status:
    found = draft.status() or "announced"
    if found == "announced" and source.others and not source.party_voice:
        found = "rumored"
    return Status(found)


_BACKING = re.compile(r"\b(?:guarant|backstop|stand(?:s|ing)? behind|recognition agreement)", re.I)


def _others(draft: Draft) -> list[str]:
    """Companies with a part in the leg: further partners, and who guarantees it."""
    found = [party.name for leg in draft.legs for party in leg.both[2:] if party.name]
    for leg in draft.legs:
        if _BACKING.search(leg.sentence.text):
            found += [
                n.party.name
                for _, n in sorted(leg.sentence.named.items())
                if n.party is not None and n.kind != "weak"
            ]
    return sorted(set(found) - draft.pair)
