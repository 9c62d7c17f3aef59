"""``reconcile``: each planted difference is found in every form, to the sen, and none is invented."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reconciliation.conftest import AGREEMENT
from support.formulir_2a import (
    BilledPerson,
    Layout,
    Section,
    billed_people,
    write_csv_bill,
    write_pdf_bill,
)
from support.parameters import first
from support.paths import EXAMPLES, REPOSITORY
from support.pdf_canvas import write_pdf
from support.people import short_person
from support.planted_bills import (
    DECEMBER,
    FORMS,
    NOVEMBER,
    OF_CONTRIBUTIONS,
    PLANTED,
    PlantedBill,
    expected,
    found,
    plant,
)
from support.run import invoke
from support.sipp_downloads import people_of, write_upah
from support.workbooks import content, enrolled, grid, sen, sheets, table, texts

from pemilu_cover.commands.reconcile import reconcile_result
from pemilu_cover.reconciliation.billing import pdf_process
from pemilu_cover.reconciliation.billing.bill_rows import UnreadPage
from pemilu_cover.reconciliation.billing.matching import match_rows, unread_people
from pemilu_cover.reconciliation.billing.our_months import our_people
from pemilu_cover.reconciliation.billing.outcome_codes import CODES, SAME
from pemilu_cover.reconciliation.billing.reader import read_bill
from pemilu_cover.reconciliation.billing.reconcile import Reconciliation
from pemilu_cover.reconciliation.members import read_members

PEOPLE = 60


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result of 60 people whose membership numbers are known."""
    folder = tmp_path_factory.mktemp("office")
    people = [
        short_person(number, Kecamatan=("Plered", "Bojong")[number % 2])
        for number in range(1, PEOPLE + 1)
    ]
    out = enrolled(folder, *people, agreement=AGREEMENT)
    upah = write_upah(folder / "upah.xlsx", people_of(register(out)))
    assert invoke("members", out, upah).status == 0
    return out


def register(result: Path) -> pl.DataFrame:
    return pl.read_parquet(result / "people.parquet")


def numbers(result: Path) -> dict[str, str]:
    return dict(pl.read_parquet(result / "members.parquet").select("nik", "kpj").iter_rows())


def planted(result: Path, **counts: int) -> PlantedBill:
    named = {code.replace("_", "-"): count for code, count in counts.items()}
    return plant(register(result), named, kpj=numbers(result))


def compared(result: Path, *files: Path, period: date | None = None) -> Reconciliation:
    return reconcile_result(result, files, period=period).reconciliation


def month_of(form: str) -> date | None:
    """Return the month that is to be given with a form that does not say it."""
    return NOVEMBER if form == "wide" else None


# ---- Each outcome in each form ------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_bill_that_agrees__any_form__has_no_difference(
    form: str, office: Path, tmp_path: Path
) -> None:
    files = planted(office).write(form, tmp_path)
    month = ["--period", "2024-11"] if form == "wide" else []
    done = invoke("reconcile", office, *files, *month, "--json")
    assert (done.status, done.json["same"], done.json["differences"]) == (0, PEOPLE, {})
    assert done.json["period"] == "2024-11"
    assert (
        done.json["ours"]
        == done.json["theirs"]
        == {
            "people": PEOPLE,
            "jkk": "122400.00",
            "jkm": "153000.00",
            "total": "275400.00",
        }
    )


@pytest.mark.parametrize("code", PLANTED)
@pytest.mark.parametrize("form", first(2, FORMS))
def test_planted_difference__is_the_only_one_found(
    form: str, code: str, office: Path, tmp_path: Path
) -> None:
    if form == "wide" and code == "beda-bulan":
        pytest.skip("a converted workbook does not say its month")
    bill = plant(register(office), {code: 3}, kpj=numbers(office))
    files = bill.write(form, tmp_path)
    result = compared(office, *files, period=month_of(form))
    assert found(result.outcomes) == expected(bill, form)
    assert result.agrees == (code in OF_CONTRIBUTIONS and form == "upah") or code in (
        "identitas-beda",
        "nama-beda",
        "pembulatan",
        "rapel",
    )


@pytest.mark.parametrize("form", FORMS)
def test_money__of_all_outcomes__adds_up_to_the_difference(
    form: str, office: Path, tmp_path: Path
) -> None:
    codes = [code for code in PLANTED if form != "wide" or code != "beda-bulan"]
    bill = plant(register(office), dict.fromkeys(codes, 3), kpj=numbers(office))
    result = compared(office, *bill.write(form, tmp_path), period=month_of(form))
    assert found(result.outcomes) == expected(bill, form)
    assert sum(result.money.values()) == result.theirs.total_sen - result.ours.total_sen
    billed = [one for people in bill.people.values() for one in people]
    if form != "upah":
        assert result.theirs.total_sen == sum(one.amounts[-1] for one in billed)
    touched = set().union(*expected(bill, form).values())
    assert result.same == PEOPLE - len(touched & set(register(office)["nik"]))


@given(
    counts=st.dictionaries(st.sampled_from(PLANTED), st.integers(0, 3)),
    form=st.sampled_from([form for form in FORMS if form != "wide"]),
    seed=st.integers(0, 10_000),
)
def test_any_differences__are_found_with_their_money(
    counts: dict[str, int], form: str, seed: int, office: Path
) -> None:
    bill = plant(register(office), counts, seed=seed, kpj=numbers(office))
    with TemporaryDirectory() as folder:
        result = compared(office, *bill.write(form, Path(folder)))
    assert found(result.outcomes) == expected(bill, form)
    assert sum(result.money.values()) == result.theirs.total_sen - result.ours.total_sen


# ---- Who is compared with whom ------------------------------------------------------------------


def clean(result: Path) -> list[BilledPerson]:
    """Return the rows of a bill of November that agrees with a result."""
    known = numbers(result)
    return [replace(one, kpj=known[one.nik]) for one in billed_people(register(result))]


def bill_of(tmp_path: Path, people: Sequence[BilledPerson], period: date = NOVEMBER) -> Path:
    return write_csv_bill(tmp_path / f"bill-{period:%m}.csv", [Section(people, period)])


def test_missing_in_one_of_two_months__has_no_cover_in_that_month(tmp_path: Path) -> None:
    start, end = date(2024, 11, 1), date(2024, 12, 31)
    people = [short_person(number, Mulai=start, Selesai=end) for number in range(1, 4)]
    result = enrolled(tmp_path, *people, agreement=AGREEMENT)
    listed = billed_people(register(result))
    files = [bill_of(tmp_path, listed), bill_of(tmp_path, listed[1:], DECEMBER)]
    outcome = compared(result, *files)
    assert found(outcome.outcomes) == {"beda-bulan": {listed[0].nik}}
    assert outcome.uncovered["period"].to_list() == [DECEMBER]
    assert outcome.outcomes["money_sen"].to_list() == [-459_000]
    assert invoke("reconcile", result, *files, "--json").json["period"] == "2024-11/2024-12"
    assert invoke("reconcile", result, *files, "--period", "2024-11").status == 0


def test_two_contracts_in_a_month__are_one_person_with_both_contributions(tmp_path: Path) -> None:
    days = {"Mulai": date(2024, 11, 1), "Selesai": date(2024, 11, 30)}
    people = [
        short_person(1, **days),
        short_person(1, **days, Jabatan="Pantarlih", Honor=1_000_000),
    ]
    result = enrolled(tmp_path, *people, agreement=AGREEMENT)
    first = billed_people(register(result))[0]
    one = replace(first, wage=185_000_000, jkk=444_000, jkm=555_000)
    outcome = compared(result, bill_of(tmp_path, [one]))
    assert (outcome.same, outcome.outcomes.height) == (1, 0)


def test_stranger__why_the_result_does_not_bill_them__is_reported(tmp_path: Path) -> None:
    agreement = AGREEMENT + '[roles.PANTARLIH]\nsegment = "bpu"\n'
    people = [
        short_person(1),
        short_person(2, Tanggal_Lahir=None),
        short_person(3, Jabatan="Pantarlih", Honor=1_000_000),
    ]
    result = enrolled(tmp_path, *people, agreement=agreement, status=1)
    niks = register(result)["nik"].to_list()
    (one,) = billed_people(register(result))
    outcome = compared(
        result, bill_of(tmp_path, [one, *(replace(one, nik=n, kpj="") for n in niks[1:])])
    )
    reasons = dict(outcome.outcomes.select("person", "detail").iter_rows())
    assert reasons == {niks[1]: "held_back", niks[2]: "bpu"}


def test_masked_name_and_degrees__are_no_difference(office: Path, tmp_path: Path) -> None:
    people = clean(office)
    people[0] = replace(people[0], name="*xx ***xxx")
    people[1] = replace(people[1], name=f"{people[1].name}, S.Pd")
    assert compared(office, bill_of(tmp_path, people)).same == PEOPLE


def test_nik_before_its_correction__is_the_same_person(office: Path, tmp_path: Path) -> None:
    people = our_people(
        register(office).with_columns(former_nik=pl.lit("3214011507909999")).head(1),
        read_members(office),
    )
    rows = read_bill([bill_of(tmp_path, [replace(clean(office)[0], nik="3214011507909999")])]).rows
    matched = match_rows(rows, people, unread_people([], people)).row(0, named=True)
    assert (matched["owner"], matched["matched_by"]) == (people["nik"][0], "former_nik")


def test_unread_page__with_a_former_nik__is_where_the_person_is(office: Path) -> None:
    people = our_people(
        register(office).with_columns(former_nik=pl.lit("3214011507909999")).head(1),
        read_members(office),
    )
    page = UnreadPage("f2a.pdf", 2, "", 0, "page-sum", NOVEMBER, ("3214011507909999",))
    assert unread_people([page, page], people).rows() == [
        (NOVEMBER, "f2a.pdf", 2, "", 0, people["nik"][0])
    ]


def test_number_of_somebody_on_an_unread_page__is_no_other_identity(
    office: Path, tmp_path: Path
) -> None:
    people = clean(office)
    stranger = replace(people[0], nik="3214011507909999", name="ORANG LAIN")
    path = tmp_path / "f2a.pdf"
    layout = Layout(people_per_page=30, faults={1: "wrong-sum"})
    write_pdf_bill(path, [Section([*people, stranger])], layout)
    outcomes = found(compared(office, path).outcomes)
    assert outcomes["ganda-kpj"] == {stranger.nik}
    assert outcomes["halaman-tak-terbaca"] == {one.nik for one in people[:30]}
    assert outcomes.keys() == {"ganda-kpj", "halaman-tak-terbaca"}


def test_row_without_a_nik__is_matched_by_its_number_and_differs_in_nothing(
    office: Path, tmp_path: Path
) -> None:
    people = clean(office)
    people[0] = replace(people[0], nik="PASPOR 12")
    assert compared(office, bill_of(tmp_path, people)).same == PEOPLE


@pytest.mark.parametrize("cell", ["3.21E+15", None], ids=str)
def test_wage_file__without_a_nik__is_matched_by_its_number_or_doubted(
    cell: str | None, office: Path, tmp_path: Path
) -> None:
    upah = planted(office).write("upah", tmp_path)[0]
    book = openpyxl.load_workbook(upah)
    book["data_upah"]["A2"].value = cell
    book.save(upah)
    assert compared(office, upah).same == PEOPLE
    copy = tmp_path / "copy"
    shutil.copytree(office, copy, ignore=shutil.ignore_patterns("members.parquet"))
    done = invoke("reconcile", copy, upah, "--lang", "en")
    assert done.status == 1
    assert "without a readable NIK, under a KPJ that is not known yet (rows: 1)" in " ".join(
        done.out.split()
    )


def test_two_strangers_with_the_number_of_one_person__are_not_one_nik_billed_twice(
    office: Path, tmp_path: Path
) -> None:
    first, *others = clean(office)
    strangers = [replace(first, nik=f"32140115079099{number}") for number in (97, 98)]
    result = compared(office, bill_of(tmp_path, [*strangers, *others]))
    assert found(result.outcomes) == {
        "identitas-beda": {first.nik},
        "ganda-kpj": {first.nik, strangers[1].nik},
    }
    assert result.money == {"identitas-beda": 0, "ganda-kpj": 459_000}


def test_name_alone__matches_nobody(office: Path, tmp_path: Path) -> None:
    people = clean(office)
    people[0] = replace(people[0], nik="3214011507909999", kpj="27000000001")
    assert found(compared(office, bill_of(tmp_path, people)).outcomes) == {
        "tidak-di-tagihan": {register(office)["nik"][0]},
        "tidak-di-daftar": {"3214011507909999"},
    }


def test_rounding__to_rupiah__is_asked_about_once_and_then_tolerated(tmp_path: Path) -> None:
    people = [short_person(number, Honor=850_010) for number in range(1, 4)]
    result = enrolled(tmp_path, *people, agreement=AGREEMENT)
    rounded = [
        replace(one, jkk=round(one.jkk, -2), jkm=round(one.jkm, -2))
        for one in billed_people(register(result))
    ]
    path = bill_of(tmp_path, rounded)
    done = invoke("reconcile", result, path, "--lang", "en")
    assert done.status == 1
    assert "Ask BPJS once whether it rounds them" in done.out
    assert f"{path} --rounding rupiah" in done.out
    again = invoke("reconcile", result, path, "--rounding", "rupiah", "--json")
    assert (again.status, again.json["differences"]) == (0, {"pembulatan": 3})


@pytest.mark.parametrize(
    ("options", "status"), [([], 0), (["--rounding", "sen"], 1), (["--rounding", "rupiah"], 0)]
)
def test_rounding__in_the_agreement__holds_unless_an_option_says_otherwise(
    options: list[str], status: int, tmp_path: Path
) -> None:
    agreement = f'bill_rounding = "rupiah"\n{AGREEMENT}'
    result = enrolled(tmp_path, short_person(1, Honor=850_010), agreement=agreement)
    rounded = [
        replace(one, jkk=round(one.jkk, -2), jkm=round(one.jkm, -2))
        for one in billed_people(register(result))
    ]
    done = invoke("reconcile", result, bill_of(tmp_path, rounded), *options)
    assert done.status == status


def test_register__changed_after_it_was_written__is_refused_with_the_reason(tmp_path: Path) -> None:
    result = enrolled(tmp_path, short_person(1), agreement=AGREEMENT)
    path = bill_of(tmp_path, billed_people(register(result)))
    (result / "people.parquet").write_bytes(b"PAR1")
    done = invoke("reconcile", result, path, "--lang", "en")
    assert done.status == invoke("coverage", result).status == 3
    assert "people.parquet" in done.err


@pytest.mark.parametrize("form", first(1, ["csv", "parquet"]))
def test_result_in_batches__is_compared_as_any_other(form: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    roster = EXAMPLES / "two-regencies-2024.csv"
    assert invoke("enrol", roster, "--out", out, "--output-format", form).status == 1
    people = billed_people(pl.concat(map(pl.read_parquet, sorted((out / "people").iterdir()))))
    done = invoke("reconcile", out, bill_of(tmp_path, people[1:]), "--json")
    assert (done.status, done.json["differences"]) == (1, {"tidak-di-tagihan": 1})
    assert done.json["same"] == len(people) - 1


def test_documentation__names_each_outcome() -> None:
    page = (REPOSITORY / "docs" / "reconcile.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)[0] == "sama"
    for code in (SAME, *CODES):
        assert f"| `{code}` |" in page


# ---- What is printed and written ----------------------------------------------------------------


@pytest.fixture(scope="module")
def mixed(office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bill with one difference of each kind, and a page that cannot be read."""
    bill = plant(register(office), dict.fromkeys(PLANTED, 1), kpj=numbers(office))
    return bill.write("pdf", tmp_path_factory.mktemp("mixed"))[0]


def test_screen__first_who_has_no_cover__without_names_and_whole_numbers(
    office: Path, mixed: Path
) -> None:
    for language, title in (("id", "BEKERJA, TETAPI TIDAK ADA"), ("en", "WORKED, BUT NOT ON")):
        done = invoke("reconcile", office, mixed, "--lang", language)
        assert done.status == 1
        lines = done.out.splitlines()
        assert title in next(line for line in lines[1:] if line)
        assert not re.search(r"\d{16}|\b\d{11}\b", done.out)
        names = {*register(office)["name"].str.to_uppercase(), "ORANG LAIN"}
        assert not [name for name in names if name in done.out.upper()]
    for code in PLANTED:
        assert (
            code == "tidak-di-tagihan" or f"[{code}]" in done.out or code == "halaman-tak-terbaca"
        )
    assert "page 4 row" in done.out


def test_json__people_and_money__as_documented(office: Path, mixed: Path) -> None:
    report = invoke("reconcile", office, mixed, "--json").json
    assert list(report)[:6] == ["schema", "period", "same", "differences", "ours", "theirs"]
    assert set(report["differences"]) == set(PLANTED)
    assert report["differences"]["tidak-di-tagihan"] == 1
    assert report["uncovered"] == 1
    (page,) = report["unread_pages"]
    assert (page["file"], page["reason"]) == (mixed.name, "page-sum")
    assert not re.search(r"\d{16}", json.dumps(report))


def test_out__written_twice__has_a_sheet_for_each_outcome_and_minutes(
    office: Path, mixed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "selisih"
    assert invoke("reconcile", office, mixed, "--out", out).status == 1
    before = content(out)
    assert sorted(before) == [
        "berita-acara-rekonsiliasi.docx",
        "berita-acara-rekonsiliasi.pdf",
        "manifest.json",
        "selisih.xlsx",
    ]
    assert invoke("reconcile", office, mixed, "--out", out).status == 4
    assert invoke("reconcile", office, mixed, "--out", out, "--force").status == 1
    assert content(out) == before
    names = sheets(out / "selisih.xlsx")
    assert names[:3] == ["Ringkasan", "Tidak di tagihan", "Beda bulan"]
    assert len(names) == 1 + len(PLANTED)
    (uncovered,) = table(grid(out / "selisih.xlsx", "Tidak di tagihan"), "No", "Nama", "NIK")
    assert uncovered["NIK"] in set(register(office)["nik"])
    assert sen(uncovered["Selisih (Rp)"]) == -459_000
    assert any("unggah sebagai TK" in text for text in texts(grid(out / "selisih.xlsx", names[1])))


def test_workbook__each_sheet__prints_on_a4_in_at_least_8_points(
    office: Path, mixed: Path, tmp_path: Path
) -> None:
    invoke("reconcile", office, mixed, "--out", tmp_path / "selisih")
    for sheet in openpyxl.load_workbook(tmp_path / "selisih" / "selisih.xlsx").worksheets:
        width = sum(column.width for column in sheet.column_dimensions.values())
        # 10 points are printed in 8 where a sheet is 1.25 times as wide as landscape A4 without its margins.
        assert width * 5.25 <= 1.25 * (841 - 72), sheet.title
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")


def test_minutes__people_sums_and_differences__are_to_be_signed(
    office: Path, mixed: Path, tmp_path: Path
) -> None:
    invoke("reconcile", office, mixed, "--out", tmp_path / "selisih")
    pdf = (tmp_path / "selisih" / "berita-acara-rekonsiliasi.pdf").read_bytes()
    words = " ".join(word[3] for page in pdf_process.answer_to(pdf)["pages"] for word in page)
    for text in (
        "BERITA ACARA REKONSILIASI",
        "(60 orang, Rp275.400)",
        "1 orang bekerja dan tidak ada di tagihan: belum terlindungi. Halaman yang tidak terbaca mungkin",
        "Jumlah selisih",
        "Pejabat Pembuat Komitmen",
        "Petugas BPJS Ketenagakerjaan",
        "1 halaman tidak terbaca",
        "Demikian berita acara ini dibuat dengan sebenarnya",
    ):
        assert text in words
    assert not re.search(r"\d{16}", words)


def test_out__within_the_result__is_refused(office: Path, mixed: Path) -> None:
    assert invoke("reconcile", office, mixed, "--out", office / "selisih").status == 4
    assert not (office / "selisih").exists()


def test_other_files__are_refused_with_the_status_of_inputs(office: Path, tmp_path: Path) -> None:
    people = clean(office)
    other = write_csv_bill(tmp_path / "npp.csv", [Section(people, npp="24100001")])
    early = bill_of(tmp_path, people, date(2023, 1, 1))
    picture = tmp_path / "scan.pdf"
    picture.write_bytes(write_pdf([[]]))
    for path, words in (
        (other, "NPP 24100001"),
        (early, "2023-01"),
        (picture, "hasil pindai"),
        (office / "invoice.xlsx", "bukan Formulir 2a"),
    ):
        done = invoke("reconcile", office, path)
        assert (done.status, done.out) == (3, "")
        assert words in done.err
