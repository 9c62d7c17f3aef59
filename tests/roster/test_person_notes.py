"""Cells about a person: status of employment, leave, office, name, status and TPS."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.roster.fields.civil_servants import (
    NO,
    UNCERTAIN,
    YES,
    answer,
    role_statement,
    statement,
)
from pemilu_cover.roster.fields.identity import read_name
from pemilu_cover.roster.fields.place_spelling import nearest_places
from pemilu_cover.roster.fields.remarks import is_understood, mentions_leaving
from pemilu_cover.roster.fields.roles import Reading, read_role

STATUSES = ("PNS", "ASN", "PPPK", "P3K", "CPNS", "TNI", "Polri", "Pegawai Negeri Sipil")


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize(
    "plain",
    [
        *(
            "{}",
            "{}.",
            "status: {}",
            "{} aktif",
            "{} Gol. III/a",
            "{} IIIb",
            "guru {}",
            "{} Guru SDN 1",
        ),
        *(
            "{} Dinas Pendidikan",
            "{} di Kec. Plered",
            "{} NIP 198501012010011001",
            "{}/ASN",
            "Ya, {}",
        ),
    ],
)
def test_statement__plain_present_status__is_one(status: str, plain: str) -> None:
    assert statement(plain.format(status)) == YES


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize(
    "doubtful",
    [
        *(
            "{}?",
            "{} (?)",
            "mungkin {}",
            "calon {}",
            "belum {}",
            "{} belum lulus",
            "{} habis kontrak",
        ),
        *(
            "mantan {}",
            "eks {}",
            "pensiunan {}",
            "{} pensiun",
            "{} sudah resign",
            "{} 2025",
            "{}: -",
        ),
        *("istri {}", "suaminya {}", "{} (kakak)", "{} menantu", "anak {}", "ibunya {}", "{} ..."),
        *(
            "honorer, calon {}",
            "{} paruh waktu",
            "{} honorer",
            "mau daftar {}",
            "bukan {} tapi PPPK",
        ),
        *("lulus {} tahap 2", "dulu {}", "saudara ipar {}", "tetangga {}", "{} katanya", "{} ="),
    ],
)
def test_statement__doubt_past_future_or_relative__is_uncertain(status: str, doubtful: str) -> None:
    assert statement(doubtful.format(status)) == UNCERTAIN


@pytest.mark.parametrize(
    "text",
    ["Non ASN", "bukan PNS", "Bukan ASN/TNI/Polri", "Honorer (Non ASN)", "tidak PNS", "NON-PNS"],
)
def test_statement__plain_denial__is_no(text: str) -> None:
    assert statement(text) == NO


words = st.lists(st.text(alphabet="ABDEGHIKLMNRSTU", min_size=1, max_size=8), max_size=4)


@given(words.map(" ".join), st.sampled_from(["?", "...", ": -", " belum", " istri", " dulu"]))
def test_statement__doubt_behind_anything__never_excludes(more: str, doubt: str) -> None:
    assert statement(f"PNS {more}{doubt}") != YES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(
            ("Sekretaris PPK (PNS)", YES),
            ("Staf PPK PNS", YES),
            ("PNS KPU", YES),
            ("Ketua PPS", None),
        ),
        *(("Anggota KPPS (Istri PNS)", UNCERTAIN), ("KPPS (honorer, calon PPPK)", UNCERTAIN)),
        *(
            ("Anggota KPPS suami ASN", UNCERTAIN),
            ("Staf (Non ASN)", NO),
            ("Pegawai Non ASN KPU", None),
        ),
        *(
            ("Anggota KPPS (belum PNS)", UNCERTAIN),
            ("KPPS [PNS?]", UNCERTAIN),
            ("Ketua PPS (ASN Kemenag)", YES),
        ),
    ],
)
def test_role_statement__status_beside_an_office__is_read(text: str, expected: str | None) -> None:
    assert role_statement(text) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        *((cell, YES) for cell in ("Ya", "Y", "v", "V", "√", "✓", "✔", "TRUE", "PNS", "Iya")),
        *((cell, NO) for cell in ("Tidak", "T", "0", "FALSE", "Bukan", "Non ASN", "Petani")),
        *((cell, UNCERTAIN) for cell in ("x", "1", "?1", "mungkin", "PNS?", "suami")),
        *((cell, None) for cell in ("", "-", "…", "n/a")),
    ],
)
def test_answer__cell_below_a_question__is_read_or_uncertain(
    cell: str, expected: str | None
) -> None:
    assert answer(cell) == expected


LEAVING = """
mundur|mengundurkan diri|meninggal|almarhum|alm.|Alm|MD|wafat|resign|keluar
|batal|dibatalkan|tidak bersedia|tdk bersedia
|diganti|digantikan Budi|cadangan|TMS|nonaktif|non aktif|tidak aktif|dicoret|pindah|pindah domisili
|PAW|dipecat|diberhentikan|berhenti|cuti|pengunduran diri|sudah tidak bertugas|dinonaktifkan
|belum dilantik|ganda
"""


@pytest.mark.parametrize("remark", LEAVING.replace("\n", "").split("|"))
def test_mentions_leaving__remark_of_leaving__is_true(remark: str) -> None:
    assert mentions_leaving(remark)
    assert mentions_leaving(f"{remark.upper()} 1 November 2024")


@pytest.mark.parametrize(
    "remark",
    [
        *(
            "aktif",
            "baru",
            "hadir",
            "lengkap",
            "Pengganti Asep (mengundurkan diri)",
            "menggantikan Budi",
        ),
        *(
            "keluarga besar",
            "Almira",
            "batalyon",
            "SK 12/2024",
            "PAW dari Asep",
            "MS",
            "tidak ada HP",
        ),
    ],
)
def test_mentions_leaving__other_remark__is_false(remark: str) -> None:
    assert not mentions_leaving(remark)


@pytest.mark.parametrize(
    ("remark", "understood"),
    [
        *(
            (text, True)
            for text in ("aktif", "TPS 01", "SK No. 12/2024", "HP tidak aktif", "mundur")
        ),
        *(
            (text, True)
            for text in ("PNS?", "lengkap", "Pengganti Asep", "belum punya email", "2024")
        ),
        *((text, False) for text in ("sakit keras", "kerja di Jakarta", "hamil", "bermasalah")),
    ],
)
def test_is_understood__remark__is_whether_it_is_parsed(remark: str, understood: bool) -> None:
    assert is_understood(remark) == understood


FIND = RateBook.load(None).roles.find


def reading(text: str, body: str = "", near: str = "", place: str = "", tps: str = "") -> Reading:
    """Read an office with the roles of the rate book."""
    return read_role(text, body, near, place, tps, find=FIND)


ONE_OFFICE = {
    "KPPS (Linmas)": "LINMAS_TPS",
    "PPS (Bendahara)": "PPS_STAF",
    "PPK (Kasek)": "PPK_SEKRETARIS",
    "Panwascam (Korsek)": "PANWASCAM_KASEK",
    "PPS [Ketua]": "PPS_KETUA",
    "KPPS (Ketua": "KPPS_KETUA",
    "Ketua KPPS merangkap Anggota": "KPPS_KETUA",
    "Ketua PPS (merangkap anggota)": "PPS_KETUA",
    "Anggota PPK Divisi Teknis": "PPK_ANGGOTA",
    "Anggota PPS - Div. Data": "PPS_ANGGOTA",
    "Anggota Panwascam (Kordiv HPP)": "PANWASCAM_ANGGOTA",
    "Anggota KPPS 2 (Bendahara)": "KPPS_ANGGOTA",
    "Anggota KPPS 2 / Bendahara": "KPPS_ANGGOTA",
    "KPPS 4": "KPPS_ANGGOTA",
    "KPPS 04": "KPPS_ANGGOTA",
    "KPPS (7)": "KPPS_ANGGOTA",
    "Panitia Pemungutan Suara (PPS)": "PPS_ANGGOTA",
    "Ketua Panitia Pemungutan Suara (PPS)": "PPS_KETUA",
    "Pengawas TPS (PTPS)": "PTPS",
    "PPS Desa Citeko": "PPS_ANGGOTA",
    "KPPS (Cadangan)": "KPPS_ANGGOTA",
    "Anggota KPPS mundur": "KPPS_ANGGOTA",
    "Anggota KPPS (Istri PNS)": "KPPS_ANGGOTA",
    "Staf Sekretariat PPS (Honorer)": "PPS_STAF",
}


@pytest.mark.parametrize(("text", "code"), ONE_OFFICE.items())
def test_read_role__office_with_more_beside_it__is_read(text: str, code: str) -> None:
    assert reading(text) == Reading(code)


@pytest.mark.parametrize(
    "text",
    [
        *("Anggota KPPS (Ketua)", "Anggota KPPS (Linmas)", "PPS (KPPS)", "KPPS Ketua/Anggota"),
        *("Ketua KPPS (Linmas)", "Sekretaris PPS merangkap Anggota", "Linmas (KPPS 8)", "KPPS 01"),
    ],
)
def test_read_role__two_offices__are_ambiguous(text: str) -> None:
    result = reading(text)
    assert result.code is None
    assert len(result.choices) == 2


@pytest.mark.parametrize("text", ["KPPS (hijau)", "Anggota PPS (regu B)", "PKD (Ketua)"])
def test_read_role__brackets_that_are_not_understood__are_reported(text: str) -> None:
    assert reading(text).code
    assert reading(text).has_unread


def test_read_role__padded_number__is_a_seat_where_the_tps_is_another() -> None:
    assert reading("KPPS 01", tps="005") == Reading("KPPS_KETUA")
    assert reading("KPPS 01", tps="001").code is None
    assert reading("KPPS 012", tps="012") == Reading("KPPS_ANGGOTA")


@pytest.mark.parametrize("text", ["Sekretaris", "Anggota", "Ketua"])
def test_read_role__parent_body_and_a_place__is_not_the_office(text: str) -> None:
    assert reading(text, body="KPU", place="1").code is None
    assert reading(text, body="KPU").code in FIND_OF_KPU
    assert reading(text, body="KPU", near="PPS", place="1").code == f"PPS_{text.upper()}"


FIND_OF_KPU = {"KPU_KAB_SEKRETARIAT", "KPU_KAB_ANGGOTA", "KPU_KAB_KETUA"}


@pytest.mark.parametrize(
    ("text", "name", "has_left"),
    [
        ("Alm. Budi Santoso", "Budi Santoso", True),
        ("Budi Santoso (Alm)", "Budi Santoso", True),
        ("(Almh.) Siti Aminah", "Siti Aminah", True),
        ("Budi Santoso (mundur)", "Budi Santoso", True),
        ("Budi Santoso, Alm", "Budi Santoso", True),
        ("Almira Sari", "Almira Sari", False),
        ("Muhammad (Mamat)", "Muhammad (Mamat)", False),
    ],
)
def test_read_name__word_of_leaving__is_split_off_with_a_note(
    text: str, name: str, has_left: bool
) -> None:
    result = read_name(text)
    assert (result.name, result.has_left) == (name, has_left)


@pytest.mark.parametrize(
    ("places", "meant"),
    [
        (("3214", "Pelered", "Anjun"), ("Plered", None)),
        (("3214", "Plered", "Anjum"), (None, "Anjun")),
        (("3214", "Kec. PLERED", "Desa ANJUN"), (None, None)),
        (("3214", "Purwakerta", None), ("Purwakarta", None)),
        (("3215", "Pelered", "Anjun"), (None, None)),
        (("3214", "Abc", None), (None, None)),
    ],
)
def test_nearest_places__name_a_slip_away__is_suggested(
    places: tuple[str, str, str | None], meant: tuple[str | None, str | None]
) -> None:
    assert nearest_places(*places) == meant
