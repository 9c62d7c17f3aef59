"""The next steps about columns of unknown headers: those whose cells say what they hold, and the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pemilu_cover.enrolment.unread_parts import unused_columns
from pemilu_cover.i18n.text import localize, localized_choice, localized_list
from pemilu_cover.reports.field_labels import field_label
from pemilu_cover.reports.next_step import NextStep
from pemilu_cover.values.text import sanitise_for_terminal

if TYPE_CHECKING:
    from pemilu_cover.enrolment.result import Enrolment


def column_steps(enrolment: Enrolment, missing: Mapping[str, int]) -> Iterator[NextStep]:
    """Yield the steps; ``missing`` counts the people without a field."""
    guessed = {
        label: finding.field
        for finding in enrolment.validation.findings
        if finding.code == "column-guess" and finding.suggestion
        # A command cannot be masked: a header with a NIK in it is corrected in the roster.
        if (label := str(finding.detail["label"])) == sanitise_for_terminal(label)
    }
    if guessed:
        options = tuple(
            word
            for label, name in guessed.items()
            for word in ("--column", f"{label}={field_label(name).translate()}")
        )
        run = enrolment.run._replace(options=(*enrolment.run.options, *options))
        text = localize("next_steps.use-columns", columns=", ".join(guessed))
        command = run.enrol("--force") if enrolment.out else run.check()
        yield NextStep(text, commands=(command,))
    columns = sorted(map(sanitise_for_terminal, _unused(enrolment) - guessed.keys()))
    absent = [name for name in _absent(enrolment, missing) if name not in guessed.values()]
    if columns and absent:
        fields = localized_choice(map(field_label, absent))
        text = localize("next_steps.name-columns", columns=", ".join(columns), fields=fields)
        names = localized_list(map(field_label, absent)).translate()
        yield NextStep(text, (f'--column "{columns[0]}=<{names}>"',))


def _unused(enrolment: Enrolment) -> set[str]:
    validation = enrolment.validation
    return {
        label
        for table in validation.roster.tables
        for label in unused_columns(table, validation.applied_corrections)
    }


def _absent(enrolment: Enrolment, missing: Mapping[str, int]) -> list[str]:
    """Return the fields that nobody has, or whose lack keeps people out where a table has no such column."""
    people = enrolment.people.height
    nobody_has = [name for name, count in missing.items() if count == people]
    blocking = {
        finding.field
        for finding in enrolment.validation.findings
        if finding.level == "error" and finding.code.endswith("-missing")
    }
    tables = enrolment.validation.roster.tables
    lacked = [name for name in sorted(blocking) if any(one.lacks(name) for one in tables)]
    return list(dict.fromkeys([*nobody_has, *lacked]))
