"""The options of ``claim``; ``help`` is a key of the catalogue of texts."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from typer import Argument, Option


class CaseStep(StrEnum):
    """The steps of a case that are recorded."""

    kk1 = "kk1"
    certificate = "certificate"
    kk2 = "kk2"
    jkm = "jkm"
    closed = "closed"


OptionalResultArgument = Annotated[
    Path | None, Argument(metavar="RESULT", help="help.result", show_default=False)
]
ClaimNikOption = Annotated[str | None, Option("--nik", metavar="NIK", help="help.claim-nik")]
AccidentOption = Annotated[bool, Option("--accident", help="help.accident")]
DeathOption = Annotated[bool, Option("--death", help="help.death")]
EventTimeOption = Annotated[str | None, Option("--at", metavar="TIME", help="help.claim-at")]
PlaceOption = Annotated[str, Option("--place", metavar="TEXT", help="help.claim-place")]
TreatedAtOption = Annotated[str, Option("--treated-at", metavar="TEXT", help="help.treated-at")]
ClaimRoleOption = Annotated[str, Option("--role", metavar="ROLE", help="help.claim-role")]
CaseFolderOption = Annotated[Path | None, Option("--out", metavar="FOLDER", help="help.claim-out")]
CaseListOption = Annotated[Path | None, Option("--list", metavar="FOLDER", help="help.claim-list")]
CaseOption = Annotated[Path | None, Option("--case", metavar="FOLDER", help="help.claim-case")]
CaseStepOption = Annotated[
    CaseStep | None,
    Option("--done", metavar="kk1|certificate|kk2|jkm|closed", help="help.claim-done"),
]
NowOption = Annotated[str | None, Option("--now", metavar="TIME", help="help.claim-now")]
