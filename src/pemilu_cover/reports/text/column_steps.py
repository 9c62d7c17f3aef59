"""The command that uses the columns of unknown headers whose cells say what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pemilu_cover.enrolment.shell_commands import Command
from pemilu_cover.i18n.text import LocalizedText, localize

if TYPE_CHECKING:
    from pemilu_cover.enrolment.result import Enrolment


def guessed_columns(enrolment: Enrolment) -> Iterator[tuple[LocalizedText, Command]]:
    """Yield the advice and the run with ``--column`` for each suggested column, if there are any."""
    details = [
        finding.detail
        for finding in enrolment.validation.findings
        if finding.code == "column-guess" and finding.suggestion
    ]
    names = {str(detail["label"]): str(detail["title"]) for detail in details}
    if not names:
        return
    options = [word for label, title in names.items() for word in ("--column", f"{label}={title}")]
    run = enrolment.run._replace(options=(*enrolment.run.options, *options))
    text = localize("next_steps.use-columns", columns=", ".join(names))
    yield text, run.enrol("--force") if enrolment.out else run.check()
