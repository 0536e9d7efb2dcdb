"""The market's reference data: one loader, one frozen value, every figure checked."""

from dataclasses import dataclass, replace
from pathlib import Path

from tracker.model.errors import BadReference
from tracker.model.market import Accelerator, CompanyFact, Stake, Workload
from tracker.reference.figures import (
    Assumption,
    Family,
    Price,
    Rivals,
    SiliconMix,
    Throughput,
)
from tracker.reference.market_rows import (
    FACT_COLUMNS,
    FAMILY_KEY,
    MIX_KEY,
    PRICE_COLUMNS,
    STAKE_COLUMNS,
    TCO_COLUMNS,
    THROUGHPUT_COLUMNS,
    read_accelerator,
    read_assumption,
    read_fact,
    read_family,
    read_mix,
    read_price,
    read_rivals,
    read_stake,
    read_throughput,
    read_workloads,
)
from tracker.reference.overrides import Layers, Override
from tracker.reference.table import unique

_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Market:
    """Everything that is known of the market apart from the deals."""

    accelerators: tuple[Accelerator, ...]
    prices: tuple[Price, ...]
    throughput: tuple[Throughput, ...]
    tco: tuple[Assumption, ...]
    stakes: tuple[Stake, ...]
    company_facts: tuple[CompanyFact, ...]
    workloads: tuple[Workload, ...]
    mixes: tuple[SiliconMix, ...]
    rivals: tuple[Rivals, ...]
    families: tuple[Family, ...] = ()
    overrides: tuple[Override, ...] = ()  # what a user's own files replaced

    def parameter(self, parameter_id: str) -> Assumption:
        """The assumption of that id. Raises BadReference when tco.csv lacks it."""
        for row in self.tco:
            if row.parameter_id == parameter_id:
                return row
        raise BadReference(f"tco.csv: parameter_id: {parameter_id!r} is missing; add the row")


def load_market(folder: Path | None = None, own: Path | None = None) -> Market:
    """The market of a folder (default: the shipped one) under a user's own files, checked.

    Raises BadReference naming file, row and column: types, units, ranges, dates, token
    types, ids that do not exist or occur twice, workload weights that do not sum to 1.
    """
    layers = Layers(folder or _HERE, own)
    blocks = layers.toml("accelerators.toml", "accelerator", "accelerator_id")
    accelerators = unique(blocks, "accelerator_id", read_accelerator)
    known = {accelerator.accelerator_id for accelerator in accelerators}
    prices = unique(
        layers.csv("prices.csv", PRICE_COLUMNS, "price_id"),
        "price_id",
        lambda row: read_price(row, known),
    )
    throughput = unique(
        layers.csv("throughput.csv", THROUGHPUT_COLUMNS, "throughput_id"),
        "throughput_id",
        lambda row: read_throughput(row, known),
    )
    tco = layers.csv("tco.csv", TCO_COLUMNS, "parameter_id")
    stakes = layers.csv("stakes.csv", STAKE_COLUMNS, "stake_id")
    facts = layers.csv("company_facts.csv", FACT_COLUMNS, "fact_id")
    market = Market(
        accelerators=accelerators,
        prices=prices,
        throughput=throughput,
        tco=unique(tco, "parameter_id", read_assumption),
        stakes=unique(stakes, "stake_id", read_stake),
        company_facts=unique(facts, "fact_id", read_fact),
        workloads=read_workloads(layers, throughput),
        mixes=unique(layers.toml("silicon_mix.toml", "mix", *MIX_KEY), MIX_KEY, read_mix),
        rivals=unique(layers.toml("rivals.toml", "rivals", "buyer_id"), "buyer_id", read_rivals),
    )
    families = unique(
        layers.toml("families.toml", "family", *FAMILY_KEY),
        FAMILY_KEY,
        lambda row: read_family(row, known),
    )
    return replace(market, families=families, overrides=tuple(layers.overrides))
