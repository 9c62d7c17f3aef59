"""The bill of a result, complete before a paper or a workbook shows it."""
