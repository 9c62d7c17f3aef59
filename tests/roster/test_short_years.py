"""Birth dates with a year of two digits: read if the NIK has the same day, otherwise a finding."""

from __future__ import annotations

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from support.people import nik

from pemilu_cover.roster.cells.dates import confirmed_birth_dates

BIRTHS = st.dates(date(1925, 1, 1), date(2012, 12, 31))
FORMS = st.sampled_from(["%d/%m/%y", "%d-%m-%y", "%d.%m.%y", "Purwakarta, %d/%m/%y"])


def read(text: str, digits: str | None) -> date | None:
    unread = pl.Series([None], dtype=pl.Date)
    shown, niks = (pl.Series([cell], dtype=pl.String) for cell in (text, digits))
    day: date | None = confirmed_birth_dates(unread, shown, niks)[0]
    return day


@given(born=BIRTHS, form=FORMS, sex=st.sampled_from("LP"))
def test_confirmed_birth_dates__nik_of_the_same_day__is_read(
    born: date, form: str, sex: str
) -> None:
    assert read(born.strftime(form), nik(born=born, sex=sex)) == born


@given(born=BIRTHS, other_born=BIRTHS, form=FORMS)
def test_confirmed_birth_dates__nik_of_another_day_or_none__is_not_read(
    born: date, other_born: date, form: str
) -> None:
    text = born.strftime(form)
    if f"{other_born:%d%m%y}" != f"{born:%d%m%y}":
        assert read(text, nik(born=other_born)) is None
    for digits in (None, "", "3214", "menyusul"):
        assert read(text, digits) is None
