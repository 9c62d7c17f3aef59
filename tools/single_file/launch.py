"""Start of the single file: unpack the program once into the user's cache, and run it from there.

PyInstaller's own single file unpacks all 290 MB at each start, which takes seconds. Here it unpacks this
module only; the program is a ZIP within the executable.
"""

import io
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from build_key import KEY, PAYLOAD_BYTES  # written by build.py

_PROGRAM = "pemilu-cover.exe" if os.name == "nt" else "pemilu-cover"
_PRIVATE = 0o700
# The end of PyInstaller's archive: a magic number, the length of the archive, and more.
_COOKIE, _COOKIE_BYTES = struct.Struct("!8xI"), 88
_TRIES, _PAUSE = 50, 0.2
_UNUSED_SECONDS = 7 * 24 * 3600
EXIT_OUTPUT, EXIT_INTERRUPTED, EXIT_TERMINATED = 4, 130, 143


class DamagedFileError(OSError):
    """The file was not downloaded completely."""


def main() -> int:
    """Run the program with the arguments and return its exit status."""
    try:
        folder = cache_folder() / KEY
        if not folder.is_dir():
            unpack_once(folder)
            remove_unused(folder.parent)
        os.utime(folder)  # in use
        return run(folder, replace=os.name != "nt")
    except (OSError, RuntimeError):  # no home, or one that cannot be written or run from
        pass
    try:
        with tempfile.TemporaryDirectory(prefix="pemilu-cover-") as temporary:
            unpack_once(Path(temporary, KEY))
            return run(Path(temporary, KEY), replace=False)
    except DamagedFileError:
        print_text("install.damaged")
    except OSError as error:
        print_text("install.unpack-fail", folder=tempfile.gettempdir(), reason=error.strerror)
    return EXIT_OUTPUT


def cache_folder() -> Path:
    """Return the cache folder of the system. Raise `RuntimeError` without a home."""
    if os.name == "nt":
        place = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local"
    elif sys.platform == "darwin":
        place = Path.home() / "Library/Caches"
    else:
        place = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(place, "pemilu-cover")


def unpack_once(folder: Path) -> None:
    """Unpack the program into a folder, which appears when it is complete."""
    import zipfile  # noqa: PLC0415  needed at the first start only

    if sys.stderr and sys.stderr.isatty():
        print_text("install.unpacking")
    folder.parent.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f"{KEY}-", dir=folder.parent))
    try:
        with zipfile.ZipFile(io.BytesIO(read_payload(Path(sys.executable)))) as payload:
            for entry in payload.infolist():
                file = Path(payload.extract(entry, unfinished))
                if mode := entry.external_attr >> 16 & 0o777:
                    file.chmod(mode)
        if hasattr(os, "sync"):
            os.sync()  # the folder must not outlive a power failure half written
        rename_unless_open(unfinished, folder)
    except zipfile.BadZipFile as error:
        raise DamagedFileError from error
    except OSError:
        if not folder.is_dir():  # else another start was faster
            raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def rename_unless_open(unfinished: Path, folder: Path) -> None:
    """Rename what was unpacked; try for ten seconds while a virus scanner of Windows reads it."""
    for _ in range(_TRIES):
        try:
            unfinished.rename(folder)
            return
        except PermissionError:
            time.sleep(_PAUSE)
    unfinished.rename(folder)


def read_payload(executable: Path) -> bytes:
    """Return the ZIP of the program, which lies before PyInstaller's archive at the end of the file."""
    with executable.open("rb") as file:
        end = file.seek(-_COOKIE_BYTES, os.SEEK_END)
        (length,) = _COOKIE.unpack(file.read(_COOKIE.size))
        file.seek(max(end + _COOKIE_BYTES - length - PAYLOAD_BYTES, 0))
        return file.read(PAYLOAD_BYTES)


def remove_unused(cache: Path) -> None:
    """Remove versions that were not started for a week, except one that Windows has open."""
    for other in cache.iterdir():
        if time.time() - other.stat().st_mtime > _UNUSED_SECONDS:
            discarded = other.with_name(f"{other.name}.old")
            try:
                other.rename(discarded)
            except OSError:
                continue
            shutil.rmtree(discarded, ignore_errors=True)


def run(folder: Path, *, replace: bool) -> int:
    """Run the program, in the place of this one where the system can."""
    program = str(folder / "pemilu-cover" / _PROGRAM)
    environment = without_launcher(os.environ)
    if replace:
        os.execve(program, [program, *sys.argv[1:]], environment)  # noqa: S606
    process = subprocess.Popen([program, *sys.argv[1:]], env=environment)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # the console interrupts the program, too, whose end counts
            continue


def without_launcher(environment: "os._Environ[str]") -> dict[str, str]:
    """Return the environment as it was before PyInstaller prepared it for this module."""
    variables = {name: value for name, value in environment.items() if not name.startswith("_PYI_")}
    variables["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        variables.pop(name, None)
        if before := variables.pop(f"{name}_ORIG", None):
            variables[name] = before
    return variables


def print_text(key: str, **details: object) -> None:
    """Print a sentence of the program's catalogue on stderr."""
    from pemilu_cover.cli.language import detect_language  # noqa: PLC0415
    from pemilu_cover.i18n.text import localize  # noqa: PLC0415

    text = localize(key, **details).in_language(detect_language(sys.argv[1:]))
    print(f"pemilu-cover: {text}", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    # As an exception, after which what is unfinished is removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(EXIT_TERMINATED))
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)
