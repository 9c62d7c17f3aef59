"""Sentences in Indonesian and English, and the refusals and findings that use them."""
