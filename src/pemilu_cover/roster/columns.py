"""The names of the columns that reading adds to the frame of a roster."""

from __future__ import annotations

# `display_<field>` is the cell as a person reads it, null where it stands for nothing.
DISPLAY = "display_"
# `flaws` names the cells of which nothing can be read, whatever their field: "wage formula-error".
FLAWS = "flaws"
FORMULA_ERROR, TOO_LONG = "formula-error", "cell-too-long"
# What stands in front of a cell to keep Excel's hands off it.
APOSTROPHES = "'`´‘’"
# `notes` holds the warnings from reading a row, as `pemilu_cover.roster.fields.notes` writes them.
NOTES = "notes"
