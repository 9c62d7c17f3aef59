"""Why: the law as it is shown, what follows from it, and how each amount came about."""
