"""Writing workbooks: one safe builder, fast rows, and parts that openpyxl would drop."""
