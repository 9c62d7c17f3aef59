"""**Petunjuk**: the steps for the clerk."""

from __future__ import annotations

import polars as pl

from pemilu_cover.i18n.text import localize, translate
from pemilu_cover.reports.xlsx.corrections.incomplete_sheet import field_hints
from pemilu_cover.reports.xlsx.corrections.layout import protect
from pemilu_cover.reports.xlsx.corrections.model import ColumnTitles, CorrectionsData
from pemilu_cover.reports.xlsx.corrections.print_setup import row_heights
from pemilu_cover.reports.xlsx.corrections.read_only_sheets import RecordingSheet

_WIDTH = 85


def write_instructions(
    recorder: RecordingSheet, contents: CorrectionsData, headers: ColumnTitles
) -> None:
    """Write the sheet."""
    sheet = recorder.sheet
    sheet.widths([4, _WIDTH])
    recorder.text(0, 0, headers.instructions, bold=True, font_size=12)
    notice = translate("privacy.corrections")
    recorder.text(1, 1, notice, italic=True, text_wrap=True)
    lines = _steps(contents, headers)
    for number, line in enumerate(lines, start=1):
        recorder.text(2 + number, 0, f"{number}.", valign="top")
        recorder.text(2 + number, 1, line, text_wrap=True, valign="top")
    for row, height in enumerate(row_heights([(pl.Series([notice, "", *lines]), _WIDTH)]), start=1):
        sheet.raw.set_row(row, height)
    sheet.for_a4(landscape=False)
    protect(sheet)


def _steps(contents: CorrectionsData, headers: ColumnTitles) -> list[str]:
    lines = _faulty_row_steps(contents, headers) if contents.faulty.marks else []
    if contents.unread:
        lines.append(
            translate(
                "corrections_file.step-unread",
                sheet=localize("corrections_sheets.unread"),
                places=len(contents.unread),
            )
        )
    if contents.columns:
        has_error = any(note.level == "error" for note in contents.columns)
        lines.append(
            translate(
                "corrections_file.step-columns-error"
                if has_error
                else "corrections_file.step-columns",
                sheet=localize("corrections_sheets.columns"),
                columns=len(contents.columns),
            )
        )
    if contents.incomplete.height:
        lines.append(_incomplete_step(contents.incomplete, headers))
        lines += field_hints(contents.incomplete["missing"].explode().to_list())
    newcomers = headers.newcomers
    return [
        *lines,
        translate(
            "corrections_file.step-newcomers", sheet=newcomers.sheet, replaces=newcomers.replaces
        ),
        translate("corrections_file.step-formats"),
        translate("corrections_file.step-phone"),
        translate("corrections_file.step-keep-keys", columns=", ".join(headers.address)),
        translate("corrections_file.step-no-notes"),
        translate("corrections_file.step-newest-file"),
        translate("corrections_file.step-send-back-update", period=contents.update_period)
        if contents.update_period
        else translate("corrections_file.step-send-back"),
    ]


def _faulty_row_steps(contents: CorrectionsData, headers: ColumnTitles) -> list[str]:
    return [
        translate(
            "corrections_file.step-faulty-rows",
            sheet=headers.faulty_rows,
            people=len(contents.faulty.marks),
        ),
        translate("corrections_file.step-read-reasons", column=headers.reasons[1]),
        translate("corrections_file.step-strike", column=headers.strike),
        translate(
            "corrections_file.step-successor",
            column=headers.successor,
            sheet=headers.newcomers.sheet,
        ),
    ]


def _incomplete_step(people: pl.DataFrame, headers: ColumnTitles) -> str:
    """Return what is to be filled in, and what it is for."""
    not_enrolled = int(people["kept_out"].sum())
    billed = people.height - not_enrolled
    consequences = [
        *([localize("corrections_file.consequence-billed", people=billed)] if billed else []),
        *(
            [
                localize(
                    "corrections_file.consequence-not-enrolled",
                    people=not_enrolled,
                    sheet=headers.faulty_rows,
                )
            ]
            if not_enrolled
            else []
        ),
    ]
    first, *second = consequences
    return translate(
        "corrections_file.step-incomplete-both" if second else "corrections_file.step-incomplete",
        sheet=headers.incomplete,
        people=people.height,
        first=first,
        second=second[0] if second else "",
    )
