"""Disks that are full, read-only or in use: exit 4, one line with the place, and nothing old is damaged."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faults.processes import ALL, PROGRAM, environment, start
from support.people import short_person
from support.run import Run, invoke
from support.workbooks import TEMPLATE, content, roster

from pemilu_cover.storage import atomic_write, system_errors

if sys.platform == "win32":
    pytest.skip("umask, mounts and limits are of POSIX", allow_module_level=True)

CANNOT_WRITE = 4
# Mounts that only this process and its children see, and that are gone with it.
OWN_MOUNTS = ("unshare", "--map-root-user", "--mount", "sh", "-c")


def can_mount() -> bool:
    """Return whether this system lets one mount in a name space of one's own."""
    if not shutil.which("unshare"):
        return False
    tried = subprocess.run(
        [*OWN_MOUNTS, "mount -t tmpfs none /mnt"], capture_output=True, check=False
    )
    return not tried.returncode


mounts = pytest.mark.skipif(not can_mount(), reason="may not mount anything here")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a roster, an earlier result of another, and an earlier form."""
    folder = tmp_path_factory.mktemp("made")
    for name, number in (("other.xlsx", 3), ("roster.xlsx", 1)):
        roster(folder / name, short_person(number))
    assert start(*PROGRAM, "enrol", folder / "other.xlsx", "--out", folder / "out").status == 0
    assert start(*PROGRAM, "template", "--out", folder / "form.xlsx").status == 0
    return folder


@pytest.fixture
def here(made: Path, tmp_path: Path) -> Path:
    """The same where a test may spoil it."""
    return Path(shutil.copytree(made, tmp_path / "here"))


COMMANDS = {
    "enrol": ("enrol", "roster.xlsx", "--out", "out", "--force"),
    "enrol, new folder": ("enrol", "roster.xlsx", "--out", "a/b/new"),
    "template": ("template", "--out", "form.xlsx", "--force"),
    "template, new folder": ("template", "--out", "a/form.xlsx"),
    "check": ("check", "roster.xlsx", "--annotate", "form.xlsx", "--force"),
    "budget": ("budget", "--kecamatan", "1", "--desa", "2", "--tps", "3", "--out", "rab.xlsx"),
}
every_command = pytest.mark.parametrize("command", COMMANDS)


def refused(done: Run, message: str) -> None:
    """Exit 4 with one line."""
    assert (done.status, done.out, done.err.count("\n")) == (CANNOT_WRITE, "", 1), done
    assert done.err.startswith("pemilu-cover: ")
    assert message in done.err


def mounted(mount: str, here: Path, command: str) -> Run:
    """Run a command in a folder that is mounted otherwise; then list what is there, after a line "--"."""
    script = f'{mount}; cd "$0"; "$@"; s=$?; echo --; find . | sort; cat out/*|cksum; exit $s'
    return start(*OWN_MOUNTS, script, here, *PROGRAM, *COMMANDS[command])


def unharmed(done: Run, before: Run) -> Run:
    """See that a folder is as it was; give what the run itself printed."""
    printed, _, listed = done.out.partition("--\n")
    assert listed == before.out.partition("--\n")[2]
    return Run(done.status, printed, done.err)


FULL = """mount -t tmpfs -o size=1m none /mnt; cp -r "$0"/* /mnt; head -c 1m /dev/zero >/mnt/rest 2>/dev/null
mount --bind /mnt "$0" """
READ_ONLY = 'mount --bind "$0" "$0"; mount -o remount,ro,bind "$0"'


@mounts
@pytest.mark.parametrize("command", COMMANDS if ALL else ["enrol", "template, new folder", "check"])
@pytest.mark.parametrize(
    ("mount", "message"), [(FULL, "disk penuh"), (READ_ONLY, "hanya dapat dibaca")]
)
def test_output__full_or_read_only_disk__ends_with_4(
    mount: str, message: str, command: str, here: Path
) -> None:
    script = f'{mount}; cd "$0"; echo --; find . | sort; cat out/* | cksum'
    before = start(*OWN_MOUNTS, script, here)
    refused(unharmed(mounted(mount, here, command), before), message)


@every_command
def test_output__file_size_limit__ends_with_4(command: str, here: Path) -> None:
    before = content(here)
    limited = 'ulimit -f 4; exec "$@"'  # blocks of 512 bytes: no workbook fits
    # Nor would coverage data, which would print a warning, nor compiled modules, which would be cut off.
    unwritten = {
        **dict.fromkeys(("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG"), ""),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = start("sh", "-c", limited, "sh", *PROGRAM, *COMMANDS[command], cwd=here, **unwritten)
    refused(done, "terlalu besar untuk disk ini")
    assert content(here) == before


@every_command
def test_output__file_as_parent_folder__ends_with_4(command: str, here: Path) -> None:
    before = content(here)
    arguments = [*COMMANDS[command]]
    at = max(i for i, word in enumerate(arguments) if word in {"--out", "--annotate"}) + 1
    arguments[at] = f"roster.xlsx/{arguments[at]}"
    refused(start(*PROGRAM, *arguments, cwd=here), "bukan folder")
    assert content(here) == before


@pytest.mark.parametrize("in_use", ["out", "form.xlsx"])
def test_output__file_open_elsewhere_on_windows__ends_with_4(
    in_use: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(real: Callable[..., Any]) -> Callable[..., Any]:
        def move(source: Any, target: Any, *rest: Any, **options: Any) -> Any:
            if Path(source).name == in_use or (
                Path(target).name == in_use and "new" in str(source)
            ):
                raise PermissionError(13, "The process cannot access the file")
            return real(source, target, *rest, **options)

        return move

    def opened(path: Path, mode: str = "r", *rest: Any, **options: Any) -> Any:
        if mode == "rb+" and path.name in ("invoice.xlsx", "form.xlsx"):
            raise PermissionError(13, "Permission denied", str(path))
        return open_file(path, mode, *rest, **options)

    open_file = Path.open
    before = content(here)
    monkeypatch.setattr(system_errors, "SYSTEM", "nt")
    monkeypatch.setattr(system_errors, "_PAUSES_ON_WINDOWS", (0, 0))
    monkeypatch.setattr(Path, "open", opened)
    monkeypatch.setattr(
        atomic_write, "_exchange_paths", lambda *_: False
    )  # Windows has no such step
    monkeypatch.setattr(os, "rename", denied(os.rename))
    monkeypatch.setattr(os, "replace", denied(os.replace))
    monkeypatch.chdir(here)
    command = {"out": "enrol", "form.xlsx": "template"}[in_use]
    done = invoke(*COMMANDS[command])
    file = {"out": "out/invoice.xlsx", "form.xlsx": "form.xlsx"}[in_use]
    refused(
        done,
        f"{file}: tidak dapat ditulis (ditolak Windows, biasanya karena masih terbuka di Excel",
    )
    assert content(here) == before


@pytest.mark.parametrize("command", ["enrol", "template"])
def test_output__open_for_a_moment_on_windows__is_replaced(
    command: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replace(source: Any, target: Any, **options: Any) -> None:
        refusals[str(source)] = refusals.get(str(source), 0) + 1
        if refusals[str(source)] < 3:
            raise PermissionError(13, "The process cannot access the file")
        replace_at_once(source, target, **options)

    refusals: dict[str, int] = {}
    replace_at_once = os.replace
    monkeypatch.setattr(system_errors, "SYSTEM", "nt")
    monkeypatch.setattr(system_errors, "_PAUSES_ON_WINDOWS", (0, 0))
    monkeypatch.setattr(atomic_write, "_exchange_paths", lambda *_: False)
    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.chdir(here)
    assert invoke(*COMMANDS[command]).status == 0
    assert {*refusals.values()} == {3}


@pytest.mark.parametrize(
    ("mask", "command"), [(0, command) for command in COMMANDS] + [(0o777, "enrol, new folder")]
)
def test_output__any_umask__is_private(mask: int, command: str, here: Path) -> None:
    if "--force" in COMMANDS[command]:
        shutil.rmtree(here / "out")
        (here / "form.xlsx").unlink()
    before = set(here.rglob("*"))
    done = subprocess.run(
        [*PROGRAM, *COMMANDS[command]],
        capture_output=True,
        cwd=here,
        env=environment(),
        umask=mask,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    written = set(here.rglob("*")) - before
    assert written
    for path in written:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_staging_folder__while_writing__is_private(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    born: dict[str, int] = {}

    def watched(real: Callable[..., Any]) -> Callable[..., Any]:
        def make(path: Any, *arguments: Any, **options: Any) -> Any:
            is_new = not Path(path).exists()
            made = real(path, *arguments, **options)
            if is_new and Path(path).is_relative_to(here):
                born[Path(path).name] = stat.S_IMODE(Path(path).stat().st_mode)
            return made

        return make

    mask = os.umask(0)
    try:
        monkeypatch.setattr(os, "open", watched(os.open))
        monkeypatch.setattr(os, "mkdir", watched(os.mkdir))
        assert invoke("enrol", here / "roster.xlsx", "--out", here / "above" / "new").status == 0
    finally:
        os.umask(mask)
    folders = {"above": 0o700, ".new.pemilu-cover": 0o700, "new": 0o700}
    files = {"lock", "invoice.xlsx", "manifest.json", TEMPLATE}
    assert born.items() >= (folders | dict.fromkeys(files, 0o600)).items()
    assert set(born.values()) == {0o600, 0o700}


# ---- What a killed run has left ------------------------------------------------------------------


def leave(bench: Path) -> Path:
    """Create the remains of a killed run: its lock, which is not locked, and its unfinished files."""
    (bench / "new" / "part-01").mkdir(parents=True)
    (bench / "new" / "part-01" / "template.xlsx").write_bytes(b"half a person")
    (bench / "lock").touch()
    return bench


def test_cleanup__folder_of_a_killed_run__is_removed_silently(here: Path) -> None:
    before = content(here).keys()
    leave(here / ".out.pemilu-cover")
    done = start(*PROGRAM, *COMMANDS["enrol"], "--quiet", cwd=here)
    assert (done.status, done.out, done.err) == (0, "", "")
    assert content(here).keys() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is protected from root")
def test_cleanup__read_only_folder__is_removed(here: Path) -> None:
    before = content(here).keys()
    (leave(here / ".out.pemilu-cover") / "new" / "part-01").chmod(0o500)
    assert start(*PROGRAM, *COMMANDS["enrol"], cwd=here).status == 0
    assert content(here).keys() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is protected from root")
def test_output__read_only_folder__ends_with_4(here: Path) -> None:
    (here / "locked").mkdir(mode=0o500)
    refused(start(*PROGRAM, "template", "--out", "locked/form.xlsx", cwd=here), "tidak ada izin")
    assert not list((here / "locked").iterdir())


def test_cleanup__refused_run__removes_the_folder(here: Path) -> None:
    before = content(here)
    leave(here / ".out.pemilu-cover")
    assert start(*PROGRAM, "enrol", "roster.xlsx", "--out", "out", cwd=here).status == CANNOT_WRITE
    assert content(here) == before


def test_recovery__missing_target__is_restored(here: Path) -> None:
    before = content(here)
    bench = leave(here / ".out.pemilu-cover")
    (here / "out").rename(bench / "old")
    refused(start(*PROGRAM, "enrol", "roster.xlsx", "--out", "out", cwd=here), "--force")
    assert content(here) == before


def test_recovery__empty_target__is_restored(here: Path) -> None:
    before = content(here)
    bench = leave(here / ".out.pemilu-cover")
    (here / "out").rename(bench / "old")
    (here / "out").mkdir()
    refused(start(*PROGRAM, "enrol", "roster.xlsx", "--out", "out", cwd=here), "--force")
    assert content(here) == before


def test_cleanup__folder_of_another_target__is_left(here: Path) -> None:
    unrelated = leave(here / ".other.pemilu-cover")
    assert start(*PROGRAM, *COMMANDS["enrol"], cwd=here).status == 0
    assert (unrelated / "new" / "part-01" / "template.xlsx").is_file()


def test_cleanup__link_as_staging_folder__is_not_followed(here: Path) -> None:
    (here / "elsewhere").mkdir()
    (here / ".out.pemilu-cover").symlink_to("elsewhere")
    before = content(here)
    refused(start(*PROGRAM, *COMMANDS["enrol"], cwd=here), "exists")
    assert content(here) == before


def test_locked_file__other_system_than_windows__opens_no_file(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *_: Any, **__: Any) -> Any:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(system_errors, "SYSTEM", "posix")
    monkeypatch.setattr(Path, "open", refuse)
    assert system_errors.locked_file(here / "out") == here / "out"
