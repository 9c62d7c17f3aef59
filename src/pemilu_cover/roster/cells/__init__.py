"""Single cells: dates, ditto marks, cells that hold two fields."""
