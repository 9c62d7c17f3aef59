"""Atomic output: files and folders are written completely or not at all."""
