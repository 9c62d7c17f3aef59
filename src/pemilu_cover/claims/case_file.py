"""``case.json``: what ``claim --list`` knows of a case; the only file of a folder that is read again.

It has no health data beyond the kind and the time of the event, and the NIK masked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, cast, get_args

from typing_extensions import TypedDict

from pemilu_cover.claims.claim import Claim
from pemilu_cover.claims.cover import CoverState
from pemilu_cover.claims.event import CASES, EventKind, Zone, parse_time, zone_by_name
from pemilu_cover.law.claim_law import Step
from pemilu_cover.values.json_types import MaskedNik
from pemilu_cover.values.nik import mask

CASE_FILE = "case.json"
SCHEMA: Literal["pemilu-cover/case-file/1"] = "pemilu-cover/case-file/1"
_MOST_BYTES = 1 << 16


class CaseFileJson(TypedDict):
    """``case.json``."""

    schema: Literal["pemilu-cover/case-file/1"]
    nik: MaskedNik
    kind: EventKind
    zone: str
    cover: CoverState
    steps: dict[Step, str]


class CaseFileError(Exception):
    """A case.json that cannot be read."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case on disk: whose (masked), what happened, and the steps so far with their times."""

    nik: str
    kind: EventKind
    zone: Zone
    covered: CoverState
    steps: Mapping[Step, datetime]

    @property
    def is_open(self) -> bool:
        """Whether the case is not closed."""
        return "closed" not in self.steps

    def with_step(self, step: Step, at: datetime) -> CaseFile:
        """Return the case with a step that was done; any step but ``closed`` opens a closed case again."""
        steps = {**self.steps, step: at}
        if step != "closed":
            steps.pop("closed", None)
        return replace(self, steps=steps)


def case_bytes(case: CaseFile) -> bytes:
    """Return the case.json of a case."""
    content: CaseFileJson = {
        "schema": SCHEMA,
        "nik": case.nik,
        "kind": case.kind,
        "zone": case.zone.name,
        "cover": case.covered,
        "steps": {name: f"{at:%Y-%m-%d %H:%M}" for name, at in case.steps.items()},
    }
    return (json.dumps(content, indent=1) + "\n").encode()


def case_file(claim: Claim) -> CaseFile:
    """Return the case.json of a new case."""
    event = claim.event
    return CaseFile(
        mask(claim.person.nik), event.kind, event.zone, claim.cover.state, {"event": event.at}
    )


def read_case(folder: Path) -> CaseFile:
    """Return the case of a folder. Raise `CaseFileError`."""
    path = folder / CASE_FILE
    try:
        if not path.is_file():  # a pipe would never end
            raise CaseFileError(str(path))
        with path.open("rb") as file:
            values = json.loads(file.read(_MOST_BYTES))
        return _case(values)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CaseFileError(str(path)) from error


def _case(values: dict[str, Any]) -> CaseFile:
    kind, cover = values["kind"], values["cover"]
    if values["schema"] != SCHEMA or kind not in CASES or cover not in get_args(CoverState):
        raise ValueError(CASE_FILE)
    steps = {cast(Step, name): parse_time(at)[0] for name, at in values["steps"].items()}
    if "event" not in steps or not set(steps) <= set(get_args(Step)):
        raise ValueError(CASE_FILE)
    return CaseFile(mask(values["nik"]), kind, zone_by_name(values["zone"]), cover, steps)


def case_folders(folder: Path) -> Iterator[Path]:
    """Yield the case folders in a folder, by name; a case folder yields itself."""
    if (folder / CASE_FILE).exists():
        yield folder
        return
    yield from sorted(
        path for path in folder.iterdir() if path.is_dir() and (path / CASE_FILE).exists()
    )
