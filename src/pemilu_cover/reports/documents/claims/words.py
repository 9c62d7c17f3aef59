"""What the papers of a case share: their language, days and times in words, and who the person is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from pemilu_cover.claims.claim import Claim
from pemilu_cover.claims.people import ClaimPerson
from pemilu_cover.documents.model import Block, Document, Paragraph
from pemilu_cover.i18n.text import translate
from pemilu_cover.law.dated_values import Citation
from pemilu_cover.reference.regions import region_name
from pemilu_cover.reports import office
from pemilu_cover.reports.local_formats import day_text, number_in_words

_MARKS = {
    "regulation text": "claim_papers.confidence-read",
    "secondary source": "claim_papers.confidence-secondary",
    "inferred": "claim_papers.confidence-inferred",
}


def paper(title: str, blocks: Sequence[Block], claim: Claim, subtitle: str = "") -> Document:
    """Return a document with the office's name above and the notice on personal data below."""
    return Document(
        title=title,
        subtitle=subtitle,
        blocks=tuple(blocks),
        letterhead=office.letterhead(claim.office.agreement),
        footer=translate("claim_papers.footer"),
        page_label=translate("office.page"),
    )


def small(text: str) -> Paragraph:
    """Return a paragraph in small letters."""
    return Paragraph(text, "small")


def clock_time(at: datetime, claim: Claim) -> str:
    """Return a time of day as a letter writes it: ``22.10 WIB``."""
    return f"{at:%H.%M} {claim.event.zone.name}".strip()


def moment(at: datetime, claim: Claim) -> str:
    """Return a moment: ``Rabu, 27 November 2024 pukul 22.10 WIB``."""
    return translate(
        "claim_papers.moment",
        weekday=_weekday(at),
        day=at.date(),
        time=clock_time(at, claim),
    )


def moment_in_words(at: datetime, claim: Claim) -> str:
    """Return a moment with its date in words and in figures."""
    return translate(
        "claim_papers.moment-in-words",
        weekday=_weekday(at),
        words=date_in_words(at.date()),
        figures=day_text(at.date()),
        time=clock_time(at, claim),
    )


def date_in_words(day: date) -> str:
    """Return a date in words.

    >>> date_in_words(date(2024, 11, 27))
    'dua puluh tujuh November dua ribu dua puluh empat'
    """
    month = translate(f"words.month-{day.month}")
    return f"{number_in_words(day.day)} {month} {number_in_words(day.year)}"


def _weekday(at: datetime) -> str:
    return translate(f"words.weekday-{at.isoweekday()}")


def slashed(day: date | None) -> str:
    """Return a date as the forms have it, dd/mm/yyyy, ``""`` for None."""
    return f"{day:%d/%m/%Y}" if day else ""


def occupation(person: ClaimPerson) -> str:
    """Return the role and the unit: ``Anggota KPPS, TPS 007, Desa/Kelurahan Nagri, Kecamatan Plered``."""
    places = [
        f"TPS {person.tps}" if person.tps else "",
        translate("claim_papers.place-desa", name=person.desa) if person.desa else "",
        translate("claim_papers.place-kecamatan", name=person.kecamatan)
        if person.kecamatan
        else "",
    ]
    return ", ".join(part for part in (person.role_name, *places) if part)


def person_name(person: ClaimPerson) -> str:
    """Return the name, dots where the roster has none."""
    return person.name or blank()


def event_name(claim: Claim) -> str:
    """Return what happened."""
    return translate(f"claim_papers.event-{claim.event.kind}")


def office_name(claim: Claim) -> str:
    """Return the office's name, dots where it is not known."""
    return claim.office.name or blank()


def blank() -> str:
    """Return dots to write on."""
    return translate("office.blank")


def place_and_date(claim: Claim) -> str:
    """Return the line above a signature."""
    return office.place_and_date(claim.office.agreement, region_name(claim.office.regency) or "")


def cited(value: Citation) -> str:
    """Return the law and the article with a mark for how certain they are."""
    return value.reference + translate(_MARKS[value.confidence])
