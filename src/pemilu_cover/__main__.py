"""The way in, for ``python -m pemilu_cover`` and ``pemilu-cover`` alike.

Whoever changes his mind while the program is still being loaded gets the status of an interruption, too.
"""

import sys

_INTERRUPTED = 130


def main() -> None:
    """Load the command line and run it."""
    try:
        from pemilu_cover.cli import main as run  # noqa: PLC0415
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    run()


if __name__ == "__main__":
    main()
