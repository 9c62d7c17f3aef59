"""From cells to values: one column of values for each field."""
