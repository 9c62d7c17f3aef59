"""An election office over months: who serves, what happens to them, and what its rosters and lists say."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

import openpyxl
from python_calamine import CalamineWorkbook
from support.paths import EXAMPLES
from support.people import Cell, Row, in_letters, nik
from support.workbooks import roster

RESIGNED, DISMISSED = "Mengundurkan diri", "Diberhentikan"
DIED, NEVER_SERVED, CORRECTED = "Meninggal dunia", "Tidak pernah bertugas", "Koreksi NIK"
_HEADER = ("NIK", "Nama", "Kejadian", "Tanggal", "Nomor SK", "NIK baru")
_FAULTS = 3

ChangeRow = tuple[Cell, ...]


@dataclass
class Officer:
    """A member of an election body: the true row, and how their service ended early.

    The rosters have them from ``listed_from`` on, the first of a month.
    """

    row: Row
    listed_from: date
    last: date | None = None
    cause: str = ""

    @property
    def nik(self) -> str:
        """The right NIK."""
        return str(self.row["NIK"])

    @property
    def start(self) -> date:
        """The first day of service."""
        return _day(self.row["Tgl Mulai"])

    @property
    def end(self) -> date:
        """The last day of service: that of the contract, or an earlier one."""
        return self.last or _day(self.row["Tgl Selesai"])

    def serves_in(self, month: date) -> bool:
        """Return whether they serve on some day of a month and have not left."""
        return not self.cause and self.start <= last_of(month) and month <= self.end


def _day(cell: Cell) -> date:
    assert isinstance(cell, date)
    return cell


def last_of(month: date) -> date:
    """Return the last day of a month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    return last_of(month) + timedelta(days=1)


def example_people(*, tps_of_a_desa: int | None = None) -> list[Row]:
    """Return the people of examples/purwakarta-2024.xlsx.

    With a number of TPS: those of four desa of one kecamatan, with so many TPS of each.
    """
    book = CalamineWorkbook.from_path(EXAMPLES / "purwakarta-2024.xlsx")
    header, *rows = book.get_sheet_by_index(0).to_python()
    names = [str(name) for name in header]
    people: list[Row] = [dict(zip(names, row, strict=True)) for row in rows]
    if tps_of_a_desa is None:
        return people
    kecamatan = next(one["Kecamatan"] for one in people if one["Kecamatan"])
    nearby = [one for one in people if one["Kecamatan"] == kecamatan]
    places = [*dict.fromkeys(one["Desa/Kelurahan"] for one in nearby if one["Desa/Kelurahan"])]
    chosen = {"", *places[:4]}
    few = range(tps_of_a_desa + 1)
    return [
        one
        for one in nearby
        if one["Desa/Kelurahan"] in chosen and int(str(one["TPS"] or 0)) in few
    ]


@dataclass
class Office:
    """The people of an office, and what its rosters and lists of changes say by month.

    ``share`` is the share of those in service to whom an event of a kind happens in a month. ``corrected``
    has the right NIK by the one of the first roster.
    """

    people: Sequence[Row]
    random: Random
    share: float
    last_roster: date
    officers: list[Officer] = field(default_factory=list)
    reports: dict[date, list[ChangeRow]] = field(default_factory=dict)
    corrected: dict[str, str] = field(default_factory=dict)
    _newcomers: int = 0

    def __post_init__(self) -> None:
        for row in self.people:
            self.officers.append(Officer(dict(row), _day(row["Tgl Mulai"]).replace(day=1)))
        self._niks = {one.nik for one in self.officers}

    # ---- What happens in a month ----------------------------------------------------------------

    def live_through(self, month: date) -> None:
        """Let people leave, succeed, change seats, wages and addresses in a month."""
        serving = [
            one for one in self.officers if one.serves_in(month) and one.listed_from <= month
        ]
        chosen = self.random.sample(serving, len(serving))
        for cause in (RESIGNED, DISMISSED, DIED, RESIGNED):
            for one in self._next(chosen):
                self._leave(one, cause, month)
        begun = [one for one in chosen if one.start >= month]
        for one in self._next(begun):
            chosen.remove(one)
            self._never_serve(one, month)
        if chosen[-1].listed_from < month:
            self._correct_nik(chosen.pop(), month)
        for one in self._next(chosen):
            one.row["Honor"] = int(str(one.row["Honor"]).removesuffix(".0")) + 50_000
        for one in self._next(chosen):
            one.row["Alamat"] = f"Kp. Baru RT {self.random.randint(1, 9):03} RW 001"
        for one in self._next(chosen):
            one.row["No. HP"] = f"0835{self.random.randint(0, 99_999_999):08}"

    def _next(self, chosen: list[Officer]) -> Iterator[Officer]:
        """Yield the next ones to whom something happens."""
        for _ in range(max(1, round(len(chosen) * self.share))):
            if chosen:
                yield chosen.pop()

    def _leave(self, one: Officer, cause: str, month: date) -> None:
        days = (min(one.end, last_of(month)) - max(one.start, month)).days
        one.last = max(one.start, month) + timedelta(days=self.random.randint(0, days))
        one.cause = cause
        self._report(one, month)
        start = one.last + timedelta(days=self.random.randint(1, 3))
        if start <= _day(one.row["Tgl Selesai"]):
            late = self.random.random() < 0.5 and month < self.last_roster
            first = max(start.replace(day=1), next_month(month) if late else month)
            self.officers.append(Officer(self._newcomer(one.row, start), first))

    def _never_serve(self, one: Officer, month: date) -> None:
        """Let somebody of the roster never serve; the office hears of it a month later."""
        one.cause = NEVER_SERVED
        self._report(one, month, later=True)

    def _correct_nik(self, one: Officer, month: date) -> None:
        """Correct a NIK in which the first roster had two digits swapped."""
        former = one.nik
        right = _swapped(former)
        if right in self._niks or former in self.corrected.values():
            return
        self._niks.add(right)
        self.corrected[former] = one.row["NIK"] = right
        row = (former, one.row["Nama Lengkap"], CORRECTED, None, "KTP", right)
        self.reports.setdefault(month, []).append(row)

    def _report(self, one: Officer, month: date, *, later: bool = False) -> None:
        """List a departure, in its month or in the next one; a roster has to list the person first."""
        later = later or one.listed_from == month or self.random.random() < 0.5
        told = next_month(month) if later else month
        row = (
            one.nik,
            one.row["Nama Lengkap"],
            one.cause,
            one.last,
            f"SK {len(self.officers)}/2024",
        )
        self.reports.setdefault(told, []).append(row)

    def _newcomer(self, seat: Row, start: date) -> Row:
        self._newcomers += 1
        number = self._newcomers
        born = date(1980, 1, 1) + timedelta(days=number * 37 % 7000)
        name = in_letters(number)
        identity = nik(number % 900, born=born)
        assert identity not in self._niks
        self._niks.add(identity)
        return {
            **seat,
            "NIK": identity,
            "Nama Lengkap": f"{name} {name}",
            "Tanggal Lahir": born,
            "L/P": "L",
            "No. HP": f"0835{number:08}",
            "Nama Ibu Kandung": f"Ibu {name}",
            "Tgl Mulai": start,
        }

    # ---- What the office writes -----------------------------------------------------------------

    def write_roster(self, path: Path, month: date, *, faulty: bool) -> Path:
        """Write everybody who serves as the office knows it in a month, with typing faults on request."""
        listed = [
            one
            for one in self.officers
            if one.listed_from == month or (one.listed_from < month and not one.cause)
        ]
        rows = [dict(one.row) for one in listed]
        known = [row for one, row in zip(listed, rows, strict=True) if one.listed_from < month]
        if faulty and len(known) >= _FAULTS:
            rows = self._mistype(rows, known)
        return roster(path, *rows)

    def _mistype(self, rows: list[Row], known: list[Row]) -> list[Row]:
        """Swap two digits of a NIK, spoil a row and forget one, of people of earlier rosters."""
        swapped, spoilt, forgotten = self.random.sample(known, _FAULTS)
        wrong = _swapped(str(swapped["NIK"]))
        if wrong not in self._niks:
            swapped["NIK"] = wrong
        spoilt["Honor"] = "segini"
        return [row for row in rows if row is not forgotten]

    def write_changes(self, path: Path, month: date) -> Path | None:
        """Write the list of changes that the office gives in a month, or None if there is nothing."""
        rows = self.reports.get(month, [])
        return _write_changes(path, rows) if rows else None


def _swapped(digits: str) -> str:
    """Return a NIK with its last two digits swapped."""
    return f"{digits[:14]}{digits[15]}{digits[14]}"


def _write_changes(path: Path, rows: Iterable[ChangeRow]) -> Path:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Keluar"
    page.append(_HEADER)
    for row in rows:
        page.append(row)
    book.save(path)
    return path
