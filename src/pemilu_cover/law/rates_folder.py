"""Where the rate files are. Completion of commands reads their names without loading any model."""

from pathlib import Path


def rates_dir() -> Path:
    """Return the folder of the rate files: inside the package, or next to ``src/`` in a checkout."""
    packaged = Path(__file__).parent / "rates"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "rates"
