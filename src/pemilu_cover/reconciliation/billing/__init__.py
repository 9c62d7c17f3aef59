"""What BPJS bills, person by person, against what a result says."""
