"""Loaders land the raw records of learning systems in DuckDB as they were sent."""
