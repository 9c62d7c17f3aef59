"""The office of an agreement: keys of letterhead, papers, budget and signatories."""

from __future__ import annotations

from pathlib import Path

import pytest

from pemilu_cover.law.agreement import read_agreement
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import RateFileError

WHOLE = """
[letterhead]
address = ["Jalan Veteran 12, Purwakarta 41115", "Telepon (0264) 200000"]
logo = "logo kpu.PNG"

[papers]
place = "Purwakarta"
date = 2024-11-04
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
    agreement = read_agreement(file, book)
    assert agreement.letterhead.address[1] == "Telepon (0264) 200000"
    assert agreement.papers.bill_number == "12/TAG/KPU-PWK/XI/2024"
    assert (agreement.budget.year, agreement.budget.accounts) == (2024, "apbd")
    assert agreement.signatories.treasurer.name == "Rina Marlina"
    assert agreement.signatories.maker.name == ""


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
        ('[papers]\ndate = "kemarin"', "papers.date"),
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
