"""Hypotheses: what is typed, what it changes, and that nothing is stored."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.hypothetical import hypothetical, on_other_terms, parse_pairs, prepaid_of
from pipelines.what_if import WhatIf, what_if, what_it_rests_on
from tests.builders import build_deal
from tests.economics.deals import amd_purchase, gpu_lease, tpu_rental
from tests.pipelines.run_tracker import tracker
from tracker.model.deals import AssetLayer, Deal, DealType, Qualifier, Status
from tracker.model.errors import BadInput
from tracker.reference.load import load_reference

NOW = datetime(2026, 2, 27, 11, 30, tzinfo=UTC)
LEASE = "buyer=Meta,supplier=CoreWeave,type=lease,products=GB300,value=5B,chips=30k,term=5y"


def thought(text: str) -> Deal:
    return hypothetical(parse_pairs(text), load_reference(), NOW)


def test_terms_are_read_as_typed() -> None:
    """Scales, hedges, ranges, spellings of companies and products."""
    deal = thought(LEASE)
    assert (deal.buyer_id, deal.supplier_id) == ("meta-platforms", "coreweave")
    assert (deal.deal_type, deal.status) == (DealType.CAPACITY_LEASE, Status.SIGNED)
    assert (deal.value_high, deal.chips, deal.term_months) == (5_000_000_000, 30_000, 60)
    assert deal.asset_layer is AssetLayer.MANAGED_COMPUTE
    hedged = thought("supplier=AMD,type=purchase,value=up to 60B,power=1.5GW")
    assert (hedged.value_low, hedged.value_high) == (None, 60_000_000_000)
    assert hedged.value_qualifier is Qualifier.UP_TO
    assert (hedged.power_mw, hedged.asset_layer) == (1500.0, AssetLayer.SYSTEMS)
    between = thought("value=12B-15B")
    assert (between.value_low, between.value_high) == (12_000_000_000, 15_000_000_000)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("valu=5B", "valu"),
        ("buyer", "write key=value"),
        ("buyer=Nobody Inc", "Nobody Inc"),
        ("value=five", "value=five"),
        ("value=5Q", "unit"),
        ("type=loan", "cloud_rental"),
        ("products=Abacus", "Abacus"),
        ("start=soon", "YYYY"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, named: str) -> None:
    """One line with the key and what it may be."""
    with pytest.raises(BadInput, match=named):
        thought(text)


def story() -> list[Deal]:
    return [gpu_lease(), amd_purchase(), tpu_rental(known_at=NOW)]


def test_a_priced_deal_moves_prices_and_exposure(tmp_path: Path) -> None:
    """19 cents below belief: GB300 falls, its cost per token too, and Meta's suppliers change."""
    found = what_if(tmp_path, load_reference(), story(), NOW, thought(LEASE), {}, {})
    moved = {(e.measure, e.accelerator_id): e for e in found.pricing.estimates}
    rent = moved["rent_usd_per_chip_hour", "nvda_gb300_nvl72"]
    assert rent.before_mid is not None
    assert found.deal is not None
    assert rent.moves[0].cause == rent.caused_by == found.deal.deal_id
    assert rent.moves[0].change == pytest.approx(rent.mid - rent.before_mid)
    assert {x.buyer_id for x in found.pricing.exposures} == {"meta-platforms"}
    assert any("silicon suppliers" in told.words for told in found.statements)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("said", "share", "amount"), [("20%", 0.2, None), ("1.5B", None, 1_500_000_000)]
)
def test_what_is_paid_ahead_is_typed_too(
    tmp_path: Path, said: str, share: float | None, amount: int | None
) -> None:
    """As a share or an amount; the implied price is the dearer for it."""
    text = f"{LEASE},prepaid={said}"
    paid = prepaid_of(parse_pairs(text))
    assert paid is not None
    assert (paid.share, paid.amount) == (share, amount)
    deal = thought(text)
    found = what_if(tmp_path, load_reference(), story(), NOW, deal, {}, {deal.deal_id: paid})
    (own,) = (o for o in found.pricing.observations if o.deal_id == deal.deal_id)
    assert own.usd_per_chip_hour is not None
    assert own.usd_per_chip_hour > 5e9 / 5 / 8760 / 30_000 * 1.04
    with pytest.raises(BadInput, match="write 20% or 2B"):
        prepaid_of(parse_pairs("prepaid=some"))


def test_without_size_and_term_there_is_no_price(tmp_path: Path) -> None:
    """The founding rental once more: what is missing is named, and no price moves."""
    rental = thought("buyer=Meta,supplier=Alphabet,type=rental,products=TPU v7,value=at least 2B")
    found = what_if(tmp_path, load_reference(), story(), NOW, rental, {}, {})
    assert found.missing == ("size", "term")
    assert found.pricing.estimates == ()
    assert found.pricing.exposures


def topics(found: WhatIf) -> dict[str, str]:
    return {told.topic: told.words for told in reversed(found.statements)}


def test_a_deal_on_file_tells_what_it_changed(tmp_path: Path) -> None:
    """The founding rental as if it were not there, and with it: all of the story, in words."""
    rental = story()[2]
    found = what_if(tmp_path, load_reference(), story(), NOW, rental, {}, {})
    told = topics(found)
    google = next(s for s in found.statements if "to Alphabet" in s.words)
    assert "nothing disclosed -> at least $2.0B" in google.words
    assert "->" in told["dependence"]
    assert "does not state its size (chips or MW) and term" in told["price"]
    assert "Had it stated 100,000 chips for 3 years" in told["hypothetical size"]
    assert "beats renting it above" in told["rent or buy"]
    assert "Renting TPU7x Ironwood for 1 year and owning then" in told["rent, then buy"]
    spent = [s.words for s in found.statements if s.topic == "leakage"]
    assert any(words.startswith("$10.0B at Alphabet: ") and "Anthropic" in words for words in spent)
    assert found.pricing.estimates == ()
    for one in found.statements:
        assert one.low <= one.high
        assert one.inputs or "no stake is known" in one.words
        assert one.words.endswith(".")


def test_other_suppliers_of_the_buyer_are_set_against_it(tmp_path: Path) -> None:
    """Meta also commits to NVIDIA, which funds OpenAI; of AMD, which funds nobody, no word."""
    cloud = build_deal(
        "Meta Platforms", "NVIDIA", deal_id="nv", deal_type=DealType.HARDWARE_PURCHASE,
        usd="20e9", day="2026-02-17", products=("GB300",),
    )  # fmt: skip
    found = what_if(
        tmp_path, load_reference(), [*story(), cloud], NOW, story()[2], {}, {}
    )  # fmt: skip
    spent = [s.words for s in found.statements if s.topic == "leakage"]
    assert any("at NVIDIA" in words and "OpenAI" in words for words in spent)
    assert not any("at AMD" in words for words in spent)


def test_a_deal_on_file_on_other_terms() -> None:
    """What it lacks is filled in, all else stays; another buyer would be another deal."""
    rental, reference = story()[2], load_reference()
    sized = on_other_terms(rental, parse_pairs("chips=400k,term=4y"), reference, NOW)
    assert (sized.chips, sized.term_months) == (400_000, 48)
    assert replace(
        sized, chips=None, chips_qualifier=None, term_months=None
    ) == rental  # fmt: skip
    likely = on_other_terms(rental, parse_pairs("status=in talks"), reference, NOW)
    assert likely.p_execution < rental.p_execution
    with pytest.raises(BadInput, match="of a deal on file can be changed"):
        on_other_terms(rental, parse_pairs("buyer=OpenAI"), reference, NOW)


def test_an_assumption_moves_what_rests_on_it(tmp_path: Path) -> None:
    """A dearer cost of capital makes owning dearer, and no rent."""
    found = what_if(tmp_path, load_reference(), story(), NOW, None, {"tco.wacc": 0.12}, {})
    assert {edit.figure_id for edit in found.edits} == {"wacc_hyperscaler", "wacc_neocloud"}
    own = [e for e in found.pricing.estimates if e.measure == "own_usd_per_chip_hour"]
    assert own
    assert all(e.before_mid and e.mid > e.before_mid for e in own)
    assert not [e for e in found.pricing.estimates if e.measure.startswith("rent")]
    with pytest.raises(BadInput, match=r"tco\.nothing"):
        what_if(tmp_path, load_reference(), story(), NOW, None, {"tco.nothing": 1.0}, {})


def test_the_widest_bar_comes_first(tmp_path: Path) -> None:
    """Life and the price of the hardware matter, electricity hardly."""
    found = what_it_rests_on(
        tmp_path, load_reference(), story(), NOW, {},
        accelerator="nvda_b200", measure="own_usd_per_chip_hour", workload=None,
    )  # fmt: skip
    swings = {bar.what: bar.swing for bar in found.bars}
    assert list(swings.values()) == sorted(swings.values(), reverse=True)
    assert swings["price of the hardware"] > 5 * swings["electricity before PUE"]
    life = next(bar for bar in found.bars if "economic life" in bar.what)
    assert life.at_low > found.mid > life.at_high


def test_the_command_prints_and_stores_nothing(lived: Path, tmp_path: Path) -> None:
    """Terms, a file of terms and an assumption; a slip is one line and exit 2."""
    terms = tmp_path / "deal.json"
    terms.write_text(json.dumps({**parse_pairs(LEASE), "products": ["GB300"]}))
    before = {path: path.stat().st_mtime_ns for path in lived.rglob("*") if path.is_file()}
    clock = ("--now", "2026-04-02")
    done = tracker(lived, "what-if", "--deal", str(terms), *clock, "--json")
    assert done.returncode == 0, done.stderr
    body = json.loads(done.stdout)
    assert {row["accelerator"] for row in body["prices"]} >= {"nvda_gb300_nvl72"}
    assert body["implied"][0]["usd_per_chip_hour"] == pytest.approx(5e9 / 5 / 8760 / 30_000)
    plain = tracker(lived, "what-if", "--deal", LEASE, "--set", "tco.wacc_h=0.12", *clock)
    assert "nothing was stored" in plain.stdout
    (deal,) = (d for d in json.loads(tracker(lived, "deals", "--json").stdout)
               if d["buyer <- supplier"] == "Meta Platforms <- Alphabet" and d["status"] == "signed"
               and d["type"] == "cloud_rental")  # fmt: skip
    filed = tracker(lived, "what-if", "--deal", f"{deal['id']},chips=400k,term=4y", *clock)
    assert "It implies, goog_tpu_v7" in filed.stdout
    assert "Where the money goes" in filed.stdout
    assert "P054" in filed.stdout
    assert "price: " in tracker(lived, "explain", "P054").stdout
    assert "stake: alphabet in anthropic" in tracker(lived, "explain", "K11").stdout
    slip = tracker(lived, "what-if", "--deal", "valu=5B", *clock)
    assert (slip.returncode, slip.stderr.count("\n")) == (2, 1)
    after = {path: path.stat().st_mtime_ns for path in lived.rglob("*") if path.is_file()}
    assert after == before


def test_pictures_of_prices_are_written(lived: Path, tmp_path: Path) -> None:
    """Every kind draws; what cannot be drawn is one line that says what there is."""
    kinds = (
        ("cost",), ("owned-cost",), ("belief", "--accelerator", "gb300"),
        ("shares", "--window", "365"), ("dependence", "--buyer", "Meta"),
    )  # fmt: skip
    for kind, *more in kinds[:2] + kinds[2:]:
        file = tmp_path / f"{kind}.png"
        done = tracker(lived, "prices", "--plot", file, "--picture", kind, *more)
        assert done.returncode == 0, done.stderr
        assert file.read_bytes().startswith(b"\x89PNG")
    slip = tracker(lived, "prices", "--plot", tmp_path / "x.png", "--picture", "belief")
    assert slip.returncode == 2
    assert "nvda_gb300_nvl72" in slip.stderr


def test_a_hypothesis_is_its_own_deal() -> None:
    """The same terms are the same deal; it never has the id of a real one."""
    assert thought(LEASE).deal_id == thought(LEASE).deal_id
    assert replace(thought(LEASE), deal_id="x") != thought(LEASE)
