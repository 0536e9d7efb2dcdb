"""The units of the model. A year is 8,760 hours, a month a twelfth of it."""

HOURS_PER_YEAR = 8760
HOURS_PER_MONTH = HOURS_PER_YEAR / 12
MONTHS_PER_YEAR = 12
SECONDS_PER_HOUR = 3600
TOKENS_PER_MILLION = 1e6
KW_PER_GW = 1e6
KW_PER_MW = 1e3
