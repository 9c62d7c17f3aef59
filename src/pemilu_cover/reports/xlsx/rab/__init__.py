"""``rab.xlsx``: the cost of a plan as a budget (rencana anggaran biaya)."""
