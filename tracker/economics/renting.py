"""What an hour of a rented accelerator costs."""


def rent_usd_per_hour(
    list_usd_per_hour: float, *, discount: float = 0.0, utilisation: float = 1.0
) -> float:
    """Rent of a utilised chip-hour [USD].

    discount: share off the list price that a commitment brings (0 for a contract price);
    utilisation: share of paid hours that do billable work, above 0.
    Source: c_rent = P_list (1 - d) / u, model section (a).
    """
    return list_usd_per_hour * (1 - discount) / utilisation


def prepaid_usd_per_hour(
    contract_usd_per_hour: float, *, prepaid_share: float, lead_years: float, cost_of_capital: float
) -> float:
    """What a partly prepaid contract costs once the money's time is counted [USD/h].

    Source: P (1 + f L WACC), a choice of model section (a).
    """
    return contract_usd_per_hour * (1 + prepaid_share * lead_years * cost_of_capital)
