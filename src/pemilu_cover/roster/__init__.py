"""For whom: rosters read, normalised and judged, with a place for every finding. Never sees money law."""
