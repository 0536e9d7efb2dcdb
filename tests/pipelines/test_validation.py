"""Checking against published figures: nothing predicts itself, and a miss is a miss."""

import csv
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from pipelines.validation.__main__ import validate
from pipelines.validation.asked import asked
from pipelines.validation.blind import blind_market
from pipelines.validation.check import outcomes_of, served
from pipelines.validation.judge import Outcome, tallies
from pipelines.validation.rows import read_published
from tracker.model.errors import BadInput
from tracker.reference.load import load_reference

BLOG = "https://github.com/SemiAnalysisAI/InferenceX-app/blob/"
TABLE = BLOG + "0c8d27926279eb875d6260c2b6ec5e2fa26ba7de/packages/app/src/lib/constants.ts"
TPU = BLOG + (
    "9090d4523a3911664e95729cd9f3058dbb6a5b56/packages/app/content/blog/tpu-inferencex-full-steam.mdx"
)
COLUMNS = (
    *("row_id", "kind", "subject", "accelerator_id", "metric", "value", "unit"),
    *("deal_value_usd_b", "gw", "chips", "term_years"),
    *("derived_usd_per_chip_hr", "derived_usd_b_per_gw_yr", "source_url", "as_of"),
    *("check_formula", "check_value", "notes"),
)


def row(**cells: str) -> dict[str, str]:
    return {**dict.fromkeys(COLUMNS, ""), **cells}


TOKENS = row(
    row_id="A", kind="cost_per_mtok", subject="H200 DeepSeek-R1 8k/1k best point",
    accelerator_id="nvda_h200_sxm", metric="cost_per_m_total_tokens", value="0.16",
    unit="usd_per_m_total_tokens", as_of="2026-04-06",
)  # fmt: skip
OWNING = row(
    row_id="B", kind="tco_per_chip_hr", subject="H100 hyperscaler-owned",
    accelerator_id="nvda_h100_sxm", metric="owning_cost", value="1.3", unit="usd_per_chip_hour",
    source_url=TABLE, as_of="2026-05-07",
)  # fmt: skip
CLAIM = row(
    row_id="C", kind="relative_claim", subject="Ironwood vs B200 @20 tok/s/user",
    accelerator_id="goog_tpu_v7", metric="more_tokens_per_usd_pct", value="50.4", unit="percent",
    source_url=TPU, as_of="2026-09-07",
)  # fmt: skip
DEAL = row(
    row_id="D", kind="deal", subject="IREN to Microsoft", accelerator_id="nvda_gb300_nvl72",
    metric="contract_value", value="9.7", unit="usd_b", deal_value_usd_b="9.7", gw="0.2",
    chips="76000", term_years="5", derived_usd_per_chip_hr="2.914", derived_usd_b_per_gw_yr="9.7",
    as_of="2025-11-06",
)  # fmt: skip


def outcomes(tmp_path: Path, *rows: dict[str, str]) -> dict[str, Outcome]:
    reference = load_reference()
    found = outcomes_of(read_published(written(tmp_path, *rows)), reference.market,
                        reference.products)  # fmt: skip
    return {outcome.row.row_id: outcome for outcome in found}


def written(tmp_path: Path, *rows: dict[str, str]) -> Path:
    path = tmp_path / "published.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_each_kind_is_predicted(tmp_path: Path) -> None:
    """A cost per token, an owning cost, a comparison and a deal all come out near."""
    found = outcomes(tmp_path, TOKENS, OWNING, CLAIM, DEAL)
    assert all(outcome.fits for outcome in found.values())
    assert all(tally.passed for tally in tallies(found.values()))


def test_the_published_figure_moves_no_prediction(tmp_path: Path) -> None:
    """With other published values the model says the same, and misses them."""
    true = outcomes(tmp_path, TOKENS, OWNING, CLAIM)
    other = {"A": "0.3", "B": "2.6", "C": "-20"}
    false = outcomes(
        tmp_path, *({**r, "value": other[r["row_id"]]} for r in (TOKENS, OWNING, CLAIM))
    )
    for key, outcome in false.items():
        before = true[key].predicted
        assert outcome.predicted
        assert before
        assert outcome.predicted.value == before.value
        assert not outcome.fits
    assert false["C"].sign is False


def test_the_files_own_checks_are_not_read(tmp_path: Path) -> None:
    """What stands in the check columns changes nothing, not even nonsense."""
    odd = {"check_formula": "1/0", "check_value": "not a number"}
    assert outcomes(tmp_path, {**OWNING, **odd})["B"] == outcomes(tmp_path, OWNING)["B"]


def test_no_input_contains_what_it_predicts(tmp_path: Path) -> None:
    """Neither the row that states the owning cost, nor what was solved from it, is left."""
    reference = load_reference()
    (published,) = read_published(written(tmp_path, OWNING))
    what = asked(published, reference.market, reference.products)
    left = {p.price_id for p in blind_market(published, what, reference.market).prices}
    assert not {"P027", "P103"} & left  # stated, and inverted from it
    assert "P090" in left  # the street price


def test_a_comparison_loses_what_was_worked_out_from_it(tmp_path: Path) -> None:
    """The external TPU cost that the claim itself gave goes; the route through B300 stays."""
    reference = load_reference()
    (published,) = read_published(written(tmp_path, CLAIM))
    what = asked(published, reference.market, reference.products)
    assert what.other == ("nvda_b200_sxm",)
    left = {p.price_id for p in blind_market(published, what, reference.market).prices}
    assert not {"P057", "P112", "P113", "P102"} & left
    assert {"P055", "P111"} <= left


def test_a_deal_is_priced_without_its_value(tmp_path: Path) -> None:
    """What serving IREN's contract costs, from hardware, power and interest: within 15 %."""
    reference = load_reference()
    rows = read_published(written(tmp_path, {**DEAL, "deal_value_usd_b": ""}))
    (found,) = served(rows, reference.market, reference.products)
    assert found.fits


@pytest.mark.parametrize(
    ("accelerator_id", "subject", "metric", "published"),
    [
        (
            "amd_mi355x",
            "MI355X vs B200, GLM-5 FP8, 35 tok/s/user",
            "cost_ratio_b200_over_mi355x",
            "1.18",
        ),
        ("nvda_b200_sxm", "B200 vs MI355X, DeepSeek-R1", "cost_ratio_mi355x_over_b200", "2.4"),
        ("nvda_b200_sxm", "B200 vs MI355X, DeepSeek-R1", "cost_ratio_b200_over_mi355x", "0.41"),
    ],
)
def test_a_ratio_is_read_as_its_metric_words_it(
    tmp_path: Path, accelerator_id: str, subject: str, metric: str, published: str
) -> None:
    """Which side is above the line, whichever of the two the row is of."""
    asked_for = {"accelerator_id": accelerator_id, "subject": subject, "metric": metric}
    told = {"value": published, "unit": "ratio", "as_of": "2026-05-20", "source_url": ""}
    claim = CLAIM | asked_for | told
    found = outcomes(tmp_path, claim)["C"]
    assert found.fits, found


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"unit": "usd_per_m_tokens"}, "which tokens"),
        ({"subject": "H200 best point"}, "names a model"),
        ({"accelerator_id": "abacus"}, "no datasheet of abacus"),
        ({"kind": "backlog"}, "no part of the model gives a backlog"),
    ],
)
def test_silence_has_a_reason(tmp_path: Path, changed: dict[str, str], reason: str) -> None:
    """What the model cannot speak to is listed with why."""
    found = outcomes(tmp_path, {**TOKENS, **changed})["A"]
    assert found.predicted is None
    assert reason in found.reason


def test_a_bad_cell_is_named(tmp_path: Path) -> None:
    """File, line and column; and a file without the needed columns is refused."""
    with pytest.raises(BadInput, match=r"published\.csv:2: value: 'many' is not a number"):
        read_published(written(tmp_path, {**TOKENS, "value": "many"}))
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BadInput, match="header: lacks accelerator_id"):
        read_published(tmp_path / "other.csv")


def test_the_command_fails_on_a_miss(tmp_path: Path) -> None:
    """Exit 0 with all bounds reached, 1 with one missed, 2 without a file."""
    app = typer.Typer()
    app.command()(validate)
    run = CliRunner()
    good = run.invoke(app, [str(written(tmp_path, TOKENS, OWNING))])
    assert good.exit_code == 0
    assert "owning cost within 15 %  ok" in good.output
    bad = run.invoke(app, [str(written(tmp_path, {**OWNING, "value": "3"}))])
    assert bad.exit_code == 1
    assert "NOT REACHED" in bad.output
    assert run.invoke(app, [str(tmp_path / "none.csv")]).exit_code == 2
