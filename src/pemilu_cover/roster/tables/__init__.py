"""From cells to tables: where tables lie, what their columns hold, which rows are people."""
