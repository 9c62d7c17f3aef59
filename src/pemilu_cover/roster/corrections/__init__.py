"""Corrections files that came back: their answers, and the people whom these are about."""
