"""Digests over days and mishaps: each told once, none lost, none changed afterwards."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines import outbox
from pipelines.context import JobContext, JobReport
from pipelines.run import run_job
from tests.pipelines.test_sample_run import fingerprints
from tracker.digest.mail import DeliveryError
from tracker.reference.load import load_reference
from tracker.settings import load_settings
from tracker.store.journal import noted_deliveries
from tracker.store.store import Store
from tracker.watchlists import write_watchlist


def at(home: Path, clock: str, job: str = "due_digests", *, ends: str | None = None) -> JobReport:
    now = datetime.fromisoformat(clock).replace(tzinfo=UTC)
    report = run_job(JobContext(home, load_settings(home), now, load_reference()), job)
    assert report.failure == ends
    return report


def test_a_late_digest_is_written_once(own_copy: Path) -> None:
    """Half an hour late it goes out; the next cycles of the day leave it as it is."""
    assert at(own_copy, "2026-04-02T11:00").new == 1
    before = fingerprints(own_copy)
    for clock in ("2026-04-02T11:15", "2026-04-02T16:00"):
        assert at(own_copy, clock).new == 0
    assert fingerprints(own_copy) == before


def test_after_the_grace_a_digest_is_left_to_the_next(own_copy: Path) -> None:
    """The next one reports from where the last one ended."""
    assert at(own_copy, "2026-04-02T17:00").new == 0
    assert at(own_copy, "2026-04-03T10:30").new == 1
    with Store.open(own_copy) as store:
        *_, before, last = store.digests(datetime(2026, 4, 4, tzinfo=UTC))
    assert last.period_start == before.cut_at


def test_nothing_is_told_again_after_a_change_of_hour(own_copy: Path) -> None:
    """A late digest counts as told for a cut that lies between its own and its making."""
    write_watchlist(own_copy, "everything", {"send_at": "06:30"})
    assert at(own_copy, "2026-04-02T12:00").new == 1
    write_watchlist(own_copy, "everything", {"send_at": "07:00"})
    assert at(own_copy, "2026-04-02T12:05").new == 1
    with Store.open(own_copy) as store:
        *_, first, second = store.digests(datetime(2026, 4, 3, tzinfo=UTC))
    assert second.period_start == first.cut_at
    assert not set(first.signal_ids) & set(second.signal_ids)


def test_a_message_that_may_have_arrived_goes_out_once_more_at_most(
    own_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection dies each time before the answer: two copies, then no more."""
    (own_copy / "settings.toml").write_text('[mail]\nhost = "mail.example"\n')
    tried = []

    def hangs_up(message: object, _policy: object) -> None:
        tried.append(message)
        raise DeliveryError("mail.example: gone", transient=True, uncertain=True)

    monkeypatch.setattr(outbox, "deliver_smtp", hangs_up)
    lost = "1 not delivered, and tried again later"
    for clock, ends in (
        ("10:30", lost), ("10:45", None), ("11:30", lost), ("12:30", None), ("13:30", None),
        ("14:30", None),
    ):  # fmt: skip
        at(own_copy, f"2026-04-02T{clock}", ends=ends)
    ours = [
        d for d in noted_deliveries(own_copy) if d.delivered_at.date().isoformat() > "2026-04-01"
    ]
    assert [d.outcome for d in ours if d.channel == "smtp"] == ["uncertain"] * len(tried)
    assert len({str(m["Message-ID"]) for m in tried}) * 2 == len(tried)  # type: ignore[index]
