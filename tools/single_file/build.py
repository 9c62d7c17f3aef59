"""Build the program for computers without Python: a single file, and the same program as a zipped folder.

``python tools/single_file/build.py [FOLDER]`` writes both into a folder (``dist``), for the system on which
it runs, from the program that is installed: ``python -m pip install '.[single-file]'``.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import sys
import tempfile
import zipfile
from importlib import metadata
from pathlib import Path

import docx
from PyInstaller.__main__ import run as pyinstaller

from pemilu_cover import __version__

HERE = Path(__file__).parent
NAME = "pemilu-cover"
EXECUTABLE = f"{NAME}.exe" if os.name == "nt" else NAME
# Libraries use these where they are installed; the program does not.
UNUSED = ("IPython", "PIL", "numpy", "pandas", "pip", "pytest", "setuptools", "tkinter")
# The launcher has the sentences of the catalogue, and nothing else of the program.
NOT_FOR_LAUNCHER = (
    *("pemilu_cover.cli.registry", "pemilu_cover.roster", "pemilu_cover.i18n.messages"),
    *("ssl", "socket", "asyncio", "ctypes", "multiprocessing", "readline", "unittest", "xml"),
    "_hashlib",  # OpenSSL; Python has the sums itself
)
EPOCH = (1980, 1, 1, 0, 0, 0)
# tomli is compiled by mypyc: its modules load another one, which PyInstaller does not see.
HIDDEN = tuple(
    file.name.partition(".")[0] for file in metadata.files("tomli") or () if "__mypyc" in file.name
)


def main() -> None:
    """Build both into the folder of the argument."""
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "dist").absolute()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        folder = build_folder(work)
        archive = out / f"{NAME}-{__version__}-{platform.system()}-{platform.machine()}.zip".lower()
        zip_folder(folder, archive)
        shutil.copy2(build_single_file(work, archive), out / EXECUTABLE)
    for file in (out / EXECUTABLE, archive):
        print(f"{file.stat().st_size / 1e6:6.1f} MB  {file}")  # noqa: T201


def build_folder(work: Path) -> Path:
    """Return the folder of the program: an executable, and the libraries beside it."""
    freeze(
        work,
        HERE / "start.py",
        "--onedir",
        *("--collect-submodules", "pemilu_cover", "--collect-data", "pemilu_cover"),
        *("--collect-submodules", "shellingham"),
        # It looks for docx/parts/../templates, and Linux for each folder of a path.
        *("--add-data", f"{Path(docx.__file__).with_name('py.typed')}{os.pathsep}docx/parts"),
        excluded=UNUSED,
    )
    folder = work / "start" / NAME
    if not (folder / "_internal/pemilu_cover/law/rates").is_dir():
        sys.exit(
            "the rate files are missing: install the program with '.[single-file]', not with -e"
        )
    return folder


def build_single_file(work: Path, archive: Path) -> Path:
    """Return the single file: the launcher, the zipped folder, and the launcher's modules once more.

    PyInstaller's start searches the file for these modules from its end: 120 MB behind them would cost each
    start a quarter of a second, or a second on a slow disk.
    """
    content = archive.read_bytes()
    key = f"{__version__}-{hashlib.sha256(content).hexdigest()[:12]}"
    build_key = f'KEY = "{key}"\nPAYLOAD_BYTES = {len(content)}\n'
    (work / "build_key.py").write_text(build_key, encoding="utf-8")
    freeze(
        work,
        HERE / "launch.py",
        "--onefile",
        *("--paths", str(work), "--collect-data", "pemilu_cover.i18n"),
        excluded=(*UNUSED, *NOT_FOR_LAUNCHER),
    )
    file = work / "launch" / EXECUTABLE
    modules = work / "build" / NAME / f"{NAME}.pkg"
    with file.open("ab") as end:
        end.write(content + modules.read_bytes())
    return file


def freeze(work: Path, script: Path, *options: str, excluded: tuple[str, ...]) -> None:
    """Run PyInstaller on a script."""
    pyinstaller(
        [
            *("--noconfirm", "--clean", "--log-level", "WARN", "--console", "--name", NAME),
            *("--distpath", str(work / script.stem), "--workpath", str(work / "build")),
            *("--specpath", str(work)),
            # A frozen program ignores PYTHONUTF8; files and pipes of Windows would get the ANSI code page.
            *("--python-option", "X utf8=1"),
            *(() if os.name == "nt" else ("--strip",)),
            *(word for name in HIDDEN for word in ("--hidden-import", name)),
            *(word for name in excluded for word in ("--exclude-module", name)),
            *options,
            str(script),
        ]
    )


def zip_folder(folder: Path, archive: Path) -> None:
    """Zip a folder with the permissions of its files; equal files give equal archives.

    Deflate, which Explorer can open; LZMA saves a quarter of the size, and takes minutes.
    """
    with zipfile.ZipFile(archive, "w") as target:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(file.relative_to(folder.parent).as_posix(), EPOCH)
            entry.external_attr = (file.stat().st_mode & 0xFFFF) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, file.read_bytes())


if __name__ == "__main__":
    main()
