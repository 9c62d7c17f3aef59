"""Bills that agree with a result but for planted differences, in every form, with the truth about them."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
from support.formulir_2a import (
    BilledPerson,
    Layout,
    Section,
    billed_people,
    write_csv_bill,
    write_pdf_bill,
    write_xlsx_bill,
)
from support.people import nik
from support.sipp_downloads import NPP, SippPerson, write_upah

FORMS = ("pdf", "wide", "narrow", "csv", "upah")
NOVEMBER, DECEMBER = date(2024, 11, 1), date(2024, 12, 1)
# Outcomes that need contributions, which a wage file has not.
OF_CONTRIBUTIONS = frozenset(("beda-tarif", "program-lain", "pembulatan"))
PLANTED = (
    *("tidak-di-tagihan", "tidak-di-daftar", "ganda-nik", "ganda-kpj", "beda-upah", "beda-tarif"),
    *("program-lain", "rapel", "pembulatan", "identitas-beda", "nama-beda", "beda-bulan"),
    "halaman-tak-terbaca",
)
_UNIT = "UNIT YANG TIDAK TERBACA"


@dataclass
class PlantedBill:
    """The people of a bill by month, those of a page that cannot be read, and the truth: NIKs by outcome."""

    people: dict[date, list[BilledPerson]]
    unread: list[BilledPerson] = field(default_factory=list)
    truth: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    nameless: set[str] = field(default_factory=set)
    npp: str = NPP

    def sections(self) -> Iterator[Section]:
        """Yield the sections of a Formulir 2a; the last one is the unread one."""
        for period, people in self.people.items():
            if people:
                yield Section(people, period, npp=self.npp)
        if self.unread:
            yield Section(self.unread, NOVEMBER, _UNIT, self.npp)

    def write(self, form: str, folder: Path) -> list[Path]:
        """Write the bill in a form; the last section of a Formulir 2a has a wrong sum."""
        if form == "upah":
            return list(self._write_wages(folder))
        sections = list(self.sections())
        if form == "pdf":
            layout = Layout(by_columns=True)
            size = layout.people_per_page
            pages = sum(-(-len(section.people) // size) for section in sections)
            first = pages - -(-len(self.unread) // size) + 1
            spoilt = dict.fromkeys(range(first, pages + 1), "wrong-sum")
            faults: Any = spoilt if self.unread else {}
            return [write_pdf_bill(folder / "f2a.pdf", sections, replace(layout, faults=faults))]
        faults = {len(sections): "wrong-sum"} if self.unread else {}
        if form == "csv":
            return [write_csv_bill(folder / "f2a.csv", sections, faults=faults)]
        if form == "wide":  # a converted workbook does not say its month, and has one
            sections = [section for section in sections if section.period == NOVEMBER]
            faults = {len(sections): "wrong-sum"} if self.unread else {}
        return [
            write_xlsx_bill(folder / f"{form}.xlsx", sections, wide=form == "wide", faults=faults)
        ]

    def _write_wages(self, folder: Path) -> Iterator[Path]:
        for period, people in self.people.items():
            listed = [*people, *(self.unread if period == NOVEMBER else [])]
            if not listed:
                continue
            path = folder / f"upah-{period:%m}.xlsx"
            write_upah(path, map(self._in_sipp, listed), period=period, npp=self.npp)
            if period == NOVEMBER and self.unread:
                _spoil_wages(path, {one.nik for one in self.unread})
            yield path

    def _in_sipp(self, one: BilledPerson) -> SippPerson:
        kpj = "" if one.nik in self.nameless else one.kpj
        wage, rapel = one.wage // 100, one.rapel // 100
        return SippPerson(one.nik, one.name, one.birth_date, kpj, wage=wage, rapel=rapel)


def _spoil_wages(path: Path, niks: set[str]) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["data_upah"]
    column = next(cell.column for cell in sheet[1] if cell.value == "UPAH")
    for row in sheet.iter_rows(min_row=2):
        if row[0].value in niks:
            sheet.cell(row[0].row, column).value = "delapan ratus ribu"
    book.save(path)


def plant(
    register: pl.DataFrame,
    counts: dict[str, int],
    *,
    seed: int = 0,
    kpj: dict[str, str] | None = None,
) -> PlantedBill:
    """Return the bill of a register in November, and in December, with so many differences of each kind.

    ``kpj`` are the membership numbers that the result knows.
    """
    months = {period: billed_people(register, period) for period in (NOVEMBER, DECEMBER)}
    numbers = kpj or {}
    for people in months.values():
        people[:] = [replace(one, kpj=numbers.get(one.nik, one.kpj)) for one in people]
    has_december = bool(months[DECEMBER]) or "beda-bulan" in counts
    bill = PlantedBill({period: people for period, people in months.items() if people})
    if has_december:
        bill.people.setdefault(DECEMBER, [])
    planter = _Planter(bill, random.Random(seed))  # noqa: S311  a choice of victims
    for code in sorted(counts):
        for turn in range(counts[code]):
            planter.plant(code, turn)
    return bill


class _Planter:
    """Plants differences in people of November, each in people of its own."""

    def __init__(self, bill: PlantedBill, rng: random.Random) -> None:
        self._bill, self._rng = bill, rng
        self._people = bill.people[NOVEMBER]
        in_december = {one.nik for one in bill.people.get(DECEMBER, [])}
        free = [one.nik for one in self._people if one.nik not in in_december]
        rng.shuffle(free)
        self._free = iter(free)
        self._strangers = 0

    def plant(self, code: str, turn: int) -> None:
        """Plant one difference."""
        victim = next(self._free)
        at = next(index for index, one in enumerate(self._people) if one.nik == victim)
        getattr(self, f"_{code.replace('-', '_')}")(at, turn)

    def _record(self, code: str, *niks: str) -> None:
        self._bill.truth[code] |= set(niks)

    def _change(self, at: int, code: str, **changes: Any) -> None:
        self._record(code, self._people[at].nik)
        self._people[at] = replace(self._people[at], **changes)

    def _stranger(self, kpj: str = "") -> BilledPerson:
        self._strangers += 1
        born = date(1975, 1, 1) + timedelta(days=self._strangers)
        number = kpj or f"{29_000_000_000 + self._strangers}"
        return BilledPerson(nik(500, born=born, region="330101"), "ORANG LAIN", born, number)

    def _tidak_di_tagihan(self, at: int, _: int) -> None:
        self._record("tidak-di-tagihan", self._people.pop(at).nik)

    def _tidak_di_daftar(self, at: int, _: int) -> None:
        stranger = self._stranger()
        self._people.insert(at, stranger)
        self._record("tidak-di-daftar", stranger.nik)

    def _ganda_nik(self, at: int, turn: int) -> None:
        one = self._people[at]
        other = one if turn % 2 else replace(one, kpj=f"{28_000_000_000 + turn}")
        self._people.insert(self._rng.randrange(len(self._people)), other)
        self._record("ganda-nik", one.nik)

    def _ganda_kpj(self, at: int, _: int) -> None:
        stranger = self._stranger(self._people[at].kpj)
        self._record("ganda-kpj", self._people[at].nik, stranger.nik)
        self._people.insert(0, stranger)

    def _beda_upah(self, at: int, _: int) -> None:
        one = self._people[at]
        self._change(at, "beda-upah", wage=2 * one.wage, jkk=2 * one.jkk, jkm=2 * one.jkm)

    def _beda_tarif(self, at: int, _: int) -> None:
        self._change(at, "beda-tarif", jkk=self._people[at].jkk + 2)

    def _program_lain(self, at: int, turn: int) -> None:
        share = ("jht_employer", "jht_worker", "jp_employer", "jp_worker", "jkp_employer")[turn % 5]
        self._change(at, "program-lain", shares={share: 1_000 + turn, "jkp_state": 22})

    def _rapel(self, at: int, turn: int) -> None:
        one = self._people[at]
        part = 1 if turn % 2 else 0
        jkk, jkm = (amount + part * amount // 5 for amount in (one.jkk, one.jkm))
        self._change(at, "rapel", rapel=one.wage // 5, jkk=jkk, jkm=jkm)

    def _pembulatan(self, at: int, turn: int) -> None:
        one = self._people[at]
        self._change(at, "pembulatan", jkk=one.jkk + 1 - turn % 2, jkm=one.jkm - turn % 2)

    def _identitas_beda(self, at: int, turn: int) -> None:
        one = self._people[at]
        if turn % 2:
            born = one.birth_date + timedelta(days=1)
            self._change(at, "identitas-beda", birth_date=born)
        else:
            self._change(at, "identitas-beda", nik=f"{one.nik[:-4]}{8000 + turn:04}")

    def _nama_beda(self, at: int, _: int) -> None:
        self._bill.nameless.add(self._people[at].nik)
        self._change(at, "nama-beda", name="NAMA ORANG YANG SAMA SEKALI LAIN DAN PANJANG")

    def _beda_bulan(self, at: int, _: int) -> None:
        one = self._people[at]
        self._bill.people[DECEMBER].append(one)
        self._record("beda-bulan", one.nik)

    def _halaman_tak_terbaca(self, at: int, _: int) -> None:
        one = self._people.pop(at)
        self._bill.unread.append(one)
        self._record("halaman-tak-terbaca", one.nik)


def expected(bill: PlantedBill, form: str) -> dict[str, set[str]]:
    """Return the truth as a form can show it."""
    hidden = OF_CONTRIBUTIONS if form == "upah" else frozenset()
    return {code: niks for code, niks in bill.truth.items() if code not in hidden and niks}


def found(outcomes: pl.DataFrame) -> dict[str, set[str]]:
    """Return the people of each outcome."""
    pairs: dict[str, set[str]] = defaultdict(set)
    for code, person in outcomes.select("code", "person").iter_rows():
        pairs[code].add(person)
    return dict(pairs)
