"""`tracker reference`: own figures listed, catalogues and filings imported, bad ones named."""

import asyncio
import json
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from pipelines.commands.reference import _address, _get_all
from tests.pipelines.run_tracker import tracker
from tests.reference.test_catalogues import GPUHUNT, SKYPILOT, entry, facts
from tracker.economics.reinvestment import reinvestment
from tracker.model.errors import BadInput
from tracker.net.client import NetPolicy
from tracker.reference.companies import load_companies
from tracker.reference.load import load_reference

SOURCE = "https://example.org/catalogue.csv"


def test_catalogues_and_filings_are_taken_in(tmp_path: Path) -> None:
    """Prices and margins come into the market, again changes nothing, and own figures win."""
    home, files = tmp_path / "home", tmp_path / "lambda"
    files.mkdir()
    (files / "vms.csv").write_text(SKYPILOT.replace("broken,B200,eight", "fine,B200,8"))
    (tmp_path / "cudo.csv").write_text(GPUHUNT)
    (tmp_path / "facts.json").write_text(facts(
        Revenues=[entry("2026-04-27", "2026-07-26", 91e9, "2026-08-27")],
        GrossProfit=[entry("2026-04-27", "2026-07-26", 68e9, "2026-08-27")],
    ))  # fmt: skip
    paths = (files / "vms.csv", tmp_path / "cudo.csv", tmp_path / "facts.json")
    options = ("--source-url", SOURCE, "--now", "2026-11-22T10:00Z", "--json")
    first = tracker(home, "reference", "import", *paths, *options)
    assert first.returncode == 0, first.stderr
    assert [row["new"] for row in json.loads(first.stdout)["imported"]] == [5, 4, 1]
    again = tracker(home, "reference", "import", *paths, *options)
    assert [row["new"] for row in json.loads(again.stdout)["imported"]] == [0, 0, 0]

    market = load_reference(home).market
    b200 = next(p for p in market.prices if p.price_id == "I-lambda-nvda_b200_sxm-on_demand")
    assert (b200.as_of, b200.source_url, b200.use) == ("2026-11-22", SOURCE, True)
    found = reinvestment(market, "nvidia", "openai")
    assert not isinstance(found, str)
    assert "I-1045810-2026-07-26-quarter" in found.inputs

    (home / "reference" / "prices.csv").write_text(f"price_id,mid\n{b200.price_id},6.8\n")
    listed = tracker(home, "reference", "list", "--json")
    told = {row["figure"]: row["change"] for row in json.loads(listed.stdout)}
    assert told["9 rows"] == "imported"
    assert "-> 6.8" in told[b200.price_id]


def test_what_cannot_be_imported_is_named(tmp_path: Path) -> None:
    """A line, a file of another kind, a price without a source: named, the rest is done."""
    (tmp_path / "vms.csv").write_text(SKYPILOT)
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n")
    home = tmp_path / "home"
    done = tracker(home, "reference", "import", tmp_path / "vms.csv", tmp_path / "odd.csv",
                   tmp_path / "none.csv", "--source-url", SOURCE)  # fmt: skip
    assert done.returncode == 2
    assert "vms.csv:9: AcceleratorCount: 'eight' is not a number" in done.stderr
    assert "odd.csv:1: no EDGAR company facts" in done.stderr
    assert "none.csv" in done.stderr
    assert "Traceback" not in done.stderr
    assert any(p.price_id.startswith("I-") for p in load_reference(home).market.prices)
    bare = tracker(home, "reference", "import", tmp_path / "vms.csv")
    assert bare.returncode == 2
    assert "--source-url" in bare.stderr


def test_a_catalogue_is_fetched(httpserver: HTTPServer) -> None:
    """What answers is taken with its address, what does not is a problem."""
    httpserver.expect_request("/vms.csv").respond_with_data(GPUHUNT)
    policy = NetPolicy(allow_private_addresses=True, requests_per_second_per_host=100)
    good, bad = httpserver.url_for("/vms.csv"), httpserver.url_for("/gone.csv")
    texts, failed = asyncio.run(_get_all([("lambda", good), ("lambda", bad)], policy))
    assert [(t.source_url, t.text) for t in texts] == [(good, GPUHUNT)]
    assert [problem.origin for problem in failed] == [bad]


def test_what_to_fetch_is_checked() -> None:
    """A known company and a plain provider have addresses; anything else is bad input."""
    companies = load_companies()
    assert _address("edgar:nvidia", companies)[1].endswith("CIK0001045810.json")
    assert _address("skypilot:lambda", companies)[1].endswith("/lambda/vms.csv")
    for wanted in ("edgar:nobody", "skypilot:../x", "ftp:x", ""):
        with pytest.raises(BadInput, match="--fetch"):
            _address(wanted, companies)
