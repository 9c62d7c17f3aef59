"""A file of contracts for `quote --from`, no two of which are equal."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

# Role, position, monthly wage and first day: a bodies' usual terms of Pilkada 2024.
_TERMS = (
    ("KPPS", "ketua", 900_000, date(2024, 11, 7)),
    ("KPPS", "anggota", 850_000, date(2024, 11, 7)),
    ("PPS", "anggota", 1_300_000, date(2024, 5, 26)),
    ("PPK", "anggota", 2_200_000, date(2024, 5, 16)),
    ("PKD", "", 1_100_000, date(2024, 6, 1)),
)
_STARTS, _LENGTHS, _STEP = 30, 90, 500  # days; rupiah


def write_contracts(path: Path, contracts: int) -> None:
    """Write so many contracts as CSV: the wage is lower in each round of all periods."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "role", "position", "wage", "start", "end", "people"))
        for at in range(contracts):
            role, position, wage, day = _TERMS[at % len(_TERMS)]
            later, period = divmod(at // len(_TERMS), _STARTS * _LENGTHS)
            start = day + timedelta(days=period % _STARTS)
            end = start + timedelta(days=20 + period // _STARTS)
            people = at * 7_919 % 5_000 + 1
            rows.writerow((at + 1, role, position, wage - later * _STEP, start, end, people))
