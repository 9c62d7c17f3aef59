"""Official lists: regions, villages and SIPP's places of work."""
