"""The one error that a user sees: what went wrong, where, and what to do."""


class LoadError(Exception):
    """A load that cannot go on. Its text is one line, complete, and free of secrets."""
