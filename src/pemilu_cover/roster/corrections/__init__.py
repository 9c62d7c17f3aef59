"""Corrections files that came back: what they say, and of whom."""
