"""Tables of a sheet, detected in passes that hand a value from one to the next (`sheet_tables.read_sheet`).

1. `merged_cells.hide_merged_cells`: the sheet as Excel shows it → `VisibleSheet`.
2. `layout.split_into_parts`: parts in which tables are only below each other → `Part`. `column_groups` and
   `borders` decide which cells head which table.
3. `headers.find_headers`: the header rows of a part, and which column holds which field → `Header`.
   `column_choice` chooses by labels and cells, with one module for each kind of column.
4. `row_reader.read_tables`: people, and all other rows with their kind → `RosterTable`. `row_kinds` knows the
   kinds, `titles` reads the places that apply to the rows.
5. `unread_audit.find_unread`: cells outside the rows of people that may be about somebody → `UnreadCells`.
6. `fill_down.fill_down`: merged cells and ditto marks get the value from above → `RosterTable`.
7. `repeated_sheets.skip_copies`: people whom another sheet of the file lists again → `SheetContent`.

A sheet without any header leaves the passes after pass 3, for `headerless.read_without_header`.
"""
