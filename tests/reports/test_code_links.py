"""Links from codes on the terminal to the documentation site."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from support.parameters import first
from support.run import run_at_terminal, run_process

from pemilu_cover.reports.text.code_links import code_link, link_codes

SITE = "https://docs.example"
PAGE = "https://docs.example/reference/en/codes/nik-length.html"


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """A roster with a NIK of 15 digits."""
    file = tmp_path / "roster.csv"
    file.write_text(
        "NIK,Nama,Jabatan,Honor,Tgl Mulai,Tgl Selesai\n"
        "321401450190900,Budi,Anggota KPPS,850000,2024-11-07,2024-12-08\n",
        encoding="utf-8",
    )
    return file


@pytest.mark.parametrize("command", first(2, ["explain", "check", "enrol"]))
def test_terminal__site_is_known__code_links_to_its_page(command: str, roster: Path) -> None:
    arguments = ["nik-length"] if command == "explain" else [str(roster)]
    _, shown = run_at_terminal(
        command, *arguments, "--lang", "en", shows_stdout=True, PEMILU_COVER_DOCS=SITE
    )
    assert f";{PAGE}\x1b\\" in shown
    assert "nik-length" in shown.split(PAGE)[1]


def test_pipe__site_is_known__has_no_link(roster: Path) -> None:
    environment = {"PEMILU_COVER_DOCS": SITE, "TERM": "xterm", "FORCE_COLOR": "1"}
    assert "docs.example" not in run_process("check", roster, **environment).out


@pytest.mark.parametrize(
    ("environment", "is_linked"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, True),
        ({"WT_SESSION": "1"}, True),
        ({"TERM": "dumb"}, False),
        ({}, False),
        ({"TERM": "xterm", "PEMILU_COVER_DOCS": ""}, False),
    ],
)
def test_code_link__terminal__depends_on_what_it_can_show(
    environment: dict[str, str], is_linked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TERM", "WT_SESSION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"PEMILU_COVER_DOCS": SITE, **environment}.items():
        monkeypatch.setenv(name, value)
    assert code_link("nik-length", "en", Terminal()) == (PAGE if is_linked else None)
    assert code_link("nik-length", "en", io.StringIO()) is None


def test_code_link__folder_of_the_site__is_a_file_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("PEMILU_COVER_DOCS", str(tmp_path))
    address = code_link("nik-length", "id", Terminal())
    assert address == f"{tmp_path.as_uri()}/reference/id/codes/nik-length.html"


def test_link_codes__page_and_list__link_the_code_that_begins_a_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("PEMILU_COVER_DOCS", SITE)
    linked = link_codes("  nik-length  the nik-date of\nnik codes", "en", Terminal())
    assert linked == f"  \x1b]8;;{PAGE}\x1b\\nik-length\x1b]8;;\x1b\\  the nik-date of\nnik codes"
