"""The papers of a case: what each says, in which order, on how many pages."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest
from claims.conftest import COVERED, HELD_BACK, TWO_ROLES, UNNUMBERED, claim, pages, text
from support.parameters import first
from support.people import nik

NAMES = (
    *("langkah", "batas-waktu", "isian-3-kk-1", "isian-3a-kk-2", "isian-3b-kk-3", "kronologis"),
    *("surat-keterangan", "untuk-keluarga", "daftar-dokumen", "manfaat"),
)
KINDS = {
    "accident": ("--accident",),
    "accident-death": ("--accident", "--death"),
    "death": ("--death",),
}
# The labels of the forms in their order; an independent copy.
KK1 = (
    "LAPORAN KASUS KECELAKAAN KERJA TAHAP I | Wajib dilaporkan dalam waktu 2 X 24 Jam | Segmen "
    "Kepesertaan | 1. Data Pemberi Kerja/ Wadah/ Mitra/ Pelaksana Penempatan | Nama | NPP / NPW /"
    " Nomor Proyek | Alamat | No. Telepon/ HP | Nama Kontak Personil | 2. Data Peserta | Nama | "
    "No. Peserta | NIK / No. Paspor (WNA/PMI) | Tanggal Lahir | Alamat Domisili dan no. telepon |"
    " Jenis Pekerjaan/jabatan | 3. Upah Peserta *) | 4. Tempat kejadian kecelakaan | Alamat "
    "tempat kejadian (kecelakaan) | Tanggal dan jam Kecelakaan | Waktu kejadian (khusus PMI) | 5."
    " Uraian / Kronologis kejadian | 6. Akibat yang diderita | 7. Layanan Pertolongan Pertama | "
    "Jenis Faskes | Transportasi (pada pertolongan pertama) | 8. Persyaratan yang diperlukan | "
    "Fotokopi Kartu peserta BPJS | paling lama 14 (empat belas) hari kerja | (tanda tangan dan "
    "stempel perusahaan) | Lembar pertama"
).split(" | ")
KK2 = (
    "LAPORAN KASUS KECELAKAAN KERJA TAHAP II | Segmen Kepesertaan | 1. Data Pemberi Kerja | 2. "
    "Data Peserta | 3. Tanggal Kecelakaan | 4. Berdasarkan hasil pemeriksaan terakhir | 5. Total "
    "Pengajuan Pembiayaan | Pemberi Kerja | Peserta | Ahli Waris | 6. Lamanya tidak bekerja | 7. "
    "Data ahli waris | Nama Ahli Waris | Hubungan ahli waris dengan peserta | wali anak | 8. "
    "Memiliki anak belum mencapai usia 23 tahun | 9. Keterangan lainnya jika perlu | 10. "
    "Persyaratan yang diperlukan | Kuitansi asli biaya pengangkutan"
).split(" | ")
KK3 = (
    "SURAT KETERANGAN DOKTER KASUS KECELAKAAN KERJA | Diisi oleh DOKTER | Nama dokter | 1. Data "
    "Peserta | 2. Nama Pemberi Kerja/ Mitra | 3. Tanggal Kecelakaan | 4. Tanggal pemeriksaan "
    "(oleh dokter) | 5. Berdasarkan anamnesa | 6. Berdasarkan pemeriksaan fisik | 7. "
    "Penatalaksanaan | 8. Diagnosis | 9. Komorbiditas/komplikasi | 10. Hasil "
    "pemeriksaan/pengobatan | 11. Setelah sembuh peserta dapat melakukan pekerjaan | 12. | 13. | "
    "14. Keterangan lainnya jika perlu"
).split(" | ")


@pytest.fixture(scope="module", params=first(2, KINDS))
def kind(request: pytest.FixtureRequest) -> str:
    """A kind of event."""
    return str(request.param)


@pytest.fixture(scope="module")
def folder(result: Path, kind: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a covered person after an event of the kind."""
    out = tmp_path_factory.mktemp("case") / kind
    more = ("--place", "TPS 001 Sindangsari", "--treated-at", "RSUD Bayu Asih")
    assert claim(result, COVERED, *KINDS[kind], *more, out=out).status == 0
    return out


def test_folder__any_event__has_each_paper_as_pdf_and_word(folder: Path, kind: str) -> None:
    names = [*NAMES, *(["ahli-waris"] if kind != "accident" else [])]
    expected = {
        f"{number:02}-{name}.{suffix}"
        for number, name in enumerate(names, start=1)
        for suffix in ("pdf", "docx")
    }
    assert {path.name for path in folder.iterdir()} == {*expected, "case.json", "manifest.json"}


def test_folder__any_file__is_private(folder: Path) -> None:
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_word_files__any_paper__have_the_texts_of_the_pdf(folder: Path) -> None:
    for path in folder.glob("*.docx"):
        word = docx.Document(BytesIO(path.read_bytes()))
        cells = {cell.text for grid in word.tables for row in grid.rows for cell in row.cells}
        lines = " ".join([*(paragraph.text for paragraph in word.paragraphs), *cells])
        printed = " ".join(pages(path.with_suffix(".pdf")))
        title = next(line.text for line in word.paragraphs[1:] if line.text)
        assert title in printed, path.name
        assert lines.count("……") == 0 or "…" in printed


@pytest.mark.parametrize("name", ["langkah", "untuk-keluarga", "kronologis"])
def test_page__to_hand_out__is_one(folder: Path, name: str) -> None:
    (path,) = folder.glob(f"*-{name}.pdf")
    assert len(pages(path)) == 1


@pytest.mark.usefixtures("without_word")
@pytest.mark.parametrize("number", first(1, [HELD_BACK, UNNUMBERED]))
def test_page__person_without_certain_cover__is_one(
    result: Path, kind: str, number: int, tmp_path: Path
) -> None:
    claim(result, number, *KINDS[kind], out=tmp_path / "case")
    for name in ("langkah", "untuk-keluarga"):
        (path,) = (tmp_path / "case").glob(f"*-{name}.pdf")
        assert len(pages(path)) == 1


@pytest.mark.parametrize(
    ("form", "labels"),
    [("isian-3-kk-1", KK1), ("isian-3a-kk-2", KK2), ("isian-3b-kk-3", KK3)],
    ids=["3 KK 1", "3a KK 2", "3b KK 3"],
)
def test_data_sheet__each_form__has_its_labels_in_order(
    folder: Path, form: str, labels: list[str]
) -> None:
    printed, at = text(folder, form), 0
    for label in labels:
        found = printed.find(label, at)
        assert found >= 0, label
        at = found + len(label)
    assert "bukan formulir BPJS" in printed


def test_data_sheet__known_values__are_filled_in(folder: Path, kind: str) -> None:
    sheet = text(folder, "isian-3-kk-1")
    for value in (
        *(nik(COVERED), "24000000001", "12/05/1990", "24109999", "Tn Budi Arifin"),
        "KPU Kabupaten Purwakarta",
        "Ketua KPPS, TPS 001, Desa/Kelurahan Sindangsari, Kecamatan Plered",
        "Kp. Krajan RT 001 RW 002, 083500000001",
        "Rp900.000 (sembilan ratus ribu rupiah)",
        *("27/11/2024, 22.10 WIB", "TPS 001 Sindangsari", "RSUD Bayu Asih"),
        *("☑ Penerima Upah (PU)", "☑ per bulan", "☐ lalu-lintas ***"),
    ):
        assert value in sheet, value
    died = "☑ Meninggal Dunia" in sheet
    assert died == (kind != "accident")
    assert "☑ Meninggal dunia" in text(folder, "isian-3a-kk-2") or not died


def test_chronology__date__is_in_words(folder: Path) -> None:
    words = "hari Rabu tanggal dua puluh tujuh November dua ribu dua puluh empat (27-11-2024)"
    chronology = text(folder, "kronologis")
    assert f"{words} pukul 22.10 WIB bertempat di TPS 001 Sindangsari" in chronology
    assert "Saksi 2: nama, NIK, telepon" in chronology
    assert words in text(folder, "surat-keterangan")


def test_letter__billed_months__do_not_claim_a_payment(folder: Path) -> None:
    letter = text(folder, "surat-keterangan")
    assert "November 2024; dibayar tanggal ………" in letter
    assert "7 November 2024 sampai dengan 8 Desember 2024" in letter


def test_letter__death_by_an_accident__has_the_time_of_the_accident_alone(
    folder: Path, kind: str
) -> None:
    letter = text(folder, "surat-keterangan")
    assert ("masih bertugas pada saat meninggal dunia" in letter) == (kind == "death")
    assert ("karenanya meninggal dunia pada tanggal ………" in letter) == (kind == "accident-death")


def test_papers__death_that_may_be_by_an_accident__say_which_time_counts(
    folder: Path, kind: str
) -> None:
    is_death = kind == "death"
    assert ("lebih dahulu daripada meninggalnya" in text(folder, "langkah")) == is_death
    assert ("bila kecelakaan atau serangannya" in text(folder, "isian-3-kk-1")) == is_death


@pytest.mark.usefixtures("without_word")
@pytest.mark.parametrize(
    ("number", "call", "is_in_sipp"),
    [
        (COVERED, "nomor peserta 24000000001", True),
        (UNNUMBERED, nik(UNNUMBERED), True),
        (HELD_BACK, nik(HELD_BACK), False),
    ],
)
def test_steps__after_a_death__fit_what_is_known(
    result: Path, number: int, call: str, is_in_sipp: bool, tmp_path: Path
) -> None:
    claim(result, number, "--death", out=tmp_path / "case")
    steps = text(tmp_path / "case", "langkah")
    assert call in steps
    assert ("Jangan keluarkan almarhum dari SIPP" in steps) == is_in_sipp


@pytest.mark.usefixtures("without_word")
def test_letter__person_who_is_not_enrolled__has_no_reported_wage(
    result: Path, tmp_path: Path
) -> None:
    claim(result, HELD_BACK, "--death", out=tmp_path / "case")
    assert "850.000" not in text(tmp_path / "case", "surat-keterangan")
    assert "Rp850.000" in text(tmp_path / "case", "manfaat")


def test_family_page__any_event__has_no_legal_words(folder: Path) -> None:
    page = text(folder, "untuk-keluarga").casefold()
    for word in ("pasal", "pp 44", "undang-undang", "ayat"):
        assert word not in page
    assert "Tidak dipungut biaya".casefold() in page


def test_documents__each_claim__are_under_its_heading(folder: Path, kind: str) -> None:
    headings = {
        "accident": ["JKK: perawatan kecelakaan kerja", "Santunan KPU atau Bawaslu"],
        "accident-death": ["JKK: meninggal karena kecelakaan kerja", "Santunan KPU atau Bawaslu"],
        "death": [
            "JKM: meninggal bukan karena kecelakaan kerja",
            "JKK: meninggal karena kecelakaan kerja",
            "Santunan KPU atau Bawaslu",
        ],
    }
    printed = text(folder, "daftar-dokumen")
    at = [printed.index(heading) for heading in headings[kind]]
    assert at == sorted(at)
    assert ("Formulir 4" in printed) == (kind == "death")
    assert ("surat keterangan kematian" in printed.casefold()) == (kind != "accident")
    assert "Bahan ada: 06-kronologis" in printed
    grant = printed[at[-1] :]
    assert "Keputusan KPU 59/2023" in grant
    assert "PP 44/2015" not in grant
    assert "Belum ada. Nomornya: 24000000001" in printed


def test_documents__supplier__is_on_the_page_of_its_documents(folder: Path) -> None:
    (path,) = folder.glob("*-daftar-dokumen.pdf")
    for page in pages(path):
        body = page[: page.index("Berisi data pribadi")]
        assert not body.rstrip().endswith(("Dari yang membayar", "keluarga", "Raharja", "dokter"))


@pytest.mark.usefixtures("without_word")
@pytest.mark.parametrize(
    ("at", "is_double"), [("2024-11-27 22:10", True), ("2024-09-01 08:00", False)]
)
def test_benefits__two_roles_on_the_day__names_the_other(
    result: Path, at: str, is_double: bool, tmp_path: Path
) -> None:
    role = ("--death", "--role", "PPS_ANGGOTA", "--at", at)
    claim(result, TWO_ROLES, *role, out=tmp_path / "case")
    printed = text(tmp_path / "case", "manfaat")
    assert ("juga bertugas sebagai Anggota KPPS." in printed) == is_double


def test_benefits__disputed_questions__have_their_readings_and_the_advice(
    folder: Path, kind: str
) -> None:
    printed = text(folder, "manfaat")
    assert "Kelelahan tanpa cedera bukan kecelakaan kerja." in printed
    assert "dirawat lebih dahulu sampai statusnya ditetapkan" in printed
    assert "Tetap laporkan dalam 2 × 24 jam" in printed
    assert ("dalam kurang dari 24 jam" in printed) == (kind != "accident")
    assert "pasal 45 ayat (2) sampai (4)" in printed
    assert "menurut pers atau sumber lain" in printed


def test_deadlines__each_stage__has_its_article_and_term(folder: Path, kind: str) -> None:
    printed = text(folder, "batas-waktu")
    for part in (
        "Jumat, 29 November 2024 pukul 22.10 WIB (2 × 24 jam sejak kejadian)",
        "tersisa 36 jam 10 menit",
        "pasal 43 ayat (1) dan (2)",
        "2 × 24 jam sejak surat dokter",
        "7 hari kerja sejak laporan tahap II",
        "30 hari sejak laporan tahap I",
        "Selasa, 27 November 2029",
        "jangan menunggu hari kerja",
    ):
        assert part in printed, part
    assert ("3 hari kerja sejak permohonan JKM" in printed) == (kind == "death")
    assert ("14 hari kerja sejak permintaan" in printed) == (kind == "accident")
