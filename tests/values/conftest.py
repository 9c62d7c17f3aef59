"""How the tests of the values run."""

from __future__ import annotations

from hypothesis import settings

# A busy machine is no fault of the program.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
