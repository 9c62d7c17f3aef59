"""What is wrong with a row, with rows of one NIK, with a unit or a column."""
