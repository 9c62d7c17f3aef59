"""Answers without a roster: quotes, benefits and budgets, from the law and an agreement alone."""
