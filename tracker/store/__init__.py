"""Storage: DuckDB and the files beside it."""
