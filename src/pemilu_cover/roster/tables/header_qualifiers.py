"""Qualifiers in headers: whose place a column names, and which pay it counts.

A form is a header as `normal_form` gives it: "DESA TUGAS", "KECAMATAN SESUAI KTP", "HONOR BERSIH".
"""

from __future__ import annotations

import re

from pemilu_cover.values.text import normal_form

# A column of a place of duty or of a home, before it is known which place.
HOME = "home_"
STREET, RT, RW, RT_RW = "street", "rt", "rw", "rt_rw"
ADDRESS_PARTS = frozenset({STREET, RT, RW, RT_RW})
DUTY = "duty"
FIRST_NAME, LAST_NAME = "first_name", "last_name"
OTHER_PAY = "other_pay"
_DUTY_WORDS = frozenset(
    "TUGAS BERTUGAS TUGASNYA PENEMPATAN PENUGASAN KERJA BEKERJA DITUGASKAN DITEMPATKAN DINAS".split()
)
# Words that may stand around a place and its qualifier: "Desa/Kelurahan tempat Anda bertugas".
_AROUND = frozenset(
    "TEMPAT LOKASI WILAYAH WIL UNIT DAERAH AREA ALAMAT ANDA SAUDARA BAPAK IBU DI PADA DALAM YANG SEBAGAI"
    " NAMA DATA ASAL IDENTITAS SESUAI MENURUT BERDASARKAN E EL KARTU".split()
)
_HOME_WORDS = frozenset(
    "KTP EKTP DOMISILI TINGGAL RUMAH KEDIAMAN KK ALAMAT BERDOMISILI BERALAMAT".split()
)
# Names that a bare qualifier of duty is known by: "Wilayah Kerja", "Penempatan", "Lokasi Tugas".
_PLACES_OF_DUTY = frozenset(
    "TEMPAT LOKASI WILAYAH WIL UNIT DAERAH AREA ALAMAT PENEMPATAN PENUGASAN".split()
)
_PARTS = {
    **dict.fromkeys(
        "KAMPUNG KP DUSUN DSN DUKUH DK JALAN JL LINGKUNGAN BLOK JORONG".split(), STREET
    ),
    **dict.fromkeys(("KAMPUNG DUSUN", "DUSUN KAMPUNG", "JALAN KAMPUNG", "NAMA JALAN"), STREET),
    **dict.fromkeys(("RT", "NO RT", "NOMOR RT"), RT),
    **dict.fromkeys(("RW", "NO RW", "NOMOR RW"), RW),
    **dict.fromkeys(("RT RW", "RTRW", "NO RT RW"), RT_RW),
    **dict.fromkeys(("NAMA DEPAN", "FIRST NAME"), FIRST_NAME),
    **dict.fromkeys(("NAMA BELAKANG", "LAST NAME"), LAST_NAME),
}
# These name a street or a hamlet only within an address; alone, "Kampung" is a desa in Papua.
_ONLY_IN_ADDRESS = frozenset({"KAMPUNG"})
_NUMBERS = "[2-9]|1[0-2]|DUA|TIGA|EMPAT|LIMA|ENAM|TUJUH|DELAPAN|SEMBILAN|SEPULUH"
_NOT_A_MONTH = re.compile(
    r"\b(?:BERSIH|NETT?O?|TAKE HOME PAY|THP|\w*TERIMA|DIBAYAR\w*|DITRANSFER|TRANSFER|SETELAH|SESUDAH"
    r"|HARI|HARIAN|PERHARI|OH|MINGGU|MINGGUAN|JAM|KEGIATAN|TOTAL|SELURUH\w*|SELAMA|KESELURUHAN|TAHUN"
    rf"|TAHUNAN|SETAHUN|TRIWULAN|TAMBAHAN|LEMBUR|SISA|PAJAK|PPH|\w*POTONG\w*|(?:{_NUMBERS}) ?(?:BULAN|BLN)"
    r"|NET PAY|DAILY|PER DAY|TOTALS?)\b"
)
_BEFORE_TAX = re.compile(r"\b(?:BRUTT?O|KOTOR|SEBELUM|BELUM|TERMASUK|GROSS)\b")
# Whose names a column may hold without being another person's: "Nama Anggota KPPS", "Nama Pegawai".
_MEMBERS = re.compile(
    r"(?:NAMA|NM)(?: (?:LENGKAP|LGKP|CALON|ANGGOTA|KETUA|DAN|PETUGAS|PEGAWAI|PENYELENGGARA|PERSONIL|PERSONEL"
    r"|STAF|SEKRETARIAT|PENGAWAS|PESERTA|PENERIMA|HONOR|HONORARIUM|TENAGA|KERJA|KARYAWAN|WARGA|PENDUDUK"
    r"|BADAN|ADHOC|AD|HOC|KPPS|PPS|PPK|PANTARLIH|PPDP|PANWASCAM|PANWASLU|PKD|PTPS|LINMAS|SATLINMAS|TPS"
    r"|SESUAI|MENURUT|DI|KTP|EL|GELAR|TANPA|DENGAN|SAUDARA|ANDA|YANG|BERSANGKUTAN))+"
)
_NAMES_A_UNIT = re.compile(r"(?:NAMA|NM) (?:BADAN|TPS|SEKRETARIAT|BADAN AD ?HOC)")
_KPJ = re.compile(r"\b(?:KPJ|BPJS (?:TK|KETENAGAKERJAAN)|BPJAMSOSTEK|JAMSOSTEK)\b")
_NUMBER_ASKED = re.compile(r"\b(?:KPJ|NO|NOMOR\w*|NMR|TULIS\w*|ISI\w*|SEBUTKAN)\b")

# What a header of employment may say without offering anything beside it: "Status PNS", "ASN (Ya/Tidak)".
_ASKS_STATUS = re.compile(
    r"(?:(?:C?PNS|ASN|PPPK|P3K|TNI|POLRI|STATUS|PEGAWAI|NEGERI|SIPIL|APARATUR|NEGARA|ANGGOTA|SEORANG|SEBAGAI"
    r"|APAKAH|ANDA|SAUDARA|SDR|I|ADALAH|MERUPAKAN|BERSTATUS|ATAU|DAN|JIKA|BILA|BERI|TANDA|CENTANG|ISI|DENGAN"
    r"|YA|TIDAK|TDK|Y|T|N|YES|NO|V|X|0|1)(?: |$))+"
)
_BESIDE_STATUS = re.compile(
    r"\b(?:NON\w*|BUKAN|SWASTA|WIRASWASTA|HONOR\w*|UMUM|LAIN|LAINNYA|MASYARAKAT|KARYAWAN|THL|PTT|WARGA)\b"
)
_CHOICES = re.compile(r"[/\n\\|,;()\[\]]|\batau\b", re.IGNORECASE)


def is_name_of_members(form: str) -> bool:
    """Return whether a header asks for the names of those whom the roster is about.

    >>> is_name_of_members("NAMA ANGGOTA KPPS"), is_name_of_members("NAMA KETUA RT")
    (True, False)
    """
    return bool(_MEMBERS.fullmatch(form)) and not _NAMES_A_UNIT.fullmatch(form)


def asks_for_kpj(form: str) -> bool:
    """Return whether a header asks for the number of a membership: "Jika ya, tulis nomor KPJ"."""
    asked = _KPJ.search(form) and _NUMBER_ASKED.search(form)
    return bool(asked) and "KESEHATAN" not in form


def duty_qualifier(form: str) -> str | None:
    """Return what a qualifier of duty is said of: ``""`` where it stands alone, None where there is none.

    >>> duty_qualifier("DESA KELURAHAN TEMPAT ANDA BERTUGAS")
    'DESA KELURAHAN'
    >>> duty_qualifier("WILAYAH KERJA"), duty_qualifier("DESA")
    ('', None)
    """
    words = form.split()
    if not _DUTY_WORDS & set(words):
        return None
    bare = [word for word in words if word not in _DUTY_WORDS | _AROUND]
    if bare:
        return " ".join(bare)
    return "" if _PLACES_OF_DUTY & set(words) else None


def home_qualifier(form: str) -> str | None:
    """Return what a qualifier of the home is said of, or None where there is none.

    >>> home_qualifier("KECAMATAN SESUAI KTP"), home_qualifier("ALAMAT KAMPUNG")
    ('KECAMATAN', 'KAMPUNG')
    >>> home_qualifier("ALAMAT"), home_qualifier("DESA")
    (None, None)
    """
    words = form.split()
    if not _HOME_WORDS & set(words):
        return None
    bare = [word for word in words if word not in _HOME_WORDS | _AROUND]
    return " ".join(bare) or None


def address_or_name_part(form: str, *, within: bool) -> str | None:
    """Return which part of an address or a name a column holds; ``within`` tells of an address around it."""
    if not within and form in _ONLY_IN_ADDRESS:
        return None
    return _PARTS.get(form)


def is_other_pay(form: str) -> bool:
    """Return whether a header of pay counts something else than one month before tax.

    >>> is_other_pay("HONOR BERSIH"), is_other_pay("HONOR 2 BULAN"), is_other_pay("HONOR 1 BULAN")
    (True, True, False)
    >>> is_other_pay("HONOR POTONG PAJAK"), is_other_pay("HONOR BELUM DIPOTONG PAJAK")
    (True, False)
    """
    return bool(_NOT_A_MONTH.search(form)) and not _BEFORE_TAX.search(form)


def offers_choice(label: str) -> bool:
    """Return whether a header of employment names civil servants and others, so that a tick tells neither.

    >>> [offers_choice(label) for label in ("ASN/Non ASN", "ASN / Guru", "PNS? (Ya/Tidak)", "ASN/TNI/Polri")]
    [True, True, False, False]
    """
    if _BESIDE_STATUS.search(normal_form(label)):
        return True
    forms = [form for part in _CHOICES.split(label) if (form := normal_form(part))]
    return len(forms) > 1 and not all(map(_ASKS_STATUS.fullmatch, forms))
