"""Every JSON document has a published schema, and what the commands print and write is as it says."""

from __future__ import annotations

import json
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from jsonschema import Draft202012Validator
from support.paths import EXAMPLES, REPOSITORY
from support.people import CHAIR, nik, person
from support.run import invoke
from support.schemas import check_document, document_name, documents
from support.sipp_downloads import NPP, people_of, write_upah
from support.workbooks import enrolled

from pemilu_cover.cli import documents as published
from pemilu_cover.cli.documents import NAMES, json_schema, schema_text
from pemilu_cover.commands import claim as commands_claim
from pemilu_cover.law import rates_folder

AGREEMENT = f'employer = {{ name = "KPU", npp = "{NPP}", location = "3214" }}\n'


def runs(folder: Path) -> Iterator[tuple[object, ...]]:
    """Yield the arguments of runs that print or write each document once."""
    people = [person(1, **CHAIR), person(2), person(3, Keterangan="PNS"), person(4, NIK="1")]
    out = enrolled(folder, *people, agreement=AGREEMENT, status=1)
    listed = people_of(pl.read_parquet(out / "people.parquet"))
    upah = write_upah(folder / "upah.xlsx", listed)
    case = folder / "cases" / "one"
    yield "init", "--out", folder / "new.toml", "--office", "KPU Kabupaten Purwakarta"
    yield "enrol", folder / "roster.xlsx", "--out", folder / "again"
    yield (
        "enrol",
        EXAMPLES / "two-regencies-2024.csv",
        "--output-format",
        "parquet",
        "--out",
        folder / "batches",
    )
    yield "enrol", "--each", folder / "roster.xlsx", "--out", folder / "each"
    yield "check", folder / "roster.xlsx"
    yield "template", "--out", folder / "form.xlsx"
    yield "members", out, upah
    yield (
        "update",
        out,
        "--end-of-term",
        "--period",
        "2024-12",
        "--out",
        folder / "next",
    )
    yield "reconcile", out, upah, "--out", folder / "reconciled"
    yield "coverage", out, "--on", "2024-11-27"
    yield "coverage", out, "--nik", nik(1)
    yield "claim", out, "--nik", nik(1), "--death", "--at", "2024-11-27 22:10", "--out", case
    yield "claim", "--case", case, "--done", "jkm", "--at", "2024-11-29 10:00"
    yield "claim", "--list", folder / "cases"
    yield "verify", folder / "next"
    yield "quote", "--role", "KPPS", "--explain"
    yield "quote", "--from", EXAMPLES / "contracts.csv"
    yield "budget", "--kecamatan", "1", "--desa", "2", "--tps", "3"
    yield "benefits", "--role", "KPPS"
    yield ("rates",)
    yield "rates", "--history", "jkk"
    yield "rates", "--check"
    yield "rates", "--list", "roles"
    yield "rates", "--list", "elections"
    yield "explain", "nik-length"
    yield ("explain",)
    yield "explain", "--of", out, "--row", "1"
    yield "doctor", "--out", folder
    yield "quote", "--role", "KPPX"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """All documents of the runs, on stdout, on stderr and in files."""
    folder = tmp_path_factory.mktemp("schemas")
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commands_claim, "claim_papers", lambda _: {"01-langkah.pdf": b""})
        for arguments in runs(folder):
            done = invoke(*arguments, "--json")
            shown = [*documents(done.out), *documents(done.err)]
            assert shown, arguments
            assert not done.err or arguments[-1] == "KPPX", (arguments, done.err)
            found += shown
    return found + [json.loads(file.read_bytes()) for file in sorted(folder.rglob("*.json"))]


def test_schemas__documents_of_all_commands__are_as_published(printed: list[Any]) -> None:
    for document in printed:
        check_document(document)
    assert {document_name(document) for document in printed} == set(NAMES)


def test_schemas__unknown_key__is_no_such_document(printed: list[Any]) -> None:
    with pytest.raises(AssertionError, match="Additional properties"):
        check_document({**printed[0], "unheard-of": 1})


@pytest.mark.parametrize("name", NAMES)
def test_schema__each__is_valid_and_names_its_version(name: str) -> None:
    schema = json_schema(name)
    Draft202012Validator.check_schema(schema)
    assert f'"pemilu-cover/{name}/' in json.dumps(schema)


def test_schemas__published_files__are_those_of_the_types(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rates_folder, "rates_dir", lambda: tmp_path / "rates")
    (tmp_path / "docs").mkdir()
    runpy.run_path(published.__file__, run_name="__main__")
    written = {file.name: file.read_bytes() for file in (tmp_path / "docs/schemas").iterdir()}
    assert written == {
        file.name: file.read_bytes() for file in (REPOSITORY / "docs/schemas").iterdir()
    }


def test_schema__without_a_name__lists_all_names() -> None:
    assert invoke("schema").out.split() == list(NAMES)


@pytest.mark.parametrize("name", ["quote", "QUOTE", "pemilu-cover/quote/1"])
def test_schema__name_or_key_of_a_document__prints_its_schema(name: str) -> None:
    assert invoke("schema", name).out == schema_text("quote")


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("id", "tidak ada skema 'qoute'. Maksud Anda quote?"),
        ("en", "there is no schema 'qoute'. Did you mean quote?"),
    ],
)
def test_schema__typing_error__names_the_next_one(language: str, message: str) -> None:
    done = invoke("schema", "qoute", "--lang", language)
    assert (done.status, done.out) == (2, "")
    assert message in done.err, done.err
