"""What ``claim`` prints of a new case: the cover first, then deadlines, benefits and next steps."""

from __future__ import annotations

from datetime import datetime, timedelta

from rich.console import Console

from pemilu_cover.claims.claim import Claim, WrittenClaim
from pemilu_cover.claims.clocks import RunningClock, localized_duration
from pemilu_cover.claims.event import Zone
from pemilu_cover.enrolment.shell_commands import PROGRAM, shell_path
from pemilu_cover.i18n.text import (
    Language,
    LocalizedText,
    localize,
    localized_date,
    verbatim,
)
from pemilu_cover.reports.documents.claims.papers import FILES
from pemilu_cover.reports.text.step_list import print_command
from pemilu_cover.reports.text.terminal import TerminalWriter
from pemilu_cover.values import rupiah
from pemilu_cover.values.nik import mask

_STYLES = {"covered": "green", "unconfirmed": "yellow", "uncovered": "bold red"}


def print_claim(written: WrittenClaim, language: Language, out: Console) -> None:
    """Print a new case and where it was written."""
    writer = TerminalWriter(language, out)
    claim, folder = written.claim, written.folder
    cover = claim.cover
    state = localize(f"claim.state-{cover.state}")
    writer.print(localize("claim.state", state=state, why=cover.text), _STYLES[cover.state])
    if cover.duty and cover.state == "uncovered":
        writer.print(
            localize(
                "claim_papers.uncovered-law", text=cover.duty.text, article=cover.duty.reference
            )
        )
    if cover.state != "covered":
        writer.print(localize("claim.report-anyway"), "bold")
    writer.print(
        localize(
            "claim.heading",
            event=localize(f"claim.event-{claim.event.kind}"),
            at=format_moment(claim.event.at, claim.event.zone),
            nik=mask(claim.person.nik),
            role=claim.person.role_name or "?",
        ),
        blank_line_before=True,
    )
    _print_clocks(writer, claim)
    _print_benefits(writer, claim)
    writer.print(
        localize("claim.folder", path=folder, number=len(written.files)), blank_line_before=True
    )
    writer.print(localize("claim.next-open", path=folder / f"{FILES['langkah']}.pdf"), "bold")
    if cover.state == "unconfirmed":
        _print_members_command(writer, written)
    writer.print(localize("claim.next-record"))
    now = f"{claim.now:%Y-%m-%d %H:%M}"
    recorded = (PROGRAM, "claim", "--case", shell_path(folder), "--done", "kk1", "--at", now)
    print_command(writer, recorded)


def _print_members_command(writer: TerminalWriter, written: WrittenClaim) -> None:
    """Print how the membership number is read; SIPP's files have no BPU members."""
    claim = written.claim
    if claim.person.segment == "bpu":
        writer.print(localize("claim.next-number-bpu"))
        return
    writer.print(localize("claim.next-members"))
    file = f"template_upah_{claim.office.npp or 'NPP'}.xlsx"
    print_command(writer, (PROGRAM, "members", shell_path(written.result), file))


def _print_clocks(writer: TerminalWriter, claim: Claim) -> None:
    now = format_moment(claim.now, claim.event.zone)
    writer.print(localize("claim.clocks-title", now=now), blank_line_before=True)
    for clock in claim.clocks:
        if clock.clock.duty != "office" or clock.clock.counted_from is None:
            continue
        if clock.due is None:
            writer.print(localize("claim.clock-waiting", name=clock.clock.name), indent=4)
            continue
        details = {
            "name": clock.clock.name,
            "due": format_moment(clock.due, claim.event.zone),
            "left": format_left(clock, claim.now),
        }
        line = (
            localize("claim.clock-unsure", **details)
            if clock.is_advice
            else localize("claim.clock-line", **details)
        )
        writer.print(line, "bold red" if clock.is_overdue(claim.now) else "bold", indent=4)


def _print_benefits(writer: TerminalWriter, claim: Claim) -> None:
    benefits = claim.benefits
    if benefits.cover is None:
        return
    jkm, jkk = (rupiah.format_rupiah(sen) for sen in benefits.cover)
    writer.print(localize("claim.benefits-line", jkm=jkm, jkk=jkk), blank_line_before=True)
    if claim.event.is_death and benefits.without_heirs:
        amount = rupiah.format_rupiah(benefits.without_heirs[0])
        writer.print(localize("claim.without-heirs-line", amount=amount))


def format_moment(at: datetime, zone: Zone) -> LocalizedText:
    """Return a day and a time in figures."""
    time = f"{at:%H.%M} {zone.name}".strip()
    return localize(
        "claim.moment", day=localized_date(at.date()), time=verbatim(time.replace(".", ":"))
    )


def format_left(clock: RunningClock, now: datetime) -> LocalizedText:
    """Return the time that is left, or by how much it is over; nothing unless the clock runs."""
    left = clock.time_left(now)
    if left is None:
        return verbatim("")
    time = localized_duration(left)
    if left < timedelta(0):
        return localize("claim.late", time=time)
    return localize("claim.left", time=time)
