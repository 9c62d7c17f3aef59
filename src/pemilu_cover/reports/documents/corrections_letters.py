"""``surat-pengantar/``: the letter with which each kecamatan gets its corrections; it names nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import polars as pl

from pemilu_cover.documents.model import Block, Bullets, Document, Fields, Paragraph, Table
from pemilu_cover.enrolment.kecamatan_counts import person_states
from pemilu_cover.i18n.messages import messages
from pemilu_cover.i18n.text import active_language, localized_count, translate
from pemilu_cover.reports.documents.letter import Letter, build_letter
from pemilu_cover.reports.local_formats import count_text
from pemilu_cover.reports.people_labels import NO_KECAMATAN, kecamatan_file_stem
from pemilu_cover.roster.corrections.correction_rows import (
    COMPLETION_SHEET,
    CORRECTIONS_SHEET,
    NEWCOMERS,
    REASON,
)
from pemilu_cover.roster.findings import PERSON, Finding
from pemilu_cover.roster.tables.column_names import fields
from pemilu_cover.values.text import place_case

if TYPE_CHECKING:
    from pemilu_cover.enrolment.result import Enrolment

FOLDER = "surat-pengantar"
_WIDTHS = (6, 1)
_SUPERVISORS = "BAWASLU"
_ASKED_ABOUT = frozenset({"held_back", "incomplete"})
# Only the office knows it, not the kecamatan.
_OF_THE_OFFICE = "location"


def build_corrections_letters(
    enrolment: Enrolment, workbooks: Collection[str]
) -> Iterator[tuple[str, Document]]:
    """Yield the letter of each kecamatan with a workbook of corrections, by name.

    People without a known kecamatan have a workbook, but nobody to whom it could be sent. Where
    nothing is to be corrected, filled in or checked, the workbook only informs the office.
    """
    validation = enrolment.validation
    names = validation.frame["kecamatan"].unique()
    stems = {name: kecamatan_file_stem(name) for name in names}
    people = validation.frame.select(
        "id",
        "role",
        "start",
        pl.col("kecamatan").replace_strict(stems, return_dtype=pl.String).alias("stem"),
        person_states(enrolment),
    ).join(enrolment.incomplete.select("id", "missing"), on="id", how="left")
    by_stem = people.partition_by("stem", as_dict=True)
    findings: dict[int, list[Finding]] = {}
    for finding in validation.findings:
        if finding.about == PERSON and finding.level != "info":
            findings.setdefault(finding.id, []).append(finding)
    for workbook in sorted(workbooks):
        stem = workbook.rpartition("/")[2].removesuffix(".xlsx")
        if stem == NO_KECAMATAN or (stem,) not in by_stem:
            continue
        people = by_stem[stem,]
        to_check = _count_to_check(people, findings)
        if to_check or not _ASKED_ABOUT.isdisjoint(people["state"]):
            letter = _letter(enrolment, stem, people, findings, to_check)
            document = build_letter(letter, validation.terms.agreement)
            yield f"{FOLDER}/{stem}.pdf", document


def _letter(
    enrolment: Enrolment,
    stem: str,
    people: pl.DataFrame,
    findings: Mapping[int, list[Finding]],
    to_check: int,
) -> Letter:
    file, kecamatan = f"{stem}.xlsx", place_case(stem.removeprefix("kec-").replace("-", " "))
    terms, location = enrolment.validation.terms, enrolment.totals.location
    bodies = {code: role.body for code, role in terms.book.roles.roles.items()}
    supervised = people["role"].replace_strict(bodies, default="") == _SUPERVISORS
    to = "supervisors" if supervised.sum() * 2 > people["role"].drop_nulls().len() else "organisers"
    body = translate(
        "corrections_letter.body",
        file=file,
        kecamatan=kecamatan,
        election=terms.election.name,
    )
    return Letter(
        subject=translate("corrections_letter.subject"),
        attachment=translate("corrections_letter.attachment", file=file),
        recipient=translate(f"corrections_letter.to-{to}", kecamatan=kecamatan),
        body=(
            Paragraph(body),
            *_counts(people),
            *_reasons(people, findings, to_check),
            Paragraph(translate("corrections_letter.please"), "strong"),
            Bullets(tuple(_steps(set(people["state"]), to_check, file)), numbered=True),
            Paragraph(_deadline(people, enrolment)),
        ),
        place=place_case(location.name) if location else "",
    )


def _counts(people: pl.DataFrame) -> Iterator[Block]:
    counts = Counter(people["state"])
    listed = people.height - counts["excluded"]
    rows = {
        "listed": listed,
        "ready": counts["ready"],
        "incomplete": counts["incomplete"],
        "held-back": counts["held_back"],
    }
    yield Fields(
        tuple(
            (
                translate(f"corrections_letter.count-{key}"),
                translate("letters.people", count=localized_count(number)),
            )
            for key, number in rows.items()
        )
    )
    if held_back := counts["held_back"]:
        text = translate("corrections_letter.not-covered", people=localized_count(held_back))
        yield Paragraph(text, "framed")


def _reasons(
    people: pl.DataFrame, findings: Mapping[int, list[Finding]], to_check: int
) -> Iterator[Block]:
    """Yield why people are not enrolled and what is missing, each with the number of people."""
    by_code: dict[str, dict[int, Finding]] = {}
    of_columns = 0
    for number in people.filter(pl.col("state") == "held_back")["id"]:
        errors = [each for each in findings.get(number, ()) if each.level == "error"]
        of_columns += not errors
        for finding in errors:
            by_code.setdefault(finding.code, {}).setdefault(number, finding)
    reasons = [(_reason(code, found.values()), len(found)) for code, found in by_code.items()]
    if of_columns:
        reasons.append((translate("corrections_letter.reason-column"), of_columns))
    missing = Counter(people["missing"].explode().drop_nulls())
    del missing[_OF_THE_OFFICE]
    titles = fields()
    gaps = [
        (translate("corrections_letter.missing", field=titles[name].title), number)
        for name, number in missing.items()
    ]
    if to_check:
        gaps.append((translate("corrections_letter.to-check"), to_check))
    rows = [*sorted(reasons, key=_most_first), *sorted(gaps, key=_most_first)]
    if rows:
        yield Table(
            (
                translate("corrections_letter.head-reason"),
                translate("corrections_letter.head-people"),
            ),
            tuple((reason, count_text(number)) for reason, number in rows),
            _WIDTHS,
            frozenset({1}),
        )


def _count_to_check(people: pl.DataFrame, findings: Mapping[int, list[Finding]]) -> int:
    """Count the enrolled people with warnings alone."""
    enrolled = people.filter(pl.col("state").is_in(["ready", "incomplete"]))["id"]
    return sum(number in findings for number in enrolled)


def _most_first(row: tuple[str, int]) -> tuple[int, str]:
    return -row[1], row[0]


def _reason(code: str, findings: Iterable[Finding]) -> str:
    """Return the sentence of findings of one code, with dots for what differs between them."""
    listed = list(findings)
    sentences = {finding.message() for finding in listed}
    if len(sentences) == 1:
        return sentences.pop()
    sentence = messages()[code].says.format(active_language(), dict.fromkeys(listed[0].detail, "…"))
    return sentence.replace("….", "…")


def _steps(states: Collection[str], to_check: int, file: str) -> Iterator[str]:
    yield translate("corrections_letter.step-open", file=file)
    if "held_back" in states or to_check:
        yield translate("corrections_letter.step-correct", sheet=CORRECTIONS_SHEET, column=REASON)
    if "incomplete" in states:
        yield translate("corrections_letter.step-complete", sheet=COMPLETION_SHEET)
    yield translate("corrections_letter.step-newcomers", sheet=NEWCOMERS)
    yield translate("corrections_letter.step-send")


def _deadline(people: pl.DataFrame, enrolment: Enrolment) -> str:
    """Return until when; the office writes the day, which only the first contract limits."""
    days = people.filter(pl.col("state") != "excluded")["start"].drop_nulls().sort()
    if days.is_empty():
        return translate("corrections_letter.deadline")
    first, written = days[0], enrolment.validation.terms.agreement.papers.bill_date
    key = "begun" if written and written >= first else "before"
    return translate(f"corrections_letter.deadline-{key}", day=first)
