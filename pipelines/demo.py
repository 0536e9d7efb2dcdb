"""`make demo`: the bundled sample, read day by day as it became public, without network."""

from datetime import date
from pathlib import Path

from tracker import digest as _digest  # noqa: F401

SAMPLE = Path(__file__).with_name("sample")
FOUNDING_STORY = date(2026, 2, 27)
DAILY = ("extract", "resolve", "reprice", "alert", "digest")
