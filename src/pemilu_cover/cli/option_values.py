"""Values of options: what cannot be read is misuse of the option."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pemilu_cover.cli.usage import usage_error
from pemilu_cover.i18n.text import did_you_mean, localize

if TYPE_CHECKING:
    from datetime import date


def parse_month_option(text: str, option: str) -> date:
    """Return the first day of the month of an option (YYYY-MM)."""
    from datetime import date  # noqa: PLC0415

    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        usage_error(localize("usage.not-a-month", value=text), option, "value-unreadable")


def parse_date_option(text: str | None, option: str) -> date | None:
    """Return the date of an option; None without one."""
    from pemilu_cover.values import dates  # noqa: PLC0415

    try:
        return None if text is None else dates.parse(text)
    except ValueError:
        usage_error(localize("usage.not-a-date", value=text), option, "value-unreadable")


def parse_nik_option(text: str | None, option: str) -> str:
    """Return the digits of the NIK of an option; ``""`` without one."""
    from pemilu_cover.i18n.messages import messages  # noqa: PLC0415
    from pemilu_cover.values.nik import NikError, parse  # noqa: PLC0415

    try:
        return "" if text is None else parse(text).digits
    except NikError as error:
        reason = localize("usage.nik", fault=messages()[error.code].says.fill(error.detail))
        usage_error(reason, option, "value-unreadable")


def parse_regency_option(text: str, option: str) -> str:
    """Return the code of the regency that an option names or has the code of."""
    from pemilu_cover.reference.regions import guess_regency, suggest_regencies  # noqa: PLC0415

    code = guess_regency(text)
    if code is None:
        hint = did_you_mean(suggest_regencies(text))
        reason = localize("usage.no-such-regency", value=text, hint=hint)
        usage_error(reason, option, "name-unknown")
    return code
