"""Isian: what goes into BPJS's forms, in their order and wording, to copy from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pemilu_cover.claims.claim import Claim
from pemilu_cover.documents.model import (
    Block,
    Checklist,
    ChecklistItem,
    Document,
    Fields,
    Heading,
    Paragraph,
    Signature,
    Signatures,
    Table,
    WritingLines,
)
from pemilu_cover.i18n.text import translate
from pemilu_cover.reference.claim_forms import (
    DEAD,
    MONTHLY,
    SEGMENT,
    SEGMENTS,
    ClaimForm,
    FormField,
    FormSection,
)
from pemilu_cover.reports.documents.claims.words import (
    clock_time,
    occupation,
    paper,
    place_and_date,
    slashed,
    small,
)
from pemilu_cover.reports.local_formats import amount_in_words
from pemilu_cover.values import rupiah

# Of the table of payments, so that no word of its head is broken.
_MONEY_WIDTHS = (2.6, 2.5, 2.1, 2.1, 1.6, 2.8, 1.6, 1.6, 2.2, 2.2)
_NO_BREAK_SPACE = "\u00a0"
_TITLES = {"L": "Tn", "P": "Ny / Nn"}


def form_paper(form: ClaimForm, claim: Claim) -> Document:
    """Return the data sheet of a form."""
    values = form_values(claim)
    note = translate("claim_papers.form-note", code=form.code, filler=form.filler)
    blocks: list[Block] = [Paragraph(note, "strong")]
    if claim.event.kind == "death":
        blocks.append(Paragraph(translate("claim_papers.form-death-unsure"), "strong"))
    blocks.append(small(form.band))
    if form.segment:
        blocks.append(Fields(((SEGMENT.rstrip(" :"), _choices(SEGMENTS, values["segment"])),)))
    for section in form.sections:
        blocks += _section(section, values)
    if form.statement:
        blocks.append(small(form.statement))
    signer = Signature(form.signer)
    blocks.append(Signatures((signer,), place_and_date(claim)))
    blocks += [small(note) for note in form.notes]
    title = translate("claim_papers.form-title", code=form.code)
    return paper(title, blocks, claim, form.title)


def form_values(claim: Claim) -> Mapping[str, str]:
    """Return the values that fill the forms; ``""`` is for the office to fill in."""
    person, event = claim.person, claim.event
    name = f"{_TITLES[person.sex]} {person.name}" if person.sex in _TITLES else person.name
    wage_sen = person.base_sen or person.wage_sen
    wage = ""
    if wage_sen:
        wage = translate(
            "claim_papers.wage",
            amount=rupiah.format_rupiah(wage_sen),
            words=amount_in_words(wage_sen),
        )
    return {
        "segment": SEGMENTS[1 if person.segment == "bpu" else 0],
        "office": claim.office.name,
        "npp": claim.office.npp,
        "titled-name": name,
        "kpj": person.kpj,
        "nik": person.nik,
        "birth-date": slashed(person.birth_date),
        "address": ", ".join(part for part in (person.address, person.phone) if part),
        "occupation": occupation(person),
        "wage": wage,
        "wage-unit": MONTHLY,
        "place": event.place,
        "event": f"{slashed(event.at.date())}, {clock_time(event.at, claim)}",
        "event-day": slashed(event.at.date()),
        "treated-at": event.treated_at,
        "outcome": DEAD if event.is_death else "",
        "not-for-office": translate("claim_papers.not-for-office"),
        "from-to": translate("claim_papers.from-to"),
    }


def _section(section: FormSection, values: Mapping[str, str]) -> Iterator[Block]:
    yield Heading(section.heading)
    if section.fields:
        yield Fields(tuple((field.label, _value(field, values)) for field in section.fields))
    if section.ticks:
        yield Checklist(tuple(ChecklistItem(text) for text in section.ticks))
    if section.columns:
        yield _table(section)
    if section.lines:
        yield WritingLines(section.lines)
    if section.note:
        yield small(section.note)


def _value(field: FormField, values: Mapping[str, str]) -> str:
    if field.choices:
        return _choices(field.choices, values.get(field.chosen, ""))
    return values[field.fill] if field.fill else ""


def _choices(choices: tuple[str, ...], chosen: str) -> str:
    """Return choices with boxes, the chosen one ticked."""
    boxes = (
        f"{'☑' if chosen and choice.casefold() == chosen.casefold() else '☐'} {choice}"
        for choice in choices
    )
    return "   ".join(box.replace(" ", _NO_BREAK_SPACE) for box in boxes)


def _table(section: FormSection) -> Table:
    closed = translate("claim_papers.closed-cell")
    width = len(section.columns)
    rows = []
    for name in section.rows:
        cells = [closed] * section.closed.get(name, 0)
        rows.append((name, *cells, *[""] * (width - 1 - len(cells))))
    return Table(section.columns, tuple(rows), _MONEY_WIDTHS[:width])
