"""``verify``: every file of a result, its sums, its members, and the chain back to the first result."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from support.run import invoke
from support.sipp_downloads import SippPerson, write_upah
from support.workbooks import content

from pemilu_cover.enrolment.register.schema import VERSION_KEY
from pemilu_cover.i18n.messages import messages
from pemilu_cover.reconciliation.members import MEMBERS_FILE, MembersError, read_members
from pemilu_cover.reconciliation.members_file import ROWS_KEY


def problems(folder: Path, status: int = 1) -> list[list[tuple[str, str]]]:
    """Return the problems of each result of the chain."""
    done = invoke("verify", folder, "--json")
    assert (done.status, done.json["intact"]) == (status, status == 0)
    return [
        [(problem["code"], problem["file"]) for problem in result["problems"]]
        for result in done.json["results"]
    ]


def rewrite(folder: Path, change: Callable[[Any], object]) -> None:
    """Change the manifest of a result."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")


@pytest.fixture
def with_members(result: Path, listed: list[SippPerson], tmp_path: Path) -> Path:
    """The result with the numbers of its people."""
    assert invoke("members", result, write_upah(tmp_path / "upah.xlsx", listed)).status == 0
    return result


# ---- One result ---------------------------------------------------------------------------------


def test_result__as_written__is_intact(with_members: Path) -> None:
    before = content(with_members)
    assert problems(with_members, status=0) == [[]]
    shown = invoke("verify", with_members, "--lang", "en")
    assert (shown.status, "Intact." in shown.out) == (0, True)
    assert content(with_members) == before


def test_files__missing_changed_foreign_or_linked__are_named(with_members: Path) -> None:
    (with_members / "invoice.xlsx").write_bytes(b"x")
    (with_members / "corrections.xlsx").unlink()
    (with_members / "note.txt").write_text("x", encoding="utf-8")
    register = with_members / "people.parquet"
    register.rename(with_members.parent / "elsewhere")
    register.symlink_to(with_members.parent / "elsewhere")
    assert sorted(problems(with_members)[0]) == [
        ("changed", "invoice.xlsx"),
        ("changed", "people.parquet"),
        ("foreign", "note.txt"),
        ("missing", "corrections.xlsx"),
    ]
    shown = invoke("verify", with_members, "--lang", "en").out
    for line in ("invoice.xlsx: changed.", "note.txt: not part", "NOT intact."):
        assert line in shown


def test_pipe__in_the_place_of_a_file__is_not_waited_for(result: Path) -> None:
    (result / "invoice.xlsx").unlink()
    os.mkfifo(result / "invoice.xlsx")
    assert problems(result) == [[("changed", "invoice.xlsx")]]


def test_totals__of_the_manifest__are_those_of_the_register(result: Path) -> None:
    rewrite(result, lambda manifest: manifest["premium"].update(total="1.00"))
    assert problems(result) == [[("totals", "manifest.json")]]


def test_counts__of_the_manifest__are_those_of_the_register(result: Path) -> None:
    rewrite(result, lambda manifest: manifest["counts"].update(ready=4))
    assert problems(result) == [[("counts", "manifest.json")]]


@pytest.mark.parametrize("broken", ["premium", "counts"])
def test_manifest__without_a_part__is_a_problem(broken: str, result: Path) -> None:
    rewrite(result, lambda manifest: manifest.pop(broken))
    assert len(problems(result)[0]) == 1


def test_register__unlisted__is_a_problem(result: Path) -> None:
    (result / "people.parquet").unlink()
    rewrite(result, lambda manifest: manifest["outputs"].pop("people.parquet"))
    assert problems(result) == [[("register", "people.parquet")]]


OTHER_REGISTERS = {
    "register-older": ({}, "1", ["wage_since"]),
    "register-newer": ({}, "2", []),
    "register-other-sipp": ({"sipp": pl.struct(NIK="nik")}, "1", []),
    "register-damaged": ({}, "one", []),
}


@pytest.mark.parametrize("code", OTHER_REGISTERS)
def test_register__of_another_version__has_its_own_reason_everywhere(
    code: str, result: Path, listed: list[SippPerson], tmp_path: Path
) -> None:
    columns, version, dropped = OTHER_REGISTERS[code]
    path = result / "people.parquet"
    register = pl.read_parquet(path).with_columns(**columns).drop(dropped)
    register.write_parquet(path, metadata={VERSION_KEY: version})
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    rewrite(result, lambda manifest: manifest["outputs"][path.name].update(sha256=sha256))
    assert problems(result) == [[(code, path.name)]]
    upah = write_upah(tmp_path / "upah.xlsx", listed)
    first = messages()[code].says.en.format(folder=result, file=path.name)
    for command in (
        ("members", result, upah),
        ("update", result, "--period", "2024-11", "--out", tmp_path / "next"),
        ("explain", "--of", result, "--row", "1"),
    ):
        done = invoke(*command, "--lang", "en")
        assert (done.status, first in done.err) == (3, True), done.err


@pytest.mark.parametrize("code", ["register-missing", "register-changed"])
def test_register__is_missing_or_changed__has_its_own_reason(
    code: str, result: Path, tmp_path: Path
) -> None:
    path = result / "people.parquet"
    path.unlink()
    if code == "register-changed":
        path.write_bytes(b"PAR1")
    done = invoke("update", result, "--period", "2024-11", "--out", tmp_path / "next")
    assert (done.status, f"{path.name} " in done.err) == (3, True)
    assert ("tidak ada" in done.err) == (code == "register-missing")


def test_members__of_another_manifest__are_named(with_members: Path) -> None:
    rewrite(with_members, lambda _: None)
    assert problems(with_members) == [[("members-other-result", MEMBERS_FILE)]]


def test_members__with_a_changed_number__are_named(with_members: Path) -> None:
    path = with_members / MEMBERS_FILE
    metadata = pl.read_parquet_metadata(path)
    kept = {key: value for key, value in metadata.items() if key.startswith("pemilu_cover.")}
    assert ROWS_KEY in kept
    pl.read_parquet(path).with_columns(kpj=pl.lit("24000000009")).write_parquet(path, metadata=kept)
    assert problems(with_members) == [[("members-changed", MEMBERS_FILE)]]
    path.write_bytes(b"no parquet")
    assert problems(with_members) == [[("members-changed", MEMBERS_FILE)]]


def test_members__damaged_anywhere__are_named_or_unchanged(with_members: Path) -> None:
    path = with_members / MEMBERS_FILE
    whole, random = path.read_bytes(), Random(0)  # noqa: S311  no secret
    expected = read_members(with_members)
    for _ in range(60):
        damaged = bytearray(whole[: random.choice([len(whole), random.randrange(len(whole))])])
        if damaged:
            damaged[random.randrange(len(damaged))] ^= 1 << random.randrange(8)
        path.write_bytes(damaged)
        try:
            assert read_members(with_members).equals(expected)
        except MembersError:
            assert problems(with_members) == [[("members-changed", MEMBERS_FILE)]]


def test_folder__without_a_manifest__is_refused(tmp_path: Path) -> None:
    assert invoke("verify", tmp_path).status == 3
    (tmp_path / "manifest.json").write_text("[]", encoding="utf-8")
    assert invoke("verify", tmp_path).status == 3


def test_no_folder__is_misuse() -> None:
    assert invoke("verify").status == 2


# ---- The chain ----------------------------------------------------------------------------------


@pytest.fixture
def chain(result: Path, tmp_path: Path) -> list[Path]:
    """Three results, the newest first, each of which continues the next."""
    folders = [tmp_path / "third", tmp_path / "second", result]
    for folder in folders[:2]:
        shutil.copytree(result, folder)
    for newer, earlier in ((folders[1], folders[2]), (folders[0], folders[1])):
        link(newer, earlier)
    return folders


def link(newer: Path, earlier: Path) -> None:
    """Let a result continue another."""
    digest = hashlib.sha256((earlier / "manifest.json").read_bytes()).hexdigest()
    entry = {"folder": os.path.relpath(earlier, newer), "manifest_sha256": digest}
    rewrite(newer, lambda manifest: manifest.update({"continues": entry}))


def test_chain__intact__is_verified_back_to_the_first(chain: list[Path]) -> None:
    assert problems(chain[0], status=0) == [[], [], []]
    folders = [result["folder"] for result in invoke("verify", chain[0], "--json").json["results"]]
    assert folders == list(map(str, chain))
    assert problems(chain[1], status=0) == [[], []]


def test_chain__file_of_an_earlier_result__is_named_there(chain: list[Path]) -> None:
    (chain[2] / "invoice.xlsx").write_bytes(b"x")
    assert problems(chain[0]) == [[], [], [("changed", "invoice.xlsx")]]


def test_chain__earlier_folder_missing__ends_there(chain: list[Path]) -> None:
    shutil.rmtree(chain[2])
    assert problems(chain[0]) == [[], [("earlier-missing", "../out")]]
    shown = invoke("verify", chain[0], "--lang", "en").out
    assert "all as they were written, but the chain is broken" in shown
    assert "cannot be verified beyond here" in shown


def test_chain__earlier_manifest_changed__is_named_and_verified(chain: list[Path]) -> None:
    rewrite(chain[1], lambda manifest: manifest["premium"].update(total="1.00"))
    assert problems(chain[0]) == [
        [("earlier-changed", "../second")],
        [("totals", "manifest.json")],
        [],
    ]


@pytest.mark.parametrize(
    "entry", [None, "out", {}, {"folder": ""}, {"folder": "a\0b"}, {"folder": 1}]
)
def test_chain__link_that_is_none__is_a_problem(entry: object, result: Path) -> None:
    rewrite(result, lambda manifest: manifest.update({"continues": entry}))
    assert [code for code, _ in problems(result)[0]] == ["earlier-missing"]


def test_chain__to_itself__ends(result: Path) -> None:
    entry = {"folder": ".", "manifest_sha256": "0" * 64}
    rewrite(result, lambda manifest: manifest.update({"continues": entry}))
    assert problems(result) == [[("earlier-changed", ".")]]
