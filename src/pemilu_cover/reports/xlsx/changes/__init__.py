"""The files of an update: exits, filled downloads of SIPP, the workbook of changes and letters."""
