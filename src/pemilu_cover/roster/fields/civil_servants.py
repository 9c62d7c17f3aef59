"""Civil servants, soldiers and police officers, by the cells of a row.

PP 49/2023 art. 2 (2) leaves PNS, CPNS, PPPK, TNI and Polri to Taspen and Asabri. An excluded person has no
cover here, so that only a plain present statement about the person excludes: a status, with a grade, a
profession, an office or a NIP behind it. Doubt, past, future and relatives lead to a warning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import polars as pl

from pemilu_cover.roster.cells.distinct import map_distinct
from pemilu_cover.roster.columns import APOSTROPHES, DISPLAY, OFFERS_CHOICE, RAW
from pemilu_cover.roster.fields.notes import note
from pemilu_cover.roster.reading.cell_encoding import are_errors, display_cell
from pemilu_cover.values.lazy_pattern import lazy_pattern
from pemilu_cover.values.text import clean, is_blank_value, normal_form

YES, NO, UNCERTAIN = "yes", "no", "uncertain"

_STATUS = (
    r"(?:C?PNS|ASN|PPPK|P3K|TNI|POLRI|POLISI|TENTARA(?: NASIONAL INDONESIA)?|PEGAWAI NEGERI(?: SIPIL)?"
    r"|APARATUR SIPIL NEGARA|PEGAWAI PEMERINTAH DENGAN PERJANJIAN KERJA"
    r"|KEPOLISIAN(?: NEGARA)?(?: RI| REPUBLIK INDONESIA)?)"
)
_MENTION = lazy_pattern(rf"\b{_STATUS}\b")
# Words that put a statement into the past, the future or somebody else's life, or make it doubtful.
_DOUBT = lazy_pattern(
    r"\b(?:BELUM|BLM|TIDAK|TDK|TAK|GAK|GA|BUKAN|NON|CALON|BAKAL|AKAN|MAU|PROSES|SEDANG|MENUNGGU|TUNGGU"
    r"|NUNGGU|\w*DAFTAR\w*|PELAMAR|MELAMAR|SELEKSI|TES|TEST|UJIAN|LULUS\w*|LOLOS|PESERTA|FORMASI|TAHAP"
    r"|HABIS|SELESAI|MANTAN|EKS|BEKAS|DULU\w*|DAHULU|PERNAH|PENSIUN\w*|PURNA\w*|PURNAWIRAWAN|SUDAH|SDH"
    r"|TELAH|RESIGN\w*|\w*UNDUR\w*|KELUAR|BERHENTI|\w*BERHENTIKAN|PECAT|DIPECAT|CUTI|ISTRI|ISTERI"
    r"|BERSUAMI|BERISTRI|SUAMI\w*|ANAK\w*|AYAH\w*|IBU\w*|BAPAK\w*|BPK|KAKAK\w*|ADIK\w*|ADEK|MENANTU"
    r"|MANTU|MERTUA|IPAR|KELUARGA\w*|ORTU|ORANG TUA|PAMAN|BIBI|OM|TANTE|KAKEK|NENEK|CUCU|KEPONAKAN"
    r"|SEPUPU|SAUDARA\w*|KERABAT|PASANGAN|JANDA|DUDA|WARAKAWURI|MUNGKIN|KAYAKNYA|SEPERTINYA|KATANYA"
    r"|DIDUGA|INFO|CEK|KONFIRMASI|HONOR\w*|SUKWAN|SUKARELA\w*|THL|PTT|KONTRAK|PARUH|SAMPAI|HINGGA"
    r"|19\d\d|20\d\d)\b"
)
_DENIED = r"(?:NON|BUKAN|TIDAK|TDK)(?: (?:SEORANG|SEBAGAI|TERMASUK|PEGAWAI|ANGGOTA|MERUPAKAN))?"
_DENIAL = lazy_pattern(
    rf"\b{_DENIED} {_STATUS}(?: (?:DAN |ATAU |MAUPUN )?(?:{_DENIED} )?{_STATUS})*\b"
)
_INTRODUCTION = (
    r"(?:(?:STATUS|PEGAWAI|KEPEGAWAIAN|SEORANG|SEBAGAI|ADALAH|ANGGOTA|UNSUR|YA|AKTIF|GURU|DOSEN"
    r"|BIDAN|PERAWAT|DOKTER|STAF|PENYULUH) )*"
)
_GRADE = r"(?:(?:GOL|GOLONGAN|GOLRU|PANGKAT|RUANG) )*(?:X|IX|IV|V?I{1,3}|V)(?: ?[A-E])?"
_PROFESSION = (
    r"(?:AD|AL|AU|AKTIF|MURNI|GURU|DOSEN|BIDAN|PERAWAT|DOKTER|STAF|STAFF|PELAKSANA|PENATA|PENGATUR|PEMBINA"
    r"|MUDA|MADYA|TK|TINGKAT|JURU|KEPALA|SEKRETARIS|SEKDES|SEKCAM|LURAH|CAMAT|KASI|KASIE|KASUBAG|KASUBBAG"
    r"|PENYULUH|PENGAWAS|OPERATOR|BABINSA|BHABINKAMTIBMAS|PRADA|PRATU|PRAKA|KOPDA|KOPTU|KOPKA|SERDA|SERTU"
    r"|SERKA|SERMA|PELDA|PELTU|LETDA|LETTU|KAPTEN|BRIPDA|BRIPTU|BRIGADIR|BRIPKA|AIPDA|AIPTU|IPDA|IPTU|AKP)"
)
# Names of offices: names that no list holds may follow them.
_OFFICE = (
    r"(?:DI|PADA|DARI|DINAS|DIS[A-Z]+|KEMEN[A-Z]+|KEMENTERIAN|SDN?|SMPN?|SMAN?|SMKN?|MI|MIN|MTSN?|MAN|TK|PAUD"
    r"|SLB|KANTOR|KEC|KECAMATAN|KEL|KELURAHAN|DESA|PUSKESMAS|PKM|RSUD|RS|PEMDA|PEMKAB|PEMKOT|PEMPROV"
    r"|PEMERINTAH|KAB|KABUPATEN|KOTA|PROV|PROVINSI|UPTD?|BKD|BKPSDM|BPBD|BPN|BPS|BAPPEDA|BAPENDA|SATPOL"
    r"|KORAMIL|KODIM|POLSEK|POLRES|POLDA|LAPAS|RUTAN|KPU|BAWASLU|SETDA|SEKRETARIAT|SETWAN|DPRD|BADAN"
    r"|INSPEKTORAT|KUA|KORWIL|UNIVERSITAS|NIP|NRP)"
)
_DETAIL = rf"(?: (?:{_GRADE}|{_PROFESSION}))*(?: {_OFFICE}(?: [A-Z0-9]+){{0,8}})?"
_PLAIN = lazy_pattern(rf"{_INTRODUCTION}{_STATUS}(?: (?:DAN |ATAU )?{_STATUS})*{_DETAIL}")
# "ASN: -" and "PNS ..." are captions of an empty cell.
_UNANSWERED = lazy_pattern(r"\?|[:=.…]\s*[-–—_.…]*\s*$|[-–—…]\s*$")
_FINAL_POINT = lazy_pattern(r"(?<=[^.…:=\s])\.\s*$")

# An office to which "PNS" is added without brackets: "Sekretaris PPK PNS".
_MARKED_ROLE = lazy_pattern(
    r"(?:(?:KETUA|ANGGOTA|SEKRETARIS|SEKRETARIAT|STAF|PELAKSANA|BENDAHARA|KASEK|KORSEK|KOORSEK|KEPALA|TEKNIS"
    r"|KOORDINATOR|ADMINISTRASI|KEUANGAN|PPK|PPS|KPPS|LINMAS|PANTARLIH|PANWASCAM|PANWASLU|KECAMATAN|PKD|PTPS"
    r"|KPU|BAWASLU) )+(?:C?PNS|ASN|PPPK|P3K)"
)
_BRACKETS = lazy_pattern(r"[(\[{](.*?)[)\]}]")

# Signs and words that answer a column whose header is a question; "X" and "1" are a tick or a cross.
_TICKS = frozenset("√✓✔☑🗸")
_ANSWERS = {
    **dict.fromkeys("YA Y V IYA YES TRUE BENAR BETUL".split(), YES),
    **dict.fromkeys(
        "TIDAK T TDK NO N BUKAN NON FALSE 0 TIDAK BUKAN BELUM SWASTA WIRASWASTA".split(), NO
    ),
    **dict.fromkeys(
        "PETANI BURUH PEDAGANG NELAYAN IRT PELAJAR MAHASISWA KARYAWAN HONORER".split(), NO
    ),
    **dict.fromkeys(("KARYAWAN SWASTA", "IBU RUMAH TANGGA", "PERANGKAT DESA", "TIDAK BEKERJA"), NO),
}
_TICK_WORDS = frozenset("V VV X XX Y YA IYA YES OK TRUE BENAR BETUL C CEK CHECK 1".split())
_NIP = lazy_pattern(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:19|20)\d\d(?:0[1-9]|1[0-2]|2[1-9])[12]\d{3}"
)
# Numbers of soldiers and police officers have 8 to 10 digits; a mistyped NIP has 17 or 19.
_MAY_BE_NIP = lazy_pattern(r"\d{8,10}|\d{17,19}")


def statement(text: str) -> str | None:
    """Return what a text states of its person: `YES` a civil servant, `NO`, `UNCERTAIN`, or None: nothing.

    >>> [statement(text) for text in ("PNS", "ASN Guru SDN 1 Plered", "Non ASN", "Petani")]
    ['yes', 'yes', 'no', None]
    >>> [statement(text) for text in ("PNS?", "Istri PNS", "calon PPPK", "ASN: -", "Pensiunan TNI")]
    ['uncertain', 'uncertain', 'uncertain', 'uncertain', 'uncertain']
    """
    words = normal_form(text)
    if not _MENTION.search(words):
        return None
    if not _MENTION.search(_DENIAL.sub(" ", words)):
        return NO if "?" not in text else UNCERTAIN
    doubtful = _DOUBT.search(words) or _UNANSWERED.search(_FINAL_POINT.sub("", text))
    return YES if not doubtful and _PLAIN.fullmatch(words) else UNCERTAIN


def role_statement(text: str) -> str | None:
    """Return what an office states of its holder, in brackets or behind it: "Sekretaris PPK (PNS)".

    >>> [role_statement(text) for text in ("Sekretaris PPK (PNS)", "Anggota KPPS (Istri PNS)", "KPPS")]
    ['yes', 'uncertain', None]
    """
    outside = normal_form(_BRACKETS.sub(" ", text))
    statements = [statement(inside) for inside in _BRACKETS.findall(text)]
    if _MARKED_ROLE.fullmatch(outside):
        statements.append(YES)
    elif _MENTION.search(outside) and not _DOUBT.search(outside):
        statements.append(statement(outside))
    elif _MENTION.search(_DENIAL.sub(" ", outside)):
        statements.append(UNCERTAIN)
    answers = {answer for answer in statements if answer}
    return next(iter(answers)) if len(answers) == 1 else UNCERTAIN if answers else None


def answer(text: str) -> str | None:
    """Return the answer of a cell below a header that is a question: there a tick or a mere "Ya" is one.

    >>> [answer(text) for text in ("Ya", "√", "v", "x", "Tidak", "-", "", "PNS", "mungkin")]
    ['yes', 'yes', 'yes', 'uncertain', 'no', None, None, 'yes', 'uncertain']
    """
    shown = clean(text)
    if shown and not set(shown) - _TICKS:
        return YES
    if is_blank_value(shown):
        return None
    return _ANSWERS.get(normal_form(shown)) or statement(shown) or UNCERTAIN


def _nip_statement(text: str) -> str | None:
    digits = re.sub(rf"[\s.\-{APOSTROPHES}]", "", text)
    if _NIP.fullmatch(digits):
        return YES
    return UNCERTAIN if _MAY_BE_NIP.fullmatch(digits) else statement(text)


def civil_servants(frame: pl.DataFrame) -> tuple[list[pl.Expr], list[pl.Series]]:
    """Return the columns of civil servants and of the excluding field, and notes on uncertain people.

    A column about employment decides; where it is silent, the office, a remark or a NIP does. Where
    statements contradict each other, or one is uncertain, nobody is excluded. A tick below a header that
    offers a choice ("ASN/Non ASN") is ambiguous.
    """
    readers: dict[str, Callable[[str], str | None]] = {
        "employment": statement,
        "role": role_statement,
        "remark": statement,
        "nip": _nip_statement,
        "occupation": statement,
    }
    ticked = {name: map_distinct(_typed(frame, name), _tick) for name in ("asn", "employment")}
    statements = {
        "asn": map_distinct(_typed(frame, "asn"), lambda cell: answer(display_cell(cell)))
    }
    undecided = frame[OFFERS_CHOICE] & ticked["asn"].is_not_null()
    statements["asn"] = statements["asn"].set(undecided, None)
    statements |= {
        name: map_distinct(frame[DISPLAY + name], read) for name, read in readers.items()
    }
    deciding = ("asn", "employment", "role", "remark", "nip")

    def first(answers: Iterable[str], names: Iterable[str]) -> pl.Expr:
        accepted = list(answers)
        return pl.coalesce(
            pl.when(pl.lit(statements[name]).is_in(accepted)).then(pl.lit(name)) for name in names
        )

    marked_by, denied_by = first([YES], deciding), first([NO], ("asn", "employment"))
    mentioned_by = pl.coalesce(first([UNCERTAIN], statements), first([YES], ("occupation",)))
    marked, denied = marked_by.is_not_null(), denied_by.is_not_null()
    uncertain_by = (
        pl.when(marked & denied).then(marked_by).when(~marked & ~denied).then(mentioned_by)
    )
    columns = [(marked & ~denied).alias("is_civil_servant"), marked_by.alias("civil_servant_by")]
    notes = frame.select(
        note("asn-asked", uncertain_by),
        note("asn-tick", pl.when(undecided).then(pl.lit("asn"))).alias("asn"),
        note("asn-tick", pl.when(ticked["employment"].is_not_null()).then(pl.lit("employment"))),
    )
    return columns, notes.get_columns()


def _typed(frame: pl.DataFrame, name: str) -> pl.Series:
    """Return the typed cells of a field, null where they hold nothing readable."""
    cells = frame[RAW + name]
    return cells.set(are_errors(cells) | (cells == ""), None)


def _tick(cell: str) -> str | None:
    """Return a tick or a mere "Ya", which is meaningless without a question; else None."""
    shown = clean(display_cell(cell))
    is_sign = bool(shown) and not set(shown) - _TICKS
    return shown if is_sign or normal_form(shown) in _TICK_WORDS else None
