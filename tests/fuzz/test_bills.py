"""PDFs of a bill with other bytes: read, refused, or with refused pages; never a fault of the program."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st
from support.formulir_2a import BilledPerson, Layout, Section, pdf_pages
from support.pdf_canvas import write_pdf
from support.people import BORN, in_letters, nik

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.reconciliation.billing.reader import read_bill

PEOPLE = [
    BilledPerson(nik(number), in_letters(number).upper(), BORN, f"{24_000_000_000 + number}")
    for number in range(1, 11)
]
SECTIONS = [Section(PEOPLE), Section(PEOPLE, date(2024, 12, 1))]


@given(
    edits=st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=40)), min_size=1, max_size=8)
)
def test_pdf_with_other_bytes__is_read_refused_or_has_refused_pages(
    edits: list[tuple[int, bytes]],
) -> None:
    content = bytearray(write_pdf(pdf_pages(SECTIONS[1:], Layout())))
    for place, replacement in edits:
        at = place % len(content)
        content[at : at + len(replacement)] = replacement
    with TemporaryDirectory() as folder:
        path = Path(folder, "bill.pdf")
        path.write_bytes(b"%PDF-1.4\n" + content + b"\n%%EOF\n")
        with suppress(RefusalError):
            bill = read_bill([path])
            assert bill.rows.height == 20 or bill.unread or len(bill.files[0].periods) < 2
