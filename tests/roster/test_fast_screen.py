"""The screen proves rows good without asking the verdict: it must never be wrong, and not be idle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.people import nik, person

from pemilu_cover.enrolment.elections import BY_DEFAULT, with_elections
from pemilu_cover.enrolment.terms import EnrolmentTerms
from pemilu_cover.enrolment.validation import ValidatedRoster
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.roster.checks import row_rules
from pemilu_cover.roster.checks.fast_screen import check_rows, doubts, worker_rows
from pemilu_cover.roster.checks.role_limits import ValidationRules, apply_defaults
from pemilu_cover.roster.checks.row_rule import WorkerRow
from pemilu_cover.roster.fields.normalise import normalise
from pemilu_cover.roster.people import collect_people
from pemilu_cover.roster.reading.cell_encoding import date_cell, number_cell
from pemilu_cover.roster.reading.sheet import RosterFile, Sheet
from pemilu_cover.roster.tables.column_names import ColumnNames
from pemilu_cover.values.dates import add_months

ROWS, BATCHES = 100, 24  # 2,400 people a run
HEADERS = [
    *person(),
    "No. KPJ",
    "NPWP",
    "Status Pegawai",
    "Keterangan",
    "Pekerjaan",
    "NIP",
    "Gelar",
    "Badan",
]

# The agreement's values override the cells: it fixes all, some or none of a role.
AGREEMENT = Agreement.model_validate(
    {
        "roles": {
            "PPS_KETUA": {
                "wage": 1_500_000,
                "start": date(2024, 5, 26),
                "end": date(2025, 1, 27),
            },
            "PPK_STAF": {"start": date(2024, 5, 16)},
            "PKD": {"wage": 2_000_000},
            "PTPS": {"start": date(2024, 11, 3), "end": date(2024, 12, 10)},
            "KPU_KAB_NONASN": {"wage": 100_000},
        }
    }
)


class Office(NamedTuple):
    """A role as a roster writes it, with the pay, the term and the ages that nobody questions."""

    title: str
    wage: int
    start: date
    end: date
    youngest: int
    oldest: int


def offices(rules: ValidationRules) -> list[Office]:
    """Return every role as an election knows it, with a month around voting day where it has no term."""
    month = timedelta(days=30)
    return [
        Office(
            rule.name,
            (rule.ceiling or 200_000_000) // 100,
            rule.earliest or rules.of(rules.main).voting_day - month,
            rule.latest or rules.of(rules.main).voting_day + month,
            rule.youngest or 17,
            rule.oldest or 99,
        )
        for rule in rules.roles.values()
    ]


def typed(cell: object) -> str:
    """Return a cell as read from a workbook."""
    if isinstance(cell, date):
        return date_cell(cell.isoformat())
    return number_cell(str(cell)) if isinstance(cell, int | float) else str(cell)


UNREADABLE = [
    *("", "-", "??", "x", "#REF!", "n/a", "Budi\x1b[31m", "a\x85b", "\x7f", "\u200b", "ａｂ"),
]
DATES_TYPED = [
    *("07-11-2024", "7 Nopember 2024", "2024-11-07", "07/11/24", "31-02-2024", "29-02-2024"),
    *(45_603, 45_603.75, 1, -3, 99_999_999, "45603", date(1900, 1, 1), date(9999, 12, 31)),
]
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
# What becomes of a cell that was right.
TWISTED: dict[str, list[Callable[[Any], object]]] = {
    "NIK": [
        int,
        float,
        lambda own: own[:15],
        lambda own: own + "1",
        lambda own: own[:12] + "0000",
        lambda own: f"{own[:6]} {own[6:12]}-{own[12:]}",
        lambda own: own.translate(FULL_WIDTH),
        lambda own: own[:12] + "٠٠٠١",
        lambda own: own[:13] + "O" + own[14:],
        lambda own: own[:6] + f"{(int(own[6:8]) + 40) % 80:02}" + own[8:],
        lambda own: own[:8] + "13" + own[10:],
        *(lambda own, region=region: region + own[6:] for region in ("000000", "540101", "3214")),
    ],
    "Tanggal Lahir": [
        lambda own: f"{own:%d-%m-%Y}",
        lambda own: own + timedelta(days=1),
        lambda own: date(own.year, own.day % 12 + 1, own.month),
        lambda own: add_months(own, 1200),
        lambda own: add_months(own, -1200),
    ],
    "L/P": [lambda own: "P" if own == "L" else "L"],
    "Tgl Mulai": [
        lambda own: f"{own:%d/%m/%Y}",
        *(lambda own, days=days: own + timedelta(days=days) for days in (-31, -1, 1, 40)),
    ],
    "Tgl Selesai": [
        lambda own: f"{own:%d/%m/%Y}",
        *(lambda own, days=days: own + timedelta(days=days) for days in (-400, -1, 1, 31)),
    ],
    "Honor": [
        float,
        lambda own: -own,
        lambda own: f"Rp {own:,}",
        *(lambda own, by=by: own + by for by in (-1, 1)),
        *(lambda own, by=by: own / 2 + by for by in (-1, 0)),
    ],
}
ODD: dict[str, list[object]] = {
    "NIK": ["0" * 16, "3214010000009001", "3214017205909001", "3214012902019001", 3214012902009001],
    "Nama Lengkap": [
        *("=1+1", "@Budi", "-Budi", "+62", "Budi 2", "Budi, S.Pd.", "Drs. H. Budi", "Nur'aini", "Ma’ruf"),
        *("Budi\nArifin", "Budi (alm)", "José", "B", ".", "12345", 12_345, "Budi_A", "Budi; Ani", "O'"),
    ],
    "Tanggal Lahir": [*DATES_TYPED, *(date(year, 5, 12) for year in (1924, 1990, 2020, 2030))],
    "L/P": ["L", "P", "Perempuan", "laki-laki", "Q", "1", "L/P", "W"],
    "Jabatan": [
        *("Ketua PPS", "Staf PPK", "Ketua PPLN", "Linmas"),
        *("Ketua", "Anggota", "Tukang Parkir", "Angg. KPPS 4", "KPPS 1", "PNS KPU", "Kasubbag", "Staf"),
    ],
    "Honor": [
        *(0, -1, 1, 999, 1_000, 424_999, 424_999.99, 425_000, 850_000, 850_000.004, 850_000.01, 900_001),
        *(13_000_000, 10**12, 10**15, "Rp 850.000,-", "850", "1.1jt", "850rb", "-850.000", "0", "nol"),
    ],
    "Tgl Mulai": DATES_TYPED,
    "Tgl Selesai": DATES_TYPED,
    "No. HP": ["08123", "+62 812 3456 7890", 81_234_567_890, "0812345678901234", "021-5551234"],
    "Status Kawin": ["Y", "T", "K", "kawin", "belum", "cerai mati", "janda", "mungkin", 1],
    "Gol. Darah": ["A", "ab", "O+", "C", 0, "gol. b"],
    "Kode Pos": ["41162", 41_162, "4116", "411 62", "٤١١٦٢"],
    "Email": ["a@b.id", "a@b", "a b@c.id", "@", "budi"],
    "No. KPJ": ["99000000123", 99_000_000_123, "0001234567890", "99-000-000-123"],
    "NPWP": ["12.345.678.9-012.000", "123", 123_456_789_012_345],
    "Status Pegawai": ["PNS", "Non ASN", "ya", "bukan PNS", "?"],
    "Pekerjaan": ["PNS", "Polri", "Petani", "Pensiunan TNI", "\x07ASN"],
    "NIP": ["199003121990031001", "3214\x0b"],
    "Keterangan": ["PNS", "\x1b]0;title", "PAW", "kontrak"],
    "Alamat": ["Kp. Krajan\nRT 1", "Kp.\x00Krajan", "Kp. “Krajan”"],
}  # fmt: skip
# The faults of a cell, by its column.
SPOILS: dict[str, list[Callable[[Any], object]]] = {
    header: [
        *TWISTED.get(header, []),
        *(lambda _, cell=cell: cell for cell in (*ODD.get(header, []), *UNREADABLE)),
    ]
    for header in sorted(TWISTED.keys() | ODD.keys())
}


def somebody(chance: Random, rules: ValidationRules) -> dict[str, object]:
    """Return a clean person, at or within the limits of their office, with faults in some cells."""
    office = chance.choice(offices(rules))
    sex = chance.choice("LP")
    age = chance.choice([office.youngest, office.oldest, chance.randint(18, 54)])
    counted_on = chance.choice([rules.of(rules.main).voting_day, office.start])
    off = chance.choice([-365, -1, 0, 0, 0, 1, 365])
    born = add_months(counted_on, -12 * age) + timedelta(days=off)
    longest = add_months(office.start, rules.longest_months)
    row: dict[str, object] = {
        **person(1),
        "NIK": nik(chance.randint(1, 900), born=born, sex=sex),
        "Tanggal Lahir": born,
        "L/P": sex,
        "Jabatan": office.title,
        "Honor": office.wage,
        "Tgl Mulai": office.start,
        "Tgl Selesai": chance.choice([office.end] * 5 + [longest]),
    }
    for header in chance.sample(sorted(SPOILS), chance.choice([0, 1, 1, 2])):
        row[header] = chance.choice(SPOILS[header])(row.get(header))
    return row


ELECTIONS = ("pilkada-2024", "pemilu-2024", "pilkada-2020")


def rules_in(election: str) -> ValidationRules:
    """Return the rules of an election, with what an agreement fixes."""
    book = RateBook.load(None)
    return EnrolmentTerms(book, AGREEMENT, book.elections[election], BY_DEFAULT).rules


def normalised(rows: list[dict[str, object]], rules: ValidationRules) -> pl.DataFrame:
    """Read people as a file is read, up to the point where they are validation."""
    cells = [[typed(row.get(header, "")) for header in HEADERS] for row in rows]
    sheet = Sheet("roster.xlsx", "DATA ADHOC", [HEADERS, *cells])
    frame = collect_people([RosterFile("roster.xlsx", "", [sheet])], ColumnNames()).frame
    roles = RateBook.load(None).roles
    units = {code: role.unit for code, role in roles.roles.items()}
    frame = with_elections(normalise(frame, roles.find, units), None, rules.main)
    return apply_defaults(frame, rules)


def passed(frame: pl.DataFrame, rules: ValidationRules) -> Iterator[WorkerRow]:
    """Return the people whom the screen proves good, in the form that `check_row` accepts."""
    return worker_rows(frame.filter(doubts(rules) == 0), rules)


@pytest.mark.parametrize("election", ELECTIONS)
# One seed per batch: drawn cell by cell, a thousand people would take minutes.
@given(chance=st.randoms(use_true_random=True))
@settings(max_examples=BATCHES // 3)  # for each of three elections
def test_check_rows__random_rows__finds_what_all_rules_find(election: str, chance: Random) -> None:
    rules = rules_in(election)
    rows = [somebody(chance, rules) for _ in range(ROWS)]
    frame = normalised(rows, rules)
    assert frame.height == len(rows)
    counted = frame.filter(~pl.col("excluded"))
    codes: dict[int, list[tuple[str, str]]] = {number: [] for number in counted["id"]}
    for number, violation in check_rows(frame, rules):
        codes[number].append((violation.code, violation.field))
    for number, row in zip(counted["id"], worker_rows(counted, rules), strict=True):
        violations = row_rules.check_row(row)
        assert [(each.code, each.field) for each in violations] == codes[number]


def test_screen__control_character_in_any_column__does_not_pass() -> None:
    rules = rules_in(ELECTIONS[0])
    rows = [{**person(1), header: "Budi\x1b[31m"} for header in HEADERS]
    frame = normalised(rows, rules)
    assert frame.height == len(HEADERS)
    assert list(passed(frame, rules)) == []


def test_screen__14456_clean_people__pass(clean_example: ValidatedRoster) -> None:
    rules = clean_example.terms.rules
    assert clean_example.frame.filter(doubts(rules) != 0).is_empty()


def test_screen__values_fixed_by_the_agreement__pass() -> None:
    rules = rules_in(ELECTIONS[0])
    broken: dict[str, object] = {"Honor": "nol", "Tgl Mulai": "kemarin", "Tgl Selesai": ""}
    frame = normalised([{**person(1), "Jabatan": "Ketua PPS", **broken}], rules)
    assert frame.select("wage_sen", "start", "end").rows() == [
        (150_000_000, date(2024, 5, 26), date(2025, 1, 27))
    ]
    assert [row_rules.check_row(row) for row in worker_rows(frame, rules)] == [[]]
    assert list(passed(frame, rules)) == list(worker_rows(frame, rules))


def test_check_rows__wrong_end_and_old_on_voting_day_only__finds_both() -> None:
    """With a wrong last day it is not known whether the contract covers voting day: age counts on it."""
    rules = rules_in(ELECTIONS[0])
    kpps = next(office for office in offices(rules) if office.title == "Anggota KPPS")
    born = add_months(kpps.start + timedelta(days=1), -12 * (kpps.oldest + 1))
    dates = {"Tanggal Lahir": born, "Tgl Mulai": kpps.start, "Tgl Selesai": date(2024, 11, 1)}
    row = {**person(1), "NIK": nik(1, born=born), "Jabatan": kpps.title, **dates}
    found = check_rows(normalised([row], rules), rules)
    assert [violation.code for _, violation in found] == ["end-before-start", "age-outside"]


@pytest.mark.parametrize("centuries", [-2, -1, 2])
def test_check_rows__birth_date_of_a_century_without_niks__finds_what_all_rules_find(
    centuries: int,
) -> None:
    """The person is of working age on the first day, but a NIK means a year from 1900 to 2099."""
    rules = rules_in(ELECTIONS[0])
    days = {
        header: add_months(day, 1200 * centuries)
        for header, day in person(1).items()
        if isinstance(day, date)
    }
    frame = normalised([{**person(1), "Jabatan": "Ketua KPU Kabupaten", **days}], rules)
    (row,) = worker_rows(frame, rules)
    violations = [violation for _, violation in check_rows(frame, rules)]
    assert violations == row_rules.check_row(row)
    assert "birth-nik" in [violation.code for violation in violations]
