"""How far a leg has come, by the words that govern it.

The ladder is that of the schema: the first line that fits wins. Modal verbs and talk nouns
shield what is below them: "might be signed" and "talks to sign" are not signed.
"""

from spacy.tokens import Token

from tracker.extract.grammar import Labels, below, chain, is_passive, is_verb
from tracker.extract.legs import Leg
from tracker.extract.light_verbs import carried_status
from tracker.extract.pipeline import Sentence
from tracker.extract.rules import Cue, Rules

_CONCLUDED = frozenset({"concluded", "completed", "finished", "finalised", "finalized"})
_TAKEN = frozenset({"took", "taken", "placed", "filed"})
_GENERIC = frozenset({"deal", "spend"})
LADDER = (
    "terminated", "denied", "completed", "amended", "signed",
    "in_talks", "considering", "announced", "rumored", "would",
)  # fmt: skip
# "would" is no status: such a leg takes that of the deal it belongs to
_NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nobody", "without", "n’t", "nor"})
_MODALS = frozenset({"may", "might", "could"})
_FUTURE = frozenset({"will", "would", "shall", "'ll", "’ll"})
_INTENTS = (
    "letter of intent", "letters of intent", "memorandum", "term sheet", "mou", "loi",
    "non - binding", "non-binding", "framework agreement", "heads of terms",
)  # fmt: skip
_CONDITIONS = frozenset({"if", "unless", "until", "once", "should", "whether"})
_TALES = frozenset({"report", "story", "claim", "suggestion", "rumour", "rumor", "article", "tale"})
_SAYING = frozenset({"say", "tell", "report", "add", "confirm", "state", "note", "insist", "write"})
_DONE_WHEN_PAST = {
    "invest": "completed", "buy": "signed", "rent": "signed", "lend": "completed",
    "warrant": "completed", "acquire": "completed", "supply": "signed", "obtain": "signed",
    "spend": "signed", "raise": "completed", "design": "announced",
}  # fmt: skip


class StatusReader:
    """Reads the status of legs from their sentences."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules

    def cues_in(self, sentence: Sentence) -> list[tuple[int, Cue]]:
        """Every status word of the sentence with the token where it begins."""
        found = []
        tokens = list(sentence.doc)
        for token in tokens:
            if token.i in sentence.named:
                continue
            for cue in self.rules.cues.get(token.lower_, ()):
                words = tuple(t.lower_ for t in tokens[token.i : token.i + len(cue.words)])
                if words == cue.words and _part_fits(token, cue):
                    found.append((token.i, cue))
                    break
        return found

    def denies(self, sentence: Sentence) -> bool:
        """Whether the sentence says of what came before that it is not so."""
        for i, cue in self.cues_in(sentence):
            after = {word.lower_.rstrip("s") for word in sentence.doc[i + 1 : i + 5]}
            told = after & (_TALES | {"it", "that", "this", "thi"})
            if cue.rule_id == "deny-phrase" or (cue.status == "denied" and told):
                return True
        return False

    def read(self, leg: Leg) -> str | None:
        """The status that the leg's own sentence gives it; None when it gives none."""
        sentence, labels = leg.sentence, leg.sentence.labels
        token = sentence.doc[leg.token]
        if leg.kind in _GENERIC and any(c.lower_ == "no" for c in token.children):
            return None
        cues = dict(self.cues_in(sentence))
        governing = _governing(token, leg, sentence)
        governing += [
            child.i
            for child in below(token, sentence.labels.relative)
            if leg.predicate.part == "noun" and child.tag_ in {"VBN", "VBD"}
        ]
        statuses = [
            status
            for i in governing
            if i in cues
            and (i != leg.token or leg.predicate.part == "verb")
            and (status := self._with_scope(sentence.doc[i], cues[i], leg))
        ]
        subject = sentence.labels.subject | sentence.labels.passive_subject
        if leg.predicate.part == "noun" and token.dep_ in subject:
            # "the contract could be worth more" weighs the sum, not the deal
            statuses = [s for s in statuses if s != "considering"]
        if "denied" in statuses:
            return "denied"
        over = any(word.lower_ in _CONCLUDED for word in chain(token)[1:2])
        if leg.predicate.status and not over:
            statuses.append(leg.predicate.status)
        if leg.kind in {"rent", "order"} and leg.predicate.part == "noun":
            statuses.extend("signed" for word in chain(token)[1:2] if word.lower_ in _TAKEN)
        own = _own_form(token, leg, sentence)
        if own is None and leg.predicate.part == "noun":
            own = carried_status(token, leg.kind, labels)
        above = [word for word in chain(token)[1:] if word.i in governing]
        if any(_is_hearsay(word, labels) for word in above):
            statuses = ["rumored" if s == "announced" else s for s in statuses]
            own = "rumored" if own == "announced" else own
        if own in {"signed", "completed"} and _supposed(token):
            own = "would"
        if own:
            statuses.append(own)
        if not statuses or set(statuses) <= {"announced", "would"}:
            statuses.extend(self._to_the_left(leg, cues, sentence))
        return strongest(statuses, shield=_is_shielded(statuses))

    def _to_the_left(self, leg: Leg, cues: dict[int, Cue], sentence: Sentence) -> list[str]:
        """The nearest status word before the predicate, for want of one that governs it."""
        leg_word = sentence.doc[leg.token]
        for i in range(leg.token - 1, max(-1, leg.token - 26), -1):
            word = sentence.doc[i]
            if word.text in {";", ":"} or word.lower_ in {"also", "separately", "while", "but"}:
                return []
            planned = i in cues and cues[i].rule_id == "announce-verb"
            if planned and word.dep_ in sentence.labels.conjunct and word in chain(leg_word):
                return []
            if i in cues and cues[i].part != "phrase":
                status = self._with_scope(word, cues[i], leg)
                if status in {"signed", "in_talks", "considering", "terminated"}:
                    return [status]
        return []

    def _with_scope(self, token: Token, cue: Cue, leg: Leg) -> str | None:
        sentence = leg.sentence
        if cue.status in {"considering", "announced"} and cue.part == "phrase":
            return cue.status
        if cue.status == "denied":
            return "denied"
        if cue.status == "signed" and _is_intent(token, sentence):
            return "announced"
        if cue.status == "signed" and _is_amendment(token, sentence):
            return "amended"
        if cue.status == "terminated" and _rejects_report(token, sentence):
            return "denied"
        scope = _scope(token, sentence)
        if "conditional" in scope:
            return None
        if "negated" in scope:
            if leg.kind in _GENERIC:
                return None
            return "denied" if cue.status in {"signed", "completed", "in_talks"} else None
        if cue.status in {"signed", "completed", "amended", "terminated"}:
            if "modal" in scope:
                return "considering"
            if cue.status != "terminated" and scope & {"future", "infinitive"}:
                return "announced"
        return cue.status


def strongest(statuses: list[str], shield: bool = False) -> str | None:
    """The first line of the ladder that fits; with `shield`, nothing above talks."""
    ranked = sorted(set(statuses), key=LADDER.index)
    if shield:
        ranked = [s for s in ranked if s not in {"completed", "amended", "signed"}]
    return ranked[0] if ranked else None


def _is_shielded(statuses: list[str]) -> bool:
    return "in_talks" in statuses or "considering" in statuses


def _part_fits(token: Token, cue: Cue) -> bool:
    if cue.part == "verb":
        if token.tag_ == "NNS" and token.i and token.nbor(-1).tag_.startswith("NNP"):
            return True
        headed = token.dep_ == "ROOT" and not any(c.tag_ in {"DT", "JJ"} for c in token.children)
        return is_verb(token) or headed or token.tag_ == "JJ"
    if cue.part == "noun":
        return not is_verb(token)
    return True


_CARRYING = frozenset(
    [
        "into",
        "to",
        "on",
        "over",
        "about",
        "for",
        "of",
        "in",
        "around",
        "regarding",
        "concerning",
        "covering",
        "under",
    ]
)


def _governing(token: Token, leg: Leg, sentence: Sentence) -> list[int]:
    """Tokens whose words bear on the leg: its governors, their auxiliaries, its own."""
    found: list[int] = []
    labels = sentence.labels
    word = token
    for _ in range(30):
        found.append(word.i)
        found.extend(child.i for child in word.children if _bears(child, sentence))
        if word.head.i == word.i:
            break
        if word.dep_ in labels.oblique:
            marks = below(word, labels.marker)
            under = leg.kind in {"deal", "spend"} and word.i == token.i
            if marks and (
                marks[0].lower_ not in _CARRYING or (under and marks[0].lower_ == "under")
            ):
                break
        if word.dep_ in {"advcl", "parataxis"} and not _purpose(word):
            break
        if word.dep_ in labels.conjunct and _is_finite(word, labels):
            break
        if word.i != token.i and word.tag_ == "VB" and word.lemma_.lower() in _SERVING:
            break  # "closed a loan to support its contract": the loan is closed
        word = word.head
    return sorted(set(found))


_SERVING = frozenset({"support", "fund", "finance", "serve", "fulfil", "fulfill", "back"})
_HEARSAY = frozenset(
    {"expected", "said", "believed", "understood", "thought", "tipped", "rumored", "rumoured"}
)


_TELLERS = frozenset(
    {"media", "press", "analysts", "papers", "newspapers", "people", "sources", "insiders"}
    | {"outlets", "observers", "suppliers", "traders", "reports"}
)


def _is_hearsay(verb: Token, labels: Labels) -> bool:
    """ "is expected to": others say so, not the party."""
    if verb.lower_ in _HEARSAY and is_passive(verb, labels):
        return True
    own = {word.lower_ for word in below(verb, labels.subject)}
    return verb.lemma_.lower() in {"expect", "report", "hear"} and bool(own & _TELLERS)


def _is_finite(verb: Token, labels: Labels) -> bool:
    """ "has signed one and is expected to ...": the first verb does not govern the second."""
    own = below(verb, labels.subject)
    present = own and verb.tag_ in {"VBP", "VBZ"}
    return is_verb(verb) and bool(present or below(verb, labels.auxiliary))


def _purpose(word: Token) -> bool:
    """Whether an adverbial clause is "to rent ..." or "renting ..."."""
    return word.tag_ in {"VB", "VBG"} and not any(
        c.lower_ in {"as", "after", "before", "while", "when", "if", "because"}
        for c in word.children
    )


def _bears(child: Token, sentence: Sentence) -> bool:
    labels = sentence.labels
    return child.dep_ in labels.auxiliary | labels.negation or child.lower_ in _MODALS | _FUTURE | {
        "no"
    }


def _is_intent(token: Token, sentence: Sentence) -> bool:
    """Whether what is signed is a letter of intent, an MoU or a term sheet."""
    text = " ".join(word.lower_ for word in sentence.doc[max(0, token.i - 8) : token.i + 8])
    return any(word in text for word in _INTENTS)


def _supposed(token: Token) -> bool:
    """Whether what governs the verb is itself only supposed: "it would be the first time"."""
    return any(
        child.lower_ in _MODALS | {"would", "if"}
        for word in chain(token)[1:]
        for child in word.children
    )


def _is_amendment(token: Token, sentence: Sentence) -> bool:
    """Whether what is signed changes a contract that exists."""
    after = {word.lower_ for word in sentence.doc[token.i : token.i + 8]}
    return bool(after & {"amendment", "extension", "expansion"})


def _rejects_report(token: Token, sentence: Sentence) -> bool:
    """ "rejected a report that ...": a denial, not an end."""
    words = sentence.doc[token.i + 1 : token.i + 6]
    return any(word.lower_.rstrip("s") in _TALES for word in words)


_ASIDES = frozenset({"when", "as", "after", "before", "while", "since", "because", "which", "who"})


def _is_aside(verb: Token, labels: Labels) -> bool:
    """Whether the verb heads a clause of time or reason: what governs it says nothing of it."""
    if verb.dep_ in labels.conjunct and _is_finite(verb, labels):
        return True
    loose = labels.adverbial | labels.relative | {"parataxis"}
    return verb.dep_ in loose and any(c.lower_ in _ASIDES for c in verb.children)


def _scope(token: Token, sentence: Sentence) -> set[str]:
    found = set()
    labels = sentence.labels
    for word in [token, *chain(token)[1:3]]:
        for child in word.children:
            low = child.lower_
            if low in _NEGATIONS and child.dep_ in labels.negation | {"det", "nsubj", "neg", "cc"}:
                found.add("negated")
            if child.dep_ in labels.subject | labels.passive_subject and (
                low in {"nothing", "neither", "none", "nobody"}
                or any(c.lower_ == "no" for c in child.children)
            ):
                found.add("negated")
            if word.i == token.i or word.dep_ in labels.open_clause:
                if low in _MODALS:
                    found.add("modal")
                if low in _FUTURE:
                    found.add("future")
        if not is_verb(word):
            continue
        if word.i != token.i or _is_aside(word, labels):
            break
    if token.tag_ == "VB" and any(c.lower_ == "to" for c in token.children):
        found.add("infinitive")
    if any(c.lower_ in _CONDITIONS for word in [token, token.head] for c in word.children):
        found.add("conditional")
    return found


_DOING = frozenset(
    {"form", "create", "make", "place", "take", "offer", "grant", "give", "issue", "set", "hold"}
)


def _is_undone(noun: Token, labels: Labels) -> bool:
    """ "is not forming a venture", "has made no investment": the noun's own verb is negated."""
    verb = noun.head
    if noun.dep_ not in labels.object or verb.lemma_.lower() not in _DOING:
        return False
    lows = {child.lower_ for child in verb.children}
    return bool(lows & _NEGATIONS) and not lows & (_MODALS | _FUTURE)


def _own_form(token: Token, leg: Leg, sentence: Sentence) -> str | None:
    """What the predicate's own tense says: past is done or signed, "to rent" is announced."""
    labels = sentence.labels
    undone = any(c.lower_ == "no" for c in token.children) or _is_undone(token, labels)
    if undone and leg.predicate.part == "noun" and leg.kind not in _GENERIC:
        return "denied"
    if leg.predicate.part != "verb":
        return None
    before = token.nbor(-1).lower_ if token.i else ""
    if before in {"has", "have"} and token.lower_.endswith(("ed", "t", "n", "ld", "ght")):
        return _DONE_WHEN_PAST.get(leg.kind)
    if not is_verb(token):
        return None
    lows = {child.lower_ for child in token.children}
    if lows & _NEGATIONS:
        return None if lows & (_MODALS | _FUTURE) else "denied"
    if lows & _MODALS:
        return "considering"
    if "would" in lows:
        return "would"
    if lows & _FUTURE or "to" in lows:
        return "announced"
    helpers = {c.lower_ for c in below(token, labels.auxiliary)}
    if token.tag_ == "VBG":
        if not helpers:
            return None
        return "signed" if leg.kind == "rent" else "announced"
    if token.tag_ == "VBD" or (token.tag_ == "VBN" and (helpers or is_passive(token, labels))):
        if token.dep_ in labels.relative and not helpers and leg.kind != "rent":
            return None
        if leg.kind in {"supply", "sale"} and "equity" in leg.head:
            return "completed"
        if helpers & {"be", "to"}:
            return "announced"
        return _DONE_WHEN_PAST.get(leg.kind)
    return "announced" if token.tag_ == "VB" else None
