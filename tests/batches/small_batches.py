"""The reader of large rosters in batches of as many rows as ``ROWS_PER_BATCH`` in the environment says."""

from __future__ import annotations

import os

from pemilu_cover.roster.reading import batch_process


def main() -> None:
    """Read as the program does."""
    batch_process.HEIGHT = int(os.environ["ROWS_PER_BATCH"])
    batch_process._TAIL = min(batch_process._TAIL, batch_process.HEIGHT)
    batch_process.main()


if __name__ == "__main__":
    main()
