"""`make demo`: the bundled sample, read day by day as it became public, without network."""

import argparse
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from pipelines import logs
from pipelines.commands.options import ProgressBar
from pipelines.context import JobContext, JobReport
from pipelines.cutoff import latest_cut
from pipelines.ingest import ingest
from pipelines.run import all_problems, failed, open_store, run_jobs
from tracker.cli.output import console, show_table
from tracker.model.signals import Digest
from tracker.reference.load import load_reference
from tracker.settings import load_settings
from tracker.store.publish import published_path
from tracker.watchlists import EVERYTHING

SAMPLE = Path(__file__).with_name("sample")
FOUNDING_STORY = date(2026, 2, 27)
A_DAY = ("extract", "resolve", "reprice", "alert", "due_digests")


def main(arguments: list[str] | None = None) -> int:
    """0 when every day was read; 1 when a job failed."""
    parser = argparse.ArgumentParser(prog="python -m pipelines.demo", description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("demo"), help="where it works")
    parser.add_argument(
        "--since", type=date.fromisoformat, default=date.min, help="leave out earlier days"
    )
    given = parser.parse_args(arguments)
    home = given.home.absolute()
    logs.configure(least="warning")
    reports: list[JobReport] = []
    with ProgressBar() as progress:
        days = [day for day in days_of(SAMPLE) if day >= given.since]
        for done, day in enumerate(days, 1):
            reports += live_through(home, day)
            progress("days", done, len(days))
    show(home, reports)
    return 1 if failed(reports) else 0


def days_of(sample: Path) -> list[date]:
    """The days on which something was published, and each one's morning after."""
    days = {date.fromisoformat(folder.name) for folder in sample.iterdir() if folder.is_dir()}
    return sorted(days | {day + timedelta(days=1) for day in days})


def live_through(home: Path, day: date) -> list[JobReport]:
    """Take in what the day's morning knows, as a run at its digest's hour would have."""
    noon = datetime.combine(day, time(17), UTC)
    ctx = JobContext(home, load_settings(home), latest_cut(EVERYTHING, noon), load_reference(home))
    known = [SAMPLE / d.isoformat() for d in (day - timedelta(days=1), day)]
    folders = [folder for folder in known if folder.is_dir()]
    return [ingest(ctx, folders, known_at=None), *run_jobs(ctx, A_DAY)]


def show(home: Path, reports: list[JobReport]) -> None:
    """What came of it, and at the very end the paths to open."""
    last = JobContext(home, load_settings(home), _last_clock(home), load_reference(home))
    reports += run_jobs(last, ("publish",))
    with open_store(home) as store:
        digests = store.digests(last.now)
    show_table(
        ["digest of", "changes", "first line"],
        [
            {"digest of": d.cut_at.date(), "changes": len(d.signal_ids), "first line": d.subject}
            for d in digests
        ],
        right=frozenset({"changes"}),
    )
    new = sum(report.new for report in reports)
    out = console()
    for problem in dict.fromkeys(map(str, all_problems(reports))):
        out.print(f"problem: {problem}", markup=False, soft_wrap=True)
    out.print(f"{new} new records; a second call adds none.", markup=False)
    _show_paths(home, digests)


def _last_clock(home: Path) -> datetime:
    with open_store(home) as store:
        return max(digest.cut_at for digest in store.digests(datetime.now(UTC)))


def _show_paths(home: Path, digests: list[Digest]) -> None:
    featured = next(d for d in digests if d.cut_at.date() == FOUNDING_STORY)
    name = f"{featured.cut_at:%Y-%m-%dT%H%MZ}-{featured.watchlist_id}"
    sys.stdout.write(
        f"\nThe digest of {FOUNDING_STORY:%-d %B %Y}, when Meta's TPU rental was signed:\n"
        f"  {home / 'digests' / name}.html\n"
        f"  {home / 'digests' / name}.txt\n"
        f"The analysts' file (any DuckDB from 1.4 on):\n"
        f"  {published_path(home)}\n"
    )


if __name__ == "__main__":
    sys.exit(main())
