"""The register: one row per person of the rosters, part of every result as Parquet."""
