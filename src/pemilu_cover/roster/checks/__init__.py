"""The rules about a row, rows of one NIK, units and columns."""
