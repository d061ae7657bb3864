"""One module a system: what to fetch, how it pages, what its key and cursor are."""
