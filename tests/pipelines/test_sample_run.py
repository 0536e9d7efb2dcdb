"""The whole job on the bundled sample: what is told, that it is told once, and the same again."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from pipelines import demo
from tracker.store.store import Store

FAR = datetime(2027, 1, 1, tzinfo=UTC)
MORNING = "2026-02-27T1130Z-everything"


def fingerprints(home: Path) -> dict[str, str]:
    folders = [home / "digests", home / "maildir" / "new"]
    files = [path for folder in folders for path in sorted(folder.iterdir())]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_founding_story_leads_its_digest(lived: Path) -> None:
    """The rental steps from talks to signed on one report; the purchase stays apart, in talks."""
    text = (lived / "digests" / f"{MORNING}.txt").read_text(encoding="utf-8")
    first, second = text.index("META rents GOOGL TPUs"), text.index("META buys GOOGL TPUs")
    head = text[first : first + 400]
    assert first < second
    assert "IN TALKS (25 Nov) -> SIGNED, per one report" in head
    assert "floor $2B by our convention" in head
    assert "IN TALKS, unchanged; not in totals" in text[second : second + 200]
    assert "Price: no change - neither size nor term" in text
    assert "https://" in text[first:second]


def test_what_became_public_later_that_day_is_in_the_next(lived: Path) -> None:
    """OpenAI and Amazon spoke after the cut-off of 27 February."""
    morning = (lived / "digests" / f"{MORNING}.txt").read_text(encoding="utf-8")
    after = (lived / "digests" / "2026-02-28T1130Z-everything.txt").read_text(encoding="utf-8")
    assert "AMZN invests in OpenAI" not in morning
    assert "AMZN invests in OpenAI" in after


def test_a_deal_with_value_term_and_size_moves_a_price(lived: Path) -> None:
    """Microsoft and IREN state all three: a price belief has a before, an after and a range."""
    with Store.open(lived) as store:
        moved = [e for e in store.estimates(FAR) if e.caused_by and e.before_mid is not None]
        deals = {deal.deal_id: deal for deal in store.deals(FAR)}
    priced = [e for e in moved if e.measure == "rent_usd_per_chip_hour"]
    causes = {(deals[e.caused_by].buyer, deals[e.caused_by].supplier) for e in priced}
    assert ("Microsoft", "IREN") in causes
    assert all(e.low < e.mid < e.high and e.mid != e.before_mid for e in priced)


def test_the_same_again_adds_nothing_and_sends_nothing(own_copy: Path, tmp_path: Path) -> None:
    """A second call on one home changes no fact, no file and no mail."""
    before = fingerprints(own_copy)
    with Store.open(own_copy) as store:
        rows = store.counts()
    assert demo.main(["--home", str(own_copy), "--since", "2026-02-24"]) == 0
    with Store.open(own_copy) as store:
        again = store.counts()
    assert fingerprints(own_copy) == before
    assert {t: n for t, n in again.items() if t != "job_runs"} == {
        t: n for t, n in rows.items() if t != "job_runs"
    }


def test_every_file_of_the_sample_is_accounted_for(lived: Path) -> None:
    """What is broken on purpose is a problem with its file named; nothing else is."""
    with Store.open(lived) as store:
        problems = store.problems(datetime(2000, 1, 1, tzinfo=UTC))
    origins = sorted("/".join(Path(p.origin).parts[-2:]) for p in problems if p.stage == "sources")
    assert origins == [
        "2025-11-12/rack-and-power.atom.xml",
        "2025-12-08/continental-wire.xml:26",
        "2026-01-08/articles.jsonl:2",
        "2026-02-05/morning-links.rdf",
        "2026-03-24/harbour-gazette.xml",
    ]
