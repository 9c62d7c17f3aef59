"""The field's values: each module parses, checks and formats one of them, and knows no other room."""
