"""The papers of a reconciliation: the workbook of differences, and the minutes to sign."""
