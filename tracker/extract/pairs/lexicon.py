"""Words of the trade by what they speak of: renting, buying, talks, denial ..."""

from collections.abc import Mapping
from pathlib import Path

from spacy.tokens import Doc

from tracker.extract.rules import read_rows

_FILE = Path(__file__).parent.parent / "patterns" / "lexicon.jsonl"
_LONGEST = 4


class Lexicon:
    """The classes of words in a parsed sentence, single words and phrases."""

    def __init__(self, path: Path = _FILE) -> None:
        self._by_words: dict[tuple[str, ...], set[str]] = {}
        for row in read_rows(path):
            for words in row["words"]:
                self._by_words.setdefault(tuple(words.split()), set()).add(row["class"])
        self._first = frozenset(words[0] for words in self._by_words)

    def classes(self, doc: Doc) -> Mapping[int, set[str]]:
        """The classes of each word, by token; words of no class are left out."""
        found: dict[int, set[str]] = {}
        tokens = list(doc)
        for spelled in ([t.lower_ for t in tokens], [t.lemma_.lower() for t in tokens]):
            for at in [n for n, word in enumerate(spelled) if word in self._first]:
                for length in range(1, _LONGEST + 1):
                    words = tuple(spelled[at : at + length])
                    if len(words) == length and words in self._by_words:
                        found.setdefault(at, set()).update(self._by_words[words])
        return found
