"""Write all hostile and broken files: ``python tests/hostile_files/write_files.py OUT [--big]``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def main() -> None:
    """Write each group into a folder of its own."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from hostile_files.catalogue import GROUPS  # noqa: PLC0415

    arguments = argparse.ArgumentParser(description="Write hostile and broken rosters.")
    arguments.add_argument("out", type=Path, metavar="OUT", help="a folder that does not exist yet")
    arguments.add_argument("--big", action="store_true", help="those that take long, too")
    options = arguments.parse_args()
    options.out.mkdir(parents=True)
    made = 0
    for group, files in GROUPS.items():
        folder = options.out / group
        folder.mkdir()
        for file in files:
            if options.big or not file.big:
                file.make(folder)
                made += 1
    print(f"{made} files in {options.out}")  # noqa: T201


if __name__ == "__main__":
    main()
