"""Values of the field: each module parses, checks and formats one of them."""
