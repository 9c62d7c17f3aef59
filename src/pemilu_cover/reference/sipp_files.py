"""The files that SIPP Online exchanges with an office after the first enrolment, as data.

Source: files that SIPP Online itself wrote, and the texts on its screens, October 2025. The file that an
office downloads counts where the two differ. `sipp_layout` has the sheet for new workers.

An office downloads two files, filled with all its workers: ``template_upah_<NPP>.xlsx`` (wages of one
reporting period, BLTH) and ``template_koreksi_tk_<NPP>.xlsx`` (contact data). Both carry the membership
number (KPJ). Exits are uploaded as ``template_tk_na_<NPP>.xlsx``, which is downloaded empty.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

# Number formats of cells, and the fills of headers.
TEXT, GENERAL, DATE = "@", "General", "dd-mm-yyyy"
GREEN, RED, YELLOW = "ABEBC6", "FF0000", "FFFF00"

INSTRUCTIONS_SHEET = "Petunjuk Pengisian"
UPAH_SHEET, KOREKSI_SHEET, NA_SHEET = "data_upah", "update_data_tk", "data_tk_na"
CAUSES_SHEET, BANKS_SHEET, LOCATIONS_SHEET = "SEBAB NA", "Nama Bank", "Lokasi Pekerjaan"
CAUSES_HEADERS = ("KODE_NA", "SEBAB_NA")

UPAH_FILE, KOREKSI_FILE = "template_upah_{npp}.xlsx", "template_koreksi_tk_{npp}.xlsx"
NA_FILE = "template_tk_na_{npp}.xlsx"

# Rows below the header that SIPP's screens take in one file.
MAX_ROWS = 10_000

KPJ_LENGTH, NPP_LENGTH = 11, 8


class FileColumn(NamedTuple):
    """One column: header, the header's fill, number format, width (None is Excel's own), cell type.

    ``required`` cells must be filled by the office.
    ``field`` names what `sipp_downloads` reads from it.
    """

    header: str
    fill: str | None = None
    number_format: str = TEXT
    width: float | None = None
    cell: Literal["text", "number"] = "text"
    required: bool = False
    field: str = ""


UPAH_COLUMNS = (
    FileColumn("NIK", width=18, field="nik"),
    FileColumn("ID_PEGAWAI", width=15),
    FileColumn("KPJ", width=13, field="kpj"),
    FileColumn("KODE_TK", width=18, field="kode_tk"),
    FileColumn("NAMA_LENGKAP", None, GENERAL, 30, field="name"),
    FileColumn("TGL_LAHIR", None, DATE, 12, field="birth_date"),
    FileColumn("UPAH", GREEN, GENERAL, 10, "number", required=True, field="wage_sen"),
    FileColumn("RAPEL", GREEN, GENERAL, None, "number", field="rapel_sen"),
    FileColumn("BLTH", None, DATE, 12, field="period"),
    FileColumn("NPP", width=12, field="npp"),
)

# Red columns are locked: a wrong name or birth date is a matter for the branch office.
KOREKSI_COLUMNS = (
    FileColumn("KODE", RED, width=20, field="kode_tk"),
    FileColumn("NOMOR_PEGAWAI", width=15),
    FileColumn("NOMOR_IDENTITAS", RED, width=20, field="nik"),
    FileColumn("KPJ", RED, width=15, field="kpj"),
    FileColumn("NAMA_TENAGA_KERJA", RED, width=40, field="name"),
    FileColumn("TEMPAT_LAHIR", RED, width=20),
    FileColumn("TGL_LAHIR", RED, DATE, 15, field="birth_date"),
    FileColumn("JENIS_KELAMIN", RED, width=15),
    FileColumn("NAMA_IBU_KANDUNG", RED, width=40),
    FileColumn("NPWP", RED, width=20),
    FileColumn("ALAMAT_LENGKAP_DOMISILI", YELLOW, width=40, field="address"),
    FileColumn("HANDPHONE", YELLOW, width=15, field="phone"),
    FileColumn("LOKASI_PEKERJAAN", YELLOW, width=20, field="location"),
    FileColumn("EMAIL", YELLOW, width=40, field="email"),
    FileColumn("NAMA_BANK", YELLOW, width=20, field="bank"),
    FileColumn("KODE_BANK", YELLOW, width=20, field="bank_code"),
    FileColumn("NOMOR_REKENING", YELLOW, field="account"),
    FileColumn("NAMA_REKENING", YELLOW, width=25, field="account_name"),
)

NA_COLUMNS = (
    FileColumn("KPJ", YELLOW, GENERAL, 10, required=True, field="kpj"),
    FileColumn("NAMA_LENGKAP", YELLOW, GENERAL, 25, required=True, field="name"),
    FileColumn("TGL_LAHIR", YELLOW, GENERAL, required=True, field="birth_date"),
    FileColumn("SEBAB_NA", YELLOW, GENERAL, required=True, field="cause"),
    FileColumn("TGL_KEJADIAN", YELLOW, GENERAL, required=True, field="event_date"),
    FileColumn("KETERANGAN", None, GENERAL, field="remark"),
)

# The causes of an exit, verbatim and in the order of the sheet SEBAB NA.
EXIT_CAUSES = {
    "A10": "Dalam Proses Perselisihan Hubungan Industrial",
    "A1": "Mengundurkan Diri",
    "A2": "Pemutusan Hubungan Kerja (PHK)",
    "A3": "Berakhir Kontrak (Pekerja dengan Status PKWT/Kontrak)",
    "A4": "Usia Pensiun",
    "A5": "Catat Total Tetap",
    "A8": "Pensiun Karena PKB Perusahaan",
    "A6": "Meninggal Dunia",
    "A7": "Pindah Unit Kerja",
    "A9": "Peserta Meninggalkan Indonesia Untuk Selamanya",
}
