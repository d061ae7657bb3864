"""A simulated campus: serves what learning systems send, faults included, and knows the truth."""
