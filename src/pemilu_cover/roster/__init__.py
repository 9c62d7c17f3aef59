"""Rosters: files become people with findings, each finding with its place. No money law here."""
