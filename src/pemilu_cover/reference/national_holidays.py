"""National holidays, from 2014, when BPJS Ketenagakerjaan began, to 2100.

``national_holidays.csv`` is what the library holidays (MIT, the licence is next to the data) has of the
decrees of the ministers; religious holidays of years without a decree are estimates (``perkiraan``). The
library itself loads the calendars of all countries, which took a twentieth of an enrolment.
"""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from importlib import resources


@cache
def national_holidays() -> dict[date, str]:
    """Return the names of all national holidays by day.

    >>> national_holidays()[date(2024, 11, 27)]
    'Hari Pemilihan Kepala Daerah'
    """
    with (
        resources.files(__package__)
        .joinpath("national_holidays.csv")
        .open(encoding="utf-8") as file
    ):
        _, *rows = csv.reader(file)
    return {date.fromisoformat(day): name for day, name in rows}
