"""The options by which rosters are read and validated."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pemilu_cover.cli.stderr import print_note
from pemilu_cover.cli.usage import usage_error
from pemilu_cover.i18n.text import did_you_mean, localize, translate
from pemilu_cover.values.text import sanitise_for_terminal

if TYPE_CHECKING:
    from pemilu_cover.cli.options import AutoFix
    from pemilu_cover.enrolment.options import EnrolOptions

# The name under which `enrol` and `check` find the agreement of an office.
AGREEMENT_NAME = "pks.toml"


def enrol_options(
    agreement: Path | None,
    election: str | None,
    rates: Path | None,
    *,
    strict: bool,
    columns: list[str] | None,
    corrections: list[Path] | None = None,
    auto_fixes: list[AutoFix] | None = None,
    no_agreement: bool = False,
) -> EnrolOptions:
    """Return the options of a run of `enrol` or `check`."""
    from pemilu_cover.enrolment.options import EnrolOptions  # noqa: PLC0415

    fields = dict(parse_column(text) for text in columns or ())
    return EnrolOptions(
        agreement,
        election,
        rates,
        strict,
        fields,
        corrections or (),
        auto_fixes or (),
        ignores_agreement=no_agreement,
    )


def agreement_beside(
    rosters: Sequence[Path],
    agreement: Path | None,
    *,
    ignore: bool,
    silent: bool,
) -> Path | None:
    """Return the agreement that was given, else the one ``pks.toml`` next to rosters, which is announced.

    Of a folder of rosters it is inside.
    """
    if agreement is not None and ignore:
        usage_error(localize("usage.two-agreements"), "--no-agreement")
    if agreement is not None or ignore:
        return agreement
    folders = {roster if os.path.isdir(roster) else roster.parent for roster in rosters}
    beside = {folder / AGREEMENT_NAME for folder in folders}
    files = sorted(filter(_is_file, beside))
    if not files:
        return None
    if len(files) > 1:
        names = sanitise_for_terminal(", ".join(map(str, files)))
        usage_error(localize("usage.several-agreements", files=names), "--agreement")
    agreement = files[0]
    if not silent:
        print_note(translate("usage.agreement-found", file=sanitise_for_terminal(str(agreement))))
    return agreement


def office_agreement(roster: Path) -> Path | None:
    """Return the agreement of one office of many: that of its roster's name next to it, else ``pks.toml``."""
    names = (f"{roster.stem}.toml", AGREEMENT_NAME)
    return next((file for name in names if _is_file(file := roster.parent / name)), None)


def _is_file(path: Path) -> bool:
    return os.path.isfile(path)


def parse_column(text: str) -> tuple[str, str]:
    """Split ``COLUMN=FIELD`` at its last sign and return the header and the field."""
    from pemilu_cover.roster.tables.column_names import (  # noqa: PLC0415
        UnknownFieldError,
        fields,
        resolve_field,
    )

    header, _, name = text.rpartition("=")
    if not header.strip() or not name.strip():
        usage_error(localize("usage.column-syntax"), "--column", "value-unreadable")
    try:
        return header.strip(), resolve_field(name.strip())
    except UnknownFieldError as error:
        hint = did_you_mean(error.close[:1])
        reason = localize("usage.no-such-field", name=name, hint=hint, known=", ".join(fields()))
        usage_error(reason, "--column", "name-unknown")
