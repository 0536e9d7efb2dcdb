"""Runs of capitalised words, cut down to what can be a name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.extract.legal_forms import end_without_form, without_form
from tracker.extract.named import Ground
from tracker.extract.ordinary import is_opener, is_ordinary

_UPPER = "A-ZÀ-ÖØ-ÞĀĆČĎĐĒĘĚĞĠĪĶŁŃŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽÅÄÖ"
_WORD = (
    rf"(?:[{_UPPER}](?:[\w&+-]|['’](?!s\b))*\w|[{_UPPER}]|[a-z]-[{_UPPER}]\w+|[a-z]{{1,8}}[{_UPPER}]\w+|\d{{2}}\.AI)"
    r"(?:\.(?:ai|AI|io|com)\b)?"
)
_FORM = r"(?:Inc|Ltd|LLC|Corp|Co|plc|LP|S\.A|N\.V|AG|Pte)\b"
_LINK = rf"(?:[ \t\u00a0]{{1,2}}|,[ ](?={_FORM})|[ ](?:de|do|da|del|du|van|von|y|&|\+)[ ])"
_BANK_OF = r"(?:(?<=Bank)|(?<=Trust)|(?<=House)|(?<=\bPort)) of "
_INSTITUTIONS = frozenset({"University", "Institute", "Centre", "Center", "School"})
# "University of Science and Technology", "Centre for Development of Advanced Computing"
_SCHOOL_OF = (
    r"(?:(?:(?<=\bUniversity)|(?<=\bInstitute)|(?<=\bSchool)) (?:of|for) (?:the )?"
    r"|(?:(?<=\bCentre)(?<!Data Centre)|(?<=\bCenter)(?<!Data Center)) for (?:the )?"
    r"|(?<=\bCentre for Development) of "
    r"|(?:(?<= of Science)|(?<= of Sciences)|(?<= of Technology)) (?:and|&) "
    r"(?=(?:Sciences?|Technology|Research|Innovation|Engineering|ICT)\b))"
)
_CHUNK = re.compile(
    rf"(?<![\w$#@./-]){_WORD}"
    rf"(?:(?:{_LINK}|{_BANK_OF}|{_SCHOOL_OF}){_WORD}|\s\d{{1,2}}(?![\d.,%\w]))*"
)
_POSSESSIVE = re.compile(r"['’]s?$")
_CONTRACTED = re.compile(r"['’](?:ll|d|ve|re|m|t)$")
_ADJECTIVE = re.compile(r".+-[a-z]{2,}(?:['’]s)?$")
_CODE = re.compile(r"(?:[A-Z]{1,4}-?\d[\w-]*|[A-Z]\d+|NVL\d*|v\d+|\d+)$")
_DATELINE = re.compile(
    r"[A-Z][A-Z .,&/]{2,50}(?:,? [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?(?: \([\w ]+\))? ?[-–—:]"
)
# Feeds join it to the line before: "... halls in Ohio DAYTON, Ohio, Mar. 3, 2026 (GLOBE"
_INNER_DATELINE = re.compile(
    r"(?<=[ \n])[A-Z][A-Z .'-]{2,30}, (?:[A-Z][\w.]{1,15},? ){0,3}"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2}, \d{4} ?[(/–—-]"
)
_NUMBER = re.compile(r"\d{1,2}$")
_AFTER_NUMBER = re.compile(
    r"$|[,;:)'’]|\.(?:\s|$)|\s(?:has|have|is|will|would|could|may|said|says|and|to|in|on|with|was|"
    r"were|plans|signs|buys|sells|leases|agreed|by|for|from|at|of|Corp|Inc)\b"
)
_JOINT = re.compile(rf"(?<=[\w.]{{2}})[-–—/](?=[{_UPPER}][\w]{{2}})")
_DEAL_AFTER = re.compile(
    r"(?:['’]?s?|,)\s(?:[\w$€£.,-]+\s){0,4}?(?:deal|lease|merger|pact|tie-up|talks|venture|JV|"
    r"agreement|contract|partnership|order|alliance|accord|takeover|loan|cloud|compute|chip|supply"
    r"|stake|warrant)\w*\b"
)
_DROPPED_ENDS = frozenset({"agreement", "agreements", "act", "note", "notes", "sundays", "plan"})
_NAME_TAILS = frozenset({"ai", "data", "cloud", "center", "centers", "centre", "big", "phase"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be a name, at text[start:end]; `name` is without its legal form."""

    start: int
    end: int
    name: str
    words: tuple[str, ...]


class Chunker:
    """Finds candidates by their capitals and takes from them what is no part of a name."""

    def __init__(self, lists: Mapping[str, frozenset[str]]) -> None:
        self._lists = lists

    def find(self, text: str, ground: Ground) -> list[Candidate]:
        """Candidates in order; none stands on another name's `ground`."""
        found: list[Candidate] = []
        titled = is_title_case(text)
        datelines = [match.start() for match in _INNER_DATELINE.finditer(text)]
        pieces = [
            piece
            for match in _CHUNK.finditer(text)
            for start, end in _split(match.start(), match.end(), datelines)
            for piece in _outside(text, start, end, ground)
        ]
        alone = {text[start:end] for start, end in pieces}
        for start, end in pieces:
            for first, last in self._compounds(text, start, end, alone):
                parts = _title_parts(text, first, last, self._lists) if titled else [(first, last)]
                for begin, stop in parts:
                    candidate = self._clean(text, begin, stop)
                    if candidate is not None:
                        found.append(candidate)
        return found

    def _compounds(
        self, text: str, start: int, end: int, alone: set[str]
    ) -> Iterator[tuple[int, int]]:
        """ "Quillon-Harrow merger": each side, where the text names one alone or a deal follows."""
        joint = _JOINT.search(text, start, end)
        if joint is None:
            yield start, end
            return
        left, right = text[start : joint.start()], text[joint.end() : end]
        split = joint.group() != "-" or left in alone or right in alone
        if split or _DEAL_AFTER.match(text, end) or _DEAL_AFTER.search(" " + right):
            yield start, joint.start()
            yield joint.end(), end
        else:
            yield start, end

    def _clean(self, text: str, start: int, end: int) -> Candidate | None:
        """Without leading small words, nationalities and a possessive at the end."""
        piece = text[start:end]
        if possessive := _POSSESSIVE.search(piece):
            piece = piece[: possessive.start()]
        if piece.lower() in self._lists["places"]:
            return Candidate(start, start + len(piece), piece, tuple(piece.split()))
        words = piece.split()
        words = words[self._prefixes(words, text, start) :]
        words = self._without_tail(words, text[end : end + 60])
        if not words or words[0].isdigit() or self._is_heading(text, start, words):
            return None
        joined = re.compile(r"\s*".join(map(re.escape, words))).search(text, start)
        if joined is None:
            return None
        first, last = joined.start(), end_without_form(text, *joined.span())
        name = without_form(text[first:last])
        return Candidate(first, last, name, tuple(text[first:last].split())) if name else None

    def _prefixes(self, words: list[str], text: str, start: int) -> int:
        """How many leading words are no part of the name: "Today Hyderabad-based X"."""
        count = 0
        while count < len(words) and self._is_prefix(words[count]):
            if words[count + 1 : count + 2] in (["of"], ["for"]):  # "Centre for ..."
                break
            if words[count].isalpha() and _INSTITUTIONS & set(words[count + 1 :]):
                break  # "Chinese University of ..."
            count += 1
        rest = words[count + 1 :]
        if count or not rest or not at_sentence_start(text, start):
            return count
        # "Remember Quillon's offer?": a sentence's first word has its capital anyhow.
        opens = is_opener(words[0]) and not is_opener(rest[0])
        trade = words[0].lower() in self._lists["company_nouns"] and not is_ordinary(rest[0])
        return 1 if opens or trade else 0

    def _is_prefix(self, word: str) -> bool:
        low = word.lower()
        bare = re.sub(r"['’]s?$", "", low)
        return (
            low in self._lists["not_names"]
            or bool({low, bare, bare.removesuffix("s")} & self._lists["nationalities"])
            or bool(_ADJECTIVE.match(word) and word[1:2] != "-")
            or low in self._lists["months"]
            or (bare != low and bare in self._lists["places"])
            or bool(_CONTRACTED.search(low))
        )

    def _without_tail(self, words: list[str], after: str) -> list[str]:
        """Without trailing codes and small words; nothing if it is some Agreement."""
        low = [word.lower().strip(",.") for word in words]
        if len(low) > 1 and low[-1] == "ai" and " ".join(low[:-1]) in self._lists["places"]:
            return []
        if low and low[-1] in _DROPPED_ENDS:
            return []
        small = self._lists["not_names"] - _NAME_TAILS
        full = len(words)
        while words and (
            words[-1].lower().strip(",.&+") in small | {""}
            or (len(words) > 1 and _CODE.match(words[-1]) and not _NUMBER.match(words[-1]))
        ):
            words = words[:-1]
        if len(words) > 1 and _NUMBER.match(words[-1]):
            counted = len(words) < full or not _AFTER_NUMBER.match(after)
            if counted or is_ordinary(words[-2]) or words[0].isupper():
                words = words[:-1]
        return words

    def _is_heading(self, text: str, start: int, words: list[str]) -> bool:
        """Whether capitals are the line's, not the name's: a dateline, a shouted heading."""
        capitals = all(w.isupper() or w == "&" for w in words)
        if not capitals or max(map(len, words)) < 4:
            return False
        line_start = text.rfind("\n", 0, start) + 1
        line_end = text.find("\n", start)
        line = text[line_start : line_end if line_end >= 0 else len(text)]
        small = sum(map(str.islower, line))
        shouted = small < 0.3 * sum(map(str.isalpha, line))
        dateline = _DATELINE.match(line)
        return (
            shouted
            or any(is_ordinary(w) for w in words)
            or (dateline is not None and start - line_start < dateline.end())
        )


def at_sentence_start(text: str, start: int) -> bool:
    """Whether a word there would have its capital in any case."""
    before = text[max(0, start - 12) : start].rstrip(" \"'“‘(*_#>")
    return not before or before[-1] in ".!?:;\n–—•→|/" or before.endswith((" -", "\n-"))


def is_title_case(text: str) -> bool:
    """Whether a headline capitalises Nearly Every Word, so that capitals mark no names."""
    if len(text) > 250:
        return False
    words = [word for word in re.findall(r"[A-Za-z][\w'’-]+", text) if len(word) > 3]
    return len(words) >= 4 and sum(word[0].isupper() for word in words) > 0.75 * len(words)


def _split(start: int, end: int, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """text[start:end] cut before each of the places inside it."""
    for place in places:
        if start < place < end:
            yield start, place - 1
            start = place
    yield start, end


def _outside(text: str, start: int, end: int, ground: Ground) -> Iterator[tuple[int, int]]:
    """The parts of text[start:end] that are no known name's, if a joint sets them off."""
    first, last = ground.first_taken(start, end), ground.last_taken(start, end)
    if first is None or last is None:
        yield start, end
        return
    last += 1
    if first - 1 > start and text[first - 1] in "-–—/&":
        yield start, first - 1
    if last + 1 < end and text[last] in "-–—/&" and text[last + 1].isupper():
        yield last + 1, end


def _title_parts(
    text: str, start: int, end: int, lists: Mapping[str, frozenset[str]]
) -> Iterator[tuple[int, int]]:
    """Runs of words that nobody writes small, each with words of trade behind it."""
    first = last = -1
    for match in re.finditer(r"\S+", text[start:end]):
        word = match.group().strip(",.'’")
        bare = re.sub(r"['’]s?$", "", word)
        joins = first >= 0 and bare.lower() in lists["org_words"]
        if joins or not is_ordinary(bare):
            first = match.start() if first < 0 else first
            last = match.end()
            if bare != word.rstrip(","):
                yield start + first, start + last
                first = -1
        elif first >= 0:
            yield start + first, start + last
            first = -1
    if first >= 0:
        yield start + first, start + last
