"""A simulated campus. It serves the records of learning systems, including errors, and writes what really happened."""
