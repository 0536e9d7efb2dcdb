"""The job with its real neighbours: feeds over HTTP, a mail server with TLS, signals."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pytest_httpserver import HTTPServer

from tests.mail_server import Server
from tests.pipelines.run_tracker import tracker

FEED = """[[feed]]
feed_id = "dry-ink"
name = "Dry Ink"
url = "{url}"
kind = "feed"
outlet = "Dry Ink"
document_kind = "news"
every_minutes = 1
may_store = true
may_quote = true
may_redistribute = false
"""
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Dry Ink</title>
<item><title>Corvane leases capacity from CoreWeave for $4 billion</title>
<link>https://dryink.example/1</link><guid>dry-1</guid>
<pubDate>Tue, 03 Mar 2026 09:00:00 GMT</pubDate>
<description>Microsoft has signed a five-year contract worth $4 billion to lease capacity from
CoreWeave, the two companies said on Tuesday.</description></item></channel></rss>"""
ALONE = """
[net]
allow_private_addresses = true
"""


def home_with(tmp_path: Path, url: str, settings: str = ALONE) -> Path:
    """A home with one feed of its own."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").write_text(settings)
    (home / "feeds.toml").write_text(FEED.format(url=url))
    return home


def mail_settings(server: Server, password: str = "secret") -> str:
    return f"""
[mail]
host = "localhost"
port = {server.controller.port}
user = "analyst"
password = "{password}"
sender = "tracker@dryink.example"
ca_file = "{server.ca_file}"
"""


def ingest_one(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "dry.xml"
    path.write_text(RSS)
    now = ["--now", "2026-03-03T10:00Z"]
    assert tracker(home, "ingest", path, *now).returncode == 0


def test_a_digest_goes_out_by_mail_once(serve: Callable[..., Server], tmp_path: Path) -> None:
    """STARTTLS, password, text and HTML; the same run again sends nothing."""
    server = serve()
    home = home_with(tmp_path, "http://127.0.0.1:9/", mail_settings(server))
    ingest_one(home, tmp_path)
    for _ in range(2):
        done = tracker(home, "run", "--offline", "--now", "2026-03-03T11:00Z")
        assert done.returncode == 0
    assert len(server.inbox.taken) == 1
    assert b"multipart/alternative" in server.inbox.taken[0]
    assert b"CoreWeave" in server.inbox.taken[0] or b"CRWV" in server.inbox.taken[0]


def test_a_refused_password_is_told_and_the_digest_waits(
    serve: Callable[..., Server], tmp_path: Path
) -> None:
    """Nothing is lost: with the right password the same digest goes out later."""
    server = serve()
    home = home_with(tmp_path, "http://127.0.0.1:9/", mail_settings(server, "wrong"))
    ingest_one(home, tmp_path)
    done = tracker(home, "run", "--offline", "--now", "2026-03-03T11:00Z")
    assert "localhost" in done.stderr
    assert not server.inbox.taken
    (home / "settings.toml").write_text(mail_settings(server))
    tracker(home, "digest", "--now", "2026-03-03T11:05Z")
    assert len(server.inbox.taken) == 1


def test_a_feed_is_pulled_over_http_and_asked_politely(
    httpserver: HTTPServer, tmp_path: Path
) -> None:
    """The second pull sends the ETag and takes "not modified" for an answer."""
    httpserver.expect_ordered_request("/feed.xml").respond_with_data(
        RSS, content_type="application/rss+xml", headers={"ETag": '"a1"'}
    )
    httpserver.expect_ordered_request(
        "/feed.xml", headers={"If-None-Match": '"a1"'}
    ).respond_with_data(status=304)
    home = home_with(tmp_path, httpserver.url_for("/feed.xml"))
    first = tracker(home, "pull", "--feed", "dry-ink", "--now", "2026-03-03T10:00Z", "--json")
    second = tracker(home, "pull", "--feed", "dry-ink", "--now", "2026-03-03T11:00Z", "--json")
    httpserver.check_assertions()
    assert json.loads(first.stdout)[0]["new"] == 1
    assert json.loads(second.stdout)[0]["new"] == 0
    assert json.loads(second.stdout)[0]["answered"] == 1


def daemon(home: Path) -> subprocess.Popen[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TRACKER_")}
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "pipelines", "--home", str(home), "daemon", "--feed", "dry-ink"],
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def wait_for(path: Path, process: subprocess.Popen[str]) -> None:
    for _ in range(600):
        if path.exists() or process.poll() is not None:
            return
        time.sleep(0.1)


def test_the_daemon_runs_a_cycle_and_ends_cleanly(httpserver: HTTPServer, tmp_path: Path) -> None:
    """A cycle at once, every job recorded; SIGTERM ends it with status 0."""
    httpserver.expect_request("/feed.xml").respond_with_data(RSS)
    home = home_with(tmp_path, httpserver.url_for("/feed.xml"))
    process = daemon(home)
    try:
        wait_for(home / "published" / "published.duckdb", process)
        second = tracker(home, "daemon")
        assert second.returncode == 1
        assert "another daemon" in second.stderr
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 0, log
    assert "stopped" in log
    jobs = json.loads((home / "status.json").read_text())["jobs"]
    assert set(jobs) >= {"pull", "extract", "resolve", "reprice", "alert", "publish"}
    assert all(job["outcome"] == "done" for job in jobs.values())
