"""What a person reads first: the outcome of a run on the terminal, in Indonesian or English.

Everything is built of `rich.text.Text`, which reads no markup: a name like ``BUDI [/]`` is a name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from pemilu_cover.enrolment.coverage_gaps import coverage_problems
from pemilu_cover.enrolment.elections import notices
from pemilu_cover.enrolment.exclusions import exclusions
from pemilu_cover.enrolment.kecamatan_counts import KecamatanCounts, count_by_kecamatan, sum_counts
from pemilu_cover.enrolment.shell_commands import wrap_command
from pemilu_cover.enrolment.totals import CoverageGap
from pemilu_cover.enrolment.unread_parts import describe, unused_columns
from pemilu_cover.i18n.messages import messages
from pemilu_cover.i18n.text import Language, LocalizedText, localize
from pemilu_cover.reports.json.corrections import count_labels
from pemilu_cover.reports.text import next_steps
from pemilu_cover.reports.text.next_steps import NextStep
from pemilu_cover.reports.xlsx import other_members
from pemilu_cover.reports.xlsx.invoice.build import bill_cautions, format_reliefs
from pemilu_cover.roster.corrections.auto_fixes import SAYS
from pemilu_cover.roster.findings import CELLS, COLUMN, CORRECTIONS, PERSON
from pemilu_cover.roster.people import NO_HEADER, PassedOverSheet
from pemilu_cover.roster.tables.column_names import accepted_headers, fields
from pemilu_cover.roster.tables.repeated_sheets import REPEATED
from pemilu_cover.values import dates, rupiah
from pemilu_cover.values.text import sanitise_for_terminal

if TYPE_CHECKING:
    from pemilu_cover.enrolment.result import Enrolment
    from pemilu_cover.enrolment.validation import ValidatedRoster
    from pemilu_cover.roster.findings import Finding

_FILLED = {
    "identity_valid_until": localize("enrolment.identity-valid-until"),
    "marital": localize("enrolment.marital-status"),
    "blood": localize("enrolment.blood-group"),
    "address": localize("enrolment.address"),
    "postal_code": localize("enrolment.postal-code"),
    "location": localize("enrolment.place-work"),
}
_NOT_PEOPLE = {
    "header": localize("enrolment.repeated-header"),
    "numbering": localize("enrolment.numbering"),
    "total": localize("enrolment.total"),
    "heading": localize("enrolment.heading"),
    "foot": localize("enrolment.foot-signature"),
    "empty": localize("enrolment.without-person-s-data"),
    "example": localize("enrolment.form-s-example"),
    REPEATED: localize("enrolment.people-another-sheet"),
}
_STYLES = {"error": "red", "warning": "yellow", "info": "cyan"}
_LEVELS = {
    "error": localize("enrolment.error"),
    "warning": localize("enrolment.warning"),
    "info": localize("enrolment.info"),
}
_FINDINGS = {
    "error": localize("enrolment.held-back-until-mended"),
    "warning": localize("enrolment.warnings-enrolled-same"),
    "info": localize("enrolment.information"),
}
# What is found of no one person: its numbers are no numbers of people.
_ASIDE = {
    CELLS: localize("enrolment.cells-read-places"),
    COLUMN: localize("enrolment.columns-roster-columns-people"),
    CORRECTIONS: localize("enrolment.corrections-files-rows-columns"),
}
_PER_KECAMATAN = localize("enrolment.per-kecamatan")
_OTHERS = localize("enrolment.others")
_NO_KECAMATAN = localize("enrolment.no-kecamatan")
_KECAMATAN_COLUMNS = {
    "people": (localize("enrolment.people"), ""),
    "enrolled": (localize("enrolment.enrolled"), "green"),
    "incomplete": (localize("enrolment.incomplete"), "yellow"),
    "held_back": (localize("enrolment.held-back"), "red"),
    "excluded": (localize("enrolment.excluded"), "cyan"),
}
_SEVERAL = 2
# Without these columns nobody can be enrolled.
_NEEDED = ("nik", "name", "birth_date", "role")
_EXAMPLES = 3
# A list so long, in which each reason comes so often, is summed up by reason below it.
_LONG, _OFTEN = 10, 2
# A screen has room for so many kecamatan; the others are summed, and --json has them all.
_MOST_KECAMATAN = 12
_NAME_WIDTH = 24
_NARROWEST = 20
# In a file or a pipe each finding stays on its line, so that it can be searched for.
_NEVER_WRAP = 10_000


class PipeAwareConsole(Console):
    """A console that leaves a reader who has gone (``| head``) to who prints: it would end with 1."""

    def on_broken_pipe(self) -> None:
        """Raise what rich swallows."""
        raise BrokenPipeError


def console(*, stderr: bool = False) -> Console:
    """Return a console that wraps at the terminal's width, and not at all in a file or pipe."""
    made = PipeAwareConsole(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not made.is_terminal:
        made.width = _NEVER_WRAP
    return made


class TerminalWriter:
    """Says things in one language on one console."""

    def __init__(self, language: Language, out: Console) -> None:
        self.language = language
        self.out = out

    def say(self, id_text: str, en_text: str, style: str = "", *, apart: bool = False) -> None:
        """Print one line in the language of the run; ``apart`` from what stands above."""
        if apart:
            self.out.print()
        text = sanitise_for_terminal(id_text if self.language == "id" else en_text)
        body = text.lstrip(" ")
        self.hang(" " * (len(text) - len(body)), Line(body, style=style))

    def hang(self, head: str | Line, body: Line) -> None:
        """Print a head and a body; where the body does not fit, it goes on below its own beginning."""
        head = Line(head) if isinstance(head, str) else head
        room = max(self.out.width - head.cell_len, _NARROWEST)
        first, *rest = body.wrap(self.out, room) or [Line()]
        self.out.print(Line.assemble(head, first))
        for line in rest:
            self.out.print(Line.assemble(" " * head.cell_len, line))

    def pick(self, text: LocalizedText) -> str:
        """Return a text in the language of the run."""
        return text.id if self.language == "id" else text.en


def print_enrolment(enrolment: Enrolment, language: Language, out: Console) -> None:
    """Tell the outcome: who, what is to be mended and where, how much, what was written, what is next."""
    teller = TerminalWriter(language, out)
    judged = enrolment.judged
    _print_source(teller, judged)
    _print_counts(teller, enrolment)
    _print_kecamatan(teller, enrolment)
    _print_exclusions(teller, judged)
    _print_reasons(teller, judged.findings, places=True)
    _print_lacking(teller, enrolment)
    _print_money(teller, enrolment)
    _print_taken(teller, enrolment)
    written = _print_files(teller, enrolment)
    following = next_steps.after_enrolment if written else next_steps.after_strict
    in_order = next_steps.is_in_order(enrolment) and not coverage_problems(enrolment.account)
    _print_steps(teller, following(enrolment), in_order=in_order)


def print_check(
    enrolment: Enrolment, language: Language, out: Console, marked: Path | None
) -> None:
    """Tell every finding with its place, then how many people can be enrolled as they stand."""
    teller = TerminalWriter(language, out)
    findings = enrolment.judged.findings
    _print_source(teller, enrolment.judged)
    if findings:
        _print_each(teller, findings)
    _print_counts(teller, enrolment)
    _print_kecamatan(teller, enrolment)
    if len(findings) >= max(_LONG, _OFTEN * len({finding.code for finding in findings})):
        _print_reasons(teller, findings, places=False)
    _print_exclusions(teller, enrolment.judged)
    _print_lacking(teller, enrolment)
    if marked:
        teller.say(f"  Ditandai di {marked}", f"  Marked in {marked}", apart=True)
    in_order = next_steps.is_in_order(enrolment)
    _print_steps(teller, next_steps.after_check(enrolment, marked), in_order=in_order)


def _print_source(teller: TerminalWriter, judged: ValidatedRoster) -> None:
    files = ", ".join(file.label for file in judged.roster.files)
    sheets = len({(table.sheet.file, table.sheet.name) for table in judged.roster.tables})
    teller.say(
        f"{files}: {rupiah.format_count(judged.frame.height)} orang di {sheets} lembar.",
        f"{files}: {judged.frame.height:,} people in {sheets} sheet(s).",
        "bold",
    )
    _print_elections(teller, judged)
    hidden = sorted({t.sheet.name for t in judged.roster.tables if not t.sheet.visible})
    if hidden:
        teller.say(
            f"Lembar tersembunyi ikut dibaca: {', '.join(hidden)}.",
            f"Hidden sheets were read too: {', '.join(hidden)}.",
            "yellow",
        )
    _print_hidden_rows(teller, judged)
    _print_changed(teller, judged)
    _print_other_sheets(teller, judged)
    _print_unread(teller, judged)
    _print_skipped(teller, judged)
    lacking = sorted({n for t in judged.roster.tables for n in _NEEDED if t.lacks(n)})
    for name in lacking:
        title, known = fields()[name].title, accepted_headers(name)
        teller.say(
            f"Kolom yang tidak ditemukan: {title} (judul yang dikenal antara lain {known}).",
            f"Column that was not found: {title} (known headers are {known} and others).",
            "yellow",
        )
    unmapped = sorted(
        {label for t in judged.roster.tables for label in unused_columns(t, judged.returned)}
    )
    if unmapped:
        teller.say(
            f"Kolom yang tidak dipakai: {', '.join(unmapped)}.",
            f"Columns that are not used: {', '.join(unmapped)}.",
        )


def _print_elections(teller: TerminalWriter, judged: ValidatedRoster) -> None:
    """Tell by which election the run goes, and how many people each has where there are several."""
    election, because = judged.terms.election, teller.pick(judged.terms.election_because)
    if mixed := notices(judged.elections, election):
        for notice in mixed:
            teller.say(notice.id, notice.en, "yellow")
        return
    teller.say(
        f"Pemilihan: {election.id}, {election.name} ({because}).",
        f"Election: {election.id}, {election.name} ({because}).",
    )


def _print_hidden_rows(teller: TerminalWriter, judged: ValidatedRoster) -> None:
    hidden = [
        f"{table.sheet.name}!{row}"
        for table in judged.roster.tables
        for row, _ in table.rows
        if row in table.sheet.hidden_rows
    ]
    if hidden:
        places = ", ".join(hidden[:_EXAMPLES]) + (" …" if len(hidden) > _EXAMPLES else "")
        teller.say(
            f"Baris tersembunyi ikut dibaca: {_count(len(hidden), teller)} orang ({places}).",
            f"Hidden rows were read too: {_count(len(hidden), teller)} people ({places}).",
            "yellow",
        )


def _print_changed(teller: TerminalWriter, judged: ValidatedRoster) -> None:
    """Return what filled corrections and ``--auto-fix`` have changed."""
    for taken in judged.returned.files:
        told = [(_count(n, teller), text) for n, text in count_labels(taken) if n]
        said = ", ".join(text.format(teller.language, {"n": n}) for n, text in told)
        nothing = teller.pick(localize("enrolment.answers"))
        look = "yellow" if taken.unused or taken.held or taken.lost else ""
        line = f"{taken.file}: {said or nothing}."
        teller.say(line, line, look)
    for name, count in Counter(change.because for change in judged.fixed).items():
        teller.say(
            f"--auto-fix {name}: {_count(count, teller)} sel ({SAYS[name].id}).",
            f"--auto-fix {name}: {_count(count, teller)} cells ({SAYS[name].en}).",
        )


def _print_other_sheets(teller: TerminalWriter, judged: ValidatedRoster) -> None:
    """Return which sheets are no worksheets, so that nobody takes them for read."""
    passed_over = judged.roster.passed_over
    if sheets := [sheet for sheet in passed_over if sheet.reason not in (NO_HEADER, REPEATED)]:
        teller.say(
            f"Lembar yang tidak dibaca: {describe(sheets, 'id')}.",
            f"Sheets that were not read: {describe(sheets, 'en')}.",
            "yellow",
        )
    if again := _with_rows(passed_over, REPEATED):
        teller.say(
            f"Lembar tanpa NIK yang memuat orang dari lembar lain, tidak dihitung lagi (baris): {again}.",
            f"Sheets without NIK that list people of another sheet, not counted again (rows): {again}.",
            "yellow",
        )


def _print_unread(teller: TerminalWriter, judged: ValidatedRoster) -> None:
    """Return which sheets hold something and have no header row that is known."""
    if unread := _with_rows(judged.roster.passed_over, NO_HEADER):
        teller.say(
            f"Lembar TANPA judul kolom yang dikenal, TIDAK dibaca (baris): {unread}.",
            f"Sheets WITHOUT a header row that is known, NOT read (rows): {unread}.",
            "red",
        )


def _with_rows(sheets: Iterable[PassedOverSheet], reason: str) -> str:
    """Return the names of sheets that were passed over for a reason, each with its rows."""
    return ", ".join(
        f"{sanitise_for_terminal(sheet.sheet)} ({sheet.rows})"
        for sheet in sheets
        if sheet.reason == reason
    )


def _print_skipped(teller: TerminalWriter, judged: ValidatedRoster) -> None:
    """Return which rows were not taken for people, and where those stand that hold words of their own."""
    skipped = judged.roster.skipped
    if not skipped:
        return
    counts = Counter(row.reason for row in skipped)
    kinds = ", ".join(
        f"{_count(n, teller)} {teller.pick(_NOT_PEOPLE[kind])}" for kind, n in counts.items()
    )
    odd = [f"{row.sheet}!{row.row}" for row in skipped if row.reason in ("foot", "empty")]
    places = f" ({', '.join(odd[:_EXAMPLES])}{' …' if len(odd) > _EXAMPLES else ''})" if odd else ""
    teller.say(
        f"Baris yang bukan orang: {kinds}{places}.", f"Rows that are no people: {kinds}{places}."
    )


def _print_counts(teller: TerminalWriter, enrolment: Enrolment) -> None:
    judged = enrolment.judged
    not_understood = len(judged.roster.not_understood)
    warnings = (f for f in judged.findings if f.level == "warning" and f.about == PERSON)
    warned = len({f.id for f in warnings} - judged.held_back)
    bpu = int((enrolment.ready["segment"] == "bpu").sum())
    ready = enrolment.ready
    returning = ready.filter(ready["segment"] == "pu")["kpj"].count()
    rows = (
        ("Didaftarkan dan ditagih", "Enrolled and billed", enrolment.people.height, "green"),
        (
            "  siap untuk SIPP",
            "  ready for SIPP",
            enrolment.ready.filter(~other_members.needs_other_list()).height,
            "",
        ),
        ("  siap untuk layanan BPU", "  ready for BPU", bpu, ""),
        ("  peserta lama (punya KPJ)", "  returning members (KPJ)", returning, ""),
        ("  perlu dilengkapi", "  incomplete", enrolment.incomplete.height, "yellow"),
        ("  dengan peringatan", "  with a warning", warned, "yellow"),
        (
            "BELUM terdaftar, harus dibetulkan",
            "Held back, NOT covered",
            len(judged.held_back),
            "red",
        ),
        ("Dikecualikan", "Excluded", len(judged.excluded), "cyan"),
        ("Tidak dipahami, BELUM dibaca", "Not understood, NOT read", not_understood, "red"),
    )
    table = Table.grid(padding=(0, 3))
    table.add_column()
    table.add_column(justify="right")
    for id_text, en_text, count, style in rows:
        if count or not id_text.startswith(("  ", "Tidak dipahami")):
            label = id_text if teller.language == "id" else en_text
            table.add_row(
                Line(f"  {label}"), Line(_count(count, teller), style=style if count else "")
            )
    teller.out.print()
    teller.out.print(table)


def _print_money(teller: TerminalWriter, enrolment: Enrolment) -> None:
    account = enrolment.account
    jkk, jkm = rupiah.format_rupiah(account.jkk_sen), rupiah.format_rupiah(account.jkm_sen)
    total = rupiah.format_rupiah(account.jkk_sen + account.jkm_sen)
    teller.say(
        f"  Iuran {total}  (JKK {jkk} + JKM {jkm})",
        f"  Premium {total}  (JKK {jkk} + JKM {jkm})",
        "bold",
        apart=True,
    )
    _print_uncovered(teller, account.uncovered)
    for gap in coverage_problems(account):
        teller.say(f"  {gap.says.id}", f"  {gap.says.en}", "yellow")
        teller.say(f"    ({gap.mend.id})", f"    ({gap.mend.en})")
    for notice in format_reliefs(account):
        teller.say(f"  {notice}", f"  {notice}", "yellow")
    for caution in bill_cautions(account):
        teller.say(f"  {caution.id}", f"  {caution.en}", "yellow")
    _print_penalty(teller, enrolment)


def _print_penalty(teller: TerminalWriter, enrolment: Enrolment) -> None:
    """Return what paying on the day that was asked about costs beside the premium."""
    if enrolment.paid_on is None:
        return
    penalty = rupiah.format_rupiah(sum(month.penalty_sen for month in enrolment.account.months))
    day = enrolment.paid_on
    teller.say(
        f"  Denda bila dibayar {dates.format_long(day)}: {penalty} (lihat Jadwal)",
        f"  Penalty if paid on {day.isoformat()}: {penalty} (see Jadwal)",
    )


def _print_uncovered(teller: TerminalWriter, left: Sequence[CoverageGap]) -> None:
    """Return which days are left without cover, the roles that share them in one line."""
    by_days: dict[tuple[date, int], list[CoverageGap]] = {}
    for role in left:
        by_days.setdefault((role.first_day, role.days), []).append(role)
    for (first_day, days), roles in by_days.items():
        names = ", ".join(role.role for role in roles)
        people = _count(sum(role.people for role in roles), teller)
        teller.say(
            f"  Tidak terlindung {days} hari sejak {dates.format_long(first_day)}: {people} orang ({names})",
            f"  Not covered for {days} day(s) from {first_day.isoformat()}: {people} people ({names})",
            "yellow",
        )


def _print_taken(teller: TerminalWriter, enrolment: Enrolment) -> None:
    """Return what nobody said and was taken all the same."""
    completed, terms = enrolment.completed, enrolment.judged.terms
    lines: list[tuple[str, str]] = []
    if not terms.agreement.model_fields_set:
        lines.append(
            (
                "tanpa perjanjian (--agreement): segmen PU, dasar honor, bulan kontrak",
                "no agreement (--agreement): segment PU, base honor, contract months",
            )
        )
    because = teller.pick(completed.location_because)
    if completed.location:
        place = f"{completed.location.code} {completed.location.name}"
        lines.append(
            (f"lokasi pekerjaan {place} ({because})", f"place of work {place} ({because})")
        )
    else:
        lines.append(
            (
                "lokasi pekerjaan tidak diketahui: isi employer.location di perjanjian",
                "place of work not known: set employer.location in the agreement",
            )
        )
    for name, count in completed.filled.items():
        why = teller.pick(completed.because[name])
        title = _FILLED[name]
        lines.append(
            (
                f"{title.id}: {rupiah.format_count(count)} sel ({why})",
                f"{title.en}: {count:,} cells ({why})",
            )
        )
    teller.say("  Diambil tanpa ditanya:", "  Taken without being asked:", apart=True)
    for id_text, en_text in lines:
        teller.say(f"    {id_text}", f"    {en_text}")


def _print_kecamatan(teller: TerminalWriter, enrolment: Enrolment) -> None:
    """Return where what is to be mended stands, if there is anything and more than one kecamatan."""
    if not enrolment.judged.held_back and not next_steps.kecamatan_field_counts(enrolment):
        return
    tallies = count_by_kecamatan(enrolment)
    named = [tally for tally in tallies if tally.kecamatan is not None]
    unnamed = [tally for tally in tallies if tally.kecamatan is None]
    if len(named) < _SEVERAL:
        return
    shown = [tally for tally in named if tally.to_mend][:_MOST_KECAMATAN]
    rows = [(str(tally.kecamatan), tally) for tally in shown]
    if rest := named[len(shown) :]:
        rows.append((teller.pick(_OTHERS).format(len(rest)), sum_counts(rest)))
    rows += [(teller.pick(_NO_KECAMATAN), tally) for tally in unnamed]
    teller.out.print()
    teller.out.print(_kecamatan_table(teller, rows))


def _kecamatan_table(teller: TerminalWriter, rows: Sequence[tuple[str, KecamatanCounts]]) -> Table:
    """Lay out numbers by kecamatan; a column in which nobody stands is left out."""
    everybody = sum_counts(tally for _, tally in rows)
    columns = [
        (title, style, name)
        for name, (title, style) in _KECAMATAN_COLUMNS.items()
        if getattr(everybody, name) or name in ("people", "held_back")
    ]
    table = Table.grid(padding=(0, 2))
    table.add_column(max_width=_NAME_WIDTH, no_wrap=True, overflow="ellipsis")
    for _ in columns:
        table.add_column(justify="right")
    table.add_row(
        Line(f"  {teller.pick(_PER_KECAMATAN)}", style="bold"),
        *(Line(teller.pick(title), style="dim") for title, _, _ in columns),
    )
    for label, tally in rows:
        numbers = [(getattr(tally, name), style) for _, style, name in columns]
        table.add_row(
            Line(f"    {label}"),
            *(Line(_count(n, teller), style=style if n else "dim") for n, style in numbers),
        )
    return table


def _print_reasons(teller: TerminalWriter, findings: Iterable[Finding], *, places: bool) -> None:
    """Return how many findings there are of each code, with the first places if they are wanted."""
    # Who is excluded stands in a section of its own.
    told = [finding for finding in findings if finding.code != "asn-excluded"]
    for level, title in _FINDINGS.items():
        found = [each for each in told if each.level == level and each.about == PERSON]
        _tell_group(teller, title, _STYLES[level], found, places=places)
    for about, title in _ASIDE.items():
        found = [each for each in told if each.about == about]
        worst = next((level for level in _STYLES if any(f.level == level for f in found)), "info")
        _tell_group(teller, title, _STYLES[worst], found, places=places)


def _tell_group(
    teller: TerminalWriter,
    title: LocalizedText,
    style: str,
    findings: Sequence[Finding],
    *,
    places: bool,
) -> None:
    """Tell findings below a title, a line for each code, the most frequent first."""
    if not findings:
        return
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    teller.say(f"  {title.id}:", f"  {title.en}:", style, apart=True)
    for code, each in sorted(by_code.items(), key=lambda entry: -len(entry[1])):
        line = Line(f"{_sentence(code, each, teller.language)}  ")
        line.append(f"[{code}]", style="dim")
        if places:
            line.append(sanitise_for_terminal(f"  {_places(each)}"), style="dim")
        teller.hang(f"{_count(len(each), teller):>8}  ", line)


def _print_exclusions(teller: TerminalWriter, judged: ValidatedRoster) -> None:
    """Print who is excluded and why: a wrong exclusion leaves somebody without cover."""
    groups = exclusions(judged)
    if not groups:
        return
    teller.say(
        "  Dikecualikan, TIDAK didaftarkan dan tidak ditagih; pastikan semuanya benar:",
        "  Excluded, NOT enrolled and not billed; make sure that all are right:",
        "cyan",
        apart=True,
    )
    for group in groups:
        line = Line(f"{teller.pick(group.text)}  ")
        places = ", ".join(group.places) + (" …" if group.people > len(group.places) else "")
        line.append(places, style="dim")
        teller.hang(f"{_count(group.people, teller):>8}  ", line)


def _places(findings: Sequence[Finding]) -> str:
    """Return the first places of findings; the file only where they stand in more than one."""
    files = len({finding.file for finding in findings}) > 1
    first = dict.fromkeys(_address(each, with_file=files) for each in findings[:_EXAMPLES])
    return ", ".join(first) + (" …" if len(findings) > _EXAMPLES else "")


def _print_lacking(teller: TerminalWriter, enrolment: Enrolment) -> None:
    """Return which cells lack that SIPP demands, and of how many people."""
    lacking = next_steps.missing_field_counts(enrolment)
    if not lacking:
        return
    teller.say(
        "  Perlu dilengkapi, SIPP menuntut:", "  Incomplete, SIPP demands:", "yellow", apart=True
    )
    for name, people in lacking.items():
        title = fields()[name].title if name in fields() else teller.pick(_FILLED[name])
        teller.hang(f"{_count(people, teller):>8}  ", Line(title))


def _sentence(code: str, findings: Sequence[Finding], language: Language) -> str:
    """Return the sentence that all findings share, or the code's own with its blanks left open."""
    said = {finding.message(language) for finding in findings}
    return sanitise_for_terminal(
        said.pop() if len(said) == 1 else messages()[code].says.with_ellipses(language)
    )


def _print_each(teller: TerminalWriter, findings: Sequence[Finding]) -> None:
    """Tell every finding: a heading for each sheet, below it a line a finding."""
    width = max(len(finding.cell or str(finding.row)) for finding in findings)
    for (file, sheet), group in groupby(
        findings, key=lambda finding: (finding.file, finding.sheet)
    ):
        teller.out.print()
        teller.out.print(Line(sanitise_for_terminal(f"{file} › {sheet}"), style="bold"))
        for finding in group:
            level = teller.pick(_LEVELS[finding.level])
            head = Line(f"  {finding.cell or finding.row!s:<{width}}  ")
            head.append(f"{level:<10}  ", style=_STYLES[finding.level])
            line = Line(
                sanitise_for_terminal(f"{finding.column}: {finding.message(teller.language)}")
            )
            if finding.safe_suggestion:
                line.append(sanitise_for_terminal(f" → {finding.safe_suggestion}"), style="bold")
            line.append(f"  [{finding.code}]", style="dim")
            teller.hang(head, line)


def _print_files(teller: TerminalWriter, enrolment: Enrolment) -> bool:
    """Return what was written; give whether anything was."""
    if enrolment.out is None or not enrolment.files:
        teller.say(
            "  --strict: belum semua beres, maka TIDAK ADA berkas yang ditulis.",
            "  --strict: not all is in order, so NO file was written.",
            "red",
            apart=True,
        )
        return False
    teller.say(f"  Berkas di {enrolment.out}:", f"  Files in {enrolment.out}:", apart=True)
    for path in enrolment.files:
        name = str(path.relative_to(enrolment.out))
        teller.say(f"    {name}", f"    {name}")
    return True


def _print_steps(teller: TerminalWriter, following: Iterable[NextStep], *, in_order: bool) -> None:
    """Report that all is in order where it is, and what comes next."""
    if in_order:
        teller.say(
            "  Semua beres: tidak ada yang perlu dibetulkan atau dilengkapi.",
            "  All is in order: nothing is to be mended or filled in.",
            "green",
            apart=True,
        )
    teller.say("  Langkah berikut:", "  Next:", "bold", apart=True)
    for number, step in enumerate(following, start=1):
        teller.hang(f"    {number}. ", Line(sanitise_for_terminal(teller.pick(step.text))))
        for line in step.lines:
            teller.hang("         ", Line(sanitise_for_terminal(line), style="bold"))
        for command in step.commands:
            more = () if teller.language == "id" else ("--lang", teller.language)
            for line in wrap_command((*command, *more), teller.out.width - 9):
                teller.hang("         ", Line(sanitise_for_terminal(line), style="bold"))


def _address(finding: Finding, *, with_file: bool = False) -> str:
    place = f"{finding.sheet}!{finding.cell or finding.row}"
    return f"{finding.file} › {place}" if with_file else place


def _count(number: int, teller: TerminalWriter) -> str:
    return rupiah.format_count(number) if teller.language == "id" else f"{number:,}"
