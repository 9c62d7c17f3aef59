"""The corrections of each kecamatan, with the letter that goes with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pemilu_cover.documents.pdf import pdf_bytes
from pemilu_cover.reports.documents.corrections_letters import build_corrections_letters
from pemilu_cover.reports.file_pool import file_pool
from pemilu_cover.reports.xlsx.corrections.build import (
    corrections_by_kecamatan,
    write_corrections,
)

if TYPE_CHECKING:
    from pemilu_cover.enrolment.result import Enrolment


def write_corrections_by_kecamatan(enrolment: Enrolment) -> dict[str, bytes]:
    """Return a workbook and a letter for each kecamatan by name.

    Typst releases the global lock of Python, so that letters are set while the workbooks are written.
    """
    contents = corrections_by_kecamatan(enrolment)
    with file_pool() as pool:
        letters = {
            name: pool.submit(pdf_bytes, letter)
            for name, letter in build_corrections_letters(enrolment, contents)
        }
        files = {name: write_corrections(of_file) for name, of_file in contents.items()}
    return files | {name: letter.result() for name, letter in letters.items()}
