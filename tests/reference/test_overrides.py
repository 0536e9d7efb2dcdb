"""A user's own figures: laid over the shipped ones, told, and refused with file and line."""

from pathlib import Path

import pytest

from tracker.model.errors import BadReference
from tracker.reference.load import load_reference
from tracker.reference.market import Market, load_market


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "reference"
    folder.mkdir()
    return folder


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def price(market: Market, price_id: str) -> float:
    return next(p.usd for p in market.prices if p.price_id == price_id)


def test_an_own_figure_takes_precedence_and_is_told(own: Path) -> None:
    """One cell of one row is replaced, the rest of the row stays, and the market says so."""
    write(own, "prices.csv", "price_id,mid\nP033,1.80\n")
    ours, theirs = load_market(), load_market(own=own)
    assert (price(ours, "P033"), price(theirs, "P033")) == (1.95, 1.80)
    assert len(ours.prices) == len(theirs.prices)
    (told,) = theirs.overrides
    assert str(told) == "P033: mid 1.95 -> 1.80 (reference/prices.csv:2)"
    assert ours.overrides == ()


def test_blocks_are_laid_over_key_by_key(own: Path) -> None:
    """A power in an own accelerators.toml changes that power only."""
    write(own, "accelerators.toml",
          '[[accelerator]]\naccelerator_id = "goog_tpu_v7"\nutility_power_w = 1000\n')  # fmt: skip
    tpu = next(a for a in load_market(own=own).accelerators if a.accelerator_id == "goog_tpu_v7")
    assert (tpu.utility_power_w, tpu.memory_gb) == (1000, 192)


def test_the_same_figure_again_is_no_override(own: Path) -> None:
    """A file that says what we say replaces nothing."""
    write(own, "tco.csv", "parameter_id,mid\npue,1.2\n")
    assert load_market(own=own).overrides == ()


def test_a_dated_mix_is_told_by_company_and_day(own: Path) -> None:
    """Oracle has a block for each day; one more day is one more block."""
    write(own, "silicon_mix.toml",
          '[[mix]]\ncompany_id = "oracle"\nshares = { nvidia = 0.5 }\nbasis = "mine"\n'
          'imputed = true\nsource_url = ""\nas_of = "2027-01-01"\n')  # fmt: skip
    ours, theirs = load_market().mixes, load_market(own=own).mixes
    assert len(theirs) == len(ours) + 1
    assert sum(mix.company_id == "oracle" for mix in ours) == 2


def test_a_workload_is_a_file_of_its_own(own: Path) -> None:
    """Weights of the mix are the user's to set, as long as they sum to 1."""
    write(own, "workloads/glm.toml", 'workload_id = "glm-5-fp8-interactive"\nweight = 0.5\n')
    with pytest.raises(BadReference, match=r"the weights sum to 1\.35"):
        load_market(own=own)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("prices.csv", "price_id,mid\nP033,cheap\n", r"^reference/prices\.csv:2: mid: 'cheap'"),
        ("prices.csv", "price_id,mid\nP033,1\nP033,2\n", r"prices\.csv:3: price_id: .* already"),
        ("prices.csv", "price_id,mid\nP999,1\n", r"prices\.csv:2: .*a new row \(P999\) needs all"),
        ("prices.csv", "mid\n1\n", r"prices\.csv:1: header: .*price_id"),
        ("prices.csv", "price_id,middle\nP033,1\n", r"prices\.csv:1: header: .*middle"),
        ("prices.csv", "price_id,unit\nP033,eur_per_chip_hour\n", r"prices\.csv:2: unit"),
        ("throughput.csv", "throughput_id,token_type\nT128,words\n", r"throughput\.csv:2: token_t"),
        ("accelerators.toml", '[[accelerator]]\naccelerator_id = "nvda_b200_sxm"\nfp8 = 1\n',
         r"^reference/accelerators\.toml:3: fp8: is an unknown key"),
        ("tco.csv", "parameter_id,low\npue,7\n", r"tco\.csv:2: mid: low, mid, high must not fall"),
        ("price.csv", "a\n", r"reference/price\.csv:1: overrides nothing; known: .*prices\.csv"),
        ("rivals.toml", "[[rivals]\n", r"reference/rivals\.toml: cannot be read as TOML"),
    ],
)  # fmt: skip
def test_a_bad_own_file_is_named(own: Path, name: str, text: str, message: str) -> None:
    """The error names the user's file and line, not ours."""
    write(own, name, text)
    with pytest.raises(BadReference, match=message):
        load_market(own=own)


def test_a_home_folder_is_read_anew_when_it_changes(tmp_path: Path, own: Path) -> None:
    """The next cycle uses what a person has written meanwhile; companies stay the same object."""
    plain = load_reference(tmp_path)
    write(own, "prices.csv", "price_id,mid\nP033,1.80\n")
    first = load_reference(tmp_path)
    write(own, "prices.csv", "price_id,mid\nP033,1.705\n")
    second = load_reference(tmp_path)
    assert [price(r.market, "P033") for r in (plain, first, second)] == [1.95, 1.80, 1.705]
    assert first.companies is second.companies is load_reference().companies
    assert load_reference(tmp_path).market is second.market
