"""Formulir 2a on paper and in workbooks: every row and name is read, or its page is refused by number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.formulir_2a import (
    BilledPerson,
    Fault,
    Layout,
    Section,
    pdf_pages,
    write_csv_bill,
    write_pdf_bill,
    write_typeset_bill,
    write_xlsx_bill,
)
from support.pdf_canvas import Text, write_pdf
from support.people import BORN, in_letters, nik
from support.sipp_downloads import SippPerson, write_koreksi, write_upah

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.reconciliation.billing.bill_rows import Bill
from pemilu_cover.reconciliation.billing.reader import read_bill

NOVEMBER, DECEMBER = date(2024, 11, 1), date(2024, 12, 1)
_LONG = ("BINTI SITI NURHALIZAH KARTASASMITA DININGRAT", "X", "WARDANA PUTRA")


def person(number: int) -> BilledPerson:
    """Return a person; every third has a name of four lines, every fifth of two."""
    tail = _LONG[0] if number % 3 == 0 else _LONG[2] if number % 5 == 0 else _LONG[1]
    name = f"{in_letters(number)} {tail}".upper()
    return BilledPerson(nik(number), name, BORN, f"{24_000_000_000 + number}")


PEOPLE = [person(number) for number in range(1, 61)]
SECTIONS = [
    Section(PEOPLE),
    Section(PEOPLE[:10], unit="UNIT B"),
    Section(PEOPLE[:10], DECEMBER, "UNIT B"),
]


def compact(name: str | None) -> str | None:
    return name and name.replace(" ", "")


def identities(bill: Bill) -> list[tuple[date, str, str, str | None]]:
    """Return month, unit, NIK and name of each row, in the order of the file."""
    rows = bill.rows.select("period", "unit", "nik", "name").iter_rows()
    return [(period, unit, number, compact(name)) for period, unit, number, name in rows]


def written(sections: Sequence[Section]) -> list[tuple[date, str, str, str | None]]:
    return [
        (section.period, section.unit, one.nik, compact(one.name))
        for section in sections
        for one in section.people
    ]


# ---- What is read -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "layout",
    [
        Layout(),
        Layout(by_columns=True),
        Layout(names="top"),
        Layout(names="top", by_columns=True, page_sums=False),
        Layout(page_sums=False),
        Layout(page_sums=False, sum_on_own_page=True),
        Layout(is_turned=True),
        Layout(people_per_page=7, by_columns=True),
    ],
    ids=str,
)
def test_pdf__any_layout__gives_every_row_with_its_whole_name(
    layout: Layout, tmp_path: Path
) -> None:
    bill = read_bill([write_pdf_bill(tmp_path / "bill.pdf", SECTIONS, layout)])
    assert (identities(bill), bill.unread) == (written(SECTIONS), [])
    assert bill.files[0].units == ("KPU KABUPATEN PURWAKARTA", "UNIT B")
    assert bill.files[0].periods == (NOVEMBER, DECEMBER)
    first = bill.rows.row(0, named=True)
    assert (first["kpj"], first["birth_date"], first["npp"]) == ("24000000001", BORN, "24109999")
    amounts = [first[f"{name}_sen"] for name in ("wage", "rapel", "jkk", "jkm", "other", "total")]
    assert amounts == [85_000_000, 0, 204_000, 255_000, 0, 459_000]


@pytest.mark.parametrize(
    "align",
    [
        "(column, row) => if column < 7 { left + horizon } else { right + horizon }",
        "(column, row) => if row < 2 { center + horizon } else if column < 7 { left + top } else { right }",
        "(x, y) => if y < 2 { left + top } else if x < 7 { left + bottom } else { right + bottom }",
        "center + horizon",
    ],
)
def test_typeset_pdf__any_alignment__gives_every_row_and_no_wrong_name(
    align: str, tmp_path: Path
) -> None:
    bill = read_bill([write_typeset_bill(tmp_path / "bill.pdf", SECTIONS, align)])
    assert bill.unread == []
    found, truth = identities(bill), written(SECTIONS)
    assert [row[:3] for row in found] == [row[:3] for row in truth]
    names = [(read[3], real[3]) for read, real in zip(found, truth, strict=True)]
    assert [pair for pair in names if pair[0] not in (None, pair[1])] == []


def test_pdf__person_without_a_nik__has_the_membership_number(tmp_path: Path) -> None:
    people = [PEOPLE[0], replace(PEOPLE[1], nik=""), *PEOPLE[2:5]]
    bill = read_bill([write_pdf_bill(tmp_path / "bill.pdf", [Section(people)])])
    row = bill.rows.row(1, named=True)
    assert (row["nik"], row["kpj"], row["name"]) == (None, PEOPLE[1].kpj, PEOPLE[1].name)


def test_pdf__row_without_a_birth_date__does_not_take_the_day_of_joining(tmp_path: Path) -> None:
    (page,) = pdf_pages([Section(PEOPLE[:10])], Layout())
    path = tmp_path / "bill.pdf"
    births = [text for text in page if text.text == f"{BORN:%d-%m-%Y}"]
    path.write_bytes(write_pdf([[text for text in page if text not in births[:3]]]))
    assert read_bill([path]).rows["birth_date"].to_list() == [None] * 3 + [BORN] * 7


def test_pdf__two_units_on_one_page__are_two_sums(tmp_path: Path) -> None:
    upper, lower = (Section(PEOPLE[:8], unit="UNIT A"), Section(PEOPLE[8:14], DECEMBER, "UNIT B"))
    pages = pdf_pages([upper, lower], Layout())
    both = [*pages[0], *(text._replace(y=text.y - 280) for text in pages[1])]
    path = tmp_path / "bill.pdf"
    path.write_bytes(write_pdf([both]))
    bill = read_bill([path])
    assert (identities(bill), bill.unread) == (written([upper, lower]), [])


_NAMES = st.lists(st.text("ABDEINRSU'.", min_size=2, max_size=14), min_size=1, max_size=7).map(
    " ".join
)


@given(
    names=st.lists(_NAMES, min_size=1, max_size=40),
    layout=st.builds(
        Layout,
        people_per_page=st.integers(1, 12),
        by_columns=st.booleans(),
        names=st.sampled_from(["middle", "top"]),
        page_sums=st.booleans(),
        sum_on_own_page=st.booleans(),
        is_turned=st.booleans(),
    ),
)
def test_pdf__any_names_in_any_layout__are_whole_or_unknown(
    names: list[str], layout: Layout
) -> None:
    people = [replace(person(at), name=name) for at, name in enumerate(names, start=1)]
    with TemporaryDirectory() as folder:
        bill = read_bill([write_pdf_bill(Path(folder, "b.pdf"), [Section(people)], layout)])
    assert bill.unread == []
    assert bill.rows["nik"].to_list() == [one.nik for one in people]
    for found, one in zip(bill.rows["name"], people, strict=True):
        assert found is None or compact(found) == compact(one.name)


def test_pdf__all_programmes__are_read_by_the_titles_of_their_shares(tmp_path: Path) -> None:
    shares = dict(zip(("jht_employer", "jht_worker", "jp_employer"), (370, 200, 50), strict=True))
    one = BilledPerson(nik(1), "SITI", BORN, shares={**shares, "jp_worker": 7, "jkp_state": 22})
    (row,) = read_bill([write_pdf_bill(tmp_path / "b.pdf", [Section([one])])]).rows.to_dicts()
    assert (row["other_sen"], row["total_sen"]) == (627, 459_627)


@pytest.mark.parametrize("wide", [True, False])
def test_workbook__wide_or_narrow__is_read_by_its_titles(wide: bool, tmp_path: Path) -> None:
    sections = SECTIONS[:1] if wide else SECTIONS
    path = write_xlsx_bill(tmp_path / "bill.xlsx", sections, wide=wide)
    bill = read_bill([path], NOVEMBER if wide else None)
    assert bill.unread == []
    truth = written(sections)
    assert identities(bill) == ([(row[0], "", *row[2:]) for row in truth] if wide else truth)
    assert bill.rows["total_sen"].unique().to_list() == [459_000]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv__any_separator__is_read(separator: str, tmp_path: Path) -> None:
    bill = read_bill([write_csv_bill(tmp_path / "bill.csv", SECTIONS, separator=separator)])
    assert (identities(bill), bill.unread) == (written(SECTIONS), [])


def test_workbook__name_that_goes_on_in_the_next_row__is_one_name(tmp_path: Path) -> None:
    path = write_xlsx_bill(tmp_path / "bill.xlsx", SECTIONS[:1], wide=True)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.unmerge_cells("A1:A2")
    sheet.insert_rows(4)
    sheet.cell(4, 6, "SUSANTI")
    book.save(path)
    bill = read_bill([path], NOVEMBER)
    assert bill.rows["name"][:2].to_list() == [f"{PEOPLE[0].name} SUSANTI", PEOPLE[1].name]


def test_file_without_an_ending__is_recognised_by_its_content(tmp_path: Path) -> None:
    for write in (write_pdf_bill, write_csv_bill):
        path = write(tmp_path / write.__name__, SECTIONS)  # type: ignore[operator]
        assert read_bill([path]).rows.height == 80


# ---- What is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "reason", "row"),
    [
        ("amount-missing", "row-amounts", 1),
        ("unreadable-amount", "row-amounts", 1),
        ("wrong-sum", "page-sum", 26),
        ("row-missing", "page-sum", 25),
        ("number-skipped", "numbers", 0),
        ("wrong-total", "row-sum", 1),
    ],
)
def test_pdf__page_with_a_fault__is_refused_by_its_number_alone(
    fault: Fault, reason: str, row: int, tmp_path: Path
) -> None:
    layout = Layout(faults={2: fault})
    bill = read_bill([write_pdf_bill(tmp_path / "bill.pdf", SECTIONS, layout)])
    (page,) = bill.unread
    assert (page.page, page.reason, page.row) == (2, reason, row)
    missing = {one.nik for one in PEOPLE[25:50]} - {
        PEOPLE[37].nik if fault == "row-missing" else ""
    }
    assert set(page.niks) == missing
    assert bill.rows.height == 80 - 25


def test_pdf__sum_of_the_unit_alone_is_wrong__refuses_all_its_pages_and_no_others(
    tmp_path: Path,
) -> None:
    layout = Layout(page_sums=False, faults={2: "row-missing"})
    bill = read_bill([write_pdf_bill(tmp_path / "bill.pdf", SECTIONS, layout)])
    assert [(page.page, page.reason) for page in bill.unread] == [
        (1, "page-sum"),
        (2, "page-sum"),
        (3, "page-sum"),
    ]
    assert identities(bill) == written(SECTIONS[1:])


def test_pdf__unreadable_row_and_a_sum_of_the_unit__keeps_the_other_pages(tmp_path: Path) -> None:
    layout = Layout(page_sums=False, faults={2: "amount-missing"})
    bill = read_bill([write_pdf_bill(tmp_path / "bill.pdf", SECTIONS, layout)])
    assert [page.page for page in bill.unread] == [2]
    assert bill.rows.height == 55


def test_pdf__cut_off_before_the_sum__is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bill.pdf"
    path.write_bytes(write_pdf(pdf_pages(SECTIONS[:1], Layout(page_sums=False))[:-1]))
    bill = read_bill([path])
    assert [(page.page, page.reason) for page in bill.unread] == [(1, "no-total"), (2, "no-total")]
    assert bill.rows.height == 0


def test_pdf__page_of_its_own_that_is_missing__is_noticed_by_the_sum_of_the_unit(
    tmp_path: Path,
) -> None:
    pages = pdf_pages(SECTIONS[:1], Layout())
    total = [
        text._replace(y=text.y - 30)
        for text in pdf_pages(SECTIONS[:1], Layout(people_per_page=60))[0]
    ]
    grand = [
        text for text in total if text.y == min(t.y for t in total if t.text == "Jumlah Seluruhnya")
    ]
    low = min(text.y for text in pages[2])
    pages[2] += [text._replace(y=low - 20) for text in grand]
    path = tmp_path / "bill.pdf"
    path.write_bytes(write_pdf(pages))
    assert read_bill([path]).unread == []
    path.write_bytes(write_pdf([pages[0], pages[2]]))
    assert [page.reason for page in read_bill([path]).unread] == ["page-sum"]


def test_pdf__page_without_text_among_others__is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bill.pdf"
    path.write_bytes(write_pdf([*pdf_pages(SECTIONS[:1], Layout()), []]))
    bill = read_bill([path])
    assert [(page.page, page.reason) for page in bill.unread] == [(4, "no-text")]
    assert bill.rows.height == 60


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            lambda text: text._replace(text="".join(chr(ord(one) % 40 + 161) for one in text.text)),
            "no-text",
        ),
        (lambda text: text._replace(text=text.text.removesuffix(".00")), "row-amounts"),
    ],
    ids=["broken letters", "amounts without decimals"],
)
def test_pdf__last_page_without_any_row__is_refused(
    change: Callable[[Text], Text], reason: str, tmp_path: Path
) -> None:
    pages = pdf_pages(SECTIONS[:1], Layout())
    pages[-1] = [change(text) for text in pages[-1]]
    path = tmp_path / "bill.pdf"
    path.write_bytes(write_pdf(pages))
    bill = read_bill([path])
    assert [(page.page, page.reason) for page in bill.unread] == [(3, reason)]
    assert bill.rows.height == 50


@pytest.mark.parametrize(
    "remark", ["Rekapitulasi Iuran", "Kepada Yth. Pimpinan, periode November 2024"]
)
def test_pdf__page_of_remarks__is_passed_over(remark: str, tmp_path: Path) -> None:
    path = tmp_path / "bill.pdf"
    pages = pdf_pages(SECTIONS[:1], Layout())
    for at in (0, len(pages)):
        path.write_bytes(write_pdf([*pages[:at], [Text(20, 500, remark)], *pages[at:]]))
        bill = read_bill([path])
        assert (bill.rows.height, bill.unread) == (60, [])


def test_pdf__page_with_a_heading_alone__is_refused(tmp_path: Path) -> None:
    pages = pdf_pages(SECTIONS[:1], Layout())
    pages[-1] = [text for text in pages[-1] if text.y > 540]
    path = tmp_path / "bill.pdf"
    path.write_bytes(write_pdf(pages))
    assert [page.page for page in read_bill([path]).unread] == [3]


def test_pdf__number_on_the_number_of_another_row__refuses_the_page(tmp_path: Path) -> None:
    people = [replace(one, name="SITI") for one in PEOPLE[:20]]
    pages = pdf_pages([Section(people)], Layout(people_per_page=10))
    rows = [text for text in pages[0] if text.text in (people[0].nik, people[1].nik)]
    moved = rows[1]._replace(y=rows[0].y - 1)
    pages[0] = [moved if text == rows[1] else text for text in pages[0]]
    path = tmp_path / "bill.pdf"
    path.write_bytes(write_pdf(pages))
    bill = read_bill([path])
    ((page, row, niks),) = [(page.page, page.row, page.niks) for page in bill.unread]
    assert (page, row, set(niks)) == (1, 1, {one.nik for one in people[:10]})
    assert bill.rows["nik"].to_list() == [one.nik for one in people[10:]]


def test_pdf__code_and_sum_below_the_table__are_no_person(tmp_path: Path) -> None:
    path = tmp_path / "bill.pdf"
    footer = Text(20, 20, "Kode Iuran 241099991234 Rp 275,400.00")
    path.write_bytes(write_pdf([[*page, footer] for page in pdf_pages(SECTIONS, Layout())]))
    bill = read_bill([path])
    assert (identities(bill), bill.unread) == (written(SECTIONS), [])


@pytest.mark.parametrize("turned", [Layout(), Layout(is_turned=True)], ids=str)
def test_pdf__pages_turned_without_their_text__give_every_row(
    turned: Layout, tmp_path: Path
) -> None:
    path = write_pdf_bill(tmp_path / "bill.pdf", SECTIONS, turned)
    document = pdfium.PdfDocument(path)
    for number, page in enumerate(document):
        page.set_rotation(90 * (number % 4))
    document.save(tmp_path / "turned.pdf")
    bill = read_bill([tmp_path / "turned.pdf"])
    assert (identities(bill), bill.unread) == (written(SECTIONS), [])


def test_pdf__titles_that_are_not_recognised__are_refused(tmp_path: Path) -> None:
    pages = [
        [text for text in page if text.text not in ("JKM", "Iuran")]
        for page in pdf_pages(SECTIONS[:1], Layout())
    ]
    path = tmp_path / "bill.pdf"
    path.write_bytes(write_pdf(pages))
    assert {page.reason for page in read_bill([path]).unread} == {"header"}


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("wrong-sum", "page-sum"),
        ("wrong-total", "row-sum"),
        ("amount-missing", "row-amounts"),
        ("unreadable-amount", "row-amounts"),
        ("number-skipped", "numbers"),
    ],
)
@pytest.mark.parametrize("write", [write_xlsx_bill, write_csv_bill])
def test_table__part_with_a_fault__is_refused_alone(
    write: object, fault: Fault, reason: str, tmp_path: Path
) -> None:
    options = {"wide": False} if write is write_xlsx_bill else {}
    path = write(tmp_path / "bill", SECTIONS, faults={2: fault}, **options)  # type: ignore[operator]
    bill = read_bill([path])
    (page,) = bill.unread
    assert (page.reason, set(page.niks)) == (reason, {one.nik for one in PEOPLE[:10]})
    assert identities(bill) == written([SECTIONS[0], SECTIONS[2]])


def refused(*paths: Path, period: date | None = None) -> str:
    with pytest.raises(RefusalError) as refusal:
        read_bill(paths, period)
    for language in ("id", "en"):
        assert refusal.value.in_language(language)  # type: ignore[arg-type]
    return refusal.value.code


def test_hostile_and_foreign_files__are_refused_with_a_reason(tmp_path: Path) -> None:
    whole = write_pdf(pdf_pages(SECTIONS, Layout()))
    contents = {
        "file-empty": b"",
        "bill-damaged": b"%PDF-1.7\n%%EOF",
        "bill-scanned": write_pdf([[], []]),
        "bill-password": write_pdf(pdf_pages(SECTIONS, Layout()), is_locked=True),
        "bill-unknown": write_pdf([[Text(50, 500, "Undangan rapat 27 November")]]),
        "bill-too-long": write_pdf([[]] * 5_001),
    }
    for code, content in contents.items():
        path = tmp_path / f"{code}.pdf"
        path.write_bytes(content)
        assert refused(path) == code
    cut_off = tmp_path / "cut-off.pdf"
    for length in (len(whole) // 3, len(whole) // 2, len(whole) - 700):
        cut_off.write_bytes(whole[:length])
        assert refused(cut_off) == "bill-damaged"
    assert refused(tmp_path / "none.pdf") == "file-missing"
    assert refused(tmp_path) == "file-directory"


def test_tables_that_are_no_bill__are_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["NIK", "Nama", "Upah"])
    book.worksheets[0].append([nik(1), "Siti", 850_000])
    book.save(tmp_path / "roster.xlsx")
    assert refused(tmp_path / "roster.xlsx") == "bill-unknown"
    assert refused(write_csv_bill(tmp_path / "titles.csv", [Section([])])) == "bill-nobody"
    listed = [SippPerson(nik(1), "SITI", BORN)]
    assert refused(write_koreksi(tmp_path / "k.xlsx", listed)) == "bill-koreksi"


@pytest.mark.parametrize("layout", [Layout(), Layout(page_sums=False)], ids=str)
def test_pdf__page_that_is_printed_twice__counts_once_and_is_listed(
    layout: Layout, tmp_path: Path
) -> None:
    first, *rest = pdf_pages(SECTIONS, layout)
    path = tmp_path / "bill.pdf"
    path.write_bytes(write_pdf([first, first, *rest]))
    bill = read_bill([path])
    assert [(page.page, page.reason, page.niks) for page in bill.repeated] == [(2, "repeated", ())]
    assert (identities(bill), bill.unread) == (written(SECTIONS), [])


def test_workbook__sheet_that_is_there_twice__counts_once(tmp_path: Path) -> None:
    bill = read_bill(
        [write_xlsx_bill(tmp_path / "bill.xlsx", [SECTIONS[0], *SECTIONS], wide=False)]
    )
    assert [page.sheet for page in bill.repeated] == ["Table 2"]
    assert (identities(bill), bill.unread) == (written(SECTIONS), [])


def test_pdf__pages_in_another_order__are_all_read(tmp_path: Path) -> None:
    path = tmp_path / "bill.pdf"
    pages = pdf_pages(SECTIONS[:1], Layout())
    path.write_bytes(write_pdf([pages[2], pages[0], pages[1]]))
    bill = read_bill([path])
    assert (sorted(identities(bill)), bill.unread) == (sorted(written(SECTIONS[:1])), [])


def test_pdf__sums_below_0_of_a_page__agree_with_the_sum_of_the_unit(tmp_path: Path) -> None:
    people = [replace(PEOPLE[0], rapel=-100), *PEOPLE[1:30], replace(PEOPLE[30], rapel=100)]
    layout = Layout(page_sums=False)
    bill = read_bill([write_pdf_bill(tmp_path / "bill.pdf", [Section(people)], layout)])
    assert (bill.rows.height, bill.unread) == (31, [])


@pytest.mark.parametrize(
    ("old", "new", "columns"),
    [
        ("Iuran Jkk", "Catatan", "JKK"),
        ("NIK", "Identitas", "NIK"),
        ("Rapel", "Upah lama", "UPAH"),
        ("Total Iuran;", "Tagihan;", "TOTAL"),
    ],
)
def test_csv__title_that_lacks_or_is_there_twice__is_named(
    old: str, new: str, columns: str, tmp_path: Path
) -> None:
    path = write_csv_bill(tmp_path / "bill.csv", SECTIONS[:1])
    path.write_text(path.read_text().replace("Total Iuran", "Total Iuran;").replace(old, new))
    with pytest.raises(RefusalError) as refusal:
        read_bill([path])
    assert (refusal.value.code, refusal.value.detail["columns"]) == ("bill-columns", columns)


@pytest.mark.parametrize("form", ["pdf", "upah"])
def test_one_month_in_two_files__with_the_same_people__is_refused(
    form: str, tmp_path: Path
) -> None:
    first, second, third = (tmp_path / f"{number}.file" for number in range(3))
    for path, people in ((first, PEOPLE), (second, PEOPLE[1:]), (third, PEOPLE[:1])):
        if form == "pdf":
            write_pdf_bill(path, [Section(people)])
        else:
            write_upah(
                path, [SippPerson(one.nik, one.name, one.birth_date, one.kpj) for one in people]
            )
    assert refused(first, second) == "bill-two-forms"
    assert read_bill([second, third]).rows.height == len(PEOPLE)


def test_one_month_in_two_forms__is_refused(tmp_path: Path) -> None:
    pdf = write_pdf_bill(tmp_path / "bill.pdf", SECTIONS[:1])
    csv = write_csv_bill(tmp_path / "bill.csv", SECTIONS[:1])
    upah = write_upah(tmp_path / "upah.xlsx", [SippPerson(nik(1), "SITI", BORN)])
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(pdf.read_bytes())
    for other in (csv, upah, copy):
        assert refused(pdf, other) == "bill-two-forms"
    wide = write_xlsx_bill(tmp_path / "wide.xlsx", SECTIONS[:1], wide=True)
    assert refused(pdf, wide, period=NOVEMBER) == "bill-two-forms"
    assert refused(pdf, pdf) == "file-twice"
    other_unit = write_csv_bill(tmp_path / "unit.csv", SECTIONS[1:2])
    assert read_bill([pdf, other_unit]).rows.height == 70
    later = write_csv_bill(tmp_path / "later.csv", SECTIONS[2:])
    assert read_bill([pdf, later]).rows.height == 70


def test_month__not_in_the_file__must_be_given(tmp_path: Path) -> None:
    path = write_xlsx_bill(tmp_path / "bill.xlsx", SECTIONS[:1], wide=True)
    assert refused(path) == "bill-no-period"
    assert set(read_bill([path], DECEMBER).rows["period"]) == {DECEMBER}
    pdf = write_pdf_bill(tmp_path / "bill.pdf", SECTIONS)
    assert set(read_bill([pdf], DECEMBER).rows["period"]) == {DECEMBER}
    assert refused(pdf, period=date(2025, 1, 1)) == "bill-other-period"


def csv_with(tmp_path: Path, old: str, new: str) -> Bill:
    path = write_csv_bill(tmp_path / "bill.csv", SECTIONS[:1])
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return read_bill([path])


def test_csv__sum_without_or_with_unreadable_amounts__proves_nothing(tmp_path: Path) -> None:
    total = "275,400.00"
    for new in ("", "27S,400.00"):
        bill = csv_with(tmp_path, total, new)
        assert ([page.reason for page in bill.unread], bill.rows.height) == (["row-amounts"], 0)


def test_csv__amounts_without_a_person__refuse_the_part(tmp_path: Path) -> None:
    first = PEOPLE[0]
    bill = csv_with(tmp_path, f"{first.kpj};{first.nik}", ";")
    assert [page.reason for page in bill.unread] == ["row-amounts"]


def test_csv__cut_off__is_refused(tmp_path: Path) -> None:
    path = write_csv_bill(tmp_path / "bill.csv", SECTIONS[:1])
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:30]), encoding="utf-8")
    assert [page.reason for page in read_bill([path]).unread] == ["no-total"]


def test_nik_as_a_number__that_may_have_lost_a_digit__is_no_nik(tmp_path: Path) -> None:
    path = write_xlsx_bill(tmp_path / "bill.xlsx", SECTIONS[:1], wide=False)
    book = openpyxl.load_workbook(path)
    cell = next(c for row in book.worksheets[0] for c in row if c.value == PEOPLE[0].nik)
    cell.value = int(PEOPLE[0].nik) // 10 * 10
    book.save(path)
    bill = read_bill([path])
    assert bill.rows["nik"][:2].to_list() == [None, PEOPLE[1].nik]
    assert bill.rows["kpj"][0] == PEOPLE[0].kpj
