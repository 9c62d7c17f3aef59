"""A small model of SIPP Online, written from BPJS's templates and guide; it imports nothing of the program.

It takes uploaded workbooks and refuses what SIPP refuses, issues numbers when a period is posted, and bills
whoever is on its list in a calendar month.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from support.paths import SOURCE

JKK, JKM = Decimal("0.24"), Decimal("0.30")  # percent of the wage
MOST_ROWS, MOST_CORRECTIONS = 10_000, 10_001
_CAUSES = ("A10", "A1", "A2", "A3", "A4", "A5", "A8", "A6", "A7", "A9")
_LOCATIONS = SOURCE / "pemilu_cover" / "reference" / "sipp_locations.csv"
_PHONE = re.compile(r"(08|628)\d+")

NEW = (
    "NO_PEGAWAI NAMA_LENGKAP GELAR TELEPON_AREA_RUMAH TELEPON_RUMAH TELEPON_AREA_KANTOR TELEPON_KANTOR"
    " TELEPON_EXT_KANTOR HP EMAIL TEMPAT_LAHIR TANGGAL_LAHIR NAMA_IBU_KANDUNG JENIS_IDENTITAS NOMOR_IDENTITAS"
    " MASA_LAKU_IDENTITAS JENIS_KELAMIN SURAT_MENYURAT_KE TANGGAL_KEPESERTAAN STATUS_KAWIN GOLONGAN_DARAH"
    " NPWP KODE_NEGARA UPAH ALAMAT KODE_POS LOKASI_PEKERJAAN STATUS_PEGAWAI TGL_AWAL_BEKERJA"
    " TGL_AKHIR_KONTRAK"
).split()
_OPTIONAL = frozenset(
    "NO_PEGAWAI GELAR TELEPON_AREA_RUMAH TELEPON_RUMAH TELEPON_AREA_KANTOR TELEPON_KANTOR TELEPON_EXT_KANTOR"
    " HP EMAIL TANGGAL_KEPESERTAAN NPWP TGL_AKHIR_KONTRAK".split()
)
EXITS = "KPJ NAMA_LENGKAP TGL_LAHIR SEBAB_NA TGL_KEJADIAN KETERANGAN".split()
WAGES = "NIK ID_PEGAWAI KPJ KODE_TK NAMA_LENGKAP TGL_LAHIR UPAH RAPEL BLTH NPP".split()
CORRECTIONS = (
    "KODE NOMOR_PEGAWAI NOMOR_IDENTITAS KPJ NAMA_TENAGA_KERJA TEMPAT_LAHIR TGL_LAHIR JENIS_KELAMIN"
    " NAMA_IBU_KANDUNG NPWP ALAMAT_LENGKAP_DOMISILI HANDPHONE LOKASI_PEKERJAAN EMAIL NAMA_BANK KODE_BANK"
    " NOMOR_REKENING NAMA_REKENING"
).split()
_LOCKED = CORRECTIONS[:10]

Cells = dict[str, Any]


class UploadRefusedError(Exception):
    """A file that SIPP does not take, with the reasons."""


@dataclass
class Worker:
    """A person on the list of an NPP; without a number until a period is posted."""

    nik: str
    name: str
    birth_date: str
    wage: Decimal
    sex: str
    address: str
    phone: str
    location: str
    email: str
    kode: str
    kpj: str = ""

    @property
    def shown_name(self) -> str:
        """The name as downloads have it: half of each word is hidden where there is a number."""
        if not self.kpj:
            return self.name
        return " ".join(
            "*" * (len(word) // 2) + word[len(word) // 2 :] for word in self.name.split()
        )

    @property
    def bill_sen(self) -> int:
        """JKK and JKM of a month, each rounded half up to the sen."""
        return sum(
            int((self.wage * rate).quantize(Decimal(1), ROUND_HALF_UP)) for rate in (JKK, JKM)
        )


@dataclass(frozen=True)
class Confirmation:
    """The numbers of *Konfirmasi Finalisasi*; the penalty is nought."""

    active: int
    added: int
    removed: int
    wage_changes: int
    contribution_sen: int


@dataclass
class Sipp:
    """One NPP in SIPP: the list of workers, the open period and the bills of the posted ones."""

    npp: str
    workers: dict[str, Worker] = field(default_factory=dict)
    bills: dict[date, dict[str, int]] = field(default_factory=dict)
    period: date | None = None
    _new: set[str] = field(default_factory=set)
    _leaving: set[str] = field(default_factory=set)
    _changed_wages: set[str] = field(default_factory=set)
    _former: dict[str, Worker] = field(default_factory=dict)
    _issued: int = 0
    _codes: int = 1

    # ---- Periods --------------------------------------------------------------------------------

    def open_period(self, month: date) -> None:
        """Add a reporting period as a draft."""
        assert self.period is None, "a period is open"
        assert not self.bills or month > max(self.bills), "this period is posted"
        self.period = month

    def confirm(self) -> Confirmation:
        """Return what SIPP shows before the period is finalised."""
        bill = self.bill()
        changed = self._changed_wages - self._leaving - self._new
        return Confirmation(
            len(bill), len(self._new), len(self._leaving), len(changed), sum(bill.values())
        )

    def post(self) -> None:
        """Finalise and pay the open period: newcomers get their numbers, who is inactive is gone."""
        self.bills[self._month()] = self.bill()
        for nik in self._leaving:
            self._drop(nik)
        for worker in self.workers.values():
            if not worker.kpj:
                self._issued += 1
                worker.kpj = f"{24_000_000_000 + self._issued * 7:011d}"
        self.period = None
        for names in (self._new, self._leaving, self._changed_wages):
            names.clear()

    def bill(self) -> dict[str, int]:
        """Return the contribution of the open period by NIK, in sen: of all but who is set inactive in it."""
        return {nik: one.bill_sen for nik, one in self.workers.items() if nik not in self._leaving}

    def _month(self) -> date:
        if self.period is None:
            raise UploadRefusedError("no period is in draft")
        return self.period

    # ---- Clicks and letters ---------------------------------------------------------------------

    def delete_new(self, nik: str) -> None:
        """Delete somebody under *Peserta Baru*: only while the period is a draft."""
        assert nik in self._new, "only new workers can be deleted"
        self._new.discard(nik)
        del self.workers[nik]

    def close_at_branch(self, nik: str) -> None:
        """Take somebody off the list by a letter or a claim: never served, or died."""
        self._leaving.discard(nik)
        self._drop(nik)

    def _drop(self, nik: str) -> None:
        worker = self.workers.pop(nik)
        self._former[worker.kpj] = worker

    def correct_niks_at_branch(self, corrected: Mapping[str, str]) -> None:
        """Correct the NIKs of numbers by a letter with copies of the identity cards."""
        by_number = {one.kpj: one for one in self.workers.values() if one.kpj}
        niks = {by_number[kpj].nik: nik for kpj, nik in corrected.items()}
        self.workers = {niks.get(nik, nik): one for nik, one in self.workers.items()}
        for nik, worker in self.workers.items():
            worker.nik = nik
        self._new, self._leaving, self._changed_wages = (
            {niks.get(nik, nik) for nik in of_kind}
            for of_kind in (self._new, self._leaving, self._changed_wages)
        )

    def take_returning(self, kpj: str, nik: str, birth_date: str, wage: Decimal) -> None:
        """Enter a member by the number (*TK Lanjutan*). Raise `UploadRefusedError`."""
        self._month()
        worker = self._former.get(kpj)
        if worker is None or nik in self.workers:
            raise UploadRefusedError(f"{kpj}: unknown, or active at this NPP")
        if (worker.nik, worker.birth_date) != (nik, birth_date):
            raise UploadRefusedError(f"{kpj}: NIK or birth date is not that of the KPJ")
        del self._former[kpj]
        worker.wage = wage
        self.workers[nik] = worker
        self._new.add(nik)

    # ---- Uploads --------------------------------------------------------------------------------

    def upload(self, path: Path) -> int:
        """Take an uploaded workbook; return its rows. Raise `UploadRefusedError`."""
        takers = {
            f"template_tk_{self.npp}.xlsx": self._take_new,
            f"template_tk_na_{self.npp}.xlsx": self._take_exits,
            f"template_upah_{self.npp}.xlsx": self._take_wages,
            f"template_koreksi_tk_{self.npp}.xlsx": self._take_corrections,
        }
        if path.name not in takers:
            raise UploadRefusedError(f"{path.name}: the name of the file was changed")
        self._month()
        return takers[path.name](path)

    def _take_new(self, path: Path) -> int:
        rows = _read(path, "data_tk_baru", NEW, MOST_ROWS)
        reasons = [*_texts_only(rows, NEW), *self._reasons_against_new(rows)]
        _refuse(path, reasons)
        for row in rows:
            nik = row["NOMOR_IDENTITAS"]
            self.workers[nik] = Worker(
                nik,
                row["NAMA_LENGKAP"],
                row["TANGGAL_LAHIR"],
                Decimal(row["UPAH"]),
                row["JENIS_KELAMIN"],
                row["ALAMAT"],
                row["HP"] or "",
                row["LOKASI_PEKERJAAN"],
                row["EMAIL"] or "",
                f"{210_000_000_000_000 + self._codes:015d}",
            )
            self._codes += 1
            self._new.add(nik)
        return len(rows)

    def _reasons_against_new(self, rows: Sequence[Cells]) -> Iterator[str]:
        seen: set[str] = set()
        former = {one.nik for one in self._former.values()}
        for number, row in enumerate(rows, start=2):
            nik = row["NOMOR_IDENTITAS"] or ""
            empty = [name for name in NEW if name not in _OPTIONAL and not row[name]]
            if empty:
                yield f"row {number}: {', '.join(empty)} empty"
            if nik in self.workers or nik in seen:
                yield f"row {number}: NIK is registered at this NPP"
            if nik in former:
                yield f"row {number}: NIK has a number"
            seen.add(nik)
            if not re.fullmatch(r"\d{16}", nik):
                yield f"row {number}: NOMOR_IDENTITAS"
            if row["STATUS_PEGAWAI"] == "Y" and not row["TGL_AKHIR_KONTRAK"]:
                yield f"row {number}: TGL_AKHIR_KONTRAK is empty with PKWT"
            if not re.fullmatch(r"\d+", row["UPAH"] or ""):
                yield f"row {number}: UPAH"
            days = ("TANGGAL_LAHIR", "MASA_LAKU_IDENTITAS", "TGL_AWAL_BEKERJA", "TGL_AKHIR_KONTRAK")
            for name in days:
                if row[name] and not _is_day(row[name]):
                    yield f"row {number}: {name}"
            yield from _contact_reasons(number, row["HP"], row["LOKASI_PEKERJAAN"])

    def _take_exits(self, path: Path) -> int:
        rows = _read(path, "data_tk_na", EXITS, MOST_ROWS)
        by_number = {worker.kpj: worker for worker in self.workers.values() if worker.kpj}
        reasons = [*_texts_only(rows, EXITS), *self._reasons_against_exits(rows, by_number)]
        _refuse(path, reasons)
        self._leaving |= {by_number[row["KPJ"]].nik for row in rows}
        return len(rows)

    def _reasons_against_exits(
        self, rows: Sequence[Cells], by_number: dict[str, Worker]
    ) -> Iterator[str]:
        seen: set[str] = set()
        for number, row in enumerate(rows, start=2):
            worker = by_number.get(row["KPJ"] or "")
            if row["KPJ"] in self._former or row["KPJ"] in seen:
                yield f"row {number}: KPJ is inactive"
            elif worker is None:
                yield f"row {number}: KPJ is unknown"
            elif worker.nik in self._leaving:
                yield f"row {number}: KPJ is inactive"
            elif (worker.birth_date, worker.name.upper()) != (
                row["TGL_LAHIR"],
                (row["NAMA_LENGKAP"] or "").upper(),
            ):
                yield f"row {number}: name or birth date is not that of the KPJ"
            if row["SEBAB_NA"] not in _CAUSES:
                yield f"row {number}: SEBAB_NA is not in the list"
            elif row["SEBAB_NA"] == "A6":
                yield f"row {number}: a death is a claim"
            if not _is_day(row["TGL_KEJADIAN"] or ""):
                yield f"row {number}: TGL_KEJADIAN"
            seen.add(row["KPJ"])

    def _take_wages(self, path: Path) -> int:
        rows = _read(path, "data_upah", WAGES, MOST_ROWS)
        reasons = [*_texts_only(rows, [n for n in WAGES if n not in ("UPAH", "RAPEL")])]
        reasons += [
            *_differing(rows, self.wage_rows(), [n for n in WAGES if n not in ("UPAH", "RAPEL")])
        ]
        for number, row in enumerate(rows, start=2):
            if type(row["UPAH"]) not in (int, float) or row["UPAH"] <= 0:
                reasons.append(f"row {number}: UPAH")
        _refuse(path, reasons)
        for row in rows:
            wage = Decimal(str(row["UPAH"]))
            if self.workers[row["NIK"]].wage != wage:
                self.workers[row["NIK"]].wage = wage
                self._changed_wages.add(row["NIK"])
        return len(rows)

    def _take_corrections(self, path: Path) -> int:
        rows = _read(path, "update_data_tk", CORRECTIONS, MOST_CORRECTIONS)
        reasons = [
            *_texts_only(rows, CORRECTIONS),
            *_differing(rows, self.correction_rows(), _LOCKED),
        ]
        for number, row in enumerate(rows, start=2):
            reasons += _contact_reasons(number, row["HANDPHONE"], row["LOKASI_PEKERJAAN"])
            if row["EMAIL"] and "@" not in row["EMAIL"]:
                reasons.append(f"row {number}: EMAIL")
        _refuse(path, reasons)
        for row in rows:
            worker = self.workers[row["NOMOR_IDENTITAS"]]
            worker.address, worker.phone = row["ALAMAT_LENGKAP_DOMISILI"], row["HANDPHONE"] or ""
            worker.location, worker.email = row["LOKASI_PEKERJAAN"], row["EMAIL"] or ""
        return len(rows)

    # ---- Downloads ------------------------------------------------------------------------------

    def wage_rows(self) -> list[Cells]:
        """Return the rows of the wage file of the open period: wages are numbers, all else is text."""
        month = self._month()
        return [
            {
                "NIK": one.nik,
                "KPJ": one.kpj or None,
                "KODE_TK": one.kode,
                "NAMA_LENGKAP": one.shown_name,
                "TGL_LAHIR": one.birth_date,
                "UPAH": int(one.wage) if one.wage == int(one.wage) else float(one.wage),
                "RAPEL": 0,
                "BLTH": f"{month:01-%m-%Y}",
                "NPP": self.npp,
            }
            for one in self.workers.values()
        ]

    def correction_rows(self) -> list[Cells]:
        """Return the rows of the file of worker data."""
        return [
            {
                "KODE": one.kode,
                "NOMOR_IDENTITAS": one.nik,
                "KPJ": one.kpj or None,
                "NAMA_TENAGA_KERJA": one.shown_name,
                "TEMPAT_LAHIR": "Pxxxxxxxx",
                "TGL_LAHIR": one.birth_date,
                "JENIS_KELAMIN": one.sex,
                "NAMA_IBU_KANDUNG": "Sxxx",
                "ALAMAT_LENGKAP_DOMISILI": one.address,
                "HANDPHONE": one.phone or None,
                "LOKASI_PEKERJAAN": one.location,
                "EMAIL": one.email or None,
            }
            for one in self.workers.values()
        ]

    def download(self, folder: Path) -> list[Path]:
        """Write the wage file and the file of worker data of the open period; return their paths."""
        folder.mkdir(parents=True, exist_ok=True)
        upah = folder / f"template_upah_{self.npp}.xlsx"
        koreksi = folder / f"template_koreksi_tk_{self.npp}.xlsx"
        _write(upah, "data_upah", WAGES, self.wage_rows())
        _write(koreksi, "update_data_tk", CORRECTIONS, self.correction_rows())
        return [upah, koreksi]


def _read(path: Path, sheet: str, header: Sequence[str], most: int) -> list[Cells]:
    """Return the rows below the header. Raise `UploadRefusedError` for another layout."""
    book = openpyxl.load_workbook(path)
    if sheet not in book.sheetnames:
        raise UploadRefusedError(f"{path.name}: no sheet {sheet}")
    first, *rows = book[sheet].iter_rows(values_only=True)
    if list(first) != list(header):
        raise UploadRefusedError(f"{path.name}: another header")
    if len(rows) > most:
        raise UploadRefusedError(f"{path.name}: {len(rows)} rows")
    if not rows:
        raise UploadRefusedError(f"{path.name}: no rows")
    return [dict(zip(header, row, strict=True)) for row in rows]


def _texts_only(rows: Iterable[Cells], names: Iterable[str]) -> Iterator[str]:
    names = list(names)
    for number, row in enumerate(rows, start=2):
        for name in names:
            if row[name] is not None and not isinstance(row[name], str):
                yield f"row {number}: {name} is no text"


def _differing(rows: Sequence[Cells], ours: Sequence[Cells], names: Iterable[str]) -> Iterator[str]:
    """Yield the cells that are not those of the download: they are locked, and keep their order.

    A download that is longer than an upload may be comes back in parts.
    """
    names = list(names)
    if len(ours) > MOST_ROWS and len(rows) <= MOST_ROWS:
        first = {name: rows[0][name] or None for name in names}
        alike = (at for at, own in enumerate(ours) if all(own.get(n) == first[n] for n in names))
        start = next(alike, 0)
        ours = ours[start : start + len(rows)]
    if len(rows) != len(ours):
        yield f"{len(rows)} rows, {len(ours)} were downloaded"
    for number, (row, own) in enumerate(zip(rows, ours, strict=False), start=2):
        for name in names:
            if (row[name] or None) != own.get(name):
                yield f"row {number}: {name} was changed"


def _contact_reasons(number: int, phone: str | None, location: str | None) -> Iterator[str]:
    if phone and not (_PHONE.fullmatch(phone) and 9 <= len(phone) <= 14):
        yield f"row {number}: phone"
    if location not in _location_codes():
        yield f"row {number}: LOKASI_PEKERJAAN is not in the list"


@cache
def _location_codes() -> frozenset[str]:
    with _LOCATIONS.open(encoding="utf-8") as file:
        return frozenset(row[0] for row in csv.reader(line for line in file if line[0] != "#"))


def _refuse(path: Path, reasons: Sequence[str]) -> None:
    if reasons:
        raise UploadRefusedError(f"{path.name}: {'; '.join(reasons[:5])}")


def _is_day(text: str) -> bool:
    try:
        _day(text)
    except ValueError:
        return False
    return bool(re.fullmatch(r"\d\d-\d\d-\d{4}", text))


def _day(text: str) -> date:
    return datetime.strptime(text, "%d-%m-%Y").date()


def _write(path: Path, sheet: str, header: Sequence[str], rows: Iterable[Cells]) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Petunjuk Pengisian"
    page["A3"] = f"Petunjuk Pengisian {sheet}"
    data = book.create_sheet(sheet)
    data.append(list(header))
    for row in rows:
        data.append([row.get(name) for name in header])
    book.save(path)
