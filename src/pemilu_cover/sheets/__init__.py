"""What is written: workbooks and the manifest. Decides nothing; what a sheet says was decided before."""
