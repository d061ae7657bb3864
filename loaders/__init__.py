"""Loaders: land raw records of learning systems in DuckDB, as sent."""
