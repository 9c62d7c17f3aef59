"""Qualifiers in headers: whose place a column names, and which pay it counts.

A form is a header as `normal_form` gives it: "DESA TUGAS", "KECAMATAN SESUAI KTP", "HONOR BERSIH".
"""

from __future__ import annotations

import re

from pemilu_cover.values.text import normal_form

# A column of a place of duty or of a home, before the kind of place is determined.
HOME = "home_"
STREET, RT, RW, RT_RW = "street", "rt", "rw", "rt_rw"
ADDRESS_PARTS = frozenset({STREET, RT, RW, RT_RW})
DUTY = "duty"
FIRST_NAME, LAST_NAME = "first_name", "last_name"
OTHER_PAY = "other_pay"
_DUTY_WORDS = frozenset(
    "TUGAS BERTUGAS TUGASNYA PENEMPATAN PENUGASAN KERJA BEKERJA DITUGASKAN DITEMPATKAN DINAS".split()
)
# Words that may surround a place and its qualifier: "Desa/Kelurahan tempat Anda bertugas".
_AROUND = frozenset(
    "TEMPAT LOKASI WILAYAH WIL UNIT DAERAH AREA ALAMAT ANDA SAUDARA BAPAK IBU DI PADA DALAM YANG SEBAGAI"
    " NAMA DATA ASAL IDENTITAS SESUAI MENURUT BERDASARKAN E EL KARTU".split()
)
_HOME_WORDS = frozenset(
    "KTP EKTP DOMISILI TINGGAL RUMAH KEDIAMAN KK ALAMAT BERDOMISILI BERALAMAT".split()
)
# Places that a qualifier of duty names without a kind of place: "Wilayah Kerja", "Penempatan", "Lokasi
# Tugas".
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
# Within an address these name a street or a hamlet; alone, "Kampung" is a desa in Papua.
_ONLY_IN_ADDRESS = frozenset({"KAMPUNG"})
_NUMBERS = "[2-9]|1[0-2]|DUA|TIGA|EMPAT|LIMA|ENAM|TUJUH|DELAPAN|SEMBILAN|SEPULUH"
_NOT_A_MONTH = re.compile(
    r"\b(?:BERSIH|NETT?O?|TAKE HOME PAY|THP|\w*TERIMA|DIBAYAR\w*|DITRANSFER|TRANSFER|SETELAH|SESUDAH"
    r"|HARI|HARIAN|PERHARI|OH|MINGGU|MINGGUAN|JAM|KEGIATAN|TOTAL|SELURUH\w*|SELAMA|KESELURUHAN|TAHUN"
    rf"|TAHUNAN|SETAHUN|TRIWULAN|TAMBAHAN|LEMBUR|SISA|PAJAK|PPH|\w*POTONG\w*|(?:{_NUMBERS}) ?(?:BULAN|BLN)"
    r"|NET PAY|DAILY|PER DAY|TOTALS?)\b"
)
_BEFORE_TAX = re.compile(r"\b(?:BRUTT?O|KOTOR|SEBELUM|BELUM|TERMASUK|GROSS)\b")
# Members whose names a column lists: "Nama Anggota KPPS", "Nama Pegawai".
_MEMBERS = re.compile(
    r"(?:NAMA|NM)(?: (?:LENGKAP|LGKP|CALON|ANGGOTA|KETUA|DAN|PETUGAS|PEGAWAI|PENYELENGGARA|PERSONIL|PERSONEL"
    r"|STAF|SEKRETARIAT|PENGAWAS|PESERTA|PENERIMA|HONOR|HONORARIUM|TENAGA|KERJA|KARYAWAN|WARGA|PENDUDUK"
    r"|BADAN|ADHOC|AD|HOC|KPPS|PPS|PPK|PANTARLIH|PPDP|PANWASCAM|PANWASLU|PKD|PTPS|LINMAS|SATLINMAS|TPS"
    r"|SESUAI|MENURUT|DI|KTP|EL|GELAR|TANPA|DENGAN|SAUDARA|ANDA|YANG|BERSANGKUTAN))+"
)
_NAMES_A_UNIT = re.compile(r"(?:NAMA|NM) (?:BADAN|TPS|SEKRETARIAT|BADAN AD ?HOC)")
_KPJ = re.compile(r"\b(?:KPJ|BPJS (?:TK|KETENAGAKERJAAN)|BPJAMSOSTEK|JAMSOSTEK)\b")
_NUMBER_REQUEST = re.compile(r"\b(?:KPJ|NO|NOMOR\w*|NMR|TULIS\w*|ISI\w*|SEBUTKAN)\b")

# A header of employment without an alternative status: "Status PNS", "ASN (Ya/Tidak)".
_STATUS_ONLY = re.compile(
    r"(?:(?:C?PNS|ASN|PPPK|P3K|TNI|POLRI|STATUS|PEGAWAI|NEGERI|SIPIL|APARATUR|NEGARA|ANGGOTA|SEORANG|SEBAGAI"
    r"|APAKAH|ANDA|SAUDARA|SDR|I|ADALAH|MERUPAKAN|BERSTATUS|ATAU|DAN|JIKA|BILA|BERI|TANDA|CENTANG|ISI|DENGAN"
    r"|YA|TIDAK|TDK|Y|T|N|YES|NO|V|X|0|1)(?: |$))+"
)
_BESIDE_STATUS = re.compile(
    r"\b(?:NON\w*|BUKAN|SWASTA|WIRASWASTA|HONOR\w*|UMUM|LAIN|LAINNYA|MASYARAKAT|KARYAWAN|THL|PTT|WARGA)\b"
)
_CHOICES = re.compile(r"[/\n\\|,;()\[\]]|\batau\b", re.IGNORECASE)


def is_name_of_members(form: str) -> bool:
    """Return whether a header is for the names of the roster's own people.

    >>> is_name_of_members("NAMA ANGGOTA KPPS"), is_name_of_members("NAMA KETUA RT")
    (True, False)
    """
    return bool(_MEMBERS.fullmatch(form)) and not _NAMES_A_UNIT.fullmatch(form)


def is_kpj_header(form: str) -> bool:
    """Return whether a header is for a membership number: "Jika ya, tulis nomor KPJ"."""
    match = _KPJ.search(form) and _NUMBER_REQUEST.search(form)
    return bool(match) and "KESEHATAN" not in form


def duty_qualifier(form: str) -> str | None:
    """Return the place that a qualifier of duty qualifies: ``""`` for none, None without a qualifier.

    >>> duty_qualifier("DESA KELURAHAN TEMPAT ANDA BERTUGAS")
    'DESA KELURAHAN'
    >>> duty_qualifier("WILAYAH KERJA"), duty_qualifier("DESA")
    ('', None)
    """
    words = form.split()
    if not _DUTY_WORDS & set(words):
        return None
    place_words = [word for word in words if word not in _DUTY_WORDS | _AROUND]
    if place_words:
        return " ".join(place_words)
    return "" if _PLACES_OF_DUTY & set(words) else None


def home_qualifier(form: str) -> str | None:
    """Return the place that a qualifier of the home qualifies, or None without a qualifier.

    >>> home_qualifier("KECAMATAN SESUAI KTP"), home_qualifier("ALAMAT KAMPUNG")
    ('KECAMATAN', 'KAMPUNG')
    >>> home_qualifier("ALAMAT"), home_qualifier("DESA")
    (None, None)
    """
    words = form.split()
    if not _HOME_WORDS & set(words):
        return None
    place_words = [word for word in words if word not in _HOME_WORDS | _AROUND]
    return " ".join(place_words) or None


def address_or_name_part(form: str, *, within: bool) -> str | None:
    """Return which part of an address or a name a column holds; ``within`` means inside a wider address."""
    if not within and form in _ONLY_IN_ADDRESS:
        return None
    return _PARTS.get(form)


def is_other_pay(form: str) -> bool:
    """Return whether a header of pay counts something other than one month before tax.

    >>> is_other_pay("HONOR BERSIH"), is_other_pay("HONOR 2 BULAN"), is_other_pay("HONOR 1 BULAN")
    (True, True, False)
    >>> is_other_pay("HONOR POTONG PAJAK"), is_other_pay("HONOR BELUM DIPOTONG PAJAK")
    (True, False)
    """
    return bool(_NOT_A_MONTH.search(form)) and not _BEFORE_TAX.search(form)


def offers_choice(label: str) -> bool:
    """Return whether a header of employment names civil servants and others, so that a tick is ambiguous.

    >>> [offers_choice(label) for label in ("ASN/Non ASN", "ASN / Guru", "PNS? (Ya/Tidak)", "ASN/TNI/Polri")]
    [True, True, False, False]
    """
    if _BESIDE_STATUS.search(normal_form(label)):
        return True
    forms = [form for part in _CHOICES.split(label) if (form := normal_form(part))]
    return len(forms) > 1 and not all(map(_STATUS_ONLY.fullmatch, forms))
