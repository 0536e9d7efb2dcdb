"""`python -m tests.fuzz.reading [SEED]`: no text may break reading, or take it for ever.

Prints the seconds that each endless text takes, then reads random ones; ends with 1 at the
first fault, with the text that shows it.
"""

import sys
import time
from itertools import islice

from tests.builders import build_document
from tests.fuzz.checks import faults
from tests.fuzz.texts import endless, long_sentence, noise, odd
from tracker.extract.reader import Extraction, Reader
from tracker.model.feeds import Document
from tracker.reference.load import load_reference

ENDLESS = 5_000_000  # characters
LONG = 20_000  # words
RANDOM = 6_000  # texts


def main(seed: int) -> int:
    """1 if a text breaks reading, else 0."""
    reference = load_reference()
    reader = Reader(reference.companies, reference.products)
    texts = {
        f"a sentence of {LONG:,} words": long_sentence(LONG),
        **odd(),
        **{f"5 MB of {name}": text for name, text in endless(ENDLESS).items()},
    }
    broken = sum(_timed(reader, name, text) for name, text in texts.items())
    print(f"{RANDOM:,} random texts, seed {seed}", flush=True)
    for text in islice(noise(seed, 400), RANDOM):
        broken += _timed(reader, "", text)
    print(f"{broken} faults")
    return min(broken, 1)


def _timed(reader: Reader, name: str, text: str) -> int:
    """How many faults a text shows as a text and as a title; prints them, and its seconds."""
    count = 0
    for title, body in ((("", text)), (text, "A deal.")):
        started = time.perf_counter()
        document, extraction = _read(reader, title, body)
        seconds = time.perf_counter() - started
        if name and not title:
            notes = "; ".join(problem.message for problem in extraction.problems)
            print(f"{seconds:7.2f} s  {name}: {len(extraction.claims)} claims. {notes}", flush=True)
        for fault in faults(document, extraction):
            print(f"FAULT {fault}: {(title or body)[:300]!r}")
            count += 1
    return count


def _read(reader: Reader, title: str, body: str) -> tuple[Document, Extraction]:
    document = build_document(body, title=title)
    [extraction] = reader.read([document])
    return document, extraction


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
