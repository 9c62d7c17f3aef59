"""``coverage``: who is covered on a day, who is not and why, and the list that is handed out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pypdfium2 as pdfium
import pytest
from support.pages import HtmlPage
from support.parameters import first
from support.people import END, START, Row, short_person
from support.run import Run, invoke
from support.sipp_downloads import NPP, people_of, write_upah
from support.updates import nik, pps, write_changes
from support.workbooks import enrolled

from pemilu_cover.commands import coverage as commands
from pemilu_cover.values.text import mask_niks

AGREEMENT = (
    f'employer = {{ name = "KPU Kabupaten Purwakarta", npp = "{NPP}", location = "3214" }}\n'
)
LAST_OF_PPS = date(2025, 1, 27)
VOTING_DAY, LAST_DAY = "2024-11-27", "2024-12-08"


def listed(
    folder: Path, *people: Row, agreement: str = "", without: Sequence[int] = (), status: int = 0
) -> Path:
    """Enrol people, and read SIPP's numbers of all but some; give the result."""
    result = enrolled(folder, *people, agreement=AGREEMENT + agreement, status=status)
    on_list = people_of(pl.read_parquet(result / "people.parquet"))
    numbered = [one for one in on_list if one.nik not in {nik(number) for number in without}]
    invoke("members", result, write_upah(folder / "upah.xlsx", numbered))
    return result


def coverage(result: Path, *options: object) -> dict[str, Any]:
    """Return what ``coverage --json`` prints."""
    return invoke("coverage", result, *options, "--json").json


def summary(answer: dict[str, Any]) -> tuple[int, int, dict[str, int]]:
    return answer["on_duty"], answer["covered"], answer["reasons"]


def test_page__cover_by_day__is_that_of_coverage_once_sipp_has_the_numbers(tmp_path: Path) -> None:
    result = listed(
        tmp_path,
        short_person(1),
        short_person(2, Mulai=date(2024, 11, 14)),
        short_person(3, Tanggal_Lahir=None),
        short_person(4, Nama_Ibu=None),
        short_person(5, Status_Pegawai="PNS"),
        pps(6),
        agreement='number = "1"\ndate = 2024-10-01\n',
        without=(4,),
        status=1,
    )
    _, *rows = HtmlPage.read(result / "ringkasan.html").tables["Bertugas dan terlindungi"]
    calendar = coverage(result)["calendar"]
    assert [[int(row[1]), int(row[2])] for row in rows] == [
        [days["on_duty"], days["covered"]] for days in calendar
    ]
    first = [f"{date.fromisoformat(days['from']):%d-%m-%Y}" for days in calendar]
    assert [row[0][:10] for row in rows] == first
    assert len({days["covered"] for days in calendar}) > 2


# ---- reasons -------------------------------------------------------------------------------------


def test_coverage__everybody_has_a_number__exits_with_0(tmp_path: Path) -> None:
    result = listed(tmp_path, *map(short_person, range(1, 4)))
    done = invoke("coverage", result, "--on", VOTING_DAY)
    assert done.status == 0
    assert "Semua yang bertugas pada hari itu terlindungi." in done.out
    assert summary(coverage(result, "--on", VOTING_DAY)) == (3, 3, {})


def test_coverage__no_files_of_sipp_read__nobody_is_covered(tmp_path: Path) -> None:
    result = enrolled(tmp_path, short_person(1), agreement=AGREEMENT)
    done = invoke("coverage", result)
    assert done.status == 1
    assert "belum pernah dibaca dari SIPP" in done.out
    assert summary(coverage(result)) == (1, 0, {"no-number": 1})


def test_coverage__each_obstacle__has_a_reason_of_its_own(tmp_path: Path) -> None:
    result = listed(
        tmp_path,
        short_person(1),
        short_person(2),
        short_person(3, Tanggal_Lahir=None),
        short_person(4, Nama_Ibu=None),
        short_person(5, Status_Pegawai="PNS"),
        without=(2, 4),
        status=1,
    )
    answer = coverage(result, "--on", VOTING_DAY)
    reasons = {"not-enrolled": 1, "waiting-for-cell": 1, "no-number": 1}
    assert summary(answer) == (4, 1, reasons)
    assert answer["not_enrolled_because"] == {"birth-missing": 1}
    assert answer["off_duty"] == {"insured-elsewhere": 1}
    assert answer["uncovered"] == sum(reasons.values())


def test_coverage__number_of_the_roster_but_not_on_sipps_list__is_said(tmp_path: Path) -> None:
    returning = short_person(1, KPJ="24012345678")
    result = enrolled(tmp_path, returning, short_person(2), agreement=AGREEMENT)
    assert summary(coverage(result)) == (2, 1, {"no-number": 1})
    other = [
        one for one in people_of(pl.read_parquet(result / "people.parquet")) if one.nik == nik(2)
    ]
    invoke("members", result, write_upah(tmp_path / "upah.xlsx", other))
    assert summary(coverage(result)) == (2, 1, {"not-on-list": 1})


def test_coverage__bpu_members__have_the_number_of_the_roster_or_are_sent_to_the_branch(
    tmp_path: Path,
) -> None:
    agreement = AGREEMENT + 'segment = "bpu"\n'
    people = (short_person(1, KPJ="24012345678"), short_person(2))
    result = enrolled(tmp_path, *people, agreement=agreement)
    assert summary(coverage(result)) == (2, 1, {"no-number": 1})
    out = invoke("coverage", result).out
    assert "peserta_bpu.xlsx" in out
    assert "template_upah" not in out
    assert "belum pernah dibaca dari SIPP" not in out


@pytest.mark.parametrize(
    ("agreement", "covered", "reasons"),
    first(
        2,
        [
            ("[roles.KPPS_ANGGOTA]\nmonths = 2\n", 1, {}),
            ("[roles.PPS_KETUA]\nmonths = 1\n", 0, {"tail": 1}),
            ('proration = "calendar-month"\n', 1, {}),
            ("", 0, {"tail": 1}),
        ],
    ),
)
def test_coverage__last_day_of_kpps__depends_on_the_billed_months(
    agreement: str, covered: int, reasons: dict[str, int], tmp_path: Path
) -> None:
    result = listed(tmp_path, short_person(1), agreement=agreement)
    assert summary(coverage(result, "--on", LAST_DAY)) == (1, covered, reasons)


def test_coverage__fewer_months_agreed_than_served__is_not_a_tail(tmp_path: Path) -> None:
    result = listed(tmp_path, pps(1), agreement="[roles.PPS_ANGGOTA]\nmonths = 2\n")
    assert summary(coverage(result, "--on", "2024-07-26")) == (1, 1, {})
    assert summary(coverage(result, "--on", "2024-07-27")) == (1, 0, {"billed-months": 1})


@pytest.mark.parametrize(("day", "covered"), [("2024-10-31", 0), ("2024-11-01", 1)])
def test_coverage__months_before_the_agreement__are_not_covered(
    day: str, covered: int, tmp_path: Path
) -> None:
    result = listed(tmp_path, pps(1), agreement="date = 2024-11-14\n")
    reasons = {} if covered else {"before-agreement": 1}
    assert summary(coverage(result, "--on", day)) == (1, covered, reasons)


def test_coverage__day_outside_all_contracts__has_nobody_on_duty(tmp_path: Path) -> None:
    result = listed(tmp_path, short_person(1))
    for day, reason in (("2024-11-06", "not-begun"), ("2024-12-09", "ended")):
        done = invoke("coverage", result, "--on", day)
        assert done.status == 0
        assert "Tidak ada yang bertugas" in done.out
        assert coverage(result, "--on", day)["off_duty"] == {reason: 1}


@pytest.mark.parametrize(
    "dates",
    first(
        2,
        [
            {"Mulai": END, "Selesai": START},
            {"Selesai": date(9999, 12, 31)},
            {"Selesai": date(2042, 12, 8)},
            {"Mulai": date(1924, 11, 7)},
            {"Mulai": "31/11/2024"},
        ],
    ),
)
def test_coverage__dates_with_an_error__are_on_duty_on_the_days_of_the_others(
    dates: Row, tmp_path: Path
) -> None:
    result = listed(tmp_path, short_person(1), short_person(2) | dates, status=1)
    answer = coverage(result, "--on", VOTING_DAY)
    assert summary(answer) == (2, 1, {"not-enrolled": 1})
    assert (answer["calendar"][0]["from"], answer["calendar"][-1]["to"]) == (
        START.isoformat(),
        END.isoformat(),
    )


@pytest.mark.parametrize(
    ("first", "last", "voting_day"),
    first(
        1,
        [
            (date(2025, 3, 25), date(2025, 4, 24), "2025-04-19"),  # of three days, the main one
            (date(2025, 3, 25), date(2025, 4, 12), "2025-04-05"),
            (date(2024, 11, 7), date(2024, 12, 8), VOTING_DAY),
        ],
    ),
)
def test_coverage__no_day_given__is_the_voting_day_on_which_most_are_on_duty(
    first: date, last: date, voting_day: str, tmp_path: Path
) -> None:
    people = [short_person(number, Mulai=first, Selesai=last) for number in (1, 2)]
    result = enrolled(tmp_path, *people, agreement=AGREEMENT)
    answer = coverage(result)
    assert (answer["on"], answer["on_duty"]) == (voting_day, 2)


def test_coverage__two_contracts_of_one_person__count_once(tmp_path: Path) -> None:
    twice = short_person(1, Jabatan="Pantarlih", Honor=1_000_000, TPS="001")
    twice |= {"Mulai": date(2024, 6, 24), "Selesai": date(2024, 7, 25)}
    result = listed(tmp_path, twice, short_person(1))
    assert summary(coverage(result, "--on", "2024-07-01")) == (1, 1, {})
    assert summary(coverage(result, "--on", VOTING_DAY)) == (1, 1, {})
    assert summary(coverage(result, "--on", "2024-09-01")) == (0, 0, {})


def test_coverage__one_nik_of_two_people__counts_two(tmp_path: Path) -> None:
    shared = short_person(2) | {"NIK": nik(1)}
    result = listed(tmp_path, short_person(1), shared, status=1)
    answer = coverage(result, "--on", VOTING_DAY)
    assert (answer["on_duty"], answer["covered"]) == (2, 0)


def test_coverage__row_that_is_there_twice__is_covered_on_the_days_of_the_first_alone(
    tmp_path: Path,
) -> None:
    result = listed(tmp_path, short_person(1), short_person(1), pps(2), status=1)
    calendar = coverage(result)["calendar"]
    assert max(days["covered"] for days in calendar if days["to"] < START.isoformat()) == 1


# ---- changes -------------------------------------------------------------------------------------

LEFT, DIED, NEVER, STAYED = range(1, 5)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result that was updated: one left, one died, one never served, one stays."""
    folder = tmp_path_factory.mktemp("changed")
    result = listed(folder, *map(pps, (LEFT, DIED, NEVER, STAYED)))
    changes = write_changes(
        folder / "changes.xlsx",
        [
            (LEFT, "mundur", date(2024, 11, 19), "SK 1"),
            (DIED, "meninggal", date(2024, 11, 20), "SK 2"),
            (NEVER, "tidak pernah bertugas", None, "BA 3"),
        ],
    )
    out = folder / "later"
    invoke("update", result, "--period", "2024-12", "--changes", changes, "--out", out)
    return out


@pytest.mark.parametrize(
    ("day", "on_duty", "off_duty"),
    [
        ("2024-11-19", 3, {"never-served": 1}),
        ("2024-11-20", 2, {"left": 1, "never-served": 1}),
        ("2024-11-21", 1, {"left": 1, "died": 1, "never-served": 1}),
    ],
)
def test_coverage__after_an_update__leavers_are_covered_to_their_last_day(
    changed: Path, day: str, on_duty: int, off_duty: dict[str, int]
) -> None:
    answer = coverage(changed, "--on", day)
    assert summary(answer) == (on_duty, on_duty, {})
    assert answer["off_duty"] == off_duty


@pytest.mark.parametrize(
    ("agreement", "last_covered", "died"),
    first(
        2,
        [
            ("", date(2025, 1, 26), LAST_OF_PPS),  # a tail
            ('proration = "calendar-month"\n', LAST_OF_PPS, LAST_OF_PPS),
            ("[roles.PPS_ANGGOTA]\nmonths = 2\n", date(2024, 7, 26), date(2024, 8, 10)),
        ],
    ),
)
def test_coverage__death_on_a_day_without_cover__stays_without(
    agreement: str, last_covered: date, died: date, tmp_path: Path
) -> None:
    result = listed(tmp_path, pps(1), pps(2), agreement=agreement)
    changes = write_changes(tmp_path / "changes.xlsx", [(1, "meninggal", died, "SK 1")])
    out = tmp_path / "later"
    update = invoke("update", result, "--period", "2025-02", "--changes", changes, "--out", out)
    (person,) = coverage(out, "--nik", nik(1), "--on", died)["people"]
    assert person["on_duty"]
    assert person["cover"]["to"] == last_covered.isoformat()
    assert person["covered"] == (died <= last_covered)
    assert ("hari yang belum terlindungi" in update.out) == (died > last_covered)


# ---- who is looked for ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three people of two polling stations, one without a number; no command here changes it."""
    people = (
        short_person(1),
        short_person(2, TPS="002"),
        short_person(3, TPS="002", Desa="Nagri Kidul"),
    )
    return listed(tmp_path_factory.mktemp("three"), *people, without=(3,))


def names(answer: dict[str, Any]) -> list[str]:
    return [person["nik"][-4:] for person in answer["people"]]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--nik", nik(1)], ["9001"]),
        (["--nik", f"{nik(1)[:4]} {nik(1)[4:]}"], ["9001"]),
        (["--name", "Sa Sa"], ["9001"]),
        (["--name", "sa"], ["9001"]),
        (["--tps", "2"], ["9002", "9003"]),
        (["--tps", " TPS 02 "], ["9002", "9003"]),
        (["--tps", "2a"], []),
        (["--desa", "Kel. Nagri Kidul"], ["9003"]),
        (["--tps", "002", "--desa", "nagri kidul"], ["9003"]),
        (["--desa", "Nagri Kidull"], ["9003"]),
        (["--nik", "3214011507909999"], []),
    ],
)
def test_coverage__filter__finds_these_people(
    result: Path, options: list[str], found: list[str]
) -> None:
    assert names(coverage(result, *options)) == found


def test_coverage__one_person__is_answered_in_a_sentence(result: Path) -> None:
    yes = invoke("coverage", result, "--nik", nik(1))
    assert yes.status == 0
    assert "TERLINDUNGI pada hari itu, nomor kepesertaan 24000000001" in yes.out
    no = invoke("coverage", result, "--nik", nik(3), "--lang", "en")
    assert no.status == 1
    assert "NOT COVERED on that day: enrolled, but without a membership number (KPJ)" in no.out


@pytest.mark.parametrize(
    "options", [("--name", "Zulkifli Hasan"), ("--tps", "77"), ("--desa", "Lain"), ("--name", "明")]
)
def test_coverage__nobody_matches__exits_with_1_and_says_so(
    options: tuple[str, str], result: Path
) -> None:
    done = invoke("coverage", result, *options)
    assert done.status == 1
    assert "Tidak ada orang yang cocok" in done.out


def test_coverage__name_in_another_script__finds_its_letters_alone(tmp_path: Path) -> None:
    people = (short_person(1, Nama="阿明"), short_person(2, Nama="小华"), short_person(3))
    result = listed(tmp_path, *people)
    assert names(coverage(result, "--name", "明")) == ["9001"]


def test_coverage__person_whose_row_has_an_error__hears_which(tmp_path: Path) -> None:
    result = listed(tmp_path, short_person(1), short_person(2, Tanggal_Lahir=None), status=1)
    done = invoke("coverage", result, "--nik", nik(2))
    assert "belum terdaftar: Tanggal lahir kosong." in done.out


@pytest.mark.parametrize(
    "options", [[], ["--name", "Sa"], ["--uncovered"], ["--json"], ["--json", "--uncovered"]]
)
def test_coverage__any_output__has_no_full_nik_and_no_name(
    result: Path, options: list[str]
) -> None:
    done = invoke("coverage", result, *options)
    for number in (1, 2, 3):
        assert nik(number) not in done.out
        assert str(short_person(number)["Nama"]) not in done.out


@pytest.mark.parametrize("column", ["Kecamatan", "Desa", "TPS"])
def test_coverage__nik_in_a_cell_of_a_place__is_masked(column: str, tmp_path: Path) -> None:
    people = [short_person(number) | {column: f"Baru {nik(3)}"} for number in (1, 2)]
    result = listed(tmp_path, *people, without=[2])
    for options in (["--uncovered"], ["--uncovered", "--json"]):
        out = invoke("coverage", result, *options).out
        assert nik(3) not in out
        assert mask_niks(nik(3)) in out
    assert nik(3) not in invoke("coverage", result, "--tps", "1").out


def test_coverage__uncovered__lists_all_of_them(tmp_path: Path) -> None:
    result = listed(tmp_path, *map(short_person, range(1, 10)), without=range(1, 9))
    assert "… dan 3 orang lagi" in invoke("coverage", result).out
    everybody = invoke("coverage", result, "--uncovered").out
    assert everybody.count("roster.xlsx › DATA!") == 8
    assert len(coverage(result, "--uncovered")["people"]) == 8
    assert len(coverage(result, "--tps", "1")["people"]) == 9
    assert len(coverage(result, "--tps", "1", "--uncovered")["people"]) == 8


# ---- places and days -----------------------------------------------------------------------------


def test_coverage__json__counts_by_place_and_role(result: Path) -> None:
    by = coverage(result)["by"]
    counts = {"on_duty": 3, "covered": 2, "uncovered": 1}
    assert by["kecamatan"] == [{"regency": None, "kecamatan": "Purwakarta", **counts}]
    assert by["role"] == [{"role": "KPPS_ANGGOTA", **counts}]
    assert [(place["desa"], place["tps"], place["covered"]) for place in by["tps"]] == [
        ("Ciseureuh", "001", 1),
        ("Ciseureuh", "002", 1),
        ("Nagri Kidul", "002", 0),
    ]


@pytest.mark.parametrize(
    ("column", "spellings"),
    [
        ("Kecamatan", ["Plered", "PLERED ", "Kec. Plered", "kecamatan plered"]),
        ("Desa", ["Ciwangi", "CIWANGI", "Desa Ciwangi", "Kel. Ciwangi", "Desa/Kel. Ciwangi"]),
        ("TPS", ["001", "1", "TPS 1"]),
    ],
)
def test_coverage__spellings_of_one_place__are_one_place_by_the_first_name(
    column: str, spellings: list[str], tmp_path: Path
) -> None:
    people = [short_person(n, **{column: name}) for n, name in enumerate(spellings, start=1)]
    result = listed(tmp_path, *people)
    (place,) = coverage(result)["by"]["tps"]
    assert (place[column.lower()], place["covered"]) == (spellings[0], len(spellings))
    assert units(result, tmp_path) == [(unit_name(place), len(spellings))]


def unit_name(place: dict[str, Any]) -> str:
    return f"TPS {place['tps']}, {place['desa']}, {place['kecamatan']}"


def units(result: Path, folder: Path) -> list[tuple[str, int]]:
    """Return the headings of the list of participants, each with the number of people below it."""
    out = folder / "units.xlsx"
    invoke("coverage", result, "--out", out)
    found: list[tuple[str, int]] = []
    for heading, name, *_ in openpyxl.load_workbook(out)["Daftar Peserta"].iter_rows(
        min_row=5, values_only=True
    ):
        if isinstance(heading, str) and "Kartu Peserta" not in heading:
            found.append((heading, 0))
        elif name:
            found[-1] = (found[-1][0], found[-1][1] + 1)
    return found


def test_coverage__places_of_one_name_in_two_regencies__are_two(tmp_path: Path) -> None:
    people = [
        short_person(number, Kabupaten=regency)
        for number, regency in enumerate(["Kab. Purwakarta", "Kab. Karawang"] * 2, start=1)
    ]
    result = listed(tmp_path, *people)
    places = coverage(result)["by"]["tps"]
    assert [(place["regency"], place["covered"]) for place in places] == [("3214", 2), ("3215", 2)]
    names = [
        f"TPS 001, Ciseureuh, Purwakarta, Kabupaten {regency}"
        for regency in ("Purwakarta", "Karawang")
    ]
    assert units(result, tmp_path) == [(name, 2) for name in names]
    assert "Purwakarta, Kabupaten Karawang " in invoke("coverage", result).out


def test_coverage__units__are_in_order_with_polling_stations_by_number(tmp_path: Path) -> None:
    stations = ["10", "2", "1A", "1", None]
    people = [short_person(number, TPS=tps) for number, tps in enumerate(stations, start=1)]
    people.append(pps(6, Desa=None))
    people.append(pps(7, Desa=None, Kecamatan=None))
    result = listed(tmp_path, *people)
    assert [
        name.removesuffix(", Ciseureuh, Purwakarta") for name, _ in units(result, tmp_path)
    ] == [
        "Tempat tugas tidak disebut",
        "Kecamatan Purwakarta",
        "Ciseureuh, Purwakarta",
        "TPS 001",
        "TPS 001A",
        "TPS 002",
        "TPS 010",
    ]


def test_coverage__calendar__marks_the_voting_day(result: Path) -> None:
    calendar = coverage(result)["calendar"]
    assert [(days["from"], days["to"], days["on_duty"], days["covered"]) for days in calendar] == [
        ("2024-11-07", "2024-11-26", 3, 2),
        ("2024-11-27", "2024-11-27", 3, 2),
        ("2024-11-28", "2024-12-07", 3, 2),
        ("2024-12-08", "2024-12-08", 3, 0),
    ]
    assert [days["voting_day"] for days in calendar] == [False, True, False, False]
    assert "27-11-2024  ◄ pemungutan suara" in invoke("coverage", result).out


# ---- files ---------------------------------------------------------------------------------------


def test_coverage__workbook__lists_participants_uncovered_and_days(
    result: Path, tmp_path: Path
) -> None:
    out = tmp_path / "daftar.xlsx"
    invoke("coverage", result, "--out", out)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Daftar Peserta", "Belum Terlindungi", "Kalender"]
    rows = list(book["Daftar Peserta"].iter_rows(min_row=5, values_only=True))
    headings = [row[0] for row in rows if isinstance(row[0], str)]
    assert headings[::2] == ["TPS 001, Ciseureuh, Purwakarta", "TPS 002, Ciseureuh, Purwakarta"]
    assert all("lapor hari itu juga" in line for line in headings[1::2])
    assert [brk.id for brk in book["Daftar Peserta"].row_breaks.brk] == [7]  # a page for each unit
    people = [row for row in rows if isinstance(row[0], int)]
    assert [(row[1], row[2], row[4]) for row in people] == [
        ("Sa Sa", "3214********9001", "24000000001"),
        ("Du Du", "3214********9002", "24000000002"),
    ]
    (uncovered,) = book["Belum Terlindungi"].iter_rows(min_row=5, values_only=True)
    assert uncovered[1] == "Ti Ti"
    days = list(book["Kalender"].iter_rows(min_row=5, values_only=True))
    assert len(days) == 32
    assert [row[5] for row in days].count("pemungutan suara") == 1


def test_coverage__months_between_two_contracts__are_no_rows_of_the_calendar(
    tmp_path: Path,
) -> None:
    early = short_person(1, Jabatan="Pantarlih", Honor=1_000_000)
    early |= {"Mulai": date(2024, 6, 24), "Selesai": date(2024, 7, 25)}
    result = listed(tmp_path, early, short_person(2))
    out = tmp_path / "daftar.xlsx"
    invoke("coverage", result, "--out", out)
    sheet = openpyxl.load_workbook(out)["Kalender"]
    on_duty = [row[2] for row in sheet.iter_rows(min_row=5, values_only=True)]
    assert on_duty == [1] * (32 + 32)


def test_coverage__pdf__has_a_page_for_each_unit_and_the_uncovered(
    result: Path, tmp_path: Path
) -> None:
    out = tmp_path / "daftar.pdf"
    invoke("coverage", result, "--out", out)
    pages = [page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(out)]
    assert len(pages) == 4
    assert "KPU KABUPATEN PURWAKARTA" in pages[0]
    assert "TPS 001, Ciseureuh, Purwakarta" in pages[1]
    assert "24000000001" in pages[1]
    assert "Bukan pengganti Kartu Peserta" in pages[1]
    assert "2 × 24 jam" in pages[1]
    assert "BELUM TERLINDUNGI" in pages[3]
    assert "Ti Ti" in pages[3]
    assert nik(1) not in "".join(pages)


@pytest.mark.parametrize(
    ("options", "status", "says"),
    [
        (["--out", "daftar.doc"], 2, "--out: nama berkas harus berakhiran .xlsx atau .pdf."),
        (["--nik", "32140115"], 2, "--nik: NIK 8 digit, seharusnya 16."),
        (["--on", "27 Nopember"], 2, "--on"),
        (["--name", ""], 2, "--name: harus memuat huruf atau angka."),
        (["--name", ".*"], 2, "--name: harus memuat huruf atau angka."),
        (["--desa", " "], 2, "--desa: harus memuat huruf atau angka."),
        (["--tps", ""], 2, "--tps: harus memuat huruf atau angka."),
    ],
)
def test_coverage__misuse__names_the_option(
    result: Path, options: list[str], status: int, says: str
) -> None:
    done = invoke("coverage", result, *options)
    assert done.status == status
    assert says in done.err


def test_coverage__file_is_there__is_replaced_by_force_alone(result: Path, tmp_path: Path) -> None:
    out = tmp_path / "daftar.xlsx"
    out.write_text("mine")
    assert refused(invoke("coverage", result, "--out", out))
    assert out.read_text() == "mine"
    assert not refused(invoke("coverage", result, "--out", out, "--force"))


def test_coverage__more_people_than_a_pdf_can_hold__names_the_way_out(
    result: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "_MOST_PEOPLE_OF_PDF", 2)
    done = invoke("coverage", result, "--out", tmp_path / "all.pdf")
    assert done.status == 4
    assert "3 orang terlalu banyak untuk satu PDF (paling banyak 2)" in done.err
    assert "--desa" in done.err
    for options in (["--out", tmp_path / "all.xlsx"], ["--tps", "2", "--out", tmp_path / "2.pdf"]):
        assert not refused(invoke("coverage", result, *options))


def test_coverage__more_people_than_a_sheet_can_hold__is_refused(
    result: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "_MOST_PEOPLE_OF_SHEET", 2)
    done = invoke("coverage", result, "--out", tmp_path / "all.xlsx")
    assert done.status == 4
    assert "3 orang tidak muat dalam satu lembar Excel" in done.err


def test_coverage__file_in_the_result__is_refused_since_verify_counts_it(result: Path) -> None:
    done = invoke("coverage", result, "--out", result / "daftar.pdf")
    assert done.status == 4
    assert invoke("verify", result).status == 0


def refused(done: Run) -> bool:
    return done.status not in {0, 1}


def test_coverage__no_result__is_refused(tmp_path: Path) -> None:
    done = invoke("coverage", tmp_path, "--lang", "en")
    assert done.status == 3
    assert done.err.startswith(f"pemilu-cover: {tmp_path}: not a result of pemilu-cover enrol;")
