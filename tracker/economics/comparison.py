"""One accelerator against another: the ways in which publications word a ratio of costs."""


def cost_ratio(cost: float, other: float) -> float:
    """How many times the other's cost this one's is; both in one unit."""
    return cost / other


def cost_reduction_percent(cost: float, other: float) -> float:
    """By how much cheaper than the other [%]; negative when dearer."""
    return (1 - cost / other) * 100


def more_per_dollar_percent(cost: float, other: float) -> float:
    """How much more a dollar buys than at the other [%]; negative when less."""
    return (other / cost - 1) * 100


def capital_saving_share(accelerator_share: float, margin: float, reference_margin: float) -> float:
    """The share of all capital saved by buying from a supplier of a lower gross margin.

    accelerator_share: accelerators in all capital; margins are shares below 1. Same cost of
    making. Source: share (1 - (1 - m) / (1 - m_ref)), model section (k) 5.
    """
    return accelerator_share * (1 - (1 - margin) / (1 - reference_margin))
