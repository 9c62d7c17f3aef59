"""The reader of great rosters with pieces of as few rows as ``ROWS_OF_A_PIECE`` in the environment says."""

from __future__ import annotations

import os

from pemilu_cover.roster.files import stream


def main() -> None:
    """Read as the program does."""
    stream.HEIGHT = int(os.environ["ROWS_OF_A_PIECE"])
    stream._TAIL = min(stream._TAIL, stream.HEIGHT)
    stream.main()


if __name__ == "__main__":
    main()
