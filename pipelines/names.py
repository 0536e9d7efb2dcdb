"""Every accepted spelling of a company, for what people type."""

from tracker.reference.companies import Companies


def company_spellings(companies: Companies) -> dict[str, str]:
    """Lower-cased names, aliases, ids and tickers, each with its canonical company id."""
    spellings: dict[str, str] = {}
    for company in companies.all:
        canonical = companies.canonical(company.company_id).company_id
        names = (company.company_id, company.name, *company.aliases, *company.tickers)
        for name in names:
            spellings.setdefault(name.lower(), canonical)
    return spellings
