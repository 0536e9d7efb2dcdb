"""What must hold for whatever was read."""

from collections.abc import Iterator

from tracker.extract.omissions import without_halves
from tracker.extract.reader import Extraction
from tracker.model.deals import DealClaim
from tracker.model.feeds import Document


def faults(document: Document, extraction: Extraction) -> list[str]:
    """What is wrong with an extraction, in a few words each; nothing if it is sound."""
    found = [p.message for p in extraction.problems if "cannot be read" in p.message]
    document = without_halves(document)
    text = document.text
    for mention in extraction.mentions:
        if text[mention.start : mention.end] != mention.text or not mention.text:
            found.append(f"mention {mention.text!r} is not at {mention.start}-{mention.end}")
    for claim in extraction.claims:
        found.extend(_unfounded(document, extraction, claim))
    return found


def _unfounded(document: Document, extraction: Extraction, claim: DealClaim) -> Iterator[str]:
    """The quote is a sentence that the evidence slices, or of the title; sides are mentions."""
    text = document.text
    slices = {text[e.start : e.end] for e in claim.evidence if e.slot == "leg"}
    if claim.quote not in slices and not (claim.quote and claim.quote in document.title):
        yield f"quote {claim.quote[:60]!r} is not what the evidence slices"
    named = {(m.start, m.end) for m in extraction.mentions}
    for span in claim.evidence:
        if not 0 <= span.start < span.end <= len(text):
            yield f"evidence {span.start}-{span.end} is outside the text"
        if span.slot in {"buyer", "supplier"} and (span.start, span.end) not in named:
            yield f"{span.slot} at {span.start}-{span.end} is no mention"
