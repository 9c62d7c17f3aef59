"""Nine months of an office: rosters and lists of changes in, SIPP's files out, against a model of SIPP."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from support.office import NEVER_SERVED, Office, example_people, next_month
from support.run import invoke
from support.sipp_model import Sipp
from support.workbooks import content, grid, sheets, table

NPP = "24109999"
FIRST, LAST_ROSTER, LAST = date(2024, 5, 1), date(2025, 1, 1), date(2025, 2, 1)
ENDS_BEGIN = date(2024, 12, 1)  # the first month in which terms end
AGREEMENT = """date = 2024-05-02
election = "pilkada-2024"
proration = "{proration}"
employer = {{ name = "KPU Kabupaten Purwakarta", npp = "{npp}", location = "3214" }}
defaults = {{ identity_valid_until = 2090-01-01, postal_code = "41111" }}
"""
_NAMES = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
MONTHS = {name: number for number, name in enumerate(_NAMES.split(), start=1)}
# SIPP takes newcomers and exits after the files that hold its earlier list.
UPLOADS = [f"template_{kind}_{NPP}.xlsx" for kind in ("upah", "koreksi_tk", "tk_na", "tk")]
# What the output says to somebody whom SIPP bills for other months than we do.
EXPLANATIONS = ("mendahului periode ini", "Tanpa nomor", "sudah Posting", "Sudah diposting")

PersonMonth = tuple[str, date]


@dataclass
class Term:
    """The results, and what their output says about people and months, by the right NIK."""

    office: Office
    sipp: Sipp
    folder: Path
    results: dict[date, Path] = field(default_factory=dict)
    said: defaultdict[PersonMonth, set[str]] = field(default_factory=lambda: defaultdict(set))
    asked: Counter[str] = field(default_factory=Counter)

    @property
    def latest(self) -> Path:
        """The last result."""
        return self.results[max(self.results)]

    def run(self) -> None:
        """Live through all months, and to the period after all terms."""
        month = FIRST
        while month <= LAST:
            self._live_through(month)
            month = next_month(month)

    def _live_through(self, month: date) -> None:
        self.sipp.open_period(month)
        downloads = self.sipp.download(self.folder / f"sipp-{month:%Y-%m}")
        out = self.folder / f"{month:%Y-%m}"
        if month <= LAST_ROSTER:
            self.office.live_through(month)
        if month == FIRST:
            self._enrol(out, month)
        else:
            self._update(out, month, downloads)
        self.results[month] = out
        self._upload(out)
        self._correct_identities(out)
        closing = self._close_cases(out, month)
        self._read_what_is_said(out, month)
        self._compare_with_sipp(out, month)
        self.sipp.post()
        for nik in closing:
            self.sipp.close_at_branch(nik)

    # ---- The office -----------------------------------------------------------------------------

    def _roster(self, month: date, *, faulty: bool) -> Path:
        path = self.folder / f"roster-{month:%Y-%m}.xlsx"
        return self.office.write_roster(path, month, faulty=faulty)

    def _enrol(self, out: Path, month: date) -> None:
        roster = self._roster(month, faulty=False)
        done = invoke("enrol", roster, "--agreement", self.folder / "pks.toml", "--out", out)
        assert done.status == 0, done.out + done.err

    def _update(self, out: Path, month: date, downloads: Iterable[Path]) -> None:
        earlier, period = self.latest, ("--period", f"{month:%Y-%m}")
        done = invoke("members", earlier, *downloads, *period)
        assert done.status in (0, 1), done.err
        rosters = [self._roster(month, faulty=True)] if month <= LAST_ROSTER else []
        changes = self.office.write_changes(self.folder / f"changes-{month:%Y-%m}.xlsx", month)
        arguments: list[object] = [earlier, *rosters, *period]
        arguments += ["--changes", changes] if changes else []
        arguments += ["--end-of-term"] if month >= ENDS_BEGIN else []
        for path in downloads:
            arguments += ["--members", path]
        done = invoke("update", *arguments, "--out", out, "--json")
        assert done.status in (0, 1), done.err
        self.asked.update(question["code"] for question in done.json["questions"])
        if month == ENDS_BEGIN:  # has newcomers, exits, changes and ends of terms
            written = content(out)
            again = invoke("update", *arguments, "--out", out, "--force")
            assert (again.status, content(out) == written) == (done.status, True)

    def _upload(self, out: Path) -> None:
        """Upload SIPP's files, in parts where there are more people than SIPP takes."""
        for name in UPLOADS:
            for path in sorted(out.rglob(name)):
                self.sipp.upload(path)

    def _correct_identities(self, out: Path) -> None:
        """Let the branch correct the NIKs of the letter."""
        letter = out / "surat-koreksi-identitas.xlsx"
        if letter.exists():
            for row in table(grid(letter, "Daftar"), "No", "KPJ"):
                if row["Isian"] == "NIK":
                    self.sipp.correct_nik_at_branch(row["KPJ"], row["Data menurut KTP"])

    def _close_cases(self, out: Path, month: date) -> list[str]:
        """Take those off the list who never served or died; return who died in the month, and stays in it."""
        closing = []
        for row in rows(out, "Keluar"):
            worker = self.sipp.workers.get(row["NIK"])
            if worker and row["Sebab"] == "Tidak pernah bertugas":
                if worker.kpj:
                    self.sipp.close_at_branch(worker.nik)
                else:
                    self.sipp.delete_new(worker.nik)
            elif worker and row["Sebab"] == "Meninggal dunia":
                if row["Hari terakhir"] >= month:
                    closing.append(worker.nik)
                else:
                    self.sipp.close_at_branch(worker.nik)
        return closing

    # ---- Comparisons ----------------------------------------------------------------------------

    def _read_what_is_said(self, out: Path, month: date) -> None:
        for row in rows(out, "Selisih"):
            name, _, year = row["Bulan iuran"].partition(" ")
            of = date(int(year), MONTHS[name], 1)
            if of < month:
                self.said[row["NIK"], of].add("sudah Posting")
        for sheet in ("Masuk", "Keluar"):
            for row in rows(out, sheet):
                self.said[row["NIK"], month].add(row["Yang harus dilakukan"])

    def _compare_with_sipp(self, out: Path, month: date) -> None:
        """Compare SIPP's bill with ours before the period is finalised."""
        ours, bill = charges(out)[month], self.sipp.bill()
        assert self.unexplained(month, ours, bill) == []
        if ours == bill and month != FIRST:
            summary = {row[0]: row[1] for row in grid(out / "perubahan.xlsx", "Ringkasan")}
            assert summary["Tenaga kerja aktif"] == len(bill)
            assert round(summary["Iuran dihitung"] * 100) == sum(bill.values())

    def unexplained(
        self, month: date, ours: Mapping[str, int], bill: Mapping[str, int]
    ) -> list[tuple[str, int, int]]:
        """Return NIK, our amount and SIPP's of whom no output says why these differ."""
        ours, bill = (
            {self._right(nik): sen for nik, sen in amounts.items()} for amounts in (ours, bill)
        )
        return [
            (nik, ours.get(nik, 0), bill.get(nik, 0))
            for nik in sorted({*ours, *bill})
            if ours.get(nik, 0) != bill.get(nik, 0) and not self._is_explained(nik, month)
        ]

    def _right(self, nik: str) -> str:
        """Return the right NIK of somebody in whose NIK the first roster had a mistake."""
        return self.office.corrected.get(nik, nik)

    def _is_explained(self, nik: str, month: date) -> bool:
        niks = [nik, *(former for former, right in self.office.corrected.items() if right == nik)]
        said = (text for one in niks for text in self.said[one, month])
        return any(explanation in text for text in said for explanation in EXPLANATIONS)

    def uncovered(self) -> Iterator[str]:
        """Yield who served and is billed for no month, or is in one on no list of SIPP without a word."""
        final = charges(self.latest)
        for one in self.office.officers:
            months = [month for month, of_month in final.items() if one.nik in of_month]
            if one.cause != NEVER_SERVED and not months:
                yield f"{one.nik} is not billed"
            for month in months:
                bill = {self._right(nik) for nik in self.sipp.bills[month]}
                if one.nik not in bill and not self._is_explained(one.nik, month):
                    yield f"{one.nik} is not on SIPP's list of {month:%Y-%m}"


def rows(out: Path, sheet: str) -> list[dict[str, Any]]:
    """Return the people in a sheet of the changes."""
    path = out / "perubahan.xlsx"
    if not path.exists() or sheet not in sheets(path):
        return []
    found = []
    lines = iter(grid(path, sheet))
    header = next(line for line in lines if line[:2] == ["No", "Nama"])
    for line in lines:
        row = dict(zip(header, line, strict=True))
        if str(row["NIK"]).isdigit():
            found.append(row)
    return found


def charges(result: Path) -> defaultdict[date, dict[str, int]]:
    """Return what a result bills wage earners, by month and NIK, in sen."""
    people = pl.read_parquet(result / "people.parquet").filter(pl.col("segment") == "pu")
    months = people.select("nik", "charges").explode("charges").unnest("charges")
    sums = months.group_by("nik", "month").agg((pl.col("jkk_sen") + pl.col("jkm_sen")).sum())
    found: defaultdict[date, dict[str, int]] = defaultdict(dict)
    for nik, month, sen in sums.iter_rows():
        found[month][nik] = sen
    return found


def live(folder: Path, seed: int, proration: str, *, tps: int | None, share: float) -> Term:
    """Live through the term of an office with an agreement, and a SIPP that has nobody yet."""
    text = AGREEMENT.format(proration=proration, npp=NPP)
    (folder / "pks.toml").write_text(text, encoding="utf-8")
    people = example_people(tps_of_a_desa=tps)
    term = Term(Office(people, Random(seed), share, LAST_ROSTER), Sipp(NPP), folder)  # noqa: S311
    term.run()
    return term


def check(term: Term) -> None:
    """Check what has to be true at the end; no file was refused, or the term had not come to it."""
    final = charges(term.latest)
    assert term.sipp.workers == {}
    for month, bill in term.sipp.bills.items():
        assert term.unexplained(month, final[month], bill) == []
    assert list(term.uncovered()) == []
    assert invoke("verify", term.latest).status == 0
    assert {"vanished", "row-with-errors", "nik-differs"} <= set(term.asked)


@pytest.mark.parametrize(
    ("seed", "proration"),
    [
        (1, "calendar-month"),
        (2, "contract-month"),
        *(
            pytest.param(seed, rule, marks=pytest.mark.slow)
            for seed in range(3, 8)
            for rule in ("calendar-month", "contract-month")
        ),
    ],
)
def test_nine_months__of_140_people__every_difference_to_sipp_is_explained(
    seed: int, proration: str, tmp_path: Path
) -> None:
    check(live(tmp_path, seed, proration, tps=3, share=0.01))


@pytest.mark.slow
@pytest.mark.parametrize("proration", ["calendar-month", "contract-month"])
def test_nine_months__of_a_regency__every_difference_to_sipp_is_explained(
    proration: str, tmp_path: Path
) -> None:
    check(live(tmp_path, 1, proration, tps=None, share=0.005))
