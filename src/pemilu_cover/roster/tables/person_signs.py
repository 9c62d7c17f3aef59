"""Signs of a person in a cell that no header explains.

A cell outside every table, or in a row that is no person's, may still be about somebody. The evidence is
deliberately narrow: a NIK that can exist, a birth date, a name beside a running number or an office.
Fractions, sums, phone numbers, accounts, NIPs and family card numbers are none.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pemilu_cover.reference import regions
from pemilu_cover.roster.reading.cell_encoding import (
    cell_content,
    is_date,
    is_error,
    is_number,
    is_number_or_date,
    is_text,
    plain_number,
)
from pemilu_cover.roster.tables.column_names import is_foreign
from pemilu_cover.values import dates, nik
from pemilu_cover.values.names import split_degree
from pemilu_cover.values.text import clean, is_blank_value, normal_form

# A row that names somebody's office: "Ketua PPS", "Anggota KPPS", "Linmas".
OFFICE = re.compile(
    r"\b(?:KETUA|WAKIL|ANGG\w*|SEKR\w*|BENDAHARA|STAFF?|PELAKSANA|KPPS|PPS|PPK|PTPS|PKD|PANWAS\w*"
    r"|PANTARLIH|LINMAS|PENGAWAS|PETUGAS)\b"
)
# The words that introduce signatures, or appear in them.
SIGNING = re.compile(
    r"(?:MENGETAHUI|MENYETUJUI|MENGESAHKAN|DITETAPKAN|DISAHKAN|DIBUAT|DISUSUN|DIPERIKSA|TTD|TANDA TANGAN"
    r"|HORMAT KAMI|YANG MEMBUAT|NIP|NRP)\b.*|[A-Z ]+ (?:TANGGAL |TGL )?[0-9]{1,2} (?:"
    + "|".join(month.upper() for month in dates.MONTHS)
    + r"|NOPEMBER) [0-9]{4}"
)
_SHORTEST_NIK, _LONGEST_NIK = 15, 17
FEWEST_DIGITS = 15
_RUN = re.compile(r"(?<!\d)\d{4}(?:[ .\-]?\d){12}(?!\d)")
_DECIMAL = re.compile(r"[-+]?\d+[.,]\d+%?")
# Labels of other numbers than a NIK, in the same cell or the one before.
_OTHER_NUMBER = re.compile(
    r"\b(?:NIP|NRP|NPWP|NKK|KK|REK\w*|NOREK|BANK|BRI|BNI|BCA|BSI|BJB|MANDIRI|TELP\w*|HP|WA|FAX|VA|KPJ|BPJS|NPP"
    r"|KARTU KELUARGA|SP2D|SPM|NTPN|BILLING|SK|SURAT)\b"
)
# A number behind one of these is an example.
_EXAMPLE = re.compile(r"\b(?:CONTOH\w*|MISAL\w*|EXAMPLE|FORMAT)\b")
_BORN = range(1925, 2013)
_PLACE_DATE = re.compile(r"[A-Za-z .'()-]{2,40}[,/]\s*(.+)")
_RUNNING = re.compile(r"[1-9][0-9]{0,3}\.?|0[0-9]{1,3}")
_FEWEST_NOTED = 2
_MOST_WORDS, _LONGEST_NAME = 6, 60
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .,'’`´-])*", re.UNICODE)
# A line of text that adds somebody to a list: "Tambahan: Rina Sari (KPPS TPS 3)".
_CAPTION = re.compile(r"\W*(?:CATATAN|KETERANGAN|KET|NB|NOTE)\b\W*", re.IGNORECASE)
_ADDED = re.compile(
    r"\W*(?:TAMBAH(?:AN)?|DITAMBAH(?:KAN)?|PENAMBAHAN|SUSULAN|MENYUSUL|PENGGANTI|KURANG|TERTINGGAL|TERLEWAT"
    r"|BELUM (?:MASUK|TERDATA|TERCANTUM|ADA))\b",
    re.IGNORECASE,
)
_PART_SEPARATORS = re.compile(
    r"[:;,()\[\]=\n+]|\s[-–—]\s|\b(?:sebagai|jadi|menjadi|dan|untuk|di|adalah|yaitu)\b",
    re.IGNORECASE,
)
# Offices whose holders sign no list.
_SIGNS_NOTHING = re.compile(r"\b(?:ANGG\w*|PTPS|PKD|PANTARLIH|LINMAS)\b")
_NUMBERED_OFFICE = re.compile(r"^(?!.*\b(?:KETUA|SEKR)).*\b(?:TPS|KPPS) ?[0-9]+\b")
_IN_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]")
_LINE_TO_SIGN = re.compile(r"[(\[]?\s*[.…_]{3,}\s*[)\]]?|\(.*\)")
# Words of forms, letters and tables: no name of a person holds one.
_NO_NAMES = frozenset(
    """
    ADALAH ADHOC AGAMA ALAMAT ANGGARAN ANGGOTA ATAS ATAU BADAN BAGI BAGIAN BANK BARIS BAWAH BELUM BENAR
    BENDAHARA BERDASARKAN BERIKUT BERKAS BERSAMA BESARAN BIDANG BIODATA BPJS BUAH BUKAN BUKTI CADANGAN
    CALON CATATAN CERAI CONTOH COUNT DAFTAR DAN DARAH DARI DATA DENGAN DESA DI DIBAYAR DICETAK DIISI
    DINAS DIPERIKSA DISTRIK DITETAPKAN DIVISI DOKUMEN DOMISILI EMAIL FORMAT FORMULIR FOTO FOTOKOPI GAJI
    GELAR GENDER GOLONGAN GRAND HAL HALAMAN HANYA HARUS HASIL HONOR HONORARIUM HORMAT IBU IJAZAH
    INDONESIA ISIAN IURAN IYA JABATAN JALAN JENIS JIWA JL JML JUMLAH KAB KABUPATEN KAMI KANTOR KARTU
    KAWIN KE KEC KECAMATAN KEGIATAN KEL KELAMIN KELOMPOK KELUARGA KELURAHAN KEPALA KEPUTUSAN KESEHATAN
    KESELURUHAN KET KETERANGAN KETUA KK KODE KOLOM KOMISI KONTAK KONTRAK KOTA KP KPPS KPU KTP LAHIR
    LAINNYA LAKI LAMPIRAN LAPORAN LELAKI LEMBAR LENGKAP LINMAS LIST LOKASI MAKA MASA MATERAI MELALUI
    MENGETAHUI MENYETUJUI MENYUSUL MOHON NAMA NAME NIHIL NIK NIP NO NOMOR NPWP OLEH OPERATOR ORANG PADA
    PAGU PAJAK PANITIA PANTARLIH PANWASCAM PANWASLU PARAF PASANGAN PEJABAT PEKERJAAN PELAKSANA PEMBINA
    PEMERINTAH PEMILIH PEMILIHAN PEMILU PEMUNGUTAN PENATA PENDIDIKAN PENGAWAS PENGELUARAN PENGGANTI
    PENYELENGGARA PER PEREMPUAN PERIODE PERSEN PERSENTASE PERSYARATAN PETUGAS PETUNJUK PILKADA PKD
    POSISI PPDP PPK PPS PROVINSI PTPS RATA REALISASI REGU REKAP REKAPITULASI REKENING REPUBLIK RESPONDEN
    REVISI RINCIAN RT RUPIAH RW SAKSI SALAH SAMPAI SARAN SASARAN SATUAN SE SEBAGAI SEKOLAH SEKRETARIAT
    SEKRETARIS SELESAI SELURUH SESUAI SETIAP SETUJU SHEET SIPP SISA SLTA SLTP SMA SMK SMP SOSIAL STAF
    STATUS STRUKTUR SUARA SUB SUDAH SUMBER SURAT SUSUNAN TAHAP TAHUN TANDA TANGAN TANGGAL TELEPON TELP
    TEMPAT TENTANG TERBILANG TERIMA TERLAMPIR TERSEBUT TGL TIDAK TIM TINGKAT TOTAL TPS TTD UANG UMUM
    UNIT UNSUR UNTUK UPAH URAIAN VALIDASI VERIFIKASI VOLUME WAJIB WANITA WILAYAH WIRASWASTA YA YANG
    """.split()
)


@cache
def _provinces() -> frozenset[str]:
    return frozenset(code[: regions.PROVINCE] for code in regions.regency_codes())


def niks_in(cell: str) -> list[str]:
    """Return the numbers in a cell that can be NIKs: a known province, a birth date that exists.

    A number with a decimal part is none, nor is one that the cell itself labels as another number.

    >>> niks_in("3214 0165 0502 0017"), niks_in("0.5714285714285714"), niks_in("NIP 197011191998031003")
    (['3214016505020017'], [], [])
    """
    if len(cell) < FEWEST_DIGITS or sum(map(str.isdigit, cell)) < FEWEST_DIGITS:
        return []
    if is_number(cell):
        digits = cell_content(cell)
        return [digits] if digits.isdigit() and _can_be_nik(digits) else []
    if is_date(cell) or is_error(cell) or _DECIMAL.fullmatch(cell.strip()):
        return []
    text = clean(cell)
    digits = nik.compact(text)
    if digits.isascii() and digits.isdigit():
        return [digits] if _can_be_nik(digits) else []
    runs = [(run.start(), nik.compact(run[0])) for run in _RUN.finditer(text)]
    return [
        digits for at, digits in runs if _can_be_nik(digits) and not _labels_other_number(text[:at])
    ]


def _labels_other_number(before: str) -> bool:
    """Return whether the text in front of a number labels it as an example or another number."""
    return _OTHER_NUMBER.search(normal_form(before)) is not None or is_example_label(before)


def is_example_label(text: str) -> bool:
    """Return whether a text introduces an example: "Contoh: 3214…"."""
    return _EXAMPLE.search(normal_form(text)) is not None


def is_nik_alone(cell: str) -> bool:
    """Return whether a cell holds a NIK and nothing else.

    >>> is_nik_alone("3214 0165 0502 0017"), is_nik_alone("NIK Budi 3214016505020017")
    (True, False)
    """
    return niks_in(cell) == [nik.compact(plain_number(cell))]


def _can_be_nik(digits: str) -> bool:
    """Return whether digits begin with a province and a birth date; one digit may be lost or doubled."""
    if (
        not _SHORTEST_NIK <= len(digits) <= _LONGEST_NIK
        or digits[: regions.PROVINCE] not in _provinces()
    ):
        return False
    try:
        nik.parse(f"{digits[:12]}0001")
    except nik.NikError:
        return False
    return True


def is_birth_date(cell: str) -> bool:
    """Return whether a cell is a day on which an election worker can be born, with or without its place.

    >>> is_birth_date("12-05-1990"), is_birth_date("Purwakarta, 12 Mei 1990"), is_birth_date("7/11/2024")
    (True, True, False)
    """
    if is_date(cell):
        return int(cell_content(cell)[:4]) in _BORN
    if is_number(cell) or is_error(cell) or not any(map(str.isdigit, cell)):
        return False
    text = clean(cell)
    placed = _PLACE_DATE.fullmatch(text)
    for part in (text, placed[1] if placed else ""):
        try:
            return dates.parse(part).year in _BORN
        except ValueError:
            continue
    return False


def is_running_number(cell: str) -> bool:
    """Return whether a cell can be the number of a row: "1", "12.", "007"."""
    return _RUNNING.fullmatch(plain_number(cell).strip()) is not None


@lru_cache(maxsize=20_000)
def is_name_like(cell: str) -> bool:
    """Return whether a text resembles the name of a person.

    >>> [is_name_like(t) for t in ("Budi Santoso, S.Pd.", "Dadang (Linmas)", "JUMLAH", "Ketua PPS", "12")]
    [True, True, False, False, False]
    """
    if not is_text(cell) or len(cell) > _LONGEST_NAME or is_blank_value(cell):
        return False
    name, _ = split_degree(clean(_IN_BRACKETS.sub(" ", cell)))
    words = normal_form(name).split()
    if not words or len(words) > _MOST_WORDS or not _NAME.fullmatch(name):
        return False
    if len(max(words, key=len)) < 3 or set(words) & _NO_NAMES:  # noqa: PLR2004  "KM", "I B"
        return False
    return " ".join(words) not in regions.kecamatan_names() and not regions.guess_regency(name)


def is_note(text: str) -> bool:
    """Return whether a text is a sentence or a caption rather than a name.

    >>> is_note("NIK wajib diisi sesuai KTP-el"), is_note("Kasih Lestari"), is_note("Raden Mas Ayu Sri")
    (True, False, False)
    """
    words = normal_form(text).split()
    return len(_NO_NAMES.intersection(words)) >= _FEWEST_NOTED or len(words) > _MOST_WORDS + 2


def is_office(cell: str) -> bool:
    """Return whether a cell names an office in few words."""
    if not is_text(cell):
        return False
    words = normal_form(cell)
    return OFFICE.search(words) is not None and len(words.split()) <= _MOST_WORDS


def describes_person(cell: str, *, signed: bool) -> bool:
    """Return whether a line of text names somebody with an office; ``signed`` means below other signatures.

    >>> describes_person("Tambahan: Rina Sari (KPPS TPS 3)", signed=True)
    True
    >>> texts = ("Linmas: Rina Sari", "Rina Sari (KPPS TPS 3)", "Ketua PPS: Rina Sari", "NB: KPPS 1")
    >>> [describes_person(text, signed=False) for text in texts]
    [True, True, False, False]
    """
    if not is_text(cell):
        return False
    text = _CAPTION.sub("", clean(cell), count=1)
    added = _ADDED.match(text)
    parts = [part.strip() for part in _PART_SEPARATORS.split(text[added.end() if added else 0 :])]
    names = [at for at, part in enumerate(parts) if " " in part and is_name_like(part)]
    offices = {at: form for at, form in enumerate(map(normal_form, parts)) if OFFICE.search(form)}
    if not names or added:
        return bool(names) and (bool(offices) or len(names) > 1)
    return not signed and any(
        _SIGNS_NOTHING.search(form) or (at > names[0] and _NUMBERED_OFFICE.search(form))
        for at, form in offices.items()
    )


def is_signing(cell: str) -> bool:
    """Return whether a cell belongs to a block of signatures: "Mengetahui", a dotted line, "NIP …"."""
    if is_number_or_date(cell):
        return False
    return (
        _LINE_TO_SIGN.fullmatch(cell.strip()) is not None
        or SIGNING.fullmatch(normal_form(cell)) is not None
    )


def is_other_number(label: str) -> bool:
    """Return whether a label is that of another number than a person's NIK."""
    form = normal_form(label)
    return _OTHER_NUMBER.search(form) is not None or is_foreign(form)
