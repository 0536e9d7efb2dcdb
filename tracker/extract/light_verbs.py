"""Nouns whose verb only carries them: "made an investment", "granted a warrant"."""

from spacy.tokens import Token

from tracker.extract.grammar import Labels, below, chain, is_passive, is_verb

_CARRIERS = {
    "warrant": (
        {"issue", "grant", "hand", "give", "award", "receive", "get", "obtain", "take"},
        "completed",
    ),
    "invest": ({"make", "complete", "take", "buy", "acquire", "close"}, "completed"),
    "license": ({"take", "sign", "buy", "obtain", "acquire", "grant"}, "signed"),
    "rent": ({"make", "sign", "enter", "take"}, "signed"),
    "lend": ({"raise", "draw", "receive", "close"}, "completed"),
}
_OPEN = frozenset({"will", "would", "shall", "may", "might", "could", "can", "should", "to", "if"})
_NOT = frozenset({"not", "n't", "n’t", "never", "no", "nor", "neither"})


def carried_status(noun: Token, kind: str, labels: Labels) -> str | None:
    """The status that a past light verb gives its object; None when it gives none."""
    carriers, status = _CARRIERS.get(kind, (frozenset(), ""))
    # "granted OpenAI a warrant" is parsed as one name.
    top = noun.head if noun.dep_ in {"flat", "appos", "compound"} else noun
    verb = next((word for word in chain(top)[1:2] if is_verb(word)), None)
    if verb is None or verb.lemma_.lower() not in carriers or not _is_past(verb, labels):
        return None
    direct = top.dep_ in labels.object
    subject = top.dep_ in labels.passive_subject
    return status if direct or subject else None


def _is_past(verb: Token, labels: Labels) -> bool:
    lows = {child.lower_ for child in verb.children}
    if lows & (_OPEN | _NOT):
        return False
    helpers = {child.lower_ for child in below(verb, labels.auxiliary)}
    perfect = bool(helpers & {"has", "have", "had"})
    made = is_passive(verb, labels) and bool(helpers & {"is", "are", "was", "were"})
    return verb.tag_ == "VBD" or perfect or (verb.tag_ == "VBN" and made)
