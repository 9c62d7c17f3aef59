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

RESIGNED, DISMISSED, MOVED = "Mengundurkan diri", "Diberhentikan", "Pindah unit kerja"
TERM_OVER = "Masa tugas berakhir"
DIED, NEVER_SERVED, CORRECTED = "Meninggal dunia", "Tidak pernah bertugas", "Koreksi NIK"
_HEADER = ("NIK", "Nama", "Kejadian", "Tanggal", "Nomor SK", "NIK baru", "Jabatan")
_FAULTS = 3
_NEVER = date.max
# Ways to mistype the header, by the right name.
_MISTYPED_HEADERS = {
    "Honor": "Honr",
    "No. HP": "No HPP",
    "Tgl Mulai": "Tgl Mulia",
    "Alamat": "Almat",
}
_UNIT = ("Kecamatan", "Desa/Kelurahan", "TPS")

ChangeRow = tuple[Cell, ...]


@dataclass
class Officer:
    """A member of an election body: the true row, and how their service ended early.

    The rosters have them from ``listed_from`` on, the first of a month; ``reported_in`` is the month in which
    the list of changes has the end. ``since`` is the first day in the present role, as rosters show it.
    """

    row: Row
    listed_from: date
    last: date | None = None
    cause: str = ""
    reported_in: date = _NEVER
    since: date | None = None

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

    def listed_row(self) -> Row:
        """Return the row as rosters have it: with the first day in the present role, where it is known."""
        return self.row | ({"Tgl Mulai": self.since} if self.since else {})

    def known_to_serve_in(self, month: date, as_of: date) -> bool:
        """Return whether the office has reported by a month that they serve on some day of another one."""
        is_reported = self.reported_in <= as_of
        end = self.end if is_reported else _day(self.row["Tgl Selesai"])
        if self.listed_from > as_of or (is_reported and self.cause == NEVER_SERVED):
            return False
        return self.start <= last_of(month) and month <= end

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


def last_month(month: date) -> date:
    """Return the first day of the month before."""
    return (month - timedelta(days=1)).replace(day=1)


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
    has the right NIK, and the month of its correction, by the one of the first roster.
    """

    people: Sequence[Row]
    random: Random
    share: float
    first_list: date
    last_roster: date
    officers: list[Officer] = field(default_factory=list)
    reports: dict[date, list[ChangeRow]] = field(default_factory=dict)
    corrected: dict[str, tuple[str, date]] = field(default_factory=dict)
    dead: list[Officer] = field(default_factory=list)
    _newcomers: int = 0

    def __post_init__(self) -> None:
        for row in self.people:
            self.officers.append(Officer(dict(row), _day(row["Tgl Mulai"]).replace(day=1)))
        self._niks = {one.nik for one in self.officers}

    # ---- What happens in a month ----------------------------------------------------------------

    def live_through(self, month: date) -> None:
        """Let people leave, return, succeed, change seats, wages and addresses in a month."""
        serving = [
            one for one in self.officers if one.serves_in(month) and one.listed_from <= month
        ]
        chosen = self.random.sample(serving, len(serving))
        for cause in (RESIGNED, DISMISSED, DIED, MOVED, TERM_OVER):
            for one in self._next(chosen):
                self._leave(one, cause, month)
        self._return(month)
        self._die_after_exit(month)
        begun = [one for one in chosen if one.start >= month]
        for one in self._next(begun):
            chosen.remove(one)
            self._never_serve(one, month)
        known = [one for one in chosen if one.listed_from < month]
        if month < self.first_list:
            known = []
        self._correct_niks(known[:1], month)
        self._swap_niks(known[1:3], month)
        self._swap_units(known[3:])
        self._change_role(known[4:], month)
        self._change_contacts_and_wages(chosen)

    def _change_contacts_and_wages(self, chosen: list[Officer]) -> None:
        changes = (self._raise_wage, self._move_house, self._change_phone)
        for change in changes:
            for one in self._next(chosen):
                change(one)
        for one in self._next(chosen):  # several of one person
            for change in changes:
                change(one)

    def _raise_wage(self, one: Officer) -> None:
        one.row["Honor"] = int(str(one.row["Honor"]).removesuffix(".0")) + 50_000

    def _move_house(self, one: Officer) -> None:
        one.row["Alamat"] = f"Kp. Baru RT {self.random.randint(1, 9):03} RW 001"

    def _change_phone(self, one: Officer) -> None:
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
        if start > _day(one.row["Tgl Selesai"]):
            return
        seat = one.row
        member = self._member_for(one, month)
        if member and self.random.random() < 0.7:
            seat = self._promote(member, one, start)
        late = self.random.random() < 0.5 and month < self.last_roster
        first = max(start.replace(day=1), next_month(month) if late else month)
        self.officers.append(Officer(self._newcomer(seat, start), first))

    def _member_for(self, chair: Officer, month: date) -> Officer | None:
        """Return a member of the unit of a chair who leaves, if there is one."""
        body = str(chair.row["Jabatan"])
        if not body.startswith("Ketua "):
            return None
        members = (
            one
            for one in self.officers
            if one.row["Jabatan"] == body.replace("Ketua", "Anggota")
            and [one.row[name] for name in _UNIT] == [chair.row[name] for name in _UNIT]
            and one.serves_in(month)
            and one.listed_from < month
        )
        return next(members, None)

    def _promote(self, member: Officer, chair: Officer, start: date) -> Row:
        """Let a member become chair; some rosters then have the first day as chair. Return the free seat."""
        seat = dict(member.row)
        member.row |= {name: chair.row[name] for name in ("Jabatan", "Honor")}
        if self.random.random() < 0.5:
            member.since = start
        return seat

    def _change_role(self, chosen: list[Officer], month: date) -> None:
        """Let somebody leave a role and take another: one exit, and a second contract."""
        one = next((one for one in chosen if one.row["Jabatan"] == "Anggota PPS"), None)
        if one is None or max(one.start, month) + timedelta(days=20) > one.end:
            return
        one.last, one.cause = max(one.start, month) + timedelta(days=9), MOVED
        self._report(one, month)
        seat = next(other.row for other in self.officers if other.row["Jabatan"] == "Anggota PPK")
        office = {name: seat[name] for name in ("Jabatan", "Honor", *_UNIT)}
        row = {**one.row, **office, "Tgl Mulai": one.last + timedelta(days=1)}
        self.officers.append(Officer(row, month))

    def _return(self, month: date) -> None:
        """Let somebody who left come back, perhaps in the month of the exit."""
        gone = [
            one
            for one in self.officers
            if one.cause in (RESIGNED, MOVED, DISMISSED)
            and one.reported_in <= month
            and one.last
            and one.last >= month - timedelta(days=70)
            and [other.nik for other in self.officers].count(one.nik) == 1
        ]
        for one in gone[:1]:
            assert one.last is not None
            start = max(
                one.last + timedelta(days=4), month + timedelta(days=self.random.randint(0, 9))
            )
            if start <= min(last_of(month), _day(one.row["Tgl Selesai"])):
                late = self.random.random() < 0.5 and month < self.last_roster
                first = next_month(month) if late else month
                self.officers.append(Officer({**one.row, "Tgl Mulai": start}, first))

    def _die_after_exit(self, month: date) -> None:
        """Let the office list the death of somebody who had left before."""
        gone = [
            one
            for one in self.officers
            if one.cause == RESIGNED
            and one.reported_in < month
            and one not in self.dead
            and [other.nik for other in self.officers].count(one.nik) == 1
        ]
        for one in gone[:1]:
            self.dead.append(one)
            assert one.last is not None
            day = min(one.last + timedelta(days=self.random.choice((0, 12, 40))), last_of(month))
            row = (one.nik, one.row["Nama Lengkap"], DIED, day, "AK 9")
            self.reports.setdefault(month, []).append(row)

    def _never_serve(self, one: Officer, month: date) -> None:
        """Let somebody of the roster never serve; the office hears of it a month later."""
        one.cause = NEVER_SERVED
        self._report(one, month, later=True)

    def _correct_niks(self, chosen: list[Officer], month: date) -> None:
        """Correct NIKs in which the first roster had two digits swapped."""
        for one in chosen:
            right = next(_mistyped(one.nik))
            if right not in self._niks and self._may_be_corrected(one):
                self._niks.add(right)
                self._correct_nik(one, right, month)

    def _swap_niks(self, chosen: list[Officer], month: date) -> None:
        """Correct the NIKs of two people who have each other's in the first roster."""
        first = all(one.listed_from < self.first_list for one in chosen)
        if len(chosen) == 2 and first and all(map(self._may_be_corrected, chosen)):
            one, two = chosen
            niks = two.nik, one.nik
            for person, right in zip(chosen, niks, strict=True):
                self._correct_nik(person, right, month)

    def _may_be_corrected(self, one: Officer) -> bool:
        known = {*self.corrected, *(right for right, _ in self.corrected.values())}
        rows = [other for other in self.officers if other.nik == one.nik]
        return one.nik not in known and len(rows) == 1

    def _correct_nik(self, one: Officer, right: str, month: date) -> None:
        row = (one.nik, one.row["Nama Lengkap"], CORRECTED, None, "KTP", right)
        self.corrected[one.nik] = (right, month)
        one.row["NIK"] = right
        self.reports.setdefault(month, []).append(row)

    def _swap_units(self, chosen: list[Officer]) -> None:
        """Let two people of one role change their units."""
        for one in chosen:
            others = (two for two in chosen if two.row["Jabatan"] == one.row["Jabatan"])
            two = next(
                (
                    two
                    for two in others
                    if two.row["TPS"] != one.row["TPS"]
                    or two.row["Desa/Kelurahan"] != one.row["Desa/Kelurahan"]
                ),
                None,
            )
            if two:
                for name in _UNIT:
                    one.row[name], two.row[name] = two.row[name], one.row[name]
                return

    def _report(self, one: Officer, month: date, *, later: bool = False) -> None:
        """List a departure, in its month or in the next one."""
        later = later or self.random.random() < 0.5
        one.reported_in = max(next_month(month) if later else month, self.first_list)
        row = (
            one.nik,
            one.row["Nama Lengkap"],
            one.cause,
            one.last,
            f"SK {len(self.officers)}/2024",
            None,
            one.row["Jabatan"],
        )
        self.reports.setdefault(one.reported_in, []).append(row)

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

    def write_roster(self, path: Path, month: date, *, faults: Sequence[str] = ()) -> Path:
        """Write everybody who serves as the office knows it in a month, with typing faults on request."""
        listed = [
            one
            for one in self.officers
            if one.listed_from == month or (one.listed_from < month and not one.cause)
        ]
        rows = [one.listed_row() for one in listed]
        known = [row for one, row in zip(listed, rows, strict=True) if one.listed_from < month]
        for fault in faults:
            if len(known) >= _FAULTS:
                rows = getattr(self, f"_mistype_{fault}")(rows, known, month)
        return roster(path, *rows)

    def _mistype_cells(self, rows: list[Row], known: list[Row], _: date) -> list[Row]:
        """Swap two digits of a NIK, spoil a row and forget one, of people of earlier rosters."""
        swapped, spoilt, forgotten = self.random.sample(known, _FAULTS)
        self._mistype_nik(swapped)
        spoilt["Honor"] = "segini"
        return [row for row in rows if row is not forgotten]

    def _mistype_nik(self, row: Row) -> None:
        right = str(row["NIK"])
        row["NIK"] = next((nik for nik in _mistyped(right) if nik not in self._niks), right)

    def _mistype_header(self, rows: list[Row], *_: object) -> list[Row]:
        """Mistype a name in the header."""
        right = self.random.choice(list(_MISTYPED_HEADERS))
        return [
            {_MISTYPED_HEADERS[name] if name == right else name: cell for name, cell in row.items()}
            for row in rows
        ]

    def _mistype_first_row(self, rows: list[Row], known: list[Row], _: date) -> list[Row]:
        """Spoil the first row of people."""
        kind = self.random.choice(("digits", "short", "empty", "wage"))
        if not any(rows[0] is row for row in known):  # nobody can know of a newcomer without a NIK
            kind = "wage"
        if kind == "digits":
            self._mistype_nik(rows[0])
        elif kind == "short":
            rows[0]["NIK"] = str(rows[0]["NIK"])[:-1]
        elif kind == "empty":
            rows[0] = dict.fromkeys(rows[0])
        else:
            rows[0]["Honor"] = "honor"
        return rows

    def _mistype_village(self, rows: list[Row], known: list[Row], month: date) -> list[Row]:
        """Leave a whole desa out; its newcomers are listed a month later."""
        fresh = [one for one in self.officers if one.listed_from == month]
        places = {str(row["Desa/Kelurahan"] or "") for row in known}
        places -= {"", *(str(one.row["Desa/Kelurahan"]) for one in fresh if one.cause)}
        place = self.random.choice(sorted(places) or [None])
        for one in fresh:
            if one.row["Desa/Kelurahan"] == place:
                one.listed_from = next_month(month)
        return [row for row in rows if row["Desa/Kelurahan"] != place]

    def _mistype_pair(self, rows: list[Row], known: list[Row], _: date) -> list[Row]:
        """Give two people each other's NIK."""
        one, two = self.random.sample(known, 2)
        one["NIK"], two["NIK"] = two["NIK"], one["NIK"]
        return rows

    def write_changes(self, path: Path, month: date) -> Path | None:
        """Write the list of changes that the office gives in a month, or None if there is nothing."""
        rows = self.reports.get(month, [])
        return _write_changes(path, rows) if rows else None


def _mistyped(digits: str) -> Iterator[str]:
    """Yield a NIK with two digits of its serial swapped, then with one of them mistyped.

    In a regency most of them are the NIK of somebody else.
    """
    for place in (14, 13, 12):
        pair = digits[place : place + 2]
        yield f"{digits[:place]}{pair[::-1]}{digits[place + 2 :]}"
    for place in (15, 14, 13, 12):
        yield from (f"{digits[:place]}{digit}{digits[place + 1 :]}" for digit in "123456789")


def _write_changes(path: Path, rows: Iterable[ChangeRow]) -> Path:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Keluar"
    page.append(_HEADER)
    for row in rows:
        page.append(row)
    book.save(path)
    return path
