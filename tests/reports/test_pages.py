"""``ringkasan.html`` and the page of ``check --report``: what they show, and what they must not."""

from __future__ import annotations

import hashlib
import html
import json
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.pages import HtmlPage
from support.paths import EXAMPLES
from support.people import Row, short_person
from support.run import Run, invoke
from support.workbooks import roster

from pemilu_cover.values.rupiah import format_rupiah, to_sen

HOSTILE = "<script>alert(1)</script>"
PERSONAL = ("NIK", "Nama", "Nama Ibu", "Alamat")
MAY = date(2024, 5, 26)


def crowd() -> list[Row]:
    """Return people of two kecamatan: of the hostile one most are ready, of the other one nobody."""
    people = [short_person(number, Kecamatan=HOSTILE) for number in range(1, 12)]
    pps = {"Jabatan": "Anggota PPS", "Honor": 1_300_000, "TPS": None}
    people.append(short_person(12, Kecamatan=HOSTILE, Mulai=MAY, Selesai=date(2025, 1, 27), **pps))
    people.append(short_person(13, Kecamatan="Plered", Tanggal_Lahir=None))
    people.append(short_person(14, Kecamatan="Plered", Gol_Darah=None))
    return people


class Result:
    """A result: what `enrol` printed, its folder, its page and its manifest."""

    def __init__(self, done: Run, out: Path) -> None:
        self.done, self.out = done, out
        self.page = HtmlPage.read(out / "ringkasan.html")
        self.manifest: Any = json.loads((out / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A roster of `crowd`."""
    return roster(tmp_path_factory.mktemp("roster") / "kpps.xlsx", *crowd())


@pytest.fixture(scope="module")
def result(people: Path, tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The result of `crowd`."""
    out = tmp_path_factory.mktemp("pages") / "out"
    return Result(invoke("enrol", people, "--out", out, "--json"), out)


@pytest.fixture(scope="module")
def findings_page(people: Path, tmp_path_factory: pytest.TempPathFactory) -> HtmlPage:
    """The page of the findings of `crowd`, in English."""
    page = tmp_path_factory.mktemp("check") / "page.html"
    done = invoke("check", people, "--report", page, "--lang", "en")
    assert done.status == 1
    assert "Page of findings:" in done.out
    return HtmlPage.read(page)


def rupiah(text: str) -> str:
    """Return an amount of the manifest as the page writes it."""
    return format_rupiah(to_sen(Decimal(text)))


# ---- The summary ---------------------------------------------------------------------------------


def test_page__counts__are_those_of_manifest_and_json(result: Result) -> None:
    counts, text = result.manifest["counts"], result.page.text
    for label, key in (
        ("Didaftarkan dan ditagih", "enrolled"),
        ("Siap untuk SIPP", "ready"),
        ("Terdaftar, isian kurang", "incomplete"),
        ("Belum terdaftar", "held_back"),
        ("Dikecualikan", "excluded"),
    ):
        assert f"{label} {counts[key]}" in text
        assert counts[key] == result.done.json[key]
    assert "14 orang ada di daftar petugas." in text


def bars(page: HtmlPage, title: str) -> list[tuple[str, str, list[float]]]:
    """Return the bars of a chart: label, value, and the lengths of the parts in percent."""
    figure = page.source.partition(f"<figcaption>{title}</figcaption>")[2].partition("</figure>")[0]
    pieces = r'title="(.*?)">.*?</span>(<span class="track">.*)</span><span class="number">(.*?)<'
    return [
        (
            html.unescape(label),
            value,
            [float(width) for width in re.findall(r"width: (.*?)%", track)],
        )
        for label, track, value in re.findall(pieces, figure)
    ]


@pytest.mark.parametrize("title", ["Orang per jabatan", "Orang per kecamatan"])
def test_page__bars__have_the_lengths_of_the_numbers_in_the_table(
    result: Result, title: str
) -> None:
    _, *rows, _ = result.page.tables[title]
    longest = max(int(row[1]) for row in rows)
    parts = [row[2:] or row[1:] for row in rows]
    assert bars(result.page, title) == [
        (row[0], row[1], [round(100 * int(n) / longest, 2) for n in part if n != "0"])
        for row, part in zip(rows, parts, strict=True)
    ]


def test_page__days__are_drawn_as_in_the_table(result: Result) -> None:
    path, *_ = re.findall(r'<path class="ok" d="(.*?)"', result.page.source)
    _, *rows = result.page.tables["Bertugas dan terlindungi"]
    first, most = date(2024, 5, 26), max(int(row[1]) for row in rows)
    steps = [(most - int(up), int(until)) for up, until in re.findall(r"V(\d+)H(\d+)", path)]
    lasts = [datetime.strptime(row[0].split(" (")[0][-10:], "%d-%m-%Y").date() for row in rows]
    assert steps == [
        (int(row[2]), (last - first).days + 1) for row, last in zip(rows, lasts, strict=True)
    ]


def test_page__money__is_that_of_the_manifest(result: Result) -> None:
    premium, schedule = result.manifest["premium"], result.manifest["schedule"]["months"]
    for name, label in (("total", "Iuran"), ("jkk", "JKK"), ("jkm", "JKM")):
        assert f"{label} {rupiah(premium[name])}" in result.page.text
    head, *months, total = result.page.tables["Iuran per bulan dan jatuh temponya"]
    assert head == ["Bulan iuran", "Orang", "JKK", "JKM", "Jumlah", "Jatuh tempo"]
    assert [(row[1], row[4], row[5]) for row in months] == [
        (
            str(month["people"]),
            rupiah(month["total"]),
            f"{date.fromisoformat(month['due']):%d-%m-%Y}",
        )
        for month in schedule
    ]
    assert total[2:5] == [rupiah(premium[name]) for name in ("jkk", "jkm", "total")]
    _, *roles, total = result.page.tables["Iuran per jabatan"]
    assert [[row[1], *row[3:]] for row in roles] == [
        [str(role["people"]), *(rupiah(role[name]) for name in ("jkk", "jkm", "total"))]
        for role in result.manifest["by_role"]
    ]
    assert total[3:] == [rupiah(premium[name]) for name in ("jkk", "jkm", "total")]


def test_page__kecamatan__are_escaped_and_those_of_json(result: Result) -> None:
    assert "<script" not in result.page.source
    assert "script" not in result.page.tags
    _, *rows, total = result.page.tables["Orang per kecamatan"]
    states = ("people", "ready", "incomplete", "held_back", "excluded")
    assert rows == [
        [each["kecamatan"], *(str(each[state]) for state in states)]
        for each in result.done.json["by_kecamatan"]
    ]
    assert rows[1][:2] == [HOSTILE, "12"]
    assert total[1:] == ["14", "12", "1", "1", "0"]


def test_page__days__show_duty_and_cover_on_voting_day(result: Result) -> None:
    text, rows = result.page.text, result.page.tables["Bertugas dan terlindungi"]
    assert "Hari pemungutan suara, 27 November 2024: 12 dari 14 orang" in text
    assert ["26-05-2024 – 06-11-2024", "1", "1", "0"] in rows
    assert ["27-11-2024 (pemungutan suara)", "14", "12", "2"] in rows


def test_page__findings__most_first_with_explanation_and_next_steps(result: Result) -> None:
    head, *rows = result.page.tables["Temuan, yang terbanyak lebih dahulu"]
    assert head[:3] == ["Kode", "Banyaknya", "Tingkat"]
    assert rows[0][:3] == ["birth-missing", "1", "Kesalahan"]
    codes = {
        code
        for code in result.manifest["counts"]["findings"]
        if f"#code-{code}" in result.page.links
    }
    assert codes == {row[0] for row in rows}
    assert "SIPP mewajibkan tanggal lahir" in result.page.text
    assert ["Gol. Darah", "1"] in result.page.tables["Isian yang diwajibkan SIPP dan masih kosong"]
    assert "pemilu-cover enrol … --corrections corrections.xlsx --force" in result.page.text


@pytest.mark.parametrize("name", ["result", "findings_page"])
def test_page__any__is_self_contained_and_has_no_personal_data(
    name: str, request: pytest.FixtureRequest
) -> None:
    fixture = request.getfixturevalue(name)
    page: HtmlPage = fixture if isinstance(fixture, HtmlPage) else fixture.page
    attributes = dict(page.attributes)
    assert attributes["lang"] == ("en" if name == "findings_page" else "id")
    assert not {"src", "srcset", "data", "action", "onclick", "onload"} & attributes.keys()
    assert "default-src 'none'; style-src 'unsafe-inline'" in page.source
    assert not re.search(r"@import|url\(|https?://", page.source)
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert len(page.ids) == len(set(page.ids))
    described = [value for key, value in page.attributes if key == "aria-labelledby" and value]
    assert {part for value in described for part in value.split()} <= set(page.ids)
    personal = {str(one[column]) for one in crowd() for column in PERSONAL if one[column]}
    assert [value for value in personal if value in page.source] == []


def test_page__file__is_listed_private_and_repeatable(
    result: Result, people: Path, tmp_path: Path
) -> None:
    content = (result.out / "ringkasan.html").read_bytes()
    listed = result.manifest["outputs"]["ringkasan.html"]
    assert listed == {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    assert (result.out / "ringkasan.html").stat().st_mode & 0o777 == 0o600
    invoke("enrol", people.name, "--out", tmp_path / "again", "--quiet", cwd=people.parent)
    assert (tmp_path / "again" / "ringkasan.html").read_bytes() == content


def test_page__nothing_to_correct__says_so(tmp_path: Path) -> None:
    path = roster(tmp_path / "kpps.xlsx", short_person(1))
    assert invoke("enrol", path, "--out", tmp_path / "out", "--quiet").status == 0
    text = HtmlPage.read(tmp_path / "out" / "ringkasan.html").text
    assert "Tidak ada yang harus dibetulkan atau dilengkapi." in text
    assert "Cetak dan tanda tangani tagihan.pdf dan kuitansi.pdf" in text


def test_page__nobody_enrolled__has_no_money(tmp_path: Path) -> None:
    path = roster(tmp_path / "kpps.xlsx", short_person(1, NIK="12"))
    assert invoke("enrol", path, "--out", tmp_path / "out", "--quiet").status == 1
    page = HtmlPage.read(tmp_path / "out" / "ringkasan.html")
    assert "Iuran per jabatan" not in page.tables
    assert "Belum terdaftar 1" in page.text


def test_update__page__has_the_changes_and_the_next_bill(result: Result, tmp_path: Path) -> None:
    newer = roster(tmp_path / "newer.xlsx", *crowd()[:-1], short_person(20, Kecamatan="Plered"))
    out = tmp_path / "next"
    invoke("update", result.out, newer, "--period", "2024-12", "--out", out, "--json")
    later = Result(Run(0, "{}", ""), out)
    assert "Masa pelaporan Desember 2024" in later.page.text
    assert "Masuk 1" in later.page.text
    for name in ("jkk", "jkm"):
        assert f"{name.upper()} {rupiah(later.manifest['premium'][name])}" in later.page.text
    assert "ringkasan.html" in later.manifest["outputs"]
    codes = later.page.tables["Temuan, yang terbanyak lebih dahulu"][1:]
    assert ["birth-missing", "1", "Kesalahan"] in [row[:3] for row in codes]


def test_update__no_newer_roster__still_shows_who_is_held_back(
    result: Result, tmp_path: Path
) -> None:
    out = tmp_path / "next"
    invoke("update", result.out, "--period", "2024-12", "--end-of-term", "--out", out, "--json")
    page = HtmlPage.read(out / "ringkasan.html")
    assert [row[:2] for row in page.tables["Temuan, yang terbanyak lebih dahulu"][1:]] == [
        ["birth-missing", "1"]
    ]
    assert "Keluar 12" in page.text


# ---- A nation ------------------------------------------------------------------------------------


def test_batches__pages__are_linked_and_add_up(tmp_path: Path) -> None:
    out = tmp_path / "nation"
    rosters = EXAMPLES / "two-regencies-2024.csv"
    invoke("enrol", rosters, "--output-format", "parquet", "--out", out, "--quiet")
    pages = {path.relative_to(out).as_posix(): HtmlPage.read(path) for path in out.rglob("*.html")}
    names = ("32", "3214", "35", "3502")
    assert set(pages) == {"ringkasan.html", *(f"ringkasan/{name}.html" for name in names)}
    for name, page in pages.items():
        for link in page.links:
            target = (out / name).parent / link.partition("#")[0]
            assert target.resolve().is_file() if link[0] != "#" else link[1:] in page.ids
    provinces = pages["ringkasan.html"].tables["Per provinsi"][1:]
    assert [row[:2] for row in provinces[:2]] == [["Jawa Barat", "135"], ["Jawa Timur", "134"]]
    assert (
        "Jawa Barat: 135 orang, 2 belum terdaftar, 0 isian kurang" in pages["ringkasan.html"].source
    )
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert rupiah(manifest["premium"]["total"]) in pages["ringkasan.html"].text
    assert "Orang per kecamatan" in pages["ringkasan/3214.html"].tables


@pytest.mark.slow
def test_update_in_batches__pages__have_changes_and_regencies(tmp_path: Path) -> None:
    nation, out = tmp_path / "nation", tmp_path / "next"
    rosters = EXAMPLES / "two-regencies-2024.csv"
    invoke("enrol", rosters, "--output-format", "parquet", "--out", nation, "--quiet")
    invoke("update", nation, "--period", "2025-02", "--end-of-term", "--out", out, "--json")
    whole = HtmlPage.read(out / "ringkasan.html")
    assert "Masa pelaporan Februari 2025" in whole.text
    assert "Keluar 267" in whole.text
    assert [row[:2] for row in whole.tables["Per provinsi"][1:3]] == [
        ["Jawa Barat", "135"],
        ["Jawa Timur", "134"],
    ]
    assert "Perubahan" not in HtmlPage.read(out / "ringkasan" / "3214.html").text


# ---- check --report ------------------------------------------------------------------------------


def test_report__table__has_every_finding_with_its_place(
    findings_page: HtmlPage, people: Path
) -> None:
    listed = invoke("check", people, "--json", "--lang", "en").json["findings"]
    head, *rows = findings_page.tables[f"{len(listed)} findings by place"]
    assert head == ["Code", "Level", "Kecamatan", "Sheet", "Cell", "Column"]
    levels = {"error": "Error", "warning": "Warning", "info": "Information"}
    assert [[row[0], row[1], row[4]] for row in rows] == [
        [one["code"], levels[one["level"]], one["cell"] or str(one["row"])] for one in listed
    ]
    assert {row[2] for row in rows if row[0] == "birth-missing"} == {"Plered"}


def test_report__names_of_files_and_sheets__are_escaped(tmp_path: Path) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    rosters = [
        roster(tmp_path / f"{hostile}{number}.xlsx", short_person(number, NIK="1"), sheet=hostile)
        for number in (1, 2)
    ]
    page = tmp_path / "page.html"
    assert invoke("check", *rosters, "--report", page).status == 1
    shown = HtmlPage.read(page)
    assert "img" not in shown.tags
    _, *rows = shown.tables["2 temuan menurut tempatnya"]
    assert [row[3:5] for row in rows] == [
        [f"{hostile}1.xlsx", hostile],
        [f"{hostile}2.xlsx", hostile],
    ]


def test_report__no_findings__says_so(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    done = invoke("check", roster(tmp_path / "kpps.xlsx", short_person(1)), "--report", page)
    assert (done.status, "Tidak ada temuan." in HtmlPage.read(page).text) == (0, True)
    assert page.stat().st_mode & 0o777 == 0o600


def test_report__page_there_already__is_refused_without_force(people: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("mine", encoding="utf-8")
    assert invoke("check", people, "--report", page).status == 4
    assert page.read_text(encoding="utf-8") == "mine"
    assert invoke("check", people, "--report", page, "--force").status == 1
    assert invoke("check", people, "--report", tmp_path / "page.pdf").status == 2
