"""Predictions of what a deal's value, term and size imply of the price of compute.

Two readings. The implied price is what the product makes of the deal as stated. The cost
of serving it is made without its value: how near that comes tells more than arithmetic.
"""

from pipelines.validation.predict import Predicted, Question, Silent, predictor
from tracker.economics.contract_cost import CONTRACT_COST_SD, contract_cost
from tracker.economics.quantities import Chips, Total, UtilityPower, implied_price
from tracker.economics.units import KW_PER_GW
from tracker.model.deals import AssetLayer


@predictor("deal")
def deal(question: Question) -> Predicted:
    """USD/chip-hour where chips are stated, billions per GW-year where only power is."""
    row = question.row
    _check(question)
    if not row.deal_usd:
        raise Silent("no value is stated")
    yearly = Total(row.deal_usd).yearly(row.years or 0)
    if row.chips and row.per_chip_hour is not None:
        price = implied_price(AssetLayer.MANAGED_COMPUTE, yearly, Chips(row.chips))
        return Predicted(price.usd, "deal chips", (), "value over term and chips",
                         published=row.per_chip_hour)  # fmt: skip
    if row.gw and row.per_gw_year is not None:
        # whether the power is that of racks or of the meter is not said, and cancels out
        power = UtilityPower(row.gw * KW_PER_GW)
        price = implied_price(AssetLayer.MANAGED_COMPUTE, yearly, power)
        return Predicted(price.usd / 1e9, "deal gw", (), "value over term and power",
                         published=row.per_gw_year)  # fmt: skip
    raise Silent("neither chips nor power are stated: no price information")


def served_at(question: Question) -> Predicted:
    """What serving the contract costs a GPU cloud, from everything but its value."""
    row = question.row
    _check(question)
    found = contract_cost(question.market, question.accelerator(), question.model,
                          years=row.years or 0, day=row.day)  # fmt: skip
    if found is None:
        raise Silent(f"no price of the hardware or no power of {row.accelerator_id}")
    if row.chips and row.per_chip_hour is not None:
        return Predicted(found.usd_per_chip_hour, "blind chips", found.names, found.words,
                         CONTRACT_COST_SD, row.per_chip_hour)  # fmt: skip
    if row.gw and row.per_gw_year is not None:
        return Predicted(found.usd_per_gw_year / 1e9, "blind gw", found.names, found.words,
                         CONTRACT_COST_SD, row.per_gw_year)  # fmt: skip
    raise Silent("neither chips nor power are stated")


def _check(question: Question) -> None:
    if question.row.metric == "capex":
        raise Silent("capital, not a price a year")
    if question.row.years is None:
        raise Silent("no term is stated")
