"""Nine months of an office: rosters and lists of changes in, SIPP's files out, against a model of SIPP."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import polars as pl
import pytest
from support.office import NEVER_SERVED, Office, Officer, example_people, last_month, next_month
from support.run import invoke
from support.sipp_model import JKK, JKM, Sipp
from support.word import word_tables
from support.workbooks import content, grid, sheets, table

# test_update*.py and tests/reports/test_changes_*.py check what one month writes, in the quick suite.
pytestmark = pytest.mark.slow

NPP = "24109999"
FIRST, LAST_ROSTER, LAST = date(2024, 5, 1), date(2025, 1, 1), date(2025, 2, 1)
ENDS_BEGIN = date(2024, 12, 1)  # the first month in which terms end
AGREEMENT = """date = 2024-05-02
election = "pilkada-2024"
proration = "{proration}"
employer = {{ name = "KPU Kabupaten Purwakarta", npp = "{npp}", location = "3214" }}
defaults = {{ identity_valid_until = 2090-01-01, postal_code = "41111" }}
[roles.LINMAS_TPS]
segment = "bpu"
"""
BPU_ROLE = "Petugas Ketertiban TPS"  # of the agreement; SIPP does not list them
_NAMES = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
MONTHS = {name: number for number, name in enumerate(_NAMES.split(), start=1)}
# SIPP takes newcomers and exits after the files that hold its earlier list.
UPLOADS = [f"template_{kind}_{NPP}.xlsx" for kind in ("upah", "koreksi_tk", "tk_na", "tk")]
# What the output says to somebody whom SIPP bills for other months than we do.
INCOMPLETE = "Belum dapat diunggah"
EXPLANATIONS = (
    "mendahului periode ini",
    "Tanpa nomor",
    "sudah Posting",
    "Sudah diposting",
    INCOMPLETE,
    "Belum pernah diunggah",
    "HARI TANPA PERLINDUNGAN",
)
# What is mistyped in the newer rosters, in turn.
FAULTS = (
    ["cells"],
    ["header"],
    ["first_row"],
    ["village"],
    ["pair"],
    ["cells"],
    ["village", "first_row"],
    ["pair"],
)


class Explanation(NamedTuple):
    """What an output of a month says about a NIK, as it had it."""

    nik: str
    said_in: date
    text: str


@dataclass
class Term:
    """The results, and what their output says about people and months, by the right NIK."""

    office: Office
    sipp: Sipp
    folder: Path
    is_by_calendar_month: bool
    results: dict[date, Path] = field(default_factory=dict)
    said: defaultdict[date, list[Explanation]] = field(default_factory=lambda: defaultdict(list))
    asked: Counter[str] = field(default_factory=Counter)
    bpu: dict[str, date] = field(default_factory=dict)  # the people of peserta_bpu.xlsx, by month
    unread: set[date] = field(default_factory=set)  # months in whose roster a column is not read
    questions: defaultdict[date, set[str]] = field(default_factory=lambda: defaultdict(set))

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
        if self.is_by_calendar_month:
            self._compare_with_service(out, month)
        self.sipp.post()
        for nik in closing:
            self.sipp.close_at_branch(nik)

    # ---- The office -----------------------------------------------------------------------------

    def _roster(self, month: date, *faults: str) -> Path:
        path = self.folder / f"roster-{month:%Y-%m}.xlsx"
        return self.office.write_roster(path, month, faults=faults)

    def _enrol(self, out: Path, month: date) -> None:
        done = invoke(
            "enrol", self._roster(month), "--agreement", self.folder / "pks.toml", "--out", out
        )
        assert done.status == 0, done.out + done.err

    def _update(self, out: Path, month: date, downloads: Iterable[Path]) -> None:
        earlier, period = self.latest, ("--period", f"{month:%Y-%m}")
        done = invoke("members", earlier, *downloads, *period)
        assert done.status in (0, 1), done.err
        faults = FAULTS[len(self.results) % len(FAULTS)]
        rosters = [self._roster(month, *faults)] if month <= LAST_ROSTER else []
        changes = self.office.write_changes(self.folder / f"changes-{month:%Y-%m}.xlsx", month)
        arguments: list[object] = [earlier, *rosters, *period]
        arguments += ["--changes", changes] if changes else []
        arguments += ["--end-of-term"] if month >= ENDS_BEGIN else []
        for path in downloads:
            arguments += ["--members", path]
        done = invoke("update", *arguments, "--out", out, "--json")
        assert done.status in (0, 1), done.err
        self.asked.update(question["code"] for question in done.json["questions"])
        if any(finding["code"] == "column-missing" for finding in done.json["findings"]):
            self.unread.add(month)
        if month == ENDS_BEGIN:  # has newcomers, exits, changes and ends of terms
            written = content(out)
            again = invoke("update", *arguments, "--out", out, "--force")
            assert (again.status, content(out) == written) == (done.status, True)

    def _upload(self, out: Path) -> None:
        """Upload SIPP's files, in parts where there are more people than SIPP takes."""
        for name in UPLOADS:
            for path in sorted(out.rglob(name)):
                self.sipp.upload(path)
        if (path := out / "peserta_lanjutan.xlsx").exists():
            for row in table(grid(path, "Lanjutan"), "KPJ", "NIK"):
                wage = Decimal(str(row["UPAH"]))
                self.sipp.take_returning(row["KPJ"], row["NIK"], row["TANGGAL_LAHIR"], wage)

    def _correct_identities(self, out: Path) -> None:
        """Let the branch correct the NIKs of the letter."""
        letter = out / "surat-koreksi-identitas.docx"
        if letter.exists():
            listed = word_tables(letter)[-1]
            niks = {row["KPJ"]: row["Data menurut KTP"] for row in listed if row["Isian"] == "NIK"}
            self.sipp.correct_niks_at_branch(niks)

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
        ours = charges(out)[month]
        for row in rows(out, "Selisih"):
            of = parse_month(row["Bulan iuran"])
            if of < month:
                self.said[of].append(Explanation(row["NIK"], month, "sudah Posting"))
        for row in rows(out, "Masuk"):
            first, text = parse_month(row["Bulan iuran pertama"]), row["Yang harus dilakukan"]
            is_on_list = ours.get(row["NIK"]) and INCOMPLETE not in text
            while first < month or (first == month and not is_on_list):
                self.said[first].append(Explanation(row["NIK"], month, text))
                first = next_month(first)
        for row in rows(out, "Keluar"):
            self.said[month].append(Explanation(row["NIK"], month, row["Yang harus dilakukan"]))
        if (path := out / "peserta_bpu.xlsx").exists():
            listed = [row["NIK"] for row in table(grid(path, "BPU"), "NIK")]
            assert len(listed) == len({*listed})
            assert self.bpu.keys().isdisjoint(listed)
            self.bpu |= dict.fromkeys(listed, month)
        people = pl.read_parquet(out / "people.parquet")
        held_back = people.filter(pl.col("status") == "held_back")["nik"].drop_nulls()
        for nik in [*(row["NIK"] for row in rows(out, "Ditanyakan")), *held_back]:
            self.questions[month].add(self._right(nik, month))

    def _compare_with_sipp(self, out: Path, month: date) -> None:
        """Compare SIPP's bill with ours before the period is finalised."""
        ours, bill = charges(out)[month], self.sipp.bill()
        differences = self.unexplained(month, self._with_right_niks(ours, month), bill, month)
        assert not differences, f"{month:%Y-%m}: {differences}"
        if ours == bill and month != FIRST:
            summary = {row[0]: row[1] for row in grid(out / "perubahan.xlsx", "Ringkasan")}
            assert summary["Tenaga kerja aktif"] == len(bill)
            assert round(summary["Iuran dihitung"] * 100) == sum(bill.values())

    def _compare_with_service(self, out: Path, month: date) -> None:
        """Compare the bill of a month with who serves in it, for which honorarium.

        The honorarium of somebody about whom something was asked, also a month ago, may not be known yet.
        """
        ours = self._with_right_niks(charges(out)[month], month)
        served: defaultdict[str, list[int]] = defaultdict(list)
        for one in self.office.officers:
            if one.row["Jabatan"] != BPU_ROLE and one.known_to_serve_in(month, month):
                nik, honorarium = self._right(one.nik, month), str(one.row["Honor"])
                served[nik].append(premium(Decimal(honorarium)))
        asked, asked_before = (self.questions[of] for of in (month, last_month(month)))
        missing = {*ours} ^ {*served}
        differing = {nik for nik in {*ours} & {*served} if [ours[nik]] != served[nik]}
        if month in self.unread:  # without a first day, nobody is known to come back
            missing -= {one.nik for one in self.office.officers if one.start >= month}
            differing = set()
        differing -= {nik for nik in differing if len(served[nik]) > 1} | asked_before
        wrong = [
            (nik, ours.get(nik), served[nik])
            for nik in (missing - asked_before | differing) - asked
        ]
        assert not wrong, f"{month:%Y-%m}: {wrong}"

    def unexplained(
        self, month: date, ours: Mapping[str, int], bill: Mapping[str, int], billed_in: date
    ) -> list[tuple[str, int, int]]:
        """Return NIK, our amount and SIPP's of whom no output says why these differ."""
        bill = self._with_right_niks(bill, billed_in)
        return [
            (nik, ours.get(nik, 0), bill.get(nik, 0))
            for nik in sorted({*ours, *bill})
            if ours.get(nik, 0) != bill.get(nik, 0) and not self._is_explained(nik, month)
        ]

    def _with_right_niks(self, amounts: Mapping[str, int], month: date) -> dict[str, int]:
        return {self._right(nik, month): sen for nik, sen in amounts.items()}

    def _right(self, nik: str, month: date) -> str:
        """Return the right NIK of somebody whose NIK in an output of a month is corrected later."""
        right, corrected_in = self.office.corrected.get(nik, (nik, month))
        return right if corrected_in > month else nik

    def _is_named(self, one: Officer) -> bool:
        """Return whether some output asks about somebody, or says why they are on no list."""
        asked = any(one.nik in asked for asked in self.questions.values())
        return asked or any(self._is_explained(one.nik, month) for month in self.results)

    def _is_explained(self, nik: str, month: date) -> bool:
        texts = (one.text for one in self.said[month] if self._right(one.nik, one.said_in) == nik)
        return any(explanation in text for text in texts for explanation in EXPLANATIONS)

    def uncovered(self) -> Iterator[str]:
        """Yield who served and is billed for no month, or is in one on no list of SIPP without a word."""
        final = charges(self.latest)
        bpu = {self._right(nik, month) for nik, month in self.bpu.items()}
        bills = {
            month: self._with_right_niks(bill, month) for month, bill in self.sipp.bills.items()
        }
        for one in self.office.officers:
            months = [month for month, of_month in final.items() if one.nik in of_month]
            if not (months or one.nik in bpu or one.cause == NEVER_SERVED or self._is_named(one)):
                yield f"{one.nik} is not billed"
            for month in months:
                if one.nik not in bills[month] and not self._is_explained(one.nik, month):
                    yield f"{one.nik} is not on SIPP's list of {month:%Y-%m}"


def parse_month(text: str) -> date:
    """Return the first day of a month as workbooks write it."""
    name, _, year = text.partition(" ")
    return date(int(year), MONTHS[name], 1)


def premium(wage: Decimal) -> int:
    """Return JKK and JKM of a month for a wage, in sen."""
    return sum(int((wage * rate).quantize(Decimal(1), ROUND_HALF_UP)) for rate in (JKK, JKM))


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
    chance = Random(seed)  # noqa: S311
    office = Office(people, chance, share, next_month(FIRST), LAST_ROSTER)
    term = Term(office, Sipp(NPP), folder, proration == "calendar-month")
    term.run()
    return term


def check(term: Term) -> None:
    """Check what has to be true at the end; no file was refused, or the term had not come to it."""
    final = charges(term.latest)
    assert term.sipp.workers == {}
    for month, bill in term.sipp.bills.items():
        differences = term.unexplained(month, final[month], bill, month)
        assert not differences, f"{month:%Y-%m}: {differences}"
    uncovered = list(term.uncovered())
    assert not uncovered, uncovered
    assert invoke("verify", term.latest).status == 0
    assert {"vanished", "row-with-errors", "nik-differs"} <= set(term.asked)


@pytest.mark.parametrize(
    ("seed", "proration"),
    [
        (1, "calendar-month"),
        *((seed, rule) for seed in range(2, 12) for rule in ("calendar-month", "contract-month")),
    ],
)
def test_nine_months__of_140_people__every_difference_to_sipp_is_explained(
    seed: int, proration: str, tmp_path: Path
) -> None:
    check(live(tmp_path, seed, proration, tps=3, share=0.01))


@pytest.mark.parametrize("proration", ["calendar-month", "contract-month"])
def test_nine_months__of_a_regency__every_difference_to_sipp_is_explained(
    proration: str, tmp_path: Path
) -> None:
    check(live(tmp_path, 1, proration, tps=None, share=0.005))
