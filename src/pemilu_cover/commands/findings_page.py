"""`check --report`: a page with the findings of the rosters."""

from __future__ import annotations

from pathlib import Path

from pemilu_cover.enrolment.result import Enrolment
from pemilu_cover.i18n.text import Language
from pemilu_cover.reports.html import findings_page
from pemilu_cover.storage import result_folder


def write_findings_page(
    enrolment: Enrolment, out: Path, marked: Path | None, language: Language, *, force: bool
) -> None:
    """Write the page; ``marked`` is the annotated roster. Raise `RefusalError` where it cannot be written."""
    content = findings_page.write(enrolment, marked, language)
    result_folder.write_file(out, content, force=force)
