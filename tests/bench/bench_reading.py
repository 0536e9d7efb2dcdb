"""How well and how fast the sample is read: legs right against labels made before the reader.

Two figures: the sample itself, whose labels are a careful person's, and ten of its stories
reworded by somebody who had not seen the reader, which is the honest one of the two.
"""

import json
import sys
import tempfile
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from pipelines.context import JobContext
from pipelines.demo import SAMPLE
from pipelines.extract import reader
from pipelines.ingest import ingest
from pipelines.run import open_store, run_jobs
from tracker.extract.annotate import annotate, to_deal
from tracker.extract.score_report import render
from tracker.extract.scoring import score
from tracker.reference.load import load_reference
from tracker.settings import Settings

REWORDED = Path(__file__).parents[1] / "sample" / "reworded.jsonl"
LATE = datetime(2026, 4, 2, tzinfo=UTC)


def sample_scores(home: Path) -> str:
    """The figures of the sample, document by document; repeats are left out."""
    ctx = JobContext(home, Settings(), LATE, load_reference())
    folders = [path for path in sorted(SAMPLE.iterdir()) if path.is_dir()]
    ingest(ctx, folders, known_at=None)
    run_jobs(ctx, ["extract"])
    with open_store(home) as store:
        claims = store.claims(LATE)
        documents = store.documents_by_id(claim.document_id for claim in claims)
    found = defaultdict(list)
    for claim in claims:
        found[documents[claim.document_id].url].append(to_deal(claim))
    gold = [json.loads(line) for line in (SAMPLE / "expected.jsonl").open(encoding="utf-8")]
    gold = [{**line, "id": line.get("url", line["document"])} for line in gold]
    gold = [line for line in gold if not line.get("duplicate_of")]
    unique = {line["id"]: {"style": "sample", **line} for line in gold}
    predicted = [{"id": key, "deals": found.get(key, [])} for key in unique]
    return render(score(unique.values(), predicted))


def main() -> int:
    """Print the figures; 0 always, for they are figures and no test."""
    with tempfile.TemporaryDirectory() as home:
        print("the sample, as its labels say:")
        print(sample_scores(Path(home)))
    gold = [json.loads(line) for line in REWORDED.open(encoding="utf-8")]
    reading = reader("")
    started = time.perf_counter()
    predicted = list(annotate(reading, gold))
    seconds = time.perf_counter() - started
    print("ten of its stories, reworded by somebody else:")
    print(render(score(gold, predicted)))
    words = sum(len(line["text"].split()) for line in gold)
    print(f"{words / seconds:,.0f} words a second, reading and all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
