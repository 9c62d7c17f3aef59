"""How a difference between the roster and SIPP is shown on a screen: no names, numbers masked."""

from __future__ import annotations

from datetime import date

from pemilu_cover.reconciliation.differences import BIRTH_DATE, NAME, WAGE
from pemilu_cover.values import dates, rupiah

_SHOWN_DIGITS = 4


def shown_value(field: str, value: str | None) -> str | None:
    """Return a value of a field as a screen may show it; None for a name, and for no value.

    >>> shown_value("birth_date", "1990-05-12"), shown_value("kpj", "24012345678"), shown_value("wage", "1")
    ('12-05-1990', '*******5678', 'Rp0,01')
    """
    if value is None or field == NAME:
        return None
    if field == BIRTH_DATE:
        return dates.format_ddmmyyyy(date.fromisoformat(value))
    if field == WAGE:
        return rupiah.format_rupiah(int(value))
    return ", ".join(map(mask_kpj, value.split(", ")))


def mask_kpj(number: str) -> str:
    """Hide all but the last digits of a membership number."""
    return "*" * (len(number) - _SHOWN_DIGITS) + number[-_SHOWN_DIGITS:]
