"""Nothing personal reaches a screen, a pipe or the name of a file, wherever in a roster it was typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from privacy.canaries import (
    ADDRESS,
    MISTYPED,
    MOTHER,
    NIK,
    PHONE,
    SEPARATED,
    VALUES,
    as_csv,
    as_parquet,
    as_xlsx,
    canary_person,
    faulty,
    leaks,
)
from support.people import short_person
from support.run import Run, invoke

pytestmark = pytest.mark.slow

KINDS = {
    "xlsx": lambda path: as_xlsx(path / "roster.xlsx", faulty()),
    "csv": lambda path: as_csv(path / "roster.csv", faulty()),
    "semicolons": lambda path: as_csv(path / "roster.csv", faulty(), delimiter=";"),
    "parquet": lambda path: as_parquet(path / "roster.parquet", faulty()),
}
FORMS = ("text", "json", "csv", "github")
ALL_FIXES = (
    "--auto-fix",
    "birth-swapped",
    "--auto-fix",
    "nik-letters",
    "--auto-fix",
    "sex-missing",
)


def assert_silent(done: Run, *, status: int | None = None) -> None:
    """Hold what was printed against the canaries."""
    if status is not None:
        assert done.status == status, done.err
    report = [
        (leaks(line), line) for line in (done.out + "\n" + done.err).splitlines() if leaks(line)
    ]
    assert report == []


def names(folder: Path) -> str:
    """Return the names of all that lies in a folder."""
    return "\n".join(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_canary__any_spelling__is_detected() -> None:
    for text in (*SEPARATED.values(), *MISTYPED.values(), *VALUES.values()):
        assert leaks(f"a message says: {text}!")
    assert leaks("3214********0417, 07-11-2024 – 08-12-2024, Rp850.000") == []


# ---- Cells --------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=KINDS)
def roster(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A roster of one kind with a canary in every place."""
    path: Path = KINDS[request.param](tmp_path_factory.mktemp("roster"))
    return path


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a workbook."""
    path: Path = KINDS["xlsx"](tmp_path_factory.mktemp("workbook"))
    return path


def test_refusals__every_format__have_no_cell_content(roster: Path, tmp_path: Path) -> None:
    assert_silent(invoke("check", roster), status=1)
    assert_silent(invoke("enrol", roster, "--out", tmp_path / "out", "--json"), status=1)
    assert leaks(names(tmp_path)) == []


@pytest.mark.parametrize("more", [("--lang", "en"), ("--strict",), ALL_FIXES], ids=str)
@pytest.mark.parametrize("form", FORMS)
def test_check__output__has_no_cell_content(
    workbook: Path, form: str, more: tuple[str, ...]
) -> None:
    assert_silent(invoke("check", workbook, "--findings-format", form, *more), status=1)


@pytest.mark.parametrize(
    "more",
    [("--lang", "en"), ("--split-corrections-by", "kecamatan", "--json"), ("--strict",), ALL_FIXES],
    ids=str,
)
def test_enrol__output__has_no_cell_content(
    workbook: Path, more: tuple[str, ...], tmp_path: Path
) -> None:
    assert_silent(invoke("enrol", workbook, "--out", tmp_path / "out", *more), status=1)
    assert leaks(names(tmp_path)) == []


def test_annotate__output__has_no_cell_content(tmp_path: Path) -> None:
    roster = KINDS["xlsx"](tmp_path)
    done = invoke("check", roster, "--annotate", tmp_path / "marked.xlsx")
    assert_silent(done, status=1)


def test_pages__canary_in_any_cell__is_not_shown(roster: Path, tmp_path: Path) -> None:
    invoke("enrol", roster, "--out", tmp_path / "out", "--quiet")
    invoke("check", roster, "--report", tmp_path / "page.html", "--lang", "en")
    for page in (tmp_path / "out" / "ringkasan.html", tmp_path / "page.html"):
        assert leaks(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_pages_of_batches__canary_in_any_cell__is_not_shown(kind: str, tmp_path: Path) -> None:
    roster = KINDS[kind](tmp_path)
    invoke("enrol", roster, "--out", tmp_path / "out", "--output-format", "parquet", "--quiet")
    pages = list((tmp_path / "out").rglob("*.html"))
    assert len(pages) > 1
    for page in pages:
        assert leaks(page.read_text(encoding="utf-8")) == []


def test_a_unit_is_not_called_by_a_cell_that_slipped(tmp_path: Path) -> None:
    """Units are named in a finding: in a row that slipped by a column, anything may stand for its place."""
    offices = ["Ketua KPPS", *["Anggota KPPS"] * 6]
    crowd = [
        short_person(7 * tps + number, Jabatan=office, TPS=f"{tps:03d}")
        for tps in range(90)
        for number, office in enumerate(offices)
    ]
    texts = (NIK, MOTHER, ADDRESS)
    slipped = [{column: text} for column in ("Kecamatan", "Desa", "TPS") for text in texts]
    crowd = [
        one | slipped[tps] if (tps := number // 7) < len(slipped) and number % 7 == 1 else one
        for number, one in enumerate(crowd)
    ]
    roster = as_xlsx(tmp_path / "roster.xlsx", crowd)
    report = invoke("check", roster, "--json")
    assert {"unit-without", "unit-too-few"} <= {
        matches["code"] for matches in report.json["findings"]
    }
    assert_silent(report)
    assert_silent(invoke("check", roster, "--lang", "en"))


# ---- Headers, titles, sheets, files -------------------------------------------------------------


def places(folder: Path, nik: str) -> Iterator[Path]:
    """Write rosters with a NIK in each place that is no person's cell; give their paths."""
    crowd = [canary_person(1, Jabatan="Tukang"), canary_person(2)]
    plain = nik.strip("'").replace("/", "-")
    yield as_xlsx(folder / f"{plain}.xlsx", crowd)
    yield as_xlsx(folder / "sheet.xlsx", crowd, sheet=plain)
    yield as_xlsx(folder / "title.xlsx", crowd, title=f"Kecamatan {nik}")
    yield as_xlsx(folder / "header.xlsx", [one | {f"No. {nik}": "x"} for one in crowd])
    wage = [{name: cell for name, cell in one.items() if name != "Honor"} for one in crowd]
    yield as_xlsx(folder / "guess.xlsx", [one | {f"Uang {nik}": 850_000} for one in wage])
    renamed = [
        {(f"Jabatan ({nik})" if name == "Jabatan" else name): cell for name, cell in one.items()}
        for one in crowd
    ]
    yield as_xlsx(folder / "role.xlsx", renamed)


@pytest.mark.parametrize("written", ["plain", "spaces", "dots", "letters for digits"])
def test_output__nik_in_a_name_or_header__is_masked(written: str, tmp_path: Path) -> None:
    for path in places(tmp_path, (SEPARATED | MISTYPED)[written]):
        assert_silent(invoke("check", path), status=1)
        done = invoke("enrol", path, "--out", tmp_path / "out", "--force", "--json")
        assert_silent(done, status=1)
        invoke("check", path, "--report", tmp_path / "page.html", "--force")
        for file in ("out/manifest.json", "out/ringkasan.html", "page.html"):
            assert leaks((tmp_path / file).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("form", ["csv", "github"])
def test_findings__nik_as_a_name__is_masked_in_every_format(form: str, tmp_path: Path) -> None:
    for path in places(tmp_path, SEPARATED["full-width digits"]):
        assert_silent(invoke("check", path, "--findings-format", form), status=1)


@pytest.mark.parametrize("written", [*SEPARATED, *MISTYPED])
def test_output__any_spelling_of_a_nik__is_masked(written: str, tmp_path: Path) -> None:
    nik = (SEPARATED | MISTYPED)[written]
    for text in (nik, f"KPPS {nik} lama", f"3 dari 12: {nik}, 07-11-2024"):
        roster = as_csv(tmp_path / f"{text}.csv", [short_person(1, Jabatan="Tukang")])
        assert_silent(invoke("check", roster), status=1)
        roster.unlink()


def test_output__nik_in_the_result_name__is_masked(tmp_path: Path) -> None:
    roster = as_xlsx(tmp_path / f"{NIK}.xlsx", [canary_person(1), canary_person(2)])
    assert_silent(invoke("enrol", roster, "--json"), status=0)
    roster.unlink()
    assert leaks(names(tmp_path)) == []


def test_a_refusal_masks_what_it_names(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page: Any = book.create_sheet(SEPARATED["spaces"], 0)
    page.append([NIK, MOTHER, PHONE, ADDRESS])
    headless = tmp_path / f"{SEPARATED['dots']}.xlsx"
    book.save(headless)
    twice = as_xlsx(
        tmp_path / f"{NIK}.xlsx", [{"NIK": NIK, "NO. KTP": NIK, "NIK ": NIK, "Nama": MOTHER}]
    )
    broken = tmp_path / f"{NIK}.csv"
    broken.write_text(f'NIK,Nama\n"{NIK},{MOTHER}\n', encoding="utf-8")
    nobody = tmp_path / f"{SEPARATED['dashes']}.csv"
    nobody.write_text(f"{MOTHER};{ADDRESS}\n{PHONE};x\n", encoding="utf-8")
    for path in (headless, broken, nobody, tmp_path / f"{NIK} hilang.xlsx"):
        for language in ("id", "en"):
            assert_silent(invoke("check", path, "--lang", language), status=3)
    assert_silent(invoke("check", twice), status=1)  # equal columns are one


def test_output__nik_in_an_unused_column_option__is_masked(tmp_path: Path) -> None:
    roster = as_xlsx(tmp_path / "roster.xlsx", [canary_person(1) | {SEPARATED["spaces"]: "x"}])
    # A NIK among the headers is somebody who was typed there.
    assert_silent(invoke("check", roster, "--column", f"{NIK}=nik"), status=3)
    plain = as_xlsx(tmp_path / "plain.xlsx", [canary_person(1)])
    assert_silent(invoke("check", plain, "--column", f"{NIK}=nik"), status=2)


# ---- Agreements ---------------------------------------------------------------------------------

AGREEMENTS = {
    "a roster by mistake": f"NIK,Nama Ibu,HP\n{NIK},{MOTHER},{PHONE}\n",
    "a value without quotes": f"number = {MOTHER}\n",
    "an unclosed text": f'number = "{MOTHER}\n',
    "a key twice": f'[roles.KPPS_KETUA]\nstart = 2024-11-07\nstart = "{MOTHER}"\n',
    "a wrong type": f'segment = "{MOTHER}"\nparticipant_since = "{ADDRESS}"\n',
    "a wrong pattern": f'employer = {{ npp = "{NIK}" }}\n',
    "a NIK for a key": f'[roles."{NIK}"]\nmonths = 1\n',
    "a NIK for an election": f'election = "{SEPARATED["spaces"]}"\n',
    "a NIK for a field": f'[columns]\n"{NIK}" = "{SEPARATED["dots"]}"\n',
    "not UTF-8": f'number = "{MOTHER}\udcff"\n',
}


@pytest.mark.parametrize("kind", AGREEMENTS)
def test_an_agreement_that_cannot_be_read_is_not_quoted(kind: str, tmp_path: Path) -> None:
    pks = tmp_path / "pks.toml"
    pks.write_bytes(AGREEMENTS[kind].encode("utf-8", "surrogateescape"))
    roster = as_xlsx(tmp_path / "roster.xlsx", [canary_person(1)])
    assert_silent(invoke("check", roster, "--agreement", pks, "--lang", "en"), status=3)


# ---- Corrections that come back -----------------------------------------------------------------


def filled(path: Path, text: str) -> None:
    """Type a text into every cell of the corrections that may be typed over, the address too."""
    book = openpyxl.load_workbook(path)
    for name in ("Perbaikan", "Lengkapi"):
        page = book[name]
        titles = [[cell.value for cell in row] for row in page.iter_rows(max_row=20)]
        top = 1 + next(at for at, row in enumerate(titles) if "Berkas" in row)
        for column in range(1, page.max_column + 1):
            cell = page.cell(top + column, column)
            cell.value, cell.data_type = text, "s"
    book.save(path)


@pytest.mark.parametrize("text", [NIK, SEPARATED["spaces"], *VALUES.values()])
def test_corrections__output__has_no_cell_content(text: str, tmp_path: Path) -> None:
    roster = as_xlsx(tmp_path / "roster.xlsx", faulty())
    invoke("enrol", roster, "--out", tmp_path / "out")
    back = tmp_path / "back.xlsx"
    back.write_bytes((tmp_path / "out" / "corrections.xlsx").read_bytes())
    filled(back, text)
    assert_silent(invoke("check", roster, "--corrections", back), status=1)
    done = invoke(
        "enrol", roster, "--corrections", back, "--out", tmp_path / "out", "--force", "--json"
    )
    assert_silent(done, status=1)


def test_output__nik_in_a_corrections_file_name__is_masked(tmp_path: Path) -> None:
    roster = as_xlsx(tmp_path / "roster.xlsx", [canary_person(1, Nama_Ibu=None), canary_person(2)])
    invoke("enrol", roster, "--out", tmp_path / "out")
    back = tmp_path / f"{NIK}.xlsx"
    back.write_bytes((tmp_path / "out" / "corrections.xlsx").read_bytes())
    done = invoke(
        "enrol", roster, "--corrections", back, "--out", tmp_path / "out", "--force", "--json"
    )
    assert_silent(done, status=1)  # nothing was filled in
    assert leaks(names(tmp_path / "out")) == []


# ---- The other commands -------------------------------------------------------------------------


def test_an_explained_row_is_nobody_s(tmp_path: Path) -> None:
    roster = as_xlsx(tmp_path / f"{SEPARATED['spaces']}.xlsx", [canary_person(1)], sheet=NIK)
    out = tmp_path / "out"
    invoke("enrol", roster, "--out", out)
    for more in ((), ("--json",), ("--lang", "en")):
        done = invoke("explain", "--of", out, "--row", "1", *more)
        assert_silent(done, status=0)
        assert "3214********0001" in done.out


def test_output__nik_in_an_option__is_masked(tmp_path: Path) -> None:
    typed = (
        ("explain", NIK),
        ("quote", "--role", SEPARATED["spaces"]),
        ("quote", "--role", "KPPS", "--days", "30", "--start", NIK),
        ("template", "--regency", NIK, "--out", tmp_path / "x.xlsx"),
        ("check", as_xlsx(tmp_path / "r.xlsx", [short_person(1)]), "--column", f"Kolom={NIK}"),
    )
    for command in typed:
        assert_silent(invoke(*command), status=2)


def test_plans_and_forms_hold_nobody(tmp_path: Path) -> None:
    for command in (
        ("budget", "--kecamatan", 1, "--desa", 2, "--tps", 3, "--json"),
        ("quote", "--role", "KPPS", "--days", 30, "--explain"),
        ("template", "--regency", "32.14", "--out", tmp_path / f"{NIK}.xlsx"),
    ):
        assert_silent(invoke(*command), status=0)
