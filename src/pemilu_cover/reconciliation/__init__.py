"""Comparing a result with what comes after it: newer rosters, changes, and the lists of BPJS."""
