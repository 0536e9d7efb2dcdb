"""The rules of reading, loaded from `patterns/*.jsonl` and checked once."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tracker.model.errors import BadReference

_FOLDER = Path(__file__).parent / "patterns"
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Predicate:
    """One way to say that something changes hands.

    `kind` is what it says (rent, buy, supply, invest ...); `buyer` and `supplier` name the
    dependents that fill the roles: "subj", "obj", or a preposition; "both" means that the
    words do not tell who is who.
    """

    rule_id: str
    kind: str
    part: str  # "verb" or "noun"
    buyer: tuple[str, ...]
    supplier: tuple[str, ...]
    needs: frozenset[str]  # things, one of which must be near
    status: str | None
    must: frozenset[str] = frozenset()  # slots, one of which has to be filled
    head: frozenset[str] = frozenset()  # things, one of which has to be the object itself


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that tells how far a deal has come."""

    rule_id: str
    status: str
    words: tuple[str, ...]
    part: str


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that the patterns folder says."""

    verbs: Mapping[str, tuple[Predicate, ...]]  # by surface form
    nouns: Mapping[str, tuple[Predicate, ...]]
    phrases: Mapping[str, tuple[Predicate, ...]]  # several words, by the first
    cues: Mapping[str, tuple[Cue, ...]]  # by surface form of the first word
    things: Mapping[str, str]  # word or words -> thing
    refusals: Mapping[str, tuple[str, ...]]
    brands: Mapping[str, str]
    people: Mapping[str, str]
    seats: Mapping[str, tuple[str, ...]]  # town -> companies
    outlets: Mapping[str, str]  # other name -> usual name
    kinds: Mapping[str, frozenset[str]]  # noun that describes a company -> roles
    lists: Mapping[str, frozenset[str]]
    count: int


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a JSONL file. Raises BadReference with file and line."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BadReference(f"{path.name}:{number}: not JSON ({error}); mend it") from error
        if not isinstance(row, dict):
            raise BadReference(f"{path.name}:{number}: a rule is an object; mend it")
        yield row


_IRREGULAR = {
    "buy": "bought", "sell": "sold", "take": "took taken", "spend": "spent", "give": "gave given",
    "lend": "lent", "make": "made", "build": "built", "get": "got gotten", "win": "won",
    "strike": "struck", "hold": "held", "let": "let letting", "bring": "brought", "pay": "paid",
    "put": "put putting", "have": "has had having", "cut": "cut cutting", "sign": "signed",
    "draw": "drew drawn", "swap": "swapped swapping", "withdraw": "withdrew withdrawn",
    "grow": "grew grown", "leave": "left", "fall": "fell fallen", "break": "broke broken",
    "lease": "leased leasing", "set": "set setting", "commit": "committed committing",
    "think": "thought", "seek": "sought", "say": "said", "tell": "told", "see": "saw seen",
    "land": "landed", "tap": "tapped tapping", "drop": "dropped dropping",
    "plan": "planned planning",
    "ship": "shipped shipping", "scrap": "scrapped scrapping", "trim": "trimmed trimming",
    "snap": "snapped snapping", "run": "ran running", "choose": "chose chosen choosing",
    "undertake": "undertook undertaken", "mull": "mulled mulling", "refer": "referred",
    "fit": "fitted fitting", "transfer": "transferred transferring",
    "begin": "began begun beginning",
    "net": "netted netting", "bid": "bid bidding", "underwrite": "underwrote underwritten",
    "ink": "inked inking", "shed": "shed", "swallow": "swallowed", "pencil": "pencilled penciled",
    "know": "knew known", "lay": "laid", "raise": "raised raising", "plough": "ploughed ploughing",
    "pull": "pulled", "eye": "eyed eyeing", "bag": "bagged bagging",
    "be": "is are was were been being",
    "lead": "led", "nab": "nabbed nabbing", "grab": "grabbed grabbing", "plug": "plugged plugging",
    "cancel": "cancelled cancelling canceled canceling", "fulfil": "fulfilled fulfilling",
    "co-develop": "co-developed co-developing", "pass": "passed passes",
}  # fmt: skip


def forms(verb: str) -> frozenset[str]:
    """The verb's written forms: "buy" -> buy, buys, buying, bought."""
    irregular = set(_IRREGULAR.get(verb, "").split())
    stem = verb[:-1] if verb.endswith("e") else verb
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        third, past = verb[:-1] + "ies", verb[:-1] + "ied"
    else:
        third = verb + ("es" if verb.endswith(("s", "x", "ch", "sh", "z", "o")) else "s")
        past = stem + "ed"
    return frozenset({verb, third, stem + "ing"} | (irregular or {past}))


def plural(noun: str) -> str:
    """The noun's plural as written: "facility" -> "facilities"."""
    if noun.endswith("y") and noun[-2] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


@cache
def load_rules(folder: Path = _FOLDER) -> Rules:
    """The shipped rules. Raises BadReference naming the file and line that is wrong."""
    verbs: dict[str, list[Predicate]] = {}
    nouns: dict[str, list[Predicate]] = {}
    phrases: dict[str, list[Predicate]] = {}
    seen: set[str] = set()
    count = 0
    for row in read_rows(folder / "predicates.jsonl"):
        predicate = _predicate(row, seen)
        table = verbs if predicate.part == "verb" else nouns
        for word in row["words"]:
            count += 1
            spelled = forms(word) if predicate.part == "verb" else {word, plural(word)}
            if " " in word:
                spelled = _spell_phrase(word, predicate.part)
                table_for = phrases
            else:
                table_for = table
            for form in spelled:
                table_for.setdefault(form, []).append(predicate)
    cues = _load_cues(folder / "status.jsonl")
    words = _load_words(folder / "words.jsonl")
    rows = [*read_rows(folder / "descriptions.jsonl")]
    return Rules(
        verbs={k: tuple(v) for k, v in verbs.items()},
        nouns={k: tuple(v) for k, v in nouns.items()},
        phrases={k: tuple(v) for k, v in phrases.items()},
        cues=cues,
        things=_load_things(folder / "things.jsonl"),
        refusals={r["name"]: tuple(r["words"]) for r in read_rows(folder / "refusals.jsonl")},
        brands={r["brand"]: r["company"] for r in rows if "brand" in r},
        people={r["person"]: r["company"] for r in rows if "person" in r},
        seats={r["seat"]: tuple(r["companies"]) for r in rows if "seat" in r},
        outlets={w: r["outlet"] for r in rows if "outlet" in r for w in r["also"]},
        kinds={w: frozenset(r["roles"]) for r in rows if "kind" in r for w in r["kind"]},
        lists=words,
        count=count + sum(len(v) for v in cues.values()),
    )


def _predicate(row: dict[str, Any], seen: set[str]) -> Predicate:
    rule_id = str(row.get("id", ""))
    if not rule_id or rule_id in seen or row.get("part") not in {"verb", "noun"}:
        raise BadReference(f"predicates.jsonl: rule {rule_id!r} needs a new id and a part")
    seen.add(rule_id)
    return Predicate(
        rule_id,
        row["kind"],
        row["part"],
        tuple(row.get("buyer", ())),
        tuple(row.get("supplier", ())),
        frozenset(row.get("needs", ())),
        row.get("status"),
        frozenset(row.get("must", ())),
        frozenset(row.get("head", ())),
    )


def _spell_phrase(phrase: str, part: str) -> frozenset[str]:
    first, _, rest = phrase.partition(" ")
    if part == "verb":
        return frozenset(f"{form} {rest}" for form in forms(first))
    return frozenset({phrase, plural(phrase)})


def _load_cues(path: Path) -> dict[str, tuple[Cue, ...]]:
    table: dict[str, list[Cue]] = {}
    for row in read_rows(path):
        for word in row["words"]:
            first, _, rest = word.partition(" ")
            spelled = forms(first) if row["part"] == "verb" else {first, plural(first)}
            if row["part"] == "phrase":
                spelled = {first}
            for form in spelled:
                text = tuple(f"{form} {rest}".strip().split(" "))
                table.setdefault(form, []).append(Cue(row["id"], row["status"], text, row["part"]))
    return {k: tuple(sorted(v, key=lambda cue: -len(cue.words))) for k, v in table.items()}


def _load_things(path: Path) -> dict[str, str]:
    table: dict[str, str] = {}
    for row in read_rows(path):
        for word in row["words"]:
            table[word] = row["thing"]
            table[plural(word)] = row["thing"]
    return table


def _load_words(path: Path) -> dict[str, frozenset[str]]:
    return {row["list"]: frozenset(row["words"]) for row in read_rows(path)}
