"""Dates: the shapes in which rosters hold them, those that say nothing certain, and the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pemilu_cover.values import dates

BORN = date(1990, 5, 28)

# Shapes measured in a real Bawaslu workbook (407 as 99-99-9999, 25 as 99/99/9999, then 9-9-9999, month
# words, leading spaces), and what Excel and CSV exports write.
SHAPES = [
    "28-05-1990",
    "28/05/1990",
    "28.05.1990",
    "28 05 1990",
    "28-5-1990",
    "28 - 05 - 1990",
    " 28-05-1990 ",
    "1990-05-28",
    "1990/05/28",
    "1990.5.28",
    "1990-05-28 00:00:00",
    "1990-05-28T00:00:00",
    "1990-05-28T00:00:00.000Z",
    "1990-05-28 07:30",
    "28-05-1990 00:00:00",
    "28 Mei 1990",
    "28 MEI 1990",
    "28 mei 1990",
    "28-Mei-1990",
    "28/Mei/1990",
    "28Mei1990",
    "28 Mei, 1990",
    "28 May 1990",
]


@pytest.mark.parametrize("typed", SHAPES)
def test_parse__every_format__returns_the_date(typed: str) -> None:
    assert dates.parse(typed) == BORN


# Full names, old spellings (Nopember measured in a workbook, Pebruari seen in the press), abbreviations.
MONTH_WORDS = [
    (1, "Januari Jan"),
    (2, "Februari Pebruari Feb Peb"),
    (3, "Maret Mar"),
    (4, "April Apr"),
    (5, "Mei"),
    (6, "Juni Jun"),
    (7, "Juli Jul"),
    (8, "Agustus Agu Ags Agt Aug"),
    (9, "September Sep Sept"),
    (10, "Oktober Okt October"),
    (11, "November Nopember Nov Nop"),
    (12, "Desember Des December"),
]


@pytest.mark.parametrize(
    ("word", "month"), [(word, month) for month, words in MONTH_WORDS for word in words.split()]
)
def test_a_month_is_known_by_all_its_names(word: str, month: int) -> None:
    assert dates.parse(f"19 {word} 1984") == date(1984, month, 19)
    assert dates.parse(f"19 {word.upper()}. 1984") == date(1984, month, 19)


REFUSED = {
    "nothing": "",
    "a dash": "-",
    "a word": "belum",
    "a year of two digits": "28-05-90",
    "a year of two digits, in words": "28 Mei 90",
    "a bare year": "1990",
    "month 13": "01-13-1990",
    "month 0": "01-00-1990",
    "day 0": "00-05-1990",
    "day 32": "32-05-1990",
    "31 February": "31 Feb 2000",
    "29 February of a common year": "29-02-1900",
    "the American order": "05/28/1990",
    "an afternoon in another zone": "1990-05-28T20:00:00Z",
    "an ISO date with the days before the months": "1990-28-05",
    "a month that does not exist": "28 Mie 1990",
    "no separators and seven digits": "8051990",
    "a separator lost": "28-051990",
    "year 0": "01-01-0000",
    "a range": "01 MARET 2024 - 28 FEBRUARI 2029",
    "a place before it": "Purwakarta, 28 Mei 1990",
    "two dates": "28-05-1990 28-05-1990",
    "a serial number as text": "45316",
    "a letter after it": "28-05-1990X",
    "a letter before the time": "28-05-1990X 10:00",
}


@pytest.mark.parametrize("typed", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_certain_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^not a date$|out of range|must be in"):
        dates.parse(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("12–05–1990", "12,05,1990", "12, Mei, 1990", "12 Mei 1990.", "12051990", "19900512"),
        *(
            "Sabtu, 12 Mei 1990",
            "Jum'at 12-05-1990",
            "tgl. 12 Mei 1990",
            "12/V/1990",
            "12-05-1990,",
        ),
        *("1990-05-12T00:00:00+07:00", "1990-05-12T00:00:00Z", "1990-05-11T17:00:00.000Z"),
        *(
            "May 12, 1990",
            "12 Mei1990",
            "12_05_1990",
            "12 | 05 | 1990",
            "1990-05-11 16:00:00+00:00",
        ),
        *("12-05-1990, 10:00", "1990-05-11 17:00 UTC", "1990-05-11 17:00-0000"),
        "1990-05-11T15:00Z",  # midnight in Jayapura
        "1990-05-12T14:59Z",
    ],
)
def test_parse__date_that_can_mean_one_day_only__returns_it(typed: str) -> None:
    assert dates.parse(typed) == date(1990, 5, 12)


@pytest.mark.parametrize(
    "typed", ["07-Nov-24", "7 Nov 24", "7/11/24", "07.11.24", "7 November '24", "7-XI-24"]
)
def test_parse__year_of_two_digits_with_a_century__returns_that_century(typed: str) -> None:
    assert dates.parse(typed, century=2000) == date(2024, 11, 7)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Purwakarta, Sabtu 12 Mei 1990", ("Purwakarta", "12 Mei 1990")),
        ("Kota Bandung / 12-05-1990", ("Kota Bandung", "12-05-1990")),
        ("Ma'rang, tgl 12-05-1990", ("Ma'rang", "12-05-1990")),
        ("- Purwakarta – 12-05-1990", ("Purwakarta", "12-05-1990")),
        ("X Koto, 12-05-1990", ("X Koto", "12-05-1990")),
        ("-- 12-05-1990", ("", "12-05-1990")),
        ("12 Mei 1990", ("", "12 Mei 1990")),
        ("Purwakarta", ("", "Purwakarta")),
    ],
)
def test_split_place__place_in_front__parts_it_from_the_date(
    text: str, parts: tuple[str, str]
) -> None:
    assert dates.split_place(text) == parts


def test_parse__ambiguous_order__is_day_first() -> None:
    assert dates.parse("05/04/1990") == date(1990, 4, 5)


days = st.dates(date(1900, 3, 1), date(2100, 12, 31))


@given(days)
def test_a_date_that_was_written_reads_back(day: date) -> None:
    shapes = (
        dates.format_ddmmyyyy(day),
        dates.format_long(day),
        day.isoformat(),
        f"{day:%d/%m/%Y}",
    )
    assert {dates.parse(shape) for shape in shapes} == {day}


# Excel's own: serial 25569 is 1 January 1970, 61 is 1 March 1900 (1900 date system).
@pytest.mark.parametrize(
    ("serial", "day"),
    [
        (61, date(1900, 3, 1)),
        (25_569, date(1970, 1, 1)),
        (33_021, date(1990, 5, 28)),
        (45_316, date(2024, 1, 25)),
        (45_316.75, date(2024, 1, 25)),
        (2_958_465, date(9999, 12, 31)),
    ],
)
def test_a_serial_number_of_excel_is_its_day(serial: float, day: date) -> None:
    assert dates.from_serial(serial) == day


@given(days)
def test_serial_numbers_count_days(day: date) -> None:
    assert dates.from_serial(25_569 + (day - date(1970, 1, 1)).days) == day


@pytest.mark.parametrize("serial", [-1, 0, 60, 2_958_466, float("inf"), float("nan")])
def test_a_number_outside_the_calendar_of_excel_is_refused(serial: float) -> None:
    with pytest.raises(ValueError, match=r"^not a date$"):
        dates.from_serial(serial)


def test_the_form_of_sipp_and_the_form_of_a_letter() -> None:
    assert dates.format_ddmmyyyy(date(2024, 11, 7)) == "07-11-2024"
    assert dates.format_long(date(2024, 11, 7)) == "7 November 2024"
    assert dates.format_month(date(2024, 8, 31)) == "Agustus 2024"


SAME_DAY_LATER = [
    (date(2024, 11, 7), 0, date(2024, 11, 7)),
    (date(2024, 11, 7), 1, date(2024, 12, 7)),
    (date(2024, 11, 7), 2, date(2025, 1, 7)),
    (date(2024, 1, 31), 1, date(2024, 2, 29)),
    (date(2023, 1, 31), 1, date(2023, 2, 28)),
    (date(2024, 1, 31), 2, date(2024, 3, 31)),
    (date(2024, 1, 31), 3, date(2024, 4, 30)),
    (date(2024, 2, 29), 12, date(2025, 2, 28)),
    (date(2024, 2, 29), 48, date(2028, 2, 29)),
    (date(2024, 12, 31), 2, date(2025, 2, 28)),
    (date(9999, 11, 30), 1, date(9999, 12, 30)),
]


@pytest.mark.parametrize(("day", "months", "later"), SAME_DAY_LATER)
def test_months_later_is_the_same_day_or_the_last_of_the_month(
    day: date, months: int, later: date
) -> None:
    assert dates.add_months(day, months) == later


@given(days, st.integers(0, 600))
def test_months_later_is_in_the_month_that_many_further_on(day: date, months: int) -> None:
    later = dates.add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (
        later.day < day.day and (later + timedelta(days=1)).month != later.month
    )


def test_there_is_no_month_after_the_year_9999() -> None:
    with pytest.raises(OverflowError, match=r"^after the calendar's end$"):
        dates.add_months(date(9999, 12, 1), 1)


@given(days)
def test_a_billed_month_is_named_by_its_first_day(day: date) -> None:
    first = dates.first_of_month(day)
    assert (first.year, first.month, first.day) == (day.year, day.month, 1)
