"""Questions about the published file itself: which tables it has, and what their columns mean."""

from tracker.store.connect import literal

TABLES = (
    "SELECT table_name AS name, comment FROM duckdb_tables() WHERE schema_name = 'main' "
    "AND database_name = 'published' "
    "UNION ALL SELECT view_name, comment FROM duckdb_views() WHERE NOT internal "
    "AND schema_name = 'main' AND database_name = 'published' ORDER BY name"
)


def columns_of(name: str) -> str:
    """The query for a table's columns, in their order, with their comments."""
    return (
        "SELECT column_name, data_type, comment FROM duckdb_columns() "
        "WHERE database_name = 'published' AND schema_name = 'main' "
        f"AND table_name = {literal(name)} ORDER BY column_index"
    )
