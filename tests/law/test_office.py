"""The office of an agreement: keys of letterhead, papers, budget and signatories."""

from __future__ import annotations

import struct
import zlib
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from pemilu_cover.law.agreement import read_agreement
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import RateFileError

PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
UNPRINTABLE = (
    "the picture cannot be printed: it is damaged, larger than 4000 pixels, or of an unusual kind; "
    "save it as a common PNG"
)


def wide_png(width: int) -> bytes:
    """Return a PNG of one row, black and white."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    head = struct.pack(">IIBBBBB", width, 1, 1, 0, 0, 0, 0)
    row = zlib.compress(bytes(1 + (width + 7) // 8))
    return PNG[:8] + chunk(b"IHDR", head) + chunk(b"IDAT", row) + chunk(b"IEND", b"")


def test_read_agreement__logo_of_4000_pixels__is_read(book: RateBook, tmp_path: Path) -> None:
    file = tmp_path / "pks.toml"
    file.write_text('[letterhead]\nlogo = "kop.png"', encoding="utf-8")
    (tmp_path / "kop.png").write_bytes(wide_png(4_000))
    assert read_agreement(file, book).letterhead.image == wide_png(4_000)


WHOLE = """
[letterhead]
address = ["Jalan Veteran 12, Purwakarta 41115", "Telepon (0264) 200000"]
logo = "logo kpu.PNG"

[papers]
place = "Purwakarta"
bill_date = 2024-11-04
bill_number = "12/TAG/KPU-PWK/XI/2024"
receipt_number = "0031"

[budget]
year = 2024
accounts = "apbd"
received_from = "ppk"

[signatories.treasurer]
title = "Bendahara Pengeluaran Pembantu"
name = "Rina Marlina"
nip = "19850412 201001 2 003"
"""


def test_read_agreement__keys_of_papers__are_read(book: RateBook, tmp_path: Path) -> None:
    file = tmp_path / "pks.toml"
    file.write_text(WHOLE, encoding="utf-8")
    (tmp_path / "logo kpu.PNG").write_bytes(PNG)
    agreement = read_agreement(file, book)
    assert (agreement.letterhead.image, agreement.letterhead.result_file) == (PNG, "logo.png")
    assert agreement.letterhead.address[1] == "Telepon (0264) 200000"
    assert agreement.papers.bill_number == "12/TAG/KPU-PWK/XI/2024"
    assert (agreement.budget.year, agreement.budget.accounts) == (2024, "apbd")
    assert agreement.signatories.treasurer.name == "Rina Marlina"
    assert agreement.signatories.maker.name == ""


def test_read_agreement__without_a_logo__has_no_image(book: RateBook, tmp_path: Path) -> None:
    file = tmp_path / "pks.toml"
    file.write_text('[letterhead]\naddress = ["Jalan Veteran 12"]', encoding="utf-8")
    letterhead = read_agreement(file, book).letterhead
    assert (letterhead.image, letterhead.result_file) == (b"", "")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "kop.jpg is not next to the agreement"),
        (b"", "is not a PNG or JPEG picture"),
        (PNG[1:], "is not a PNG or JPEG picture"),
        (b"\xff\xd8\xff" + bytes(499_998), "is larger than 500 KB; make the picture smaller"),
        (PNG[:-20], UNPRINTABLE),
        (b"\xff\xd8\xff" + bytes(100), UNPRINTABLE),
        (wide_png(4_001), UNPRINTABLE),
    ],
)
def test_read_agreement__logo_that_is_no_picture__is_refused(
    content: bytes | None, reason: str, book: RateBook, tmp_path: Path
) -> None:
    file = tmp_path / "pks.toml"
    file.write_text('[letterhead]\nlogo = "kop.jpg"', encoding="utf-8")
    if content is not None:
        (tmp_path / "kop.jpg").write_bytes(content)
    with pytest.raises(RateFileError) as refusal:
        read_agreement(file, book)
    assert (refusal.value.key, refusal.value.reason.en) == ("letterhead.logo", reason)


def test_read_agreement__logo_that_the_system_refuses__cannot_be_read(
    book: RateBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pks.toml"
    file.write_text('[letterhead]\nlogo = "kop.jpg"', encoding="utf-8")
    (tmp_path / "kop.jpg").write_bytes(PNG)
    opened = Path.open

    def refuse(path: Path, *args: Any, **options: Any) -> Any:
        if path.name == "kop.jpg":
            raise PermissionError
        return opened(path, *args, **options)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(RateFileError, match=r"line 2, column 1: letterhead.logo: cannot be read"):
        read_agreement(file, book)


def test_read_agreement__logo_of_500_kb__is_read(book: RateBook, tmp_path: Path) -> None:
    file = tmp_path / "pks.toml"
    file.write_text('[letterhead]\nlogo = "kop.jpg"', encoding="utf-8")
    image = PNG + bytes(500_000 - len(PNG))
    (tmp_path / "kop.jpg").write_bytes(image)
    assert read_agreement(file, book).letterhead.image == image


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[letterhead]\nlogo = "../../etc/passwd"', "letterhead.logo"),
        ('[letterhead]\nlogo = "C:\\\\kop.png"', "letterhead.logo"),
        ('[letterhead]\nlogo = "kop.svg"', "letterhead.logo"),
        ('[letterhead]\naddress = ["1", "2", "3", "4", "5"]', "letterhead.address"),
        ('[letterhead]\naddress = [""]', "letterhead.address.0"),
        ('[signatories.treasurer]\nnip = "1985"', "signatories.treasurer.nip"),
        ('[signatories.bendahara]\nname = "Rina"', "signatories.bendahara"),
        ('[budget]\naccounts = "apbn"', "budget.accounts"),
        ("[budget]\nyear = 24", "budget.year"),
        ('[budget]\naccounts = "apbd"\naccount = "521219"', "budget"),
        ('[papers]\nbill_date = "kemarin"', "papers.bill_date"),
        ("[papers]\nbill_date = 86400", "papers.bill_date"),
        ('[papers]\nplace = "a\\nb"', "papers.place"),
        ('[employer]\nname = "KPU \\u202e"', "employer.name"),
        ('[signatories.head]\nnip = "١٩٨٥٠٤١٢٢٠١٠٠١١٠٠٣"', "signatories.head.nip"),
    ],
)  # fmt: skip
def test_read_agreement__faulty_key_of_papers__is_named(
    text: str, key: str, book: RateBook, tmp_path: Path
) -> None:
    file = tmp_path / "pks.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RateFileError) as refusal:
        read_agreement(file, book)
    assert refusal.value.key == key
