"""How well and how fast is read: beside nearness and the rules alone, and on the real stream.

Passages are those of the bundled sample, ten of its stories reworded by somebody who had not
seen the reader, and the gold set where it lies beside the checkout.
"""

import sys

from tests.bench.reading_speed import parsed_speed, stream_items, stream_speed
from tests.bench.reading_tables import compare, passage_sets
from tracker.extract.reader import Reader
from tracker.reference.load import load_reference


def main() -> int:
    """Print the figures; 0 always, for they are figures and no test."""
    reference = load_reference()
    shipped = Reader(reference.companies, reference.products)
    print(compare(shipped), flush=True)
    passages = [passage for group in passage_sets().values() for passage in group]
    print(parsed_speed(shipped, passages), flush=True)
    items = stream_items()
    if not items:
        print("the stream is not beside the checkout: its speed and memory are not measured")
    for line in stream_speed(shipped, items) if items else ():
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
