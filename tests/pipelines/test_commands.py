"""What the commands promise: exit statuses, one clear line an error, the rest done."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.__main__ import main
from pipelines.demo import SAMPLE
from pipelines.status import read_status
from tests.pipelines.run_tracker import tracker
from tracker.store.store import Store

Capture = pytest.CaptureFixture[str]
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Dry Ink</title><link>https://dryink.example/</link>
<item><title>{title}</title><link>https://dryink.example/{slug}</link>
<guid>https://dryink.example/{slug}</guid><pubDate>Tue, 03 Mar 2026 09:00:00 GMT</pubDate>
<description>{text}</description></item></channel></rss>"""


def feed(folder: Path, slug: str = "one", title: str = "Nothing much", text: str = "Rain.") -> Path:
    path = folder / f"{slug}.xml"
    path.write_text(RSS.format(slug=slug, title=title, text=text), encoding="utf-8")
    return path


def errors(done: object) -> list[str]:
    lines = getattr(done, "stderr").splitlines()  # noqa: B009
    return [line for line in lines if line.startswith("tracker: ")]


def refused(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, home: Path, arguments: list[str]
) -> int:
    """The exit status of a command that says why in one line; in this process, for speed."""
    monkeypatch.setattr(sys, "argv", ["tracker", "--home", str(home), *arguments])
    with pytest.raises(SystemExit) as end:
        main()
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("tracker: ")
    return int(end.value.code or 0)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("page.xml", b"<!doctype html><html><body>Not here</body></html>", "an HTML page"),
        ("empty.xml", b"", "empty"),
        ("binary.xml", bytes(range(256)) * 8, "page.xml|binary"),
    ],
)
def test_a_bad_file_is_one_line_and_the_rest_is_done(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    """The bad file is named with what is wrong; the good one beside it is read; exit 2."""
    bad = tmp_path / name
    bad.write_bytes(content)
    done = tracker(tmp_path / "home", "ingest", bad, feed(tmp_path), "--json")
    assert done.returncode == 2
    (line,) = errors(done)
    assert line.startswith(f"tracker: {bad}")
    assert any(word in line for word in says.split("|"))
    assert json.loads(done.stdout)[0]["new"] == 1


def test_a_missing_path_is_reported_and_the_rest_is_done(tmp_path: Path) -> None:
    """Exit 2, with the path and the mend."""
    done = tracker(tmp_path / "home", "ingest", tmp_path / "gone.xml", feed(tmp_path))
    assert done.returncode == 2
    assert errors(done) == [f"tracker: {tmp_path / 'gone.xml'}: does not exist; check the path"]
    assert "1 new" in done.stdout


def test_a_bad_line_is_named_by_its_number(tmp_path: Path) -> None:
    """The other lines of the file are read."""
    path = tmp_path / "articles.jsonl"
    good = {"id": "a", "url": "https://x.example/a", "published": "2026-03-03", "title": "A b c"}
    path.write_text(f"{json.dumps(good)}\n{{broken\n{json.dumps({**good, 'id': 'b'})}\n")
    done = tracker(tmp_path / "home", "ingest", path)
    assert done.returncode == 2
    (line,) = errors(done)
    assert line.startswith(f"tracker: {path}:2: ")


def test_bad_files_in_a_folder_are_counted_and_the_exit_is_zero(tmp_path: Path) -> None:
    """A folder is a heap: its bad files are reported, and that is no failure."""
    folder = tmp_path / "heap"
    folder.mkdir()
    feed(folder)
    (folder / "page.xml").write_text("<html></html>")
    done = tracker(tmp_path / "home", "ingest", folder)
    assert done.returncode == 0
    assert len(errors(done)) == 1


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ("[mail]\nhots = 'x'\n", "unknown key 'mail.hots'"),
        ("[mail\n", "not TOML"),
        ("[mail]\nport = 'many'\n", "mail.port"),
    ],
)
def test_a_bad_settings_file_is_named_with_its_key(
    tmp_path: Path, settings: str, says: str
) -> None:
    """Nothing runs on settings that say something else than meant; exit 2."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").write_text(settings)
    done = tracker(home, "run", "--offline")
    assert done.returncode == 2
    (line,) = errors(done)
    assert str(home / "settings.toml") in line
    assert says in line


def test_a_home_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    """Its file is left alone, and the mend is named; exit 1."""
    home = tmp_path / "home"
    with Store.open(home) as store:
        store.con.execute("UPDATE fact.migrations SET number = 999")
    done = tracker(home, "run", "--offline")
    assert done.returncode == 1
    assert "newer" in done.stdout + done.stderr


BAD_USAGE = (
    ["fly"],
    ["run", "--fast"],
    ["run", "--now", "yesterday"],
    ["run", "--now", "0001-01-02"],
    ["pull", "--feed", "nope"],
    ["deals", "--as-of", "9999-12-31T23:59-05:00"],
    ["explain", ""],
    ["digest", "--watchlist", "tpu"],
    ["digest", "--preview"],
    ["watch", "test", "everything", "--days", "1000000"],
)


@pytest.mark.parametrize("arguments", BAD_USAGE, ids=" ".join)
def test_bad_usage_is_one_line_and_exit_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, arguments: list[str]
) -> None:
    """Unknown commands, options, clocks and feeds; and no home is made of it."""
    home = tmp_path / "home"
    assert refused(monkeypatch, capsys, home, arguments) == 2
    assert not home.exists()


@pytest.mark.parametrize("home", ["file", "file/sub", "a" * 300], ids=["file", "under", "long"])
@pytest.mark.parametrize("command", ["run --offline", "status", "daemon", "watch add x", "deals"])
def test_a_home_that_cannot_be_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, home: str, command: str
) -> None:
    """A file, under a file, or with a name too long."""
    (tmp_path / "file").write_text("")
    assert refused(monkeypatch, capsys, tmp_path / home, command.split()) == 2


def test_a_reader_that_leaves_early_is_no_error(lived: Path) -> None:
    """As `| head -1` does: exit 0, and nothing on standard error."""
    command = [sys.executable, "-m", "pipelines", "--home", str(lived), "deals"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


def test_a_preview_is_json_on_request_and_writes_nothing(lived: Path) -> None:
    """Subject, text and HTML by watchlist; not a file of the home changes."""
    before = {path: path.stat().st_size for path in sorted(lived.rglob("*")) if path.is_file()}
    done = tracker(lived, "digest", "--preview", "--json", "--now", "2026-03-31T11:30Z")
    (shown,) = json.loads(done.stdout)
    assert shown["watchlist"] == "everything"
    assert shown["text"].startswith("Compute deals")
    assert {p: p.stat().st_size for p in sorted(lived.rglob("*")) if p.is_file()} == before


def test_reading_before_anything_is_published_says_what_to_do(tmp_path: Path) -> None:
    """One line with the mend, exit 2."""
    for command in (["deals"], ["prices"], ["sql", "SELECT 1"], ["explain", "abc"]):
        done = tracker(tmp_path / "home", *command)
        assert done.returncode == 2
        (line,) = errors(done)
        assert "run `tracker run` first" in line


def test_the_same_clock_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two homes, two hash seeds, one digest to the byte."""
    days = [SAMPLE / "2025-11-03", SAMPLE / "2025-11-04"]
    made = []
    for seed in ("1", "2"):
        home = tmp_path / seed
        assert tracker(home, "ingest", *days, "--known-at", "published", seed=seed).returncode == 0
        now = ["--now", "2025-11-05T11:30Z"]
        assert tracker(home, "run", "--offline", *now, seed=seed).returncode == 0
        files = [*sorted((home / "digests").iterdir()), *(home / "maildir" / "new").iterdir()]
        made.append({path.name: path.read_bytes() for path in files})
    assert made[0] == made[1]
    assert len(made[0]) == 3


def test_an_analyst_reads_deals_prices_and_their_origins(lived: Path) -> None:
    """The commands of the README, on the demo's home."""
    listed = json.loads(tracker(lived, "deals", "--buyer", "Meta", "--json").stdout)
    rental = next(d for d in listed if d["type"] == "cloud_rental" and d["supplier"] == "Alphabet")
    assert rental["status"] == "signed"
    full = json.loads(tracker(lived, "deals", "--json", "show", rental["deal"]).stdout)
    assert full["deal"]["deal_id"] == rental["deal"]
    shown = tracker(lived, "deals", "show", rental["deal"])
    assert "in_talks" in shown.stdout
    assert "https://" in shown.stdout
    prices = json.loads(tracker(lived, "prices", "--json").stdout)
    assert len({p["workload"] for p in prices if p["workload"]}) >= 3
    upper = json.loads(tracker(lived, "prices", "--json", "--accelerator", "GB300").stdout)
    assert upper == [p for p in prices if "gb300" in p["accelerator"]] != []
    moved = next(p for p in prices if p["moved by"])
    explained = tracker(lived, "explain", moved["id"])
    assert explained.returncode == 0
    assert moved["moved by"] in explained.stdout
    then = tracker(lived, "deals", "--as-of", "2026-02-25", "--json", "--buyer", "Meta")
    before = {d["deal"]: d["status"] for d in json.loads(then.stdout)}
    assert before[rental["deal"]] == "in_talks"


def test_sql_reads_and_only_reads(lived: Path) -> None:
    """Tables, CSV and JSON come out; whatever would write is refused in one line."""
    assert "live_deals" in tracker(lived, "sql").stdout
    query = "SELECT count(*) AS n FROM deals"
    assert json.loads(tracker(lived, "sql", query, "--format", "json").stdout)[0]["n"] > 10
    assert tracker(lived, "sql", query, "--format", "csv").stdout.splitlines()[0] == "n"
    for bad in ("DROP TABLE fact.deals", "COPY deals TO 'x.csv'", "ATTACH 'x.db'", "SELEC"):
        done = tracker(lived, "sql", bad)
        assert done.returncode == 2, bad
        assert len(errors(done)) == 1


def test_watchlists_are_written_tried_and_removed(own_copy: Path) -> None:
    """A watchlist narrows what is told; `test` shows it on the past."""
    added = tracker(
        own_copy, "watch", "add", "tpu", "--company", "$GOOGL", "--email", "a@b.example"
    )
    assert added.returncode == 0
    shown = tracker(own_copy, "watch", "add", "tpu", "--company", "$GOOGL", "--json")
    assert json.loads(shown.stdout)["companies"] == "alphabet"
    assert "alphabet" in tracker(own_copy, "watch", "list").stdout
    tried = tracker(own_copy, "watch", "test", "tpu", "--now", "2026-03-01", "--json")
    told = json.loads(tried.stdout)
    assert any("Meta Platforms" in signal["what"] for signal in told)
    assert tracker(own_copy, "watch", "remove", "tpu").returncode == 0
    assert tracker(own_copy, "watch", "remove", "tpu").returncode == 2


def test_a_family_is_followed_with_its_generations(own_copy: Path) -> None:
    """A watchlist on Grace Blackwell's family hears of GB300, on trial as in its digest."""
    assert tracker(own_copy, "watch", "add", "chips", "--product", "Blackwell").returncode == 0
    tried = tracker(
        own_copy, "watch", "test", "chips", "--days", "200", "--now", "2026-04-01", "--json"
    )
    told = json.loads(tried.stdout)
    assert any("GB300" in signal["what"] for signal in told)
    assert [signal["when"] for signal in told] == sorted(signal["when"] for signal in told)


def test_a_bad_watchlist_stops_only_itself(own_copy: Path) -> None:
    """Its file and key are named; the other watchlists have their digest."""
    folder = own_copy / "watchlists"
    folder.mkdir()
    (folder / "bad.toml").write_text("send_at = 'noon'\n")
    (folder / "good.toml").write_text("email = 'a@b.example'\n")
    done = tracker(own_copy, "digest", "--now", "2026-04-02T11:30Z")
    assert done.returncode == 0
    assert any("bad.toml" in line and "send_at" in line for line in errors(done))
    assert list((own_copy / "digests").glob("*-good.txt"))


def test_annotate_keeps_the_order_and_names_bad_lines(tmp_path: Path) -> None:
    """One line out for each passage that can be read; exit 2 for the one that cannot."""
    path = tmp_path / "passages.jsonl"
    passage = {"title": "", "text": "Orange trees bloom in May.", "published": "2026-03-03"}
    lines = [json.dumps({"id": "b", **passage}), "{", json.dumps({"id": "a", **passage})]
    path.write_text("\n".join(lines))
    done = tracker(tmp_path / "home", "annotate", path)
    assert done.returncode == 2
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"id": "b", "deals": []},
        {"id": "a", "deals": []},
    ]
    assert errors(done)[0].startswith(f"tracker: {path}:2: ")


def test_score_names_a_bad_label_by_its_line_and_scores_the_rest(tmp_path: Path) -> None:
    """A deal outside the schema costs its own line only; exit 2."""
    path = tmp_path / "gold.jsonl"
    passage = {"title": "", "text": "Plums ripen late.", "published": "2026-03-03"}
    lines = [
        {"id": "a", **passage, "deals": []},
        {"id": "b", **passage, "deals": [{"deal_type": "x"}]},
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    done = tracker(tmp_path / "home", "score", path)
    assert done.returncode == 2
    assert done.stdout.startswith("1 passages")
    assert any(line.startswith(f"tracker: {path}:2: deal 1: ") for line in errors(done))


def test_score_says_what_unlabelled_passages_lack(tmp_path: Path) -> None:
    """The file that annotate takes is not yet one to score."""
    path = tmp_path / "plain.jsonl"
    path.write_text('{"id": "a", "title": "", "text": "Plums.", "published": "2026-03-03"}\n')
    done = tracker(tmp_path / "home", "score", path)
    assert done.returncode == 2
    assert errors(done) == [
        f"tracker: {path}: holds no labelled passage; the first line: "
        'no list "deals"; add one, empty if there is no deal'
    ]


def test_an_import_while_another_writes_waits_in_the_inbox(tmp_path: Path) -> None:
    """The bytes are kept beside a note, and the next run takes them in; the same twice too."""
    home = tmp_path / "home"
    with Store.open(home):
        for _ in range(2):
            left = tracker(home, "ingest", feed(tmp_path))
            assert left.returncode == 0
            assert "left in the inbox" in left.stdout
    (home / "inbox" / "by-hand.json").write_text(
        json.dumps({"kind": "ingest", "payload": {"items": [{"origin": "a letter"}, 5]}})
    )
    status = json.loads(tracker(home, "status", "--json").stdout)
    assert status["waiting_in_inbox"] == 3
    done = tracker(home, "run", "--offline", "--json")
    assert done.returncode == 0
    taken = json.loads(done.stdout)[0]
    assert (taken["job"], taken["new"], taken["repeats"]) == ("inbox", 1, 1)
    assert len(errors(done)) == 2  # what was written by hand, and it does not wait for ever
    assert not [path for path in (home / "inbox").rglob("*") if path.is_file()]


def test_a_folder_that_cannot_be_written_is_no_bug(own_copy: Path) -> None:
    """The job fails with the path; once that is mended the digest goes out."""
    shutil.rmtree(own_copy / "digests")
    (own_copy / "digests").write_text("in the way")
    failed = tracker(own_copy, "digest", "--now", "2026-04-02T11:30Z")
    assert failed.returncode == 1
    assert failed.stdout == f"digest: 0 new; failed: {own_copy / 'digests'}: File exists; " + (
        "check the path and the disk\n"
    )
    assert "Traceback" not in failed.stderr
    (own_copy / "digests").unlink()
    assert "1 sent" in tracker(own_copy, "digest", "--now", "2026-04-02T11:31Z").stdout


def test_a_damaged_status_is_passed_over(tmp_path: Path) -> None:
    """What other runs wrote there counts; what is no run does not."""
    (tmp_path / "status.json").write_text('{"jobs": {"pull": {}, "extract": 5}}')
    assert read_status(tmp_path) == {"jobs": {}}
    (tmp_path / "status.json").write_text('{"jobs": []}')
    assert read_status(tmp_path) == {"jobs": {}}


def test_status_tells_what_ran(lived: Path) -> None:
    """Each job with how it ended; reading it takes no lock."""
    with Store.open(lived):
        started = time.monotonic()
        told = json.loads(tracker(lived, "status", "--json").stdout)
        assert time.monotonic() - started < 20
    assert told["jobs"]["extract"]["outcome"] == "done"
