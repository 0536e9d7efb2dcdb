"""Commands that only read the published file: sql, deals, prices, explain."""
