"""The reader of great rosters with pieces of as few rows as ``ROWS_OF_A_PIECE`` in the environment says."""

from __future__ import annotations

import os

from pemilu_cover.roster.reading import batch_process


def main() -> None:
    """Read as the program does."""
    batch_process.HEIGHT = int(os.environ["ROWS_OF_A_PIECE"])
    batch_process._TAIL = min(batch_process._TAIL, batch_process.HEIGHT)
    batch_process.main()


if __name__ == "__main__":
    main()
