"""Who replaces whom, where corrections files say what cannot all be true."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from cli.test_corrections_edits import add_newcomer, findings_with, newcomer
from cli.test_corrections_roundtrip import codes, enrol, fill, one, sipp, table
from hypothesis import given
from hypothesis import strategies as st
from support.parameters import first
from support.people import nik, person
from support.run import Run

from pemilu_cover.roster.corrections.applied import CorrectionsFileSummary
from pemilu_cover.roster.corrections.succession import Succession, resolve
from pemilu_cover.roster.people import CellLocation

SUCCESSOR = "Diganti oleh"


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a roster of four and its result."""
    folder = tmp_path_factory.mktemp("four")
    # A wage above the ceiling is a warning: the people are enrolled.
    enrol(folder / "sent", one(folder, *(person(n, Honor=1_000_000) for n in (1, 2, 3, 4))))
    return folder


@pytest.fixture
def four(sent: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A roster of four whose rows are all in Perbaikan, and a copy of its corrections."""
    file = shutil.copy(sent / "sent" / "corrections.xlsx", tmp_path / "corrections.xlsx")
    return sent / "roster.xlsx", file


def name(file: Path, successors: Mapping[int, object], to: Path | None = None) -> Path:
    """Write successors into the rows of people by their numbers."""
    by_nik = {nik(number): successor for number, successor in successors.items()}
    return fill(file, "Perbaikan", lambda row: row.update({SUCCESSOR: by_nik.get(row["NIK"])}), to)


def enrolled(out: Path) -> set[str]:
    return {row["NOMOR_IDENTITAS"] for row in sipp(out)}


def rows_with(done: Run, code: str) -> list[int]:
    return sorted(finding["row"] for finding in findings_with(done, code))


def test_enrol__two_people_name_one_successor__holds_both(
    four: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = four
    done = enrol(tmp_path / "o", path, "--corrections", name(file, {1: nik(3), 2: nik(3)}))
    assert (done.status, rows_with(done, "successor-shared")) == (1, [2, 3])
    assert done.json["complete"]["held"] == 2
    assert done.json["complete"]["replaced_people"] == 0
    assert (done.json["held_back"], done.json["excluded"]) == (2, 0)
    assert enrolled(tmp_path / "o") == {nik(3), nik(4)}
    # Each finding names the place of the other statement.
    assert "Perbaikan!" in findings_with(done, "successor-shared")[0]["message"].split("(")[2]


def test_enrol__new_person_replaces_two__holds_both_and_enrols_the_new_one(
    four: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = four
    add_newcomer(name(file, {1: nik(8)}), newcomer(8, Menggantikan=nik(2)))
    done = enrol(tmp_path / "o", path, "--corrections", file)
    assert len(findings_with(done, "successor-shared")) == 2
    assert enrolled(tmp_path / "o") == {nik(2), nik(3), nik(4)}


@pytest.mark.parametrize(
    "successors",
    first(1, [{1: nik(2), 2: nik(1)}, {1: nik(2), 2: nik(3), 3: nik(1)}, {1: nik(1)}]),
    ids=["each other", "three", "oneself"],
)
def test_enrol__successors_in_a_circle__holds_all_of_them(
    successors: dict[int, str], four: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = four
    done = enrol(tmp_path / "o", path, "--corrections", name(file, successors))
    assert rows_with(done, "successor-loop") == [number + 1 for number in successors]
    assert done.json["held_back"] == len(successors)
    assert not findings_with(done, "replaced-out")
    assert enrolled(tmp_path / "o") == {nik(n) for n in (1, 2, 3, 4) if n not in successors}


def test_enrol__chain_that_ends__replaces_all_but_the_last(
    four: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = four
    done = enrol(tmp_path / "o", path, "--corrections", name(file, {1: nik(2), 2: nik(3)}))
    assert (done.status, rows_with(done, "replaced-out")) == (0, [2, 3])
    assert enrolled(tmp_path / "o") == {nik(3), nik(4)}


def test_enrol__person_with_two_rows_names_one_successor_twice__is_replaced(
    tmp_path: Path,
) -> None:
    two_roles = person(1, Jabatan="Linmas", Honor=700_000)
    path = one(tmp_path, person(1, Honor=1_000_000), two_roles, person(2), person(3))
    enrol(tmp_path / "sent", path)
    filled = name(tmp_path / "sent" / "corrections.xlsx", {1: nik(3)})
    done = enrol(tmp_path / "o", path, "--corrections", filled)
    assert not findings_with(done, "successor-shared")
    assert len(findings_with(done, "replaced-out")) == 2


def test_enrol__two_new_people_replace_one__holds_the_new_ones(
    four: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = four
    out = tmp_path / "o"
    add_newcomer(file, newcomer(8, Menggantikan=nik(1)), newcomer(9, Menggantikan=nik(1)))
    done = enrol(out, path, "--corrections", shutil.copy(file, tmp_path / "isi1.xlsx"))
    assert len(findings_with(done, "replaced-twice")) == 2
    assert enrolled(out) == {nik(2), nik(3), nik(4)}

    def strike(row: dict[str, object]) -> None:
        row["Hapus"] = "Y" if row["NIK"] == nik(9) else None

    again = fill(out / "corrections.xlsx", "Perbaikan", strike, tmp_path / "isi2.xlsx")
    done = enrol(out, path, "--corrections", again, "--force")
    assert not findings_with(done, "replaced-twice")
    assert enrolled(out) == {nik(2), nik(3), nik(4), nik(8)}


def test_enrol__successor_is_struck_out__says_that_nobody_serves(
    four: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = four
    name(file, {1: nik(2)})

    def strike(row: dict[str, object]) -> None:
        row["Hapus"] = "Y" if row["NIK"] == nik(2) else row["Hapus"]

    done = enrol(tmp_path / "o", path, "--corrections", fill(file, "Perbaikan", strike))
    assert rows_with(done, "successor-struck") == [2]
    assert enrolled(tmp_path / "o") == {nik(3), nik(4)}


@pytest.mark.parametrize(
    ("answers", "left"),
    first(
        1,
        [
            ({1: nik(3)}, {2, 3, 4}),
            ({1: nik(3), 2: nik(4)}, {3, 4}),
            ({1: "-", 2: "-"}, {1, 2, 3, 4}),
        ],
    ),
    ids=["one stays", "another successor", "both stay"],
)
def test_enrol__shared_successor_answered_in_the_next_round__counts_the_newer(
    answers: dict[int, str], left: set[int], four: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = four
    out = tmp_path / "o"
    filled = name(file, {1: nik(3), 2: nik(3)}, tmp_path / "isi1.xlsx")
    enrol(out, path, "--corrections", filled)
    again = name(out / "corrections.xlsx", answers, tmp_path / "isi2.xlsx")
    done = enrol(out, path, "--corrections", again, "--force")
    assert not codes(done).keys() & {"successor-shared", "successor-unknown"}
    assert enrolled(out) == {nik(number) for number in left}


def test_enrol__held_successions__are_listed_with_the_reason(
    four: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = four
    enrol(tmp_path / "o", path, "--corrections", name(file, {1: nik(2), 2: nik(1)}))
    rows = table(tmp_path / "o" / "corrections.xlsx", "Perbaikan")
    report = {row["NIK"]: row["Tingkat"] for row in rows}
    assert (report[nik(1)], report[nik(2)], report[nik(3)]) == (
        "belum terdaftar",
        "belum terdaftar",
        "peringatan",
    )


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 3)), max_size=8))
def test_resolve__any_statements__keeps_what_has_an_end_and_no_successor_twice(
    statements: list[tuple[int, int, int]],
) -> None:
    def summary(round_: int) -> CorrectionsFileSummary:
        return CorrectionsFileSummary(
            f"isi{round_}.xlsx", "", round_, Path("isi.xlsx"), "", 9, is_earlier=False
        )

    summaries = {round_: summary(round_) for round_ in (1, 2, 3)}
    successions = [
        Succession(
            predecessor, successor, predecessor, CellLocation("", "", at, None), summaries[round_]
        )
        for at, (predecessor, successor, round_) in enumerate(statements)
    ]
    resolution = resolve(successions, {number: str(number) for number in range(6)})
    # Nothing is lost: each statement counts, is asked about, or has given way.
    gone = [each for each, _ in resolution.superseded]
    assert len(resolution.valid) + len(resolution.held) + len(gone) == len(successions)
    assert all(newer.round > each.round for each, newer in resolution.superseded)
    by_successor = {(each.successor, each.predecessor) for each in resolution.valid}
    assert len({successor for successor, _ in by_successor}) == len(by_successor)
    # From nobody a chain leads back to themselves.
    following = {each.predecessor: each.successor for each in resolution.valid}
    for start in following:
        at, steps = start, 0
        while at in following and steps <= len(following):
            at, steps = following[at], steps + 1
        assert at not in following
