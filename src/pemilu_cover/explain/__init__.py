"""Why: the law in words, what follows from it, and how each amount comes about."""
