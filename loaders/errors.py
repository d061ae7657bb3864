"""The error that users see. Its message says what is wrong, where, and what to do."""


class LoadError(Exception):
    """A load cannot continue. The message is one line and contains no secrets."""
