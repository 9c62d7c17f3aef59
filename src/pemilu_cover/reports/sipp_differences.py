"""How a difference from SIPP is shown on a screen: no names or birth dates, numbers masked."""

from __future__ import annotations

from pemilu_cover.reconciliation.differences import BIRTH_DATE, NAME, WAGE
from pemilu_cover.values import rupiah

_SHOWN_DIGITS = 4


def shown_value(field: str, value: str | None) -> str | None:
    """Return a value of a field as a screen may show it; None for a name, a birth date and no value.

    >>> shown_value("birth_date", "1990-05-12"), shown_value("kpj", "24012345678"), shown_value("wage", "1")
    (None, '*******5678', 'Rp0,01')
    """
    if value is None or field in {NAME, BIRTH_DATE}:
        return None
    if field == WAGE:
        return rupiah.format_rupiah(int(value))
    return ", ".join(map(mask_kpj, value.split(", ")))


def mask_kpj(number: str) -> str:
    """Hide all but the last digits of a membership number."""
    return "*" * (len(number) - _SHOWN_DIGITS) + number[-_SHOWN_DIGITS:]
