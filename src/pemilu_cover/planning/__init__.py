"""A plan before there is a roster: who serves, what it costs, how it is shown."""
