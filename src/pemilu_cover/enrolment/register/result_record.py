"""Reading an earlier result: its manifest, the agreement that it was priced by, and its people."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import ValidationError

from pemilu_cover.enrolment.register import schema
from pemilu_cover.enrolment.register.reader import RegisterError, read_register
from pemilu_cover.enrolment.register.restore import restore_people
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.law.agreement import Agreement, check_agreement
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import RateFileError
from pemilu_cover.storage.result_folder import MANIFEST


@dataclass(frozen=True)
class ResultManifest:
    """The manifest of a result: its bytes, and what they say."""

    content: bytes
    values: dict[str, Any]

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


@dataclass(frozen=True)
class ResultRecord:
    """A result on disk: its folder, the manifest with its SHA-256, and the agreement in it."""

    folder: Path
    manifest: dict[str, Any]
    sha256: str
    agreement: Agreement

    @property
    def is_batched(self) -> bool:
        """Whether the register is in parts, as that of rosters that were read in batches."""
        return any(name.startswith(f"{schema.FOLDER}/") for name in self.manifest["outputs"])

    def people(self) -> pl.DataFrame:
        """Return everybody in the register with the columns of `restore_people`. Raise `RefusalError`."""
        return pl.concat(self.people_parts())

    def people_parts(self) -> Iterator[pl.DataFrame]:
        """Yield the people of each part of the register. Raise `RefusalError`."""
        yield from map(restore_people, self.parts())

    def register(self) -> pl.DataFrame:
        """Return the whole register. Raise `RefusalError` where it is missing or was changed."""
        return pl.concat(self.parts())

    def parts(self) -> Iterator[pl.DataFrame]:
        """Yield the parts of the register. Raise `RefusalError` where one is missing or was changed."""
        yield from register_parts(self.folder, self.manifest["outputs"])


def register_parts(folder: Path, outputs: Mapping[str, Any]) -> Iterator[pl.DataFrame]:
    """Yield the parts of a result's register. Raise `RefusalError` where one is missing or was changed."""
    try:
        yield from read_register(folder, outputs)
    except RegisterError as error:
        raise error.refusal(folder) from error


def read_result(folder: Path, book: RateBook) -> ResultRecord:
    """Read the manifest of a result. Raise `RefusalError` where the folder is no result."""
    manifest = read_manifest(folder)
    agreement = _agreement(manifest.values, folder, book)
    return ResultRecord(folder, manifest.values, manifest.sha256, agreement)


def read_manifest(folder: Path) -> ResultManifest:
    """Return the manifest of a result. Raise `RefusalError` where the folder is none."""
    try:
        if not folder.exists():
            raise RefusalError("file-missing", file=str(folder))
        if not (folder / MANIFEST).is_file():  # a pipe would never end
            raise RefusalError("result-none", folder=str(folder))
        content = (folder / MANIFEST).read_bytes()
        manifest = json.loads(content)
    except (OSError, ValueError, RecursionError) as error:
        raise RefusalError("result-none", folder=str(folder)) from error
    known = isinstance(manifest, dict) and all(
        isinstance(manifest.get(key), kind)
        for key, kind in (("agreement", dict | None), ("outputs", dict), ("law", dict))
    )
    if not known:
        raise RefusalError("result-none", folder=str(folder))
    return ResultManifest(content, manifest)


def earlier_results(folder: Path) -> Iterator[Path]:
    """Yield the results that a result continues, the latest first, as far as their manifests can be read."""
    seen = {folder.resolve()}
    while True:
        try:
            continued = read_manifest(folder).values.get("continues")
        except RefusalError:
            return
        if not isinstance(continued, dict) or not isinstance(continued.get("folder"), str):
            return
        folder = folder / continued["folder"]
        if folder.resolve() in seen:
            return
        seen.add(folder.resolve())
        yield folder


def _agreement(manifest: dict[str, Any], folder: Path, book: RateBook) -> Agreement:
    """Read the agreement that a manifest keeps; its amounts are decimal text there."""
    table = json.loads(json.dumps(manifest["agreement"] or {}))
    try:
        for holder in (table, *table.get("roles", {}).values()):
            for part, key in ((holder.get("base"), "amount"), (holder, "wage")):
                if part and key in part:
                    part[key] = Decimal(part[key])
        agreement = Agreement.model_validate(table)
        check_agreement(agreement, folder / MANIFEST, book)
        _read_logo(agreement, manifest, folder)
    except (ValidationError, ArithmeticError, AttributeError, TypeError, RateFileError) as error:
        raise RefusalError("result-none", folder=str(folder)) from error
    return agreement


def _read_logo(agreement: Agreement, manifest: dict[str, Any], folder: Path) -> None:
    """Read the logo of the letterhead from a result; papers do without one that was changed or removed."""
    letterhead = agreement.letterhead
    output = manifest["outputs"].get(letterhead.result_file)
    path = folder / letterhead.result_file
    if not (letterhead.logo and isinstance(output, dict) and path.is_file()):
        return
    with suppress(OSError, ValueError):
        image = path.read_bytes()
        if hashlib.sha256(image).hexdigest() == output.get("sha256"):
            letterhead.set_image(image)
