"""Whether the program can do its work here: libraries, law, papers, readers, folder, screen."""

from __future__ import annotations

import importlib
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from typing_extensions import TypedDict

from pemilu_cover import __version__
from pemilu_cover.i18n.text import Language, LocalizedText, localize
from pemilu_cover.values.text import sanitise_for_terminal

Status = Literal["ok", "warning", "error"]
# Modules of the libraries that no command can do without.
_LIBRARIES = (
    *("polars", "openpyxl", "python_calamine", "xlsxwriter", "typst", "docx", "pypdfium2"),
    *("jinja2", "rapidfuzz", "rich", "pydantic", "tomli", "typer"),
)
# Rates and honoraria changed every one to three years so far.
_OLD_DAYS = 365
# A nation's rosters take some GB, a regency's a few MB.
_LEAST_MB = 200
_MEGABYTE = 1 << 20


class HealthCheck(NamedTuple):
    """One check: its name, its status, and what it found."""

    name: str
    status: Status
    text: LocalizedText


class HealthCheckJson(TypedDict):
    """A check: its name, its status, and what it found."""

    check: str
    status: Status
    text: str


class HealthJson(TypedDict):
    """The document of ``doctor``."""

    schema: Literal["pemilu-cover/doctor/1"]
    checks: list[HealthCheckJson]


def as_json(checks: Iterable[HealthCheck], language: Language) -> HealthJson:
    """Return what ``doctor --json`` prints."""
    return {
        "schema": "pemilu-cover/doctor/1",
        "checks": [
            {"check": check.name, "status": check.status, "text": check.text.in_language(language)}
            for check in checks
        ],
    }


def check_health(folder: Path, today: date, encoding: str) -> list[HealthCheck]:
    """Return the checks in the order in which a failure explains the next.

    ``folder`` is where results are to be written, ``encoding`` that of the screen.
    """
    return [
        _program(),
        _libraries(),
        _law(today),
        _attempt("papers", _typeset),
        _attempt("readers", _read),
        *_folder(folder),
        _screen(encoding),
    ]


def _program() -> HealthCheck:
    text = localize(
        "doctor.program",
        version=__version__,
        python=platform.python_version(),
        system=platform.platform(terse=True),
    )
    return HealthCheck("program", "ok", text)


def _libraries() -> HealthCheck:
    missing = list(_missing())
    if missing:
        text = localize("doctor.library-missing", names=", ".join(missing))
        return HealthCheck("libraries", "error", text)
    return HealthCheck("libraries", "ok", localize("doctor.libraries", names=", ".join(_LIBRARIES)))


def _missing() -> Iterator[str]:
    for name in _LIBRARIES:
        try:
            importlib.import_module(name)
        except ImportError:  # also a native library that is damaged or for another system
            yield name


def _law(today: date) -> HealthCheck:
    from pemilu_cover.law.rate_book import RateBook  # noqa: PLC0415
    from pemilu_cover.law.rate_files import RateFileError  # noqa: PLC0415

    try:
        day = RateBook.load().checked_on
    except RateFileError as error:
        text = localize("doctor.law-unreadable", reason=error.place_and_reason)
        return HealthCheck("law", "error", text)
    age = (today - day).days
    if age > _OLD_DAYS:
        return HealthCheck("law", "warning", localize("doctor.law-old", day=day, age=age))
    return HealthCheck("law", "ok", localize("doctor.law", day=day, age=age))


def _attempt(name: str, work: Callable[[], None]) -> HealthCheck:
    """Return whether some work succeeds; any error is a finding, not a crash."""
    texts = {"papers": localize("doctor.papers"), "readers": localize("doctor.readers")}
    try:
        work()
    except Exception as error:
        reason = str(error) or type(error).__name__
        failures = {
            "papers": localize("doctor.papers-fail", reason=reason),
            "readers": localize("doctor.readers-fail", reason=reason),
        }
        return HealthCheck(name, "error", failures[name])
    return HealthCheck(name, "ok", texts[name])


def _typeset() -> None:
    from pemilu_cover.documents.model import Document, Paragraph  # noqa: PLC0415
    from pemilu_cover.documents.pdf import pdf_bytes  # noqa: PLC0415

    content = pdf_bytes(Document("Tagihan", (Paragraph("Rp1.234.567,00 ✓"),), "{page}/{pages}"))
    if b"FontFile" not in content:
        raise RuntimeError("no font")


def _read() -> None:
    from pemilu_cover.roster.reading.reader import read_files  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        roster = Path(folder) / "roster.csv"
        roster.write_text("NIK,Nama\n", encoding="utf-8")
        read_files([roster])


def _folder(folder: Path) -> Iterator[HealthCheck]:
    path = sanitise_for_terminal(str(folder))
    try:
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
        free = shutil.disk_usage(folder).free // _MEGABYTE
    except OSError:
        yield HealthCheck("folder", "error", localize("doctor.folder-fail", path=path))
        return
    yield HealthCheck("folder", "ok", localize("doctor.folder", path=path))
    enough = free >= _LEAST_MB
    key = "doctor.disk" if enough else "doctor.disk-full"
    yield HealthCheck("disk", "ok" if enough else "warning", localize(key, path=path, free=free))


def _screen(encoding: str) -> HealthCheck:
    try:
        "✓ …".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        text = localize("doctor.encoding-fail", encoding=encoding)
        return HealthCheck("screen", "warning", text)
    return HealthCheck("screen", "ok", localize("doctor.encoding", encoding=encoding))
