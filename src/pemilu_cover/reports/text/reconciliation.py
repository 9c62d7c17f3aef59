"""Print who worked and is not on the bill, then the difference by outcome, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl
from rich.console import Console
from rich.text import Text

from pemilu_cover.i18n.text import (
    Language,
    LocalizedText,
    localize,
    localized_count,
    localized_list,
    localized_month,
)
from pemilu_cover.reconciliation.billing import outcome_codes as codes
from pemilu_cover.reconciliation.billing.reconcile import ReconciliationRun
from pemilu_cover.reports.next_step import NextStep
from pemilu_cover.reports.reconciliation.texts import (
    format_detail,
    format_doubts,
    format_unread_place,
    rounds_to_rupiah,
)
from pemilu_cover.reports.sipp_differences import mask_kpj
from pemilu_cover.reports.text.people_lists import format_place, print_by_kecamatan, print_first
from pemilu_cover.reports.text.step_list import print_steps
from pemilu_cover.reports.text.terminal import TerminalWriter
from pemilu_cover.values.nik import mask
from pemilu_cover.values.rupiah import format_rupiah

_URGENT = frozenset((codes.NOT_BILLED, codes.MONTH, codes.UNREAD))


def print_reconciliation(run: ReconciliationRun, language: Language, out: Console) -> None:
    """Print the outcome of ``reconcile``."""
    writer = TerminalWriter(language, out)
    _print_files(writer, run)
    _print_uncovered(writer, run)
    _print_counts(writer, run)
    _print_unread(writer, run)
    for code in run.reconciliation.counts:
        if code not in (codes.NOT_BILLED, codes.UNREAD):
            _print_outcome(writer, run, code)
    for path in run.files:
        writer.print(
            localize("reconcile.written", path=path), blank_line_before=path == run.files[0]
        )
    print_steps(writer, _steps(run))


def _print_files(writer: TerminalWriter, run: ReconciliationRun) -> None:
    for file in run.reconciliation.bill.files:
        details = {
            "file": file.label,
            "months": localized_list(map(localized_month, file.periods)),
            "npp": file.npp or run.npp or localize("reconcile.npp-unknown"),
            "people": localized_count(file.people),
        }
        if file.form == "pdf":
            pages = localized_count(file.pages)
            writer.print(localize("reconcile.file-pdf", pages=pages, **details))
        else:
            writer.print(localize(f"reconcile.file-{file.form}", **details))


def _print_uncovered(writer: TerminalWriter, run: ReconciliationRun) -> None:
    """Print who has no cover, before anything else."""
    uncovered = run.reconciliation.uncovered
    if not uncovered.height:
        if not run.reconciliation.bill.unread:
            writer.print(localize("reconcile.covered"), "green", blank_line_before=True)
        return
    people = localized_count(uncovered["person"].n_unique())
    title = localize("reconcile.uncovered-title", people=people)
    writer.print(title, "bold red", blank_line_before=True)
    for doubt in format_doubts(run.reconciliation):
        writer.print(doubt, "yellow")
    places = uncovered.select(
        "nik", "kecamatan", file="our_file", sheet="our_sheet", row="our_row"
    ).unique("nik", keep="first", maintain_order=True)
    print_by_kecamatan(writer, places)


def _print_counts(writer: TerminalWriter, run: ReconciliationRun) -> None:
    """Print people and money by outcome, and the sums of both sides."""
    found = run.reconciliation
    rows: list[tuple[LocalizedText, int, int | None, str]] = [
        (localize("reconcile.count-same"), found.same, None, "green")
    ]
    rows += [
        (localize(f"reconcile.outcome-{code}"), people, found.money.get(code), _style(code))
        for code, people in found.counts.items()
    ]
    is_expected = any(file.form == "upah" for file in found.bill.files)
    theirs = "reconcile.side-expected" if is_expected else "reconcile.side-theirs"
    rows += [
        (localize("reconcile.side-ours"), found.ours.people, found.ours.total_sen, "bold"),
        (localize(theirs), found.theirs.people, found.theirs.total_sen, "bold"),
        (
            localize("reconcile.side-difference"),
            found.theirs.people - found.ours.people,
            found.theirs.total_sen - found.ours.total_sen,
            "bold",
        ),
    ]
    shown = [
        (writer.translate(text), writer.count(people), _amount(money, style), style)
        for text, people, money, style in rows
    ]
    widths = [max(len(row[column]) for row in shown) for column in range(3)]
    writer.out.print()
    for text, people, amount, style in shown:
        numbers = f"{people:>{widths[1]}}   {amount:>{widths[2]}}".rstrip()
        writer.out.print(Text(f"  {text:<{widths[0]}}   ").append(numbers, style))


def _amount(money: int | None, style: str) -> str:
    """Return an amount; a sum is shown though it is 0."""
    return format_rupiah(money or 0) if money or style == "bold" else ""


def _style(code: str) -> str:
    if code in _URGENT:
        return "red"
    return "dim" if code == codes.ROUNDING else "yellow"


def _print_unread(writer: TerminalWriter, run: ReconciliationRun) -> None:
    pages = run.reconciliation.bill.unused
    if not pages:
        return
    writer.print(localize("reconcile.unread-title"), "red", blank_line_before=True)
    lines = (
        f"{writer.translate(format_unread_place(page))}: "
        f"{writer.translate(localize(f'reconcile.unread-{page.reason}'))}"
        for page in pages
    )
    print_first(writer, lines, len(pages))


def _print_outcome(writer: TerminalWriter, run: ReconciliationRun, code: str) -> None:
    rows = run.reconciliation.outcomes.filter(pl.col("code") == code)
    title = Text(writer.translate(localize(f"reconcile.outcome-{code}")), style=_style(code))
    title.append(f"  [{code}]", style="dim")
    writer.out.print()
    writer.print_hanging("  ", title)
    lines = (_line(writer, row) for row in rows.iter_rows(named=True))
    print_first(writer, lines, rows.height)


def _line(writer: TerminalWriter, row: dict[str, Any]) -> str:
    """Return one person with the places on both sides, and what differs; no name and no whole number."""
    person = mask(row["nik"]) if row["nik"] else mask_kpj(row["kpj"] or "")
    places = [
        format_place(*(row[name] for name in side[:3]))
        for side in (("file", "sheet", "row"), ("our_file", "our_sheet", "our_row"))
        if row[side[0]]
    ]
    if row["page"] and not row["sheet"]:  # of a PDF
        on_paper = localize(
            "reconcile.place-pdf-row", **{name: row[name] for name in ("file", "page", "row")}
        )
        places[0] = writer.translate(on_paper)
    parts = [f"{person}  {'  =  '.join(places)}"]
    if row["detail"]:
        parts.append(writer.translate(format_detail(row["detail"])))
    parts += [
        writer.translate(localize(key, value=value))
        for key, value in zip(("reconcile.ours", "reconcile.theirs"), _values(row), strict=True)
        if value
    ]
    if row["money_sen"]:
        parts.append(format_rupiah(row["money_sen"]))
    return "  ".join(parts)


def _values(row: dict[str, Any]) -> tuple[str, str]:
    """Return what differs on both sides, as a screen may show it."""
    ours, theirs = row["ours"], row["theirs"]
    if row["code"] == codes.WAGE:
        return format_rupiah(row["our_wage"]), format_rupiah(row["their_wage"])
    if row["code"] != codes.IDENTITY or row["detail"] == codes.BIRTH_DATE or not (ours and theirs):
        return "", ""
    hide = mask if row["detail"] == codes.NIK else mask_kpj
    return hide(ours), hide(theirs)


# ---- Next steps ---------------------------------------------------------------------------------


def _steps(run: ReconciliationRun) -> Iterator[NextStep]:
    """Return what is to be done now: cover first, then money, then identities."""
    found = run.reconciliation
    is_wage_list = any(file.form == "upah" for file in found.bill.files)
    if not found.matched["owner"].count():
        yield NextStep(localize("reconcile.step-nobody"))
        return
    for code in found.counts:
        if code != codes.ROUNDING:
            outcome = localize(f"reconcile.outcome-{code}")
            todo = localize(f"reconcile.todo-{code}")
            yield NextStep(localize("reconcile.step-outcome", outcome=outcome, todo=todo))
    if rounds_to_rupiah(found):
        again = (*run.command, "--rounding", "rupiah")
        yield NextStep(localize("reconcile.step-rounding"), commands=(again,))
    if found.agrees:
        yield NextStep(localize(f"reconcile.step-{'finalise' if is_wage_list else 'pay'}"))
    if not run.files:
        yield NextStep(
            localize("reconcile.step-write"), commands=((*run.command, "--out", "selisih"),)
        )
