"""Names and places of output: links, `..`, names that Windows refuses, names from a roster or a form."""

from __future__ import annotations

from pathlib import Path

import pytest
from faults.processes import PROGRAM, start
from support.people import short_person
from support.run import Run, invoke
from support.workbooks import TEMPLATE, content, roster

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.storage import result_folder

CANNOT_WRITE = 4


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a roster."""
    folder = tmp_path / "here"
    folder.mkdir()
    roster(folder / "roster.xlsx", short_person(1))
    monkeypatch.chdir(folder)
    return folder


def refused(done: Run, *messages: str) -> None:
    assert (done.status, done.out, done.err.count("\n")) == (CANNOT_WRITE, "", 1), done
    assert [word for word in messages if word not in done.err] == []


WRITING = {
    "enrol": ("enrol", "roster.xlsx", "--out"),
    "template": ("template", "--out"),
    "check": ("check", "roster.xlsx", "--annotate"),
    "budget": ("budget", "--kecamatan", "1", "--desa", "2", "--tps", "3", "--out"),
}
FILES = [command for command in WRITING if command != "enrol"]


# ---- Names that Windows refuses ------------------------------------------------------------------

RESERVED = [
    "CON",
    "nul",
    "aux.x",
    "COM1",
    "lpt9.a.b",
    "out.",
    "out ",
    "a:b",
    "a?",
    "a<b",
    "a\\b",
    "a\nb",
]


@pytest.mark.parametrize("name", [*RESERVED, "x" * 201])
@pytest.mark.parametrize("way", ["{}", "{}/out", "a/../{}"])
def test_output_folder__name_invalid_on_windows__is_refused(
    name: str, way: str, here: Path
) -> None:
    before = content(here)
    refused(invoke(*WRITING["enrol"], way.format(name)), "nama", "CON, PRN, AUX")
    assert content(here) == before


@pytest.mark.parametrize(
    "name", ["con.xlsx", "aux.xlsx", "a|b.xlsx", 'a".xlsx', "x" * 200 + ".xlsx"]
)
@pytest.mark.parametrize("command", FILES)
def test_output_file__name_invalid_on_windows__is_refused(
    command: str, name: str, here: Path
) -> None:
    before = content(here)
    refused(invoke(*WRITING[command], name), "CON, PRN, AUX")
    assert content(here) == before


def test_output_folder__invalid_name_of_an_existing_parent__is_accepted(here: Path) -> None:
    (here / "aux").mkdir()
    assert invoke(*WRITING["enrol"], "aux/out").status == 0


# ---- Where the target leads ----------------------------------------------------------------------


def test_output_folder__two_dots__are_resolved(here: Path) -> None:
    (here / "a").mkdir()
    for way, place in {"a/../out": "out", "../here/b": "b", "new/../c": "c"}.items():
        assert invoke(*WRITING["enrol"], way).status == 0, way
        assert (here / place / "manifest.json").is_file()
    assert not (here / "new").exists()
    assert invoke(*WRITING["template"], "a/../form.xlsx").status == 0
    assert (here / "form.xlsx").is_file()


def test_output_folder__two_dots_behind_a_link__are_of_its_target(
    here: Path, tmp_path: Path
) -> None:
    (tmp_path / "far" / "away").mkdir(parents=True)
    (here / "link").symlink_to(tmp_path / "far" / "away")
    assert invoke(*WRITING["enrol"], "link/../out").status == 0
    assert (tmp_path / "far" / "out" / "manifest.json").is_file()
    assert not (here / "out").exists()


@pytest.mark.parametrize("command", WRITING)
def test_output_folder__link_as_parent__is_followed(
    command: str, here: Path, tmp_path: Path
) -> None:
    (tmp_path / "far").mkdir()
    (here / "link").symlink_to(tmp_path / "far")
    assert invoke(*WRITING[command], "link/out.xlsx").status == 0
    assert [path.name for path in (tmp_path / "far").iterdir()] == ["out.xlsx"]


@pytest.mark.parametrize("force", [(), ("--force",)])
@pytest.mark.parametrize("leads", ["a file", "a folder", "nothing", "itself"])
@pytest.mark.parametrize("command", ["enrol", "template", "budget"])
def test_output_folder__link__is_refused(
    command: str, leads: str, force: tuple[str, ...], here: Path
) -> None:
    (here / "a file").write_text("precious", encoding="utf-8")
    (here / "a folder").mkdir()
    (here / "out.xlsx").symlink_to({"itself": "out.xlsx"}.get(leads, leads))
    before = content(here)
    refused(invoke(*WRITING[command], "out.xlsx", *force), "tautan")
    assert content(here) == before


def test_output_file__existing_folder__is_refused(here: Path) -> None:
    (here / "out.xlsx").mkdir()
    before = content(here)
    for command in FILES:
        refused(invoke(*WRITING[command], "out.xlsx", "--force"), "out.xlsx")
    assert content(here) == before


@pytest.mark.parametrize("way", [".", "..", "a/..", "", "/"])
def test_output_folder__foreign_content__is_not_replaced(way: str, here: Path) -> None:
    (here / "a").mkdir()
    before = content(here.parent)
    for force in ((), ("--force",)):
        refused(invoke(*WRITING["enrol"], way, *force), "--out")
    assert content(here.parent) == before


# ---- Names from the input ------------------------------------------------------------------------

HOSTILE = [
    "../../etc", "..", "/etc/passwd", "C:\\Windows", "a/b", "a\\b", "CON", "nul", "x" * 300, "\u202e",
    ".", " ", "Kec. ../Purwakarta", "Purwakarta/..", "purwakarta", "PURWAKARTA ", "-rf", "~", "$HOME",
]  # fmt: skip


def test_corrections__path_in_a_kecamatan__stays_in_the_folder(here: Path) -> None:
    people = [
        short_person(number, Kecamatan=name, Kode_Pos=None)
        for number, name in enumerate(HOSTILE, start=1)
    ]
    named = ["Bungursari", "Jatiluhur"]
    people += [short_person(90 + n, Kecamatan=name, Kode_Pos=None) for n, name in enumerate(named)]
    roster(here / "roster.xlsx", *people)
    before = set(content(here.parent))
    done = invoke(*WRITING["enrol"], "out", "--split-corrections-by", "kecamatan")
    assert done.status in {0, 1}, done
    written = {name.removeprefix("here/") for name in set(content(here.parent)) - before}
    corrections = {name for name in written if name.startswith("out/corrections/")}
    assert corrections == {
        "out/corrections/kec-bungursari.xlsx",
        "out/corrections/kec-jatiluhur.xlsx",
        "out/corrections/kec-purwakarta.xlsx",
        "out/corrections/tanpa-kecamatan.xlsx",
    }
    rest = {
        "out",
        "out/corrections",
        "out/invoice.xlsx",
        "out/tagihan.pdf",
        "out/kuitansi.pdf",
        "out/ringkasan.html",
        "out/manifest.json",
        "out/people.parquet",
        f"out/{TEMPLATE}",
        "out/surat-pengantar",
        *(f"out/surat-pengantar/kec-{name.lower()}.pdf" for name in (*named, "Purwakarta")),
    }
    assert written - corrections <= rest


@pytest.mark.parametrize("npp", ["../../x", "a/b", "..", "CON", "x" * 300, "1234567\n", "1234567/"])
def test_output_file__path_in_the_npp__is_refused(npp: str, here: Path) -> None:
    (here / "pks.toml").write_text(
        f"[employer]\nnpp = {npp!r}\n".replace("'", '"'), encoding="utf-8"
    )
    before = content(here.parent)
    done = invoke(*WRITING["enrol"], "out", "--agreement", "pks.toml")
    assert (done.status, "employer.npp" in done.err) == (3, True)
    assert content(here.parent) == before


@pytest.mark.parametrize(
    "name",
    ["../x", "/x", "a/../x", "a//x", "./x", "", "a/", "nul", "part-01/aux.xlsx", "a\\x", "x."],
)
def test_write_folder__path_outside__is_refused(name: str, here: Path) -> None:
    before = content(here)
    with pytest.raises(RefusalError, match="cannot be used") as refusal:
        result_folder.write_folder(Path("out"), {"good": b"", name: b""}, force=False)
    assert refusal.value.code == "out-name"
    assert content(here) == before


def test_write_folder__names_equal_on_windows__are_refused(here: Path) -> None:
    with pytest.raises(RefusalError):
        result_folder.write_folder(
            Path("out"), {"filled/A.xlsx": b"", "filled/a.xlsx": b""}, force=False
        )
    assert not (here / "out").exists()


def test_corrections__file_name_invalid_on_windows__is_refused_in_one_line(here: Path) -> None:
    roster(here / "roster.xlsx", short_person(1, Kode_Pos=None))
    assert start(*PROGRAM, *WRITING["enrol"], "first", cwd=here).status == 0
    (here / "first" / "corrections.xlsx").rename(here / "aux.xlsx")
    before = content(here)
    refused(invoke(*WRITING["enrol"], "out", "--corrections", "aux.xlsx"), "aux.xlsx")
    assert content(here) == before
