"""The rate book: which rate holds on a day, and that no faulty file is ever read as law."""

from __future__ import annotations

import shutil
import tomllib
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from law.conftest import Edited

from pemilu_cover.law.dated_values import NoRateInForceError
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import Programme, RateFileError
from pemilu_cover.law.rates_folder import rates_dir

FIRST_DAY = date(2015, 7, 1)  # PP 44/2015 art. 16 and 18


def read_all(book: RateBook) -> tuple[object, ...]:
    """Read every file of a book and give what they hold."""
    law = (book.jkk, book.jkm, book.contribution, book.proration, book.plausibility)
    return (*law, book.laws, book.roles, book.elections, book.claims, book.receipts)


# ---- rates by day --------------------------------------------------------------------------------

# Days on which the law around the rates changed and the rates did not: the texts of PP 82/2019 and PP
# 37/2021 leave art. 16 and 18 alone, the discounts of 2025 and 2026 are for others (press).
UNCHANGED_ON = {
    "the first day of PP 44/2015": date(2015, 7, 1),
    "the day before PP 82/2019": date(2019, 12, 1),
    "PP 82/2019": date(2019, 12, 2),
    "PP 37/2021, the recomposition for JKP": date(2021, 2, 2),
    "PP 49/2023": date(2023, 10, 6),
    "Pemilu 2024": date(2024, 2, 14),
    "Pilkada 2024": date(2024, 11, 27),
    "PP 6/2025": date(2025, 2, 7),
    "PP 7/2025, a discount for other employers": date(2025, 3, 1),
    "PP 50/2025, a discount for others": date(2026, 4, 1),
}


@pytest.mark.parametrize("day", UNCHANGED_ON.values(), ids=UNCHANGED_ON.keys())
def test_election_bodies_owe_0_24_and_0_30_percent(book: RateBook, day: date) -> None:
    assert book.rate("JKK", day).percent == Decimal("0.24")
    assert book.rate("JKM", day).percent == Decimal("0.30")


def test_a_rate_is_an_exact_share_of_the_wage(book: RateBook) -> None:
    assert book.rate("JKK", FIRST_DAY).fraction == Fraction(3, 1250)
    assert book.rate("JKM", FIRST_DAY).fraction == Fraction(3, 1000)


def test_a_rate_names_its_article(book: RateBook) -> None:
    assert book.rate("JKK", FIRST_DAY).reference == "PP 44/2015, pasal 16 ayat (1) huruf a"
    assert book.rate("JKM", FIRST_DAY).reference == "PP 44/2015, pasal 18 ayat (1)"


# PP 44/2015 art. 16(1)a to e. Trap: class II alone is 0.54 %, the sum of class I and JKM.
def test_each_risk_class_has_its_rate_and_election_bodies_are_in_the_first(book: RateBook) -> None:
    assert {rate.risk_class: rate.percent for rate in book.jkk.rates if rate.valid_to is None} == {
        "I": Decimal("0.24"),
        "II": Decimal("0.54"),
        "III": Decimal("0.89"),
        "IV": Decimal("1.27"),
        "V": Decimal("1.74"),
    }
    assert {body.risk_class for body in book.jkk.election_bodies or ()} == {"I"}


@pytest.mark.parametrize("programme", ["JKK", "JKM"])
@pytest.mark.parametrize("day", [date.min, date(1992, 2, 17), date(2015, 6, 30)])
def test_before_the_first_entry_there_is_a_gap_and_no_guess(
    book: RateBook, programme: Programme, day: date
) -> None:
    with pytest.raises(NoRateInForceError) as gap:
        book.rate(programme, day)
    assert (gap.value.programme, gap.value.day) == (programme, day)
    assert day.isoformat() in str(gap.value)


# ---- books whose law has changed -----------------------------------------------------------------

OPEN_JKM = "percent = 0.30\nfrom = 2015-07-01\n"
CITED = 'law = "PP 1/2031"\narticle = "pasal 1"\nconfidence = "inferred"\n'


def ended_on(day: str) -> str:
    return OPEN_JKM + f"to = {day}\n"


def followed_by(entry: str, day: str = "2030-12-31") -> str:
    """Return an ended JKM entry and the beginning of another, which takes over its citation."""
    return f"{ended_on(day)}{CITED}\n[[rates]]\n{entry}"


def test_an_ended_entry_is_not_stretched(edited: Edited) -> None:
    book = edited("jkm.toml", OPEN_JKM, ended_on("2030-12-31"))
    assert book.rate("JKM", date(2030, 12, 31)).percent == Decimal("0.30")
    with pytest.raises(NoRateInForceError):
        book.rate("JKM", date(2031, 1, 1))


def test_a_new_entry_holds_from_its_day_on(edited: Edited) -> None:
    book = edited("jkm.toml", OPEN_JKM, followed_by("percent = 0.20\nfrom = 2031-01-01\n"))
    assert book.rate("JKM", date(2030, 12, 31)).percent == Decimal("0.30")
    assert book.rate("JKM", date(2031, 1, 1)).percent == Decimal("0.20")


def test_the_rate_is_that_of_the_class_in_which_election_bodies_are(edited: Edited) -> None:
    book = edited(
        "jkk.toml",
        '[[election_bodies]]\nrisk_class = "I"',
        '[[election_bodies]]\nrisk_class = "III"',
    )
    assert book.rate("JKK", FIRST_DAY).percent == Decimal("0.89")


def test_between_two_entries_there_is_a_gap(edited: Edited) -> None:
    book = edited("jkm.toml", OPEN_JKM, followed_by("percent = 0.20\nfrom = 2031-03-01\n"))
    with pytest.raises(NoRateInForceError) as gap:
        book.rate("JKM", date(2031, 2, 28))
    assert gap.value.day == date(2031, 2, 28)
    assert str(gap.value) == "no JKM rate is in force on 2031-02-28"


def test_the_book_is_as_old_as_its_oldest_file(edited: Edited) -> None:
    book = edited("jkm.toml", "checked_on = 2026-11-29", "checked_on = 2026-01-01")
    assert book.checked_on == date(2026, 1, 1)


def test_elections__order__is_newest_first_and_regional_last(book: RateBook) -> None:
    everywhere = ["pilkada-2024", "pemilu-2024", "pilkada-2020"]
    regional = ["pilkada-ulang-2025", "psu-2025", "psu-2024", "psu-2021"]
    assert list(book.elections) == everywhere + regional


# ---- files that are refused ----------------------------------------------------------------------


class Fault(NamedTuple):
    """What is wrong in one file of a copy of the rates; `faulty_rates.toml` tells what each part is."""

    name: str
    file: str
    old: str
    new: str
    key: str
    reason: str


FAULTS = [
    Fault(**table)
    for table in tomllib.loads(
        Path(__file__).with_name("faulty_rates.toml").read_text(encoding="utf-8")
    )["fault"]
]
PILKADA = "elections/pilkada-2024.toml"


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_a_faulty_rate_file_is_refused_with_its_name_and_key(edited: Edited, fault: Fault) -> None:
    book = edited(fault.file, fault.old, fault.new)
    with pytest.raises(RateFileError) as refused:
        read_all(book)
    assert refused.value.file == book.folder / fault.file
    assert refused.value.key == fault.key
    assert fnmatchcase(refused.value.reason.en, fault.reason)
    assert str(refused.value).startswith(f"{Path(fault.file).name}: ")
    assert fault.key in str(refused.value)


def test_a_copy_of_the_rates_is_read_as_the_rates_are(edited: Edited, book: RateBook) -> None:
    assert read_all(edited("jkm.toml", "percent = 0.30", "percent = 0.300")) == read_all(book)


@pytest.mark.parametrize("name", ["jkk.toml", "jkm.toml", "contribution.toml", "roles.toml"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    shutil.copytree(rates_dir(), tmp_path / "rates")
    (tmp_path / "rates" / name).unlink()
    with pytest.raises(RateFileError) as refused:
        read_all(RateBook.load(tmp_path / "rates"))
    assert refused.value.file.name == name


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(RateFileError, match=r"^nowhere: no such file or folder$") as refused:
        RateBook.load(tmp_path / "nowhere")
    assert refused.value.key == ""


def test_a_book_without_elections_is_refused(tmp_path: Path) -> None:
    shutil.copytree(rates_dir(), tmp_path / "rates", ignore=shutil.ignore_patterns("elections"))
    with pytest.raises(RateFileError, match=r"^elections: holds no election$") as refused:
        read_all(RateBook.load(tmp_path / "rates"))
    assert refused.value.key == ""


def test_lowest_honorarium__no_role_has_one__is_0(tmp_path: Path) -> None:
    shutil.copytree(rates_dir(), tmp_path / "rates", ignore=shutil.ignore_patterns("elections"))
    (tmp_path / "rates" / "elections").mkdir()
    (tmp_path / "rates" / "elections" / "pemilu-2029.toml").write_text(
        'id = "pemilu-2029"\nname = "Pemilu 2029"\nlabel = "Pemilu 2029"\n'
        "voting_day = 2029-02-14\nchecked_on = 2026-11-30\n"
    )
    assert RateBook.load(tmp_path / "rates").lowest_honorarium_sen == 0


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    shutil.copytree(rates_dir(), tmp_path / "rates")
    (tmp_path / "rates" / "jkm.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RateFileError, match=r"^jkm\.toml: is not valid TOML; ") as refused:
        read_all(RateBook.load(tmp_path / "rates"))
    assert refused.value.key == ""


# Which of the two would be the law is nobody's guess.
def test_an_election_in_two_files_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "rates"
    shutil.copytree(rates_dir(), folder)
    text = (folder / PILKADA).read_text(encoding="utf-8")
    assert text.count("amount = 850_000") == 1
    (folder / "elections" / "pilkada-2024-new.toml").write_text(
        text.replace("amount = 850_000", "amount = 950_000"), encoding="utf-8"
    )
    with pytest.raises(RateFileError) as refused:
        read_all(RateBook.load(folder))
    assert refused.value.file.parent == folder / "elections"
    assert str(refused.value).endswith("id: 'pilkada-2024' is also in another file")


def test_the_file_with_the_unknown_role_is_the_one_that_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "rates"
    shutil.copytree(rates_dir(), folder)
    file = (folder / PILKADA).rename(folder / "elections" / "mine.toml")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("[roles.PTPS.age]", "[roles.X.age]"), encoding="utf-8")
    with pytest.raises(RateFileError) as refused:
        read_all(RateBook.load(folder))
    assert refused.value.file == file


# Every age and every count would lie outside them.
@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("min = 17\nmax = 55", "min = 55\nmax = 17", "roles.KPPS_KETUA.age"),
        ("min = 1\nmax = 1", "min = 2\nmax = 1", "roles.KPU_PROV_KETUA.per_unit"),
    ],
)
def test_bounds_the_wrong_way_round_are_refused(
    edited: Edited, old: str, new: str, key: str
) -> None:
    book = edited(PILKADA, old, new)
    with pytest.raises(RateFileError) as refused:
        read_all(book)
    assert refused.value.key.startswith(key)


@given(st.dates(FIRST_DAY, date(2040, 1, 1)))
def test_there_is_one_rate_on_every_day_since_2015(day: date) -> None:
    book = RateBook.load()
    assert [rate for rate in book.jkm.rates if rate.in_force(day)] == [book.rate("JKM", day)]
    first_class = [rate for rate in book.jkk.rates if rate.risk_class == "I"]
    assert [rate for rate in first_class if rate.in_force(day)] == [book.rate("JKK", day)]
