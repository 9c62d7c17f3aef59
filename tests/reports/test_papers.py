"""Papers to sign: ``tagihan.pdf``, ``kuitansi.pdf`` and nominative lists, with the agreement's details."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from documents.test_documents import LOGO
from support.parameters import first
from support.paths import EXAMPLES
from support.pdf import letter_sizes_pt, page_sizes_pt, pdf_pages
from support.people import PPK, person
from support.run import Run, invoke
from support.workbooks import enrolled, grid, roster, sen, table

from pemilu_cover.values.rupiah import format_amount
from pemilu_cover.values.terbilang import in_rupiah

AGREEMENT = """
number = "1/PKS/KPU-PWK/2024"
date = 2024-05-02

[employer]
name = "KPU Kabupaten Purwakarta"
npp = "00000000"
location = "3214"

[letterhead]
address = ["Jalan Veteran 12, Purwakarta 41115"]

[papers]
place = "Plered"
bill_date = 2024-11-04
bill_number = "12/TAG/XI/2024"
receipt_number = "0031"

[budget]
year = 2024
accounts = "apbd"

[signatories.maker]
name = "Dedi Supriadi"
nip = "198504122010011003"

[signatories.treasurer]
title = "Bendahara Pengeluaran Pembantu"
name = "Rina Marlina"
"""
PAYER = '\n[payer]\nname = "Pemerintah Kabupaten Purwakarta"\n'


def paper(out: Path, name: str) -> str:
    return " ".join(pdf_pages(out / name))


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result of people for one month, by an agreement that says everything about papers."""
    folder = tmp_path_factory.mktemp("signed")
    return enrolled(folder, person(1), person(2), agreement=AGREEMENT)


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result of people for several months, without an agreement."""
    folder = tmp_path_factory.mktemp("months")
    return enrolled(folder, person(1), person(2, **PPK))


@pytest.mark.parametrize(
    "text",
    [
        "KPU KABUPATEN PURWAKARTA",
        "Jalan Veteran 12, Purwakarta 41115",
        "Nomor : 12/TAG/XI/2024",
        "5.1.02.02.02.0006 Belanja Iuran Jaminan Kecelakaan Kerja bagi Non ASN",
        "5.1.02.02.02.0007 Belanja Iuran Jaminan Kematian bagi Non ASN",
        "Perjanjian : 1/PKS/KPU-PWK/2024 tanggal 2 Mei 2024",
        "1 Anggota KPPS 850.000,00 1 2 4.080,00 5.100,00 9.180,00",
        "JUMLAH 2 4.080,00 5.100,00 9.180,00",
        "Jumlah Rp9.180,00 (sembilan ribu seratus delapan puluh rupiah)",
        "November 2024 2 4.080,00 5.100,00 9.180,00 16-12-2024",
        "PP 44/2015",
        "Plered, 4 November 2024",
        "Dedi Supriadi",
        "NIP 19850412 201001 1 003",
        "Bendahara Pengeluaran Pembantu",
        "Rina Marlina",
        "Pejabat Pembuat Komitmen",
        "Halaman 1 dari",
    ],
)
def test_bill_paper__agreement_that_says_everything__has_it(signed: Path, text: str) -> None:
    assert text in paper(signed, "tagihan.pdf")


@pytest.mark.parametrize(
    "text",
    [
        "Tahun Anggaran : 2024",
        "Nomor Bukti : 0031",
        "5.1.02.02.02.0006",
        "Sudah terima dari : Kuasa Pengguna Anggaran KPU Kabupaten Purwakarta",
        "Jumlah uang : Rp9.180,00",
        "Terbilang : Sembilan ribu seratus delapan puluh rupiah",
        "bagi 2 orang badan ad hoc KPU Kabupaten Purwakarta, bulan November 2024, NPP 00000000",
        "BPJS Ketenagakerjaan (bukti bayar bank terlampir)",
        "Setuju dibebankan pada mata anggaran berkenaan",
        "Lunas dibayar tanggal",
        "Rina Marlina",
    ],
)
def test_receipt__agreement_that_says_everything__has_it(signed: Path, text: str) -> None:
    assert text in paper(signed, "kuitansi.pdf")


def test_papers__no_agreement__have_dotted_lines(months: Path) -> None:
    bill = paper(months, "tagihan.pdf")
    for label in ("Nomor", "NPP", "Mata anggaran", "Perjanjian"):
        assert re.search(rf"{label} : \.{{10}}", bill), label
    assert "NIP …" in bill
    receipt = paper(months, "kuitansi.pdf")
    for label in ("Tahun Anggaran", "Nomor Bukti", "Mata anggaran"):
        assert re.search(rf"{label} : \.{{10}}", receipt), label


@pytest.mark.parametrize("name", ["tagihan.pdf", "kuitansi.pdf"])
def test_papers__any_bill__are_a4_in_letters_of_8_points_and_more(months: Path, name: str) -> None:
    assert page_sizes_pt(months / name) == {(595, 842)}
    sizes = letter_sizes_pt(months / name)
    assert min(sizes) >= 8
    assert 10 in sizes


def test_receipts__several_months__leave_number_date_and_other_years_to_the_office(
    tmp_path: Path,
) -> None:
    out = enrolled(tmp_path, person(1, **PPK), agreement=AGREEMENT)
    first, *others = pdf_pages(out / "kuitansi.pdf")
    assert "Nomor Bukti : 0031" in first
    assert re.search(r"Tahun Anggaran : \.{10}", first), "May 2024 to January 2025"
    assert all(re.search(r"Nomor Bukti : \.{10}", page) for page in others)
    years = [re.search(r"Tahun Anggaran : (2024)", page) is not None for page in others]
    assert years == [True] * 8 + [False]
    assert all("4 November 2024" not in page for page in (first, *others))


def test_receipts__accounts_of_a_budget__have_their_amounts(signed: Path) -> None:
    text = paper(signed, "kuitansi.pdf")
    assert "Kecelakaan Kerja bagi Non ASN: Rp4.080,00" in text
    assert "Kematian bagi Non ASN: Rp5.100,00" in text


def test_bill_paper__people_without_a_cell_of_sipp__warns_before_paying(tmp_path: Path) -> None:
    out = enrolled(tmp_path, person(1), person(2, **{"Nama Ibu Kandung": ""}))
    assert "PERHATIAN: isian 1 orang yang ditagih ini belum lengkap" in paper(out, "tagihan.pdf")


# ---- Amended bills -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("roster_of", "difference", "has_receipt"),
    [
        ([1, 2, 3], "tambahan Rp4.590,00", True),
        ([1, 2], "tidak ada selisih", False),
    ],
)
def test_papers_of_update__amend_the_earlier_bill(
    roster_of: list[int], difference: str, has_receipt: bool, tmp_path: Path
) -> None:
    out = enrolled(tmp_path, person(1), person(2), agreement=AGREEMENT)
    people = roster(tmp_path / "newer.xlsx", *(person(number) for number in roster_of))
    done = invoke(
        *("update", out, people, "--period", "2024-12", "--out", tmp_path / "next", "--quiet")
    )
    assert done.status in (0, 1), done.err
    text = paper(tmp_path / "next", "tagihan.pdf")
    assert "PERUBAHAN TAGIHAN" in text
    assert f"Semula Rp9.180,00; menjadi Rp{format_amount(459_000 * len(roster_of))}" in text
    assert difference in text
    assert "12/TAG/XI/2024" not in text
    assert "4 November 2024" not in text
    receipt = tmp_path / "next" / "kuitansi.pdf"
    assert receipt.exists() is has_receipt
    if has_receipt:
        (page,) = pdf_pages(receipt)
        assert "Jumlah uang : Rp4.590,00" in page
        assert "0031" not in page


def test_receipts__one_month__are_one_page(signed: Path) -> None:
    (page,) = pdf_pages(signed / "kuitansi.pdf")
    assert "setiap bulan" not in page


def test_receipts__several_months__are_one_for_all_and_one_for_each(months: Path) -> None:
    manifest = json.loads((months / "manifest.json").read_text(encoding="utf-8"))
    *by_month, _ = (
        sen(row["Jumlah"]) for row in table(grid(months / "invoice.xlsx", "Jadwal"), "Bulan iuran")
    )
    first, *others = pdf_pages(months / "kuitansi.pdf")
    assert sum(by_month) == sen(manifest["premium"]["total"])
    assert f"Rp{format_amount(sum(by_month))}" in first
    assert len(others) == len(by_month) > 1
    for page, amount in zip(others, by_month, strict=True):
        assert "KUITANSI / BUKTI PEMBAYARAN" in page
        assert f"Jumlah uang : Rp{format_amount(amount)}" in page
        words = in_rupiah(amount)
        assert f"Terbilang : {words[0].upper()}{words[1:]}" in page


@pytest.mark.parametrize(("people", "has_stamp"), [(1, False), (2, True)])
def test_receipt__sum_above_5_million__has_a_box_for_a_stamp(
    people: int, has_stamp: bool, tmp_path: Path
) -> None:
    agreement = "[papers]\nbill_date = 2024-11-04\n[roles.KPPS_ANGGOTA]\nwage = 900_000_000\n"
    out = enrolled(tmp_path, *(person(n) for n in range(people)), agreement=agreement, status=0)
    assert ("Meterai Rp10.000 bila diwajibkan" in paper(out, "kuitansi.pdf")) is has_stamp


def test_papers__another_payer__have_its_officers(tmp_path: Path) -> None:
    agreement = AGREEMENT.replace('title = "Bendahara Pengeluaran Pembantu"\n', "") + PAYER
    agreement = agreement.replace("year = 2024", 'year = 2024\nreceived_from = "ppk"')
    out = enrolled(tmp_path, person(1), agreement=agreement)
    for name in ("tagihan.pdf", "kuitansi.pdf"):
        assert "Bendahara Pengeluaran Pemerintah Kabupaten Purwakarta" in paper(out, name)
    receipt = paper(out, "kuitansi.pdf")
    assert "Pejabat Pembuat Komitmen Pemerintah Kabupaten Purwakarta" in receipt


def test_papers__nobody_to_bill__have_no_receipt(tmp_path: Path) -> None:
    out = enrolled(tmp_path, person(1, NIK="1"), status=1)
    assert "(nol rupiah)" in paper(out, "tagihan.pdf")
    assert not (out / "kuitansi.pdf").exists()


# ---- The logo -----------------------------------------------------------------------------------


def logo_run(folder: Path, content: bytes | None) -> Run:
    """Enrol with a logo of this content; None for no file."""
    (folder / "pks.toml").write_text(
        AGREEMENT.replace("[letterhead]", '[letterhead]\nlogo = "kop.PNG"'), encoding="utf-8"
    )
    if content is not None:
        (folder / "kop.PNG").write_bytes(content)
    people = roster(folder / "roster.xlsx", person(1))
    return invoke(
        *(
            "enrol",
            people,
            "--agreement",
            folder / "pks.toml",
            "--out",
            folder / "out",
            "--lang",
            "en",
        )
    )


def test_logo__png_beside_the_agreement__is_printed_and_goes_with_the_result(
    tmp_path: Path,
) -> None:
    assert logo_run(tmp_path, LOGO).status == 0
    out = tmp_path / "out"
    assert (out / "logo.png").read_bytes() == LOGO
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert "logo.png" in manifest["outputs"]
    assert invoke("verify", out).status == 0
    (tmp_path / "kop.PNG").unlink()
    done = invoke("coverage", out, "--on", "2024-11-27", "--out", tmp_path / "daftar.pdf")
    assert done.status == 1, done.err


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "kop.PNG is not next to the agreement"),
        (b"GIF89a", "is not a PNG or JPEG picture"),
        (LOGO + bytes(500_000), "is larger than 500 KB"),
        (LOGO[:-30], "logo"),
    ],
    ids=["missing", "gif", "large", "damaged"],
)
def test_logo__that_cannot_be_printed__is_refused_and_nothing_is_written(
    content: bytes | None, reason: str, tmp_path: Path
) -> None:
    done = logo_run(tmp_path, content)
    assert done.status == 3
    assert reason in done.err
    assert not (tmp_path / "out").exists()


# ---- Nominative lists ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result with nominative lists: 70 people of Plered, one of Sukatani, one of no known kecamatan."""
    folder = tmp_path_factory.mktemp("listed")
    people = [person(number) for number in range(1, 71)]
    people += [person(71, Kecamatan="Sukatani"), person(72, Kecamatan="")]
    pks = folder / "pks.toml"
    pks.write_text(AGREEMENT, encoding="utf-8")
    done = invoke(
        *("enrol", roster(folder / "roster.xlsx", *people), "--agreement", pks),
        *("--out", folder / "out", "--pdf"),
    )
    assert done.status == 0, done.out + done.err
    return folder / "out"


def test_nominative_lists__three_kecamatan__are_one_each_and_sum_up_to_the_bill(
    listed: Path,
) -> None:
    files = sorted(path.name for path in (listed / "daftar-nominatif").iterdir())
    lists = ["kec-plered.pdf", "kec-sukatani.pdf", "tanpa-kecamatan.pdf"]
    assert files == sorted([*lists, "rekapitulasi.pdf"])
    totals = [
        re.findall(
            r"JUMLAH ([\d.,]+) ([\d.,]+) ([\d.,]+)", paper(listed, f"daftar-nominatif/{name}")
        )
        for name in lists
    ]
    sums = [
        sum(sen(amount.replace(".", "").replace(",", ".")) for *_, amount in found)
        for found in totals
    ]
    manifest = json.loads((listed / "manifest.json").read_text(encoding="utf-8"))
    assert sum(sums) == sen(manifest["premium"]["total"])
    assert all(len(found) == 1 for found in totals)
    summary = paper(listed, "daftar-nominatif/rekapitulasi.pdf")
    assert f"JUMLAH 72 {format_amount(sum(sums) * 4 // 9)}" in summary, "JKK is 4 of 9 parts"
    assert f"Jumlah Rp{format_amount(sum(sums))} (" in summary


def test_nominative_list__page_of_signatures__says_what_is_signed(listed: Path) -> None:
    for path in (listed / "daftar-nominatif").iterdir():
        last = pdf_pages(path)[-1]
        assert "Bendahara" in last
        assert "jumlah Rp" in last or "Jumlah Rp" in last
        assert all("NOMINATIF" in page for page in pdf_pages(path))


def test_nominative_list__several_pages__has_everybody_masked_and_carries_totals(
    listed: Path,
) -> None:
    pages = pdf_pages(listed / "daftar-nominatif" / "kec-plered.pdf")
    assert len(pages) > 1
    carried = [re.search(r"Jumlah dipindahkan ([\d.,]+)", page) for page in pages[:-1]]
    brought = [re.search(r"Jumlah pindahan ([\d.,]+)", page) for page in pages[1:]]
    assert all(carried)
    assert [match[1] for match in carried if match] == [match[1] for match in brought if match]
    text = " ".join(pages)
    names = [row[1] for row in grid(listed / "invoice.xlsx", "Rincian") if row[4] == "Plered"]
    assert len(names) == 70
    assert all(name in text for name in names)
    assert not re.search(r"\d{16}", text)
    assert page_sizes_pt(listed / "daftar-nominatif" / "kec-plered.pdf") == {(842, 595)}
    assert min(letter_sizes_pt(listed / "daftar-nominatif" / "kec-plered.pdf")) >= 8


@pytest.mark.parametrize("pdf", first(1, [True, False]))
def test_papers__rosters_in_batches__are_of_all_and_on_request_of_each_area(
    pdf: bool, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    options = ("--output-format", "csv", "--out", out, "--quiet", *(["--pdf"] if pdf else []))
    done = invoke("enrol", EXAMPLES / "two-regencies-2024.csv", *options)
    assert done.status in (0, 1), done.err
    bills = {path.parent for path in out.rglob("invoice.xlsx")}
    assert len(bills) == 5
    for name in ("tagihan.pdf", "kuitansi.pdf"):
        assert {path.parent for path in out.rglob(name)} == (bills if pdf else {out})
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert format_amount(sen(manifest["premium"]["total"])) in paper(out, "tagihan.pdf")


def test_papers__same_roster_twice__have_the_same_bytes(tmp_path: Path) -> None:
    people = roster(tmp_path / "roster.xlsx", person(1), person(2, **PPK))
    for out in ("first", "second"):
        assert invoke("enrol", people, "--out", tmp_path / out, "--pdf").status == 0
    for path in (tmp_path / "first").rglob("*.pdf"):
        other = tmp_path / "second" / path.relative_to(tmp_path / "first")
        assert path.read_bytes() == other.read_bytes()
