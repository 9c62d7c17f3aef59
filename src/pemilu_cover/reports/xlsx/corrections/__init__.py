"""``corrections.xlsx``: what goes back to the kecamatan to be corrected."""
