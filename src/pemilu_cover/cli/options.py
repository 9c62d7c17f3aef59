"""The options of all commands: one name, one type and one text each.

``help`` is a key of the catalogue of texts.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from typer import Argument, Option

from pemilu_cover.cli.usage import exit_on_input_error


def _count_option(name: str, help_key: str, **limits: int) -> Any:  # noqa: ANN401  typer's
    """Return an option that takes a number, with or without thousands separators."""

    def parse(value: object) -> int:
        from pemilu_cover.estimates.inputs import parse_count  # noqa: PLC0415

        with exit_on_input_error():
            return parse_count(str(value), name, **{"least": 1, **limits})

    return Option(name, parser=parse, metavar="N", help=help_key)


class Lang(StrEnum):
    """The languages of findings and messages."""

    id = "id"
    en = "en"


class FindingsFormat(StrEnum):
    """The formats of findings: for people, programs, a spreadsheet, a GitHub workflow."""

    text = "text"
    json = "json"
    csv = "csv"
    github = "github"


class OutputFormat(StrEnum):
    """The formats of a result: workbooks, or tables of millions of rows."""

    xlsx = "xlsx"
    parquet = "parquet"
    csv = "csv"


class AutoFix(StrEnum):
    """The findings whose cell may be corrected automatically."""

    birth_swapped = "birth-swapped"
    nik_letters = "nik-letters"
    sex_missing = "sex-missing"


class Rounding(StrEnum):
    """To what BPJS rounds the contributions of a bill."""

    sen = "sen"
    rupiah = "rupiah"


class SplitBy(StrEnum):
    """What corrections can be split by."""

    kecamatan = "kecamatan"


# ---- options of several commands ----

AgreementOption = Annotated[
    Path | None, Option("--agreement", metavar="FILE", help="help.given-agreement")
]
RosterAgreementOption = Annotated[
    Path | None, Option("--agreement", metavar="FILE", help="help.agreement")
]
NoAgreementOption = Annotated[bool, Option("--no-agreement", help="help.no-agreement")]
ElectionOption = Annotated[str | None, Option("--election", metavar="ID", help="help.election")]
ForceOption = Annotated[bool, Option("--force", help="help.force")]
JsonOption = Annotated[bool, Option("--json", help="help.json")]
LangOption = Annotated[Lang, Option("--lang", metavar="id|en", help="help.lang")]
PositionOption = Annotated[
    str | None, Option("--position", metavar="POSITION", help="help.position")
]
RatesOption = Annotated[Path | None, Option("--rates", metavar="FOLDER", help="help.rates-folder")]
SegmentOption = Annotated[str | None, Option("--segment", metavar="pu|bpu", help="help.segment")]

# ---- enrol, check, template ----

RostersArgument = Annotated[list[Path], Argument(metavar="ROSTER...", help="help.rosters")]
ColumnOption = Annotated[
    list[str] | None, Option("--column", metavar="COLUMN=FIELD", help="help.column")
]
CorrectionsOption = Annotated[
    list[Path] | None, Option("--corrections", metavar="FILE", help="help.corrections")
]
AutoFixOption = Annotated[
    list[AutoFix] | None, Option("--auto-fix", metavar="CODE", help="help.auto-fix")
]
OutputFolderOption = Annotated[
    Path | None, Option("--out", metavar="FOLDER", help="help.enrol-out")
]
WithdrawOption = Annotated[
    list[str] | None, Option("--withdraw", metavar="FILE", help="help.withdraw")
]
SplitByOption = Annotated[
    SplitBy | None, Option("--split-corrections-by", metavar="kecamatan", help="help.split-by")
]
PdfOption = Annotated[bool, Option("--pdf", help="help.pdf")]
PaymentDateOption = Annotated[
    str | None, Option("--payment-date", metavar="DATE", help="help.payment-date")
]
OutputFormatOption = Annotated[
    OutputFormat | None,
    Option("--output-format", metavar="xlsx|parquet|csv", help="help.output-format"),
]
SippRegencyOption = Annotated[
    list[str] | None, Option("--sipp-regency", metavar="REGENCY", help="help.sipp-regency")
]
WorkersOption = Annotated[str | None, Option("--workers", metavar="N", help="help.workers")]
MemoryOption = Annotated[str | None, Option("--memory", metavar="SIZE", help="help.memory")]
EachOption = Annotated[bool, Option("--each", help="help.each")]
StrictOption = Annotated[bool, Option("--strict", help="help.enrol-strict")]
QuietOption = Annotated[bool, Option("--quiet", "-q", help="help.quiet")]
CheckStrictOption = Annotated[bool, Option("--strict", help="help.check-strict")]
AnnotateOption = Annotated[Path | None, Option("--annotate", metavar="FILE", help="help.annotate")]
ReportOption = Annotated[Path | None, Option("--report", metavar="FILE", help="help.report")]
FindingsFormatOption = Annotated[
    FindingsFormat | None,
    Option("--findings-format", metavar="text|json|csv|github", help="help.findings-format"),
]
CheckJsonOption = Annotated[bool, Option("--json", help="help.check-json")]
FormOption = Annotated[Path, Option("--out", metavar="FILE", help="help.template-out")]
FormElectionOption = Annotated[
    str | None, Option("--election", metavar="ID", help="help.template-election")
]
FormRegencyOption = Annotated[
    str | None, Option("--regency", metavar="REGENCY", help="help.template-regency")
]

# ---- members, verify ----

ResultArgument = Annotated[Path, Argument(metavar="RESULT", help="help.result")]
SippFilesArgument = Annotated[list[Path], Argument(metavar="FILE...", help="help.sipp-files")]
PeriodOption = Annotated[str | None, Option("--period", metavar="YYYY-MM", help="help.period")]
VerifiedArgument = Annotated[Path, Argument(metavar="FOLDER", help="help.verified")]

# ---- reconcile ----

BillFilesArgument = Annotated[list[Path], Argument(metavar="FILE...", help="help.bill-files")]
BillPeriodOption = Annotated[
    str | None, Option("--period", metavar="YYYY-MM", help="help.bill-period")
]
RoundingOption = Annotated[
    Rounding | None, Option("--rounding", metavar="sen|rupiah", help="help.rounding")
]
ReconcileFolderOption = Annotated[
    Path | None, Option("--out", metavar="FOLDER", help="help.reconcile-out")
]

# ---- update ----

NewerRostersArgument = Annotated[
    list[Path] | None, Argument(metavar="ROSTER...", help="help.newer-rosters")
]
UpdateFolderOption = Annotated[Path, Option("--out", metavar="FOLDER", help="help.update-out")]
UpdateForceOption = Annotated[bool, Option("--force", help="help.update-force")]
UpdatePeriodOption = Annotated[
    str, Option("--period", metavar="YYYY-MM", help="help.update-period")
]
ChangesOption = Annotated[Path | None, Option("--changes", metavar="FILE", help="help.changes")]
MembersOption = Annotated[
    list[Path] | None, Option("--members", metavar="FILE", help="help.members-files")
]
EndOfTermOption = Annotated[bool, Option("--end-of-term", help="help.end-of-term")]
ChangesFormOption = Annotated[bool, Option("--changes", help="help.changes-form")]

# ---- coverage ----

CoverageDayOption = Annotated[str | None, Option("--on", metavar="DATE", help="help.coverage-on")]
NikOption = Annotated[str | None, Option("--nik", metavar="NIK", help="help.nik")]
NameOption = Annotated[str | None, Option("--name", metavar="NAME", help="help.name")]
DesaNameOption = Annotated[str | None, Option("--desa", metavar="DESA", help="help.desa-name")]
TpsNumberOption = Annotated[str | None, Option("--tps", metavar="NUMBER", help="help.tps-number")]
UncoveredOption = Annotated[bool, Option("--uncovered", help="help.uncovered")]
ParticipantListOption = Annotated[
    Path | None, Option("--out", metavar="FILE", help="help.participant-list")
]

# ---- quote, budget, benefits ----


class LinesFormat(StrEnum):
    """The formats of many contracts."""

    csv = "csv"
    jsonl = "jsonl"


RoleOption = Annotated[str | None, Option("--role", metavar="ROLE", help="help.role")]
ContractsOption = Annotated[str | None, Option("--from", metavar="FILE", help="help.contracts")]
ContractsFormatOption = Annotated[
    LinesFormat | None, Option("--to", metavar="csv|jsonl", help="help.contracts-format")
]
WageOption = Annotated[str | None, Option("--wage", metavar="RUPIAH", help="help.wage")]
PeopleOption = Annotated[int, _count_option("--people", "help.people")]
DaysOption = Annotated[int | None, _count_option("--days", "help.days")]
MonthsOption = Annotated[int | None, _count_option("--months", "help.months")]
StartOption = Annotated[str | None, Option("--start", metavar="DATE", help="help.start")]
EndOption = Annotated[str | None, Option("--end", metavar="DATE", help="help.end")]
ProrationOption = Annotated[
    str | None, Option("--proration", metavar="RULE", help="help.proration")
]
PaidByOption = Annotated[
    str | None, Option("--paid-by", metavar="apbn|apbd|self|other", help="help.paid-by")
]
HonorerOption = Annotated[bool, Option("--honorer", help="help.honorer")]
ExplainOption = Annotated[bool, Option("--explain", help="help.quote-explain")]
KecamatanOption = Annotated[int | None, _count_option("--kecamatan", "help.kecamatan")]
DesaOption = Annotated[int | None, _count_option("--desa", "help.desa")]
TpsOption = Annotated[int | None, _count_option("--tps", "help.tps")]
RolePeopleOption = Annotated[
    list[str] | None, Option("--people", metavar="ROLE=N", help="help.budget-people")
]
TermOption = Annotated[
    list[str] | None, Option("--term", metavar="[ROLE=]FIRST..LAST", help="help.term")
]
AsnOption = Annotated[list[str] | None, Option("--asn", metavar="ROLE", help="help.asn")]
BodyOption = Annotated[str | None, Option("--body", metavar="kpu|bawaslu", help="help.body")]
BudgetElectionOption = Annotated[
    str | None, Option("--election", metavar="ID", help="help.budget-election")
]
MinimumWageOption = Annotated[
    str | None, Option("--minimum-wage", metavar="RUPIAH", help="help.minimum-wage")
]
RabOption = Annotated[Path | None, Option("--out", metavar="FILE", help="help.budget-out")]
BenefitsRoleOption = Annotated[
    str | None, Option("--role", metavar="ROLE", help="help.benefits-role")
]
BenefitsWageOption = Annotated[
    str | None, Option("--wage", metavar="RUPIAH", help="help.benefits-wage")
]
BenefitsDayOption = Annotated[str | None, Option("--on", metavar="DATE", help="help.benefits-on")]
MembershipOption = Annotated[int | None, _count_option("--months", "help.benefits-months", least=0)]
EmployersOption = Annotated[int, _count_option("--employers", "help.employers", most=9)]

# ---- rates, explain ----

RatesDayOption = Annotated[str | None, Option("--on", metavar="DATE", help="help.rates-on")]
HistoryOption = Annotated[str | None, Option("--history", metavar="NAME", help="help.history")]


class NameList(StrEnum):
    """The lists of names that commands take."""

    roles = "roles"
    elections = "elections"


NameListOption = Annotated[
    NameList | None, Option("--list", metavar="roles|elections", help="help.rates-list")
]
RatesCheckOption = Annotated[bool, Option("--check", help="help.rates-check")]
CodeArgument = Annotated[str | None, Argument(metavar="CODE", help="help.code")]
ResultOption = Annotated[Path | None, Option("--of", metavar="FOLDER", help="help.explain-of")]
RowOption = Annotated[int | None, _count_option("--row", "help.explain-row")]
