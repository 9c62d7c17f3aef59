"""The manifest of a result, as commands that follow an enrolment read it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pemilu_cover.enrolment.register import result_record


@dataclass(frozen=True)
class ResultManifest:
    """The manifest of a result: its bytes, and what they say."""

    content: bytes
    values: Mapping[str, Any]

    @property
    def sha256(self) -> str:
        """The SHA-256 by which later files and results name this one."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def outputs(self) -> Mapping[str, Any]:
        """The files of the result by name, each with ``sha256`` and ``bytes``."""
        outputs: Mapping[str, Any] = self.values["outputs"]
        return outputs

    @property
    def npp(self) -> str:
        """The employer's NPP by the agreement, ``""`` where none is known."""
        employer = (self.values["agreement"] or {}).get("employer")
        npp = employer.get("npp") if isinstance(employer, Mapping) else None
        return npp if isinstance(npp, str) else ""


def read_manifest(folder: Path) -> ResultManifest:
    """Return the manifest of a result. Raise `RefusalError` where the folder is none."""
    return ResultManifest(*result_record.read_manifest(folder))
