"""The next steps after a run, in order."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from pemilu_cover.enrolment.coverage_gaps import coverage_problems
from pemilu_cover.enrolment.shell_commands import PROGRAM, Command, shell_path
from pemilu_cover.i18n.text import LocalizedText, localize, translate
from pemilu_cover.reports.next_step import NextStep
from pemilu_cover.reports.people_labels import NO_KECAMATAN, kecamatan_file_stem
from pemilu_cover.reports.text.column_steps import column_steps
from pemilu_cover.reports.text.roster_repair import roster_repair
from pemilu_cover.reports.xlsx import other_members
from pemilu_cover.roster.findings import CORRECTIONS

if TYPE_CHECKING:
    from pemilu_cover.enrolment.result import Enrolment

_PLACE_OF_WORK = "location"
_NOBODY = localize("next_steps.nobody-to-enrol")

# Identity cards often show no blood group, and SIPP has no code for one that is not known.
_BLOOD = NextStep(
    localize("next_steps.unknown-blood-groups"),
    ("[defaults]", 'blood = "<A, B, AB, O>"'),
)


def missing_field_counts(enrolment: Enrolment) -> dict[str, int]:
    """Count, by field, the enrolled people who lack a field that SIPP requires; the most frequent first."""
    cells = enrolment.incomplete["missing"].explode().drop_nulls()
    return dict(
        cells.value_counts(sort=True).sort("count", "missing", descending=[True, False]).iter_rows()
    )


def kecamatan_field_counts(enrolment: Enrolment) -> dict[str, int]:
    """Count the same without the place of work, which only the office knows."""
    return {
        name: people
        for name, people in missing_field_counts(enrolment).items()
        if name != _PLACE_OF_WORK
    }


def is_in_order(enrolment: Enrolment) -> bool:
    """Return whether somebody is enrolled, and there is nothing to correct, fill in or check."""
    has_warnings = any(finding.level == "warning" for finding in enrolment.validation.findings)
    return bool(enrolment.people.height) and enrolment.is_in_order and not has_warnings


def after_enrolment(enrolment: Enrolment) -> Iterator[NextStep]:
    """Return what is to be done with the files of a result."""
    validation = enrolment.validation
    yield from column_steps(enrolment, kecamatan_field_counts(enrolment))
    yield from _unused_corrections(enrolment)
    yield from _not_understood(enrolment)
    if _is_all_excluded(enrolment):
        yield NextStep(
            localize("next_steps.nobody-to-enrol-stated", files=_corrections(enrolment)),
            commands=(enrolment.run.enrol("--force"),),
        )
        return
    yield from _place_of_work(enrolment)
    if validation.held_back or kecamatan_field_counts(enrolment):
        yield _return_corrections(enrolment)
        if "blood" in kecamatan_field_counts(enrolment):
            yield _BLOOD
    elif any(finding.level == "warning" for finding in validation.findings):
        yield NextStep(localize("next_steps.check-warnings", files=_corrections(enrolment)))
    yield from _check_exclusions(enrolment)
    yield from _upload(enrolment)
    yield from _cover(enrolment)
    if enrolment.people.height:
        yield NextStep(localize("next_steps.sign-invoice"))


def after_batches(counts: Mapping[str, int]) -> Iterator[NextStep]:
    """Return what is to be done with the files of a result in batches; ``counts`` are its people by state."""
    for state in ("held_back", "excluded", "incomplete"):
        if counts[state]:
            yield NextStep(localize(f"batches.hint-{state.replace('_', '-')}"))
    yield NextStep(localize("batches.hint-invoices"))


def _check_exclusions(enrolment: Enrolment) -> Iterator[NextStep]:
    """Yield the step to check exclusions: by mistake, somebody may be without cover."""
    people = int(
        enrolment.validation.frame.select(pl.col("excluded") & ~pl.col("struck")).sum().item()
    )
    if not people:
        return
    files = _corrections(enrolment)
    yield NextStep(localize("next_steps.check-exclusions", people=people, files=files))


def _cover(enrolment: Enrolment) -> Iterator[NextStep]:
    """Ask the office to decide about months that buy nothing, and days without cover, before it pays."""
    for gap in coverage_problems(enrolment.totals):
        yield NextStep(localize("next_steps.decide-before-paying", fix=gap.fix))


def _unused_corrections(enrolment: Enrolment) -> Iterator[NextStep]:
    """Yield the step to fix corrections that could not be applied."""
    findings = enrolment.validation.findings
    unused = [f for f in findings if f.about == CORRECTIONS and f.level == "error"]
    if unused:
        files = ", ".join(sorted({finding.file for finding in unused}))
        yield NextStep(localize("next_steps.fix-corrections-file", files=files))


def _not_understood(enrolment: Enrolment) -> Iterator[NextStep]:
    """Return the step for cells that were not read: they are corrected in the roster alone."""
    if number := len(enrolment.validation.roster.not_understood):
        files = _corrections(enrolment)
        yield NextStep(localize("next_steps.fix-unread-cells", number=number, files=files))


def _corrections(enrolment: Enrolment) -> LocalizedText:
    """Return where the sheets of corrections are: in one workbook, or one for each kecamatan."""
    place = "folder" if enrolment.run.splits_corrections else "file"
    return localize(f"next_steps.corrections-{place}")


def _return_corrections(enrolment: Enrolment) -> NextStep:
    """Return the step to send corrections out and to merge the filled files."""
    held_back = len(enrolment.validation.held_back)
    gaps = enrolment.incomplete["missing"].list.set_difference([_PLACE_OF_WORK]).list.len() > 0
    incomplete = int(gaps.sum())
    people_ids = {*enrolment.validation.held_back, *enrolment.incomplete.filter(gaps)["id"]}
    if held_back and incomplete:
        people = localize("next_steps.people-of-both", held=held_back, lacking=incomplete)
    elif held_back:
        people = localize("next_steps.people-not-enrolled", held=held_back)
    else:
        people = localize("next_steps.people-incomplete", lacking=incomplete)
    merge = _merge_command(enrolment)
    if enrolment.run.splits_corrections:
        return NextStep(
            localize("next_steps.send-each-kecamatan", people=people), commands=(merge,)
        )
    kecamatan = _count_kecamatan(enrolment, people_ids)
    if kecamatan <= 1:
        return NextStep(localize("next_steps.send-to-kecamatan", people=people), commands=(merge,))
    split = replace(enrolment, run=enrolment.run.split_by_kecamatan())
    text = localize("next_steps.split-by-kecamatan", kecamatan=kecamatan, people=people)
    return NextStep(text, commands=(split.run.enrol("--force"), _merge_command(split)))


def _count_kecamatan(enrolment: Enrolment, people_ids: Collection[int]) -> int:
    """Count the kecamatan of some people, as far as they are known."""
    is_one = pl.col("id").is_in(pl.Series(sorted(people_ids), dtype=pl.UInt32).implode())
    names = enrolment.validation.frame.filter(is_one)["kecamatan"].unique()
    return len({*map(kecamatan_file_stem, names)} - {NO_KECAMATAN})


def after_strict(enrolment: Enrolment) -> Iterator[NextStep]:
    """Return what is to be done where ``--strict`` wrote nothing."""
    yield from _place_of_work(enrolment)
    if enrolment.validation.has_errors:
        yield NextStep(
            localize("next_steps.fix-roster-strict"), commands=(enrolment.run.enrol("--strict"),)
        )
    yield NextStep(localize("next_steps.run-without-strict"), commands=(enrolment.run.enrol(),))


def after_check(enrolment: Enrolment, marked: Path | None) -> Iterator[NextStep]:
    """Return what is to be done with the findings of a roster; ``marked`` is the copy with marks."""
    validation = enrolment.validation
    if _is_all_excluded(enrolment):
        yield NextStep(_NOBODY, commands=(enrolment.run.check(),))
        return
    yield from column_steps(enrolment, kecamatan_field_counts(enrolment))
    has_findings = any(finding.level != "info" for finding in validation.findings)
    if has_findings and marked:
        yield NextStep(
            localize("next_steps.fix-marked-copy", marked=marked),
            commands=(enrolment.run._replace(rosters=(shell_path(marked),)).check(),),
        )
    elif validation.has_errors:
        advice, marks = roster_repair([Path(roster) for roster in enrolment.run.rosters])
        yield NextStep(advice, commands=(enrolment.run.check(*marks),))
    if validation.has_errors:
        code = next(finding.code for finding in validation.findings if finding.level == "error")
        yield NextStep(localize("next_steps.explain-code"), commands=((PROGRAM, "explain", code),))
    yield from _place_of_work(enrolment)
    yield from _enrol(enrolment)


def _place_of_work(enrolment: Enrolment) -> Iterator[NextStep]:
    if _PLACE_OF_WORK in missing_field_counts(enrolment):
        why = localize(
            "next_steps.place-of-work-lengkapi"
            if enrolment.out
            else "next_steps.place-of-work-roster"
        )
        step = _add_to_agreement(enrolment, why)
        yield step._replace(
            commands=(*step.commands, *((_merge_command(enrolment),) if enrolment.out else ()))
        )


def _add_to_agreement(enrolment: Enrolment, why: LocalizedText) -> NextStep:
    """Ask for what only the office knows: a line of its agreement, which may not exist yet."""
    if enrolment.validation.terms.agreement.model_fields_set:
        action = localize("next_steps.write-into-agreement")
    else:
        action = localize("next_steps.save-agreement")
    run = enrolment.run
    again = (run if run.has_agreement else run.with_agreement("pks.toml")).again()
    text = localize("next_steps.reason-and-action", why=why, what=action)
    return NextStep(text, (_employer_line(enrolment),), (again,))


def _merge_command(enrolment: Enrolment) -> Command:
    """Return the command that merges the filled corrections."""
    name = "corrections" if enrolment.run.splits_corrections else "corrections.xlsx"
    filled_path = (enrolment.out or Path()) / name
    return enrolment.run.enrol("--corrections", shell_path(filled_path), "--force")


def _employer_line(enrolment: Enrolment) -> str:
    """Return the agreement's line about the employer, with what is known and what is to be filled in."""
    employer = enrolment.validation.terms.agreement.employer
    place = enrolment.completed.location
    employer_fields = {
        "name": employer.name,
        "npp": employer.npp or "<NPP>",
        "location": place.code if place else translate("next_steps.location-placeholder"),
    }
    # A JSON string is a TOML string.
    cells = [
        f"{key} = {json.dumps(value, ensure_ascii=False)}"
        for key, value in employer_fields.items()
        if value
    ]
    return f"employer = {{ {', '.join(cells)} }}"


def _upload(enrolment: Enrolment) -> Iterator[NextStep]:
    lists = other_members.list_names(enrolment.ready)
    if enrolment.ready.filter(~other_members.needs_other_list()).height:
        if not enrolment.validation.terms.agreement.employer.npp:
            yield _add_to_agreement(enrolment, localize("next_steps.sipp-file-name"))
        yield NextStep(localize("next_steps.upload-template"))
    if "peserta_lanjutan.xlsx" in lists:
        yield NextStep(localize("next_steps.enrol-returning-members"))
    if "peserta_bpu.xlsx" in lists:
        yield NextStep(localize("next_steps.enrol-bpu-members"))


def _enrol(enrolment: Enrolment) -> Iterator[NextStep]:
    """Report that nobody's cover has to wait for the others."""
    if not enrolment.people.height:
        return
    has_gaps, held_back = bool(kecamatan_field_counts(enrolment)), enrolment.validation.held_back
    if held_back:
        key = "others-and-list-missing-fields" if has_gaps else "others-now"
        text = localize(f"next_steps.enrol-{key}")
    elif has_gaps:
        text = localize("next_steps.write-missing-fields")
    elif enrolment.is_in_order:
        text = localize("next_steps.enrol-now")
    else:
        return
    yield NextStep(text, commands=(enrolment.run.enrol(),))


def _is_all_excluded(enrolment: Enrolment) -> bool:
    return len(enrolment.validation.excluded) == enrolment.validation.frame.height
