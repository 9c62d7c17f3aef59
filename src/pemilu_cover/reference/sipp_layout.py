"""The columns of SIPP's sheet for new workers (layout of October 2025), and which of them it requires.

Independent public programs agree on this layout; the file that an office downloads from SIPP itself
counts where the two differ.
"""

from __future__ import annotations

from typing import NamedTuple

# Number formats of the headers.
_TEXT, _DATE = "@", "dd-mm-yyyy"


class Column(NamedTuple):
    """One column: header, width (None is Excel's own), the header's number format, required or not.

    ``field`` names the person's field that fills it; ``fixed`` is a value that is the same in all rows.
    """

    header: str
    width: float | None
    number_format: str
    required: bool
    field: str = ""
    fixed: str = ""


COLUMNS = (
    Column("NO_PEGAWAI", 17, _TEXT, False, "no_pegawai"),
    Column("NAMA_LENGKAP", 50, "General", True, "name"),
    Column("GELAR", None, "General", False, "degree"),
    Column("TELEPON_AREA_RUMAH", 22, "General", False),
    Column("TELEPON_RUMAH", None, "General", False),
    Column("TELEPON_AREA_KANTOR", None, "General", False),
    Column("TELEPON_KANTOR", None, "General", False),
    Column("TELEPON_EXT_KANTOR", None, "General", False),
    Column("HP", 17, _TEXT, False, "phone"),
    Column("EMAIL", 30, "General", False, "email"),
    Column("TEMPAT_LAHIR", None, "General", True, "birth_place"),
    Column("TANGGAL_LAHIR", 21, _DATE, True, "birth_date"),
    Column("NAMA_IBU_KANDUNG", 30, "General", True, "mother"),
    Column("JENIS_IDENTITAS", 17, "General", True, fixed="KTP"),
    Column("NOMOR_IDENTITAS", 21, _TEXT, True, "nik"),
    Column("MASA_LAKU_IDENTITAS", 22, _DATE, True, "identity_valid_until"),
    Column("JENIS_KELAMIN", 17, "General", True, "sex"),
    Column("SURAT_MENYURAT_KE", 21, "General", True, fixed="S"),
    Column("TANGGAL_KEPESERTAAN", 22, _DATE, False),
    Column("STATUS_KAWIN", 17, "General", True, "marital"),
    Column("GOLONGAN_DARAH", 21, "General", True, "blood"),
    Column("NPWP", 21, _TEXT, False, "npwp"),
    Column("KODE_NEGARA", 17, "General", True, fixed="ID"),
    Column("UPAH", 30, _TEXT, True, "sipp_wage"),
    Column("ALAMAT", None, "General", True, "address"),
    Column("KODE_POS", 17, _TEXT, True, "postal_code"),
    Column("LOKASI_PEKERJAAN", 22, _TEXT, True, "location"),
    Column("STATUS_PEGAWAI", 17, "General", True, fixed="Y"),
    Column("TGL_AWAL_BEKERJA", 22, _DATE, True, "start"),
    Column("TGL_AKHIR_KONTRAK", None, _DATE, True, "end"),
)


REQUIRED = tuple(column.field for column in COLUMNS if column.required and column.field)


# Values that are the same in every row; the manifest lists them.
FIXED = {column.header: column.fixed for column in COLUMNS if column.fixed}
