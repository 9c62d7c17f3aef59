"""Write ``src/pemilu_cover/reference/national_holidays.csv`` from the library holidays.

Run ``python tools/national_holidays.py`` when a new version of the library knows a new decree.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import holidays

FILE = Path(__file__).parents[1] / "src/pemilu_cover/reference/national_holidays.csv"
YEARS = range(2014, 2101)


def known_holidays() -> dict[date, str]:
    """Return the names of the national holidays in the library by day, in order."""
    return dict(sorted(holidays.country_holidays("ID", years=YEARS, language="id").items()))


if __name__ == "__main__":
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["day", "name"])
        writer.writerows(known_holidays().items())
