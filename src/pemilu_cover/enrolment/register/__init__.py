"""The register: one row per person found in the rosters, kept with every result as Parquet."""
