"""Contributions and benefits by dated law: rate book, elections, agreements, premiums. No frames here."""
