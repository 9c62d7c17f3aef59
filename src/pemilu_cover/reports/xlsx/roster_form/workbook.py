"""The empty form for a village, with the checks that Excel and LibreOffice make while it is filled in.

**Isian** has the people, **Petunjuk** explains what to write, the hidden **Daftar** feeds the lists.
A cell is refused only where `enrol` could not enrol the person or use the cell; values that can be right in
some office are asked about, or coloured. Colours also reach pasted cells, which no check does.
"""

from __future__ import annotations

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.xlsx.roster_form.departures_sheet import write_departures
from pemilu_cover.reports.xlsx.roster_form.form_sheet import write_form
from pemilu_cover.reports.xlsx.roster_form.instructions_sheet import write_instructions
from pemilu_cover.reports.xlsx.roster_form.lists_sheet import write_lists
from pemilu_cover.reports.xlsx.roster_form.model import RosterForm
from pemilu_cover.xlsx.workbook import WorkbookBuilder


def write(form: RosterForm, *, with_departures: bool = False) -> bytes:
    """Return the bytes of the form; ``with_departures`` puts a list of people who leave in front."""
    book = WorkbookBuilder(translate("form.document-title", election=form.election))
    if with_departures:
        write_departures(book.sheet(translate("form.sheet-departures")), form)
    write_form(book.sheet(translate("form.sheet-form")), form)
    write_instructions(book.sheet(translate("form.sheet-instructions")), form)
    write_lists(book.sheet(translate("form.sheet-lists")), form)
    return book.content()
