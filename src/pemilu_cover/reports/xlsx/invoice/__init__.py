"""``invoice.xlsx``: the bill, and everything that explains it."""
