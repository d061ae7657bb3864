"""A consumer of the package: a simulated campus, its seeds, and a dbt project of its own."""
