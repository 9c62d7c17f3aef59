"""The verdict on one person: every rule about a row stands here, in `WorkerRow`, and nowhere else.

The screen (``screen.py``) only proves that a row breaks none of these rules; what it cannot prove is
judged here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from pemilu_cover.i18n.messages import messages
from pemilu_cover.reference import regions
from pemilu_cover.roster.checks.role_limits import ElectionRules, RoleLimits
from pemilu_cover.roster.columns import FORMULA_ERROR
from pemilu_cover.roster.fields.notes import parse
from pemilu_cover.roster.findings import Violation
from pemilu_cover.values import dates, names, nik, rupiah
from pemilu_cover.values.nonanswers import is_non_answer
from pemilu_cover.values.text import has_control

# Cells that may stay empty, but must not be filled with what cannot be read.
OPTIONAL = {
    "sex": "sex-unreadable",
    "phone": "phone-unreadable",
    "marital": "marital-unreadable",
    "blood": "blood-unreadable",
    "postal_code": "postal-unreadable",
    "kpj": "kpj-unreadable",
    "email": "optional-unreadable",
    "npwp": "optional-unreadable",
    "regency": "regency-unknown",
    "mother": "mother-unreadable",
}


# Cells without which nobody is enrolled.
NEEDED = frozenset("nik name birth_date role wage start end".split())
# Where a value is named otherwise than the field that it is read from.
_FIELDS = {"wage_sen": "wage"}


# Younger than this, a birth date is no election worker's but a fault of typing.
AGE_CHILD = 10


@dataclass(slots=True)
class ValidationContext:
    """Where a row is judged: the rules, and what has been noted beside the errors that are raised."""

    rules: ElectionRules
    shown: Mapping[str, str | None]
    noted: list[Violation] = field(default_factory=list)

    def rule(self, info: Info) -> RoleLimits | None:
        """Return the rules of the row's role, or None where the role is not known."""
        return self.rules.roles.get(info.data.get("role") or "")

    def warn(self, info: Info, code: str, suggestion: str | None = None, **detail: object) -> None:
        """Note a warning on the field that is being validated."""
        self.noted.append(Violation(code, _field(str(info.field_name)), detail, suggestion))


if TYPE_CHECKING:
    Info = ValidationInfo[ValidationContext]


def _refuse(code: str, suggestion: str | None = None, **detail: object) -> NoReturn:
    """End the validation of a field with an error that carries the finding's code."""
    raise PydanticCustomError(
        code, "{code}", {"code": code, "suggestion": suggestion, "detail": detail}
    )


class WorkerRow(BaseModel):
    """One person as the roster has him, his cells read but not yet believed.

    ``shown`` holds each cell as it is seen, null where it is empty: a value that is null while its
    cell is not could not be read. A rule that fails as an error raises with the finding's code; a
    warning is left on the `ValidationContext`. Rules stand in the order in which they need each other.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    start_source: str | None
    end_source: str | None
    wage_source: str | None
    flaws: list[str]
    shown: dict[str, str | None]
    role_choices: str | None
    role: str | None
    notes: list[str]
    start: date | None
    end: date | None
    nik_is_number: bool
    nik: str | None
    name: str | None
    birth_date: date | None
    sex: str | None
    wage_sen: int | None
    phone: str | None
    marital: str | None
    blood: str | None
    postal_code: str | None
    kpj: str | None
    email: str | None
    npwp: str | None
    regency: str | None
    mother: str | None

    @field_validator("flaws")
    @classmethod
    def _cells_hold_something(cls, flaws: list[str], info: Info) -> list[str]:
        for flaw in flaws:
            name, _, code = flaw.partition(" ")
            needed = name in NEEDED and info.data.get(f"{name}_source") != "agreement"
            if code == FORMULA_ERROR and not needed:
                code = "formula-error-optional"
            info.context.noted.append(Violation(code, name, {}))
        return flaws

    @field_validator("shown")
    @classmethod
    def _no_control_characters(cls, shown: dict[str, str | None]) -> dict[str, str | None]:
        for name, text in shown.items():
            if text and has_control(text):
                _refuse("cell-control", field=name)
        return shown

    @field_validator("role")
    @classmethod
    def _role_is_known(cls, role: str | None, info: Info) -> str | None:
        bench = info.context
        text = _cell(info, "role")
        if role is None and _is_broken(info, "role"):
            return None
        if role is None and text is None:
            _refuse("role-missing")
        if role is None and (meanings := _meanings(info, text or "")):
            _refuse("role-ambiguous", roles=", ".join(meanings))
        if role is None:
            _refuse("role-unknown", bench.rules.nearest(text or ""))
        if not bench.rules.roles[role].known:
            bench.warn(
                info,
                "role-not-in-election",
                role=bench.rules.roles[role].name,
                election=bench.rules.election,
            )
        return role

    @field_validator("notes")
    @classmethod
    def _cells_need_no_question(cls, notes: list[str], info: Info) -> list[str]:
        for note in map(parse, notes):
            info.context.noted.append(Violation(note.code, note.field, {}, note.suggestion))
        return notes

    @field_validator("start")
    @classmethod
    def _start_is_known(cls, start: date | None, info: Info) -> date | None:
        return _a_date("start", start, info)

    @field_validator("end")
    @classmethod
    def _end_is_known(cls, end: date | None, info: Info) -> date | None:
        end = _a_date("end", end, info)
        start, bench = info.data.get("start"), info.context
        if start is None or end is None:
            return end
        if end < start:
            _refuse("end-before-start")
        if end > _months_later(start, bench.rules.longest_months):
            _refuse("contract-too-long", months=bench.rules.longest_months)
        _check_term(start, end, info)
        return end

    @field_validator("nik")
    @classmethod
    def _nik_can_exist(cls, digits: str | None, info: Info) -> str | None:
        if digits is None and _is_broken(info, "nik"):
            return None
        if digits is None:
            _refuse("nik-missing")
        if info.data["nik_is_number"]:
            _refuse("nik-number")
        try:
            read = nik.parse(digits)
        except nik.NikError as error:
            suggestion = error.detail.pop("suggestion", None)
            _refuse(error.code, suggestion if isinstance(suggestion, str) else None, **error.detail)
        if read.region not in regions.kecamatan_codes():
            info.context.warn(info, "nik-region")
        return digits

    @field_validator("name")
    @classmethod
    def _name_is_one(cls, name: str | None, info: Info) -> str | None:
        if name is None and _is_broken(info, "name"):
            return None
        if name is None:
            shown = _cell(info, "name")
            _refuse("name-unreadable" if shown and is_non_answer(shown) else "name-missing")
        if names.is_formula(name):
            _refuse("name-formula")
        if names.has_odd_characters(name):
            info.context.warn(info, "name-characters")
        return name

    @field_validator("birth_date")
    @classmethod
    def _birth_agrees(cls, born: date | None, info: Info) -> date | None:
        bench = info.context
        expected = _nik_birth_date(info)
        if born is None and _is_broken(info, "birth_date"):
            return None
        if born is None and _cell(info, "birth_date") is None:
            _refuse("birth-missing", dates.format_ddmmyyyy(expected) if expected else None)
        if born is None:
            _refuse("birth-unreadable", dates.format_ddmmyyyy(expected) if expected else None)
        if not AGE_CHILD <= nik.age(born, _reference_day(info)) <= nik.AGE_OLDEST:
            _refuse("birth-implausible", dates.format_ddmmyyyy(expected) if expected else None)
        if expected and born != expected:
            swapped = (born.year, born.day, born.month) == (
                expected.year,
                expected.month,
                expected.day,
            )
            if swapped:
                bench.warn(info, "birth-swapped", dates.format_ddmmyyyy(expected))
            else:
                bench.warn(info, "birth-nik")
        _check_age(born, info)
        return born

    @field_validator("sex")
    @classmethod
    def _sex_agrees(cls, sex: str | None, info: Info) -> str | None:
        digits = info.data.get("nik")
        if sex and digits and nik.Nik(digits).sex != sex:
            info.context.warn(info, "sex-nik", nik.Nik(digits).sex)
        return sex

    @field_validator("wage_sen")
    @classmethod
    def _wage_is_one(cls, wage_sen: int | None, info: Info) -> int | None:
        bench = info.context
        rule = bench.rule(info)
        if _is_broken(info, "wage") and info.data["wage_source"] != "agreement":
            return None  # nor may an honorarium stand in for an amount that was meant
        if wage_sen is None and rule is None and _cell(info, "wage") is None:
            return None  # the role's own finding comes first: its honorarium may stand in
        if wage_sen is None:
            _refuse("wage-missing" if _cell(info, "wage") is None else "wage-unreadable")
        if wage_sen <= 0:
            _refuse("wage-not-positive")
        if rule is None:
            return wage_sen
        if info.data["wage_source"] == "default":
            bench.warn(
                info, "wage-default", amount=rupiah.format_rupiah(wage_sen), law=rule.wage_law
            )
        _check_wage(wage_sen, rule, info)
        return wage_sen

    @field_validator(*OPTIONAL)
    @classmethod
    def _readable_or_empty(cls, value: str | None, info: Info) -> str | None:
        name = str(info.field_name)
        if value is None and _cell(info, name) is not None:
            info.context.warn(info, OPTIONAL[name])
        return value


def _check_wage(wage_sen: int, rule: RoleLimits, info: Info) -> None:
    """Hold a wage against the honorarium of its role, or against all where it has none."""
    floor, ceiling = rule.floor or 0, rule.ceiling or wage_sen
    if floor <= wage_sen <= ceiling:
        return
    bench = info.context
    meant = bench.rules.likely_wage(wage_sen, floor, ceiling)
    suggestion = str(meant // rupiah.SEN) if meant else None
    if rule.least_wage is not None and wage_sen < rule.least_wage:
        _refuse("wage-impossible", suggestion, least=rupiah.format_rupiah(rule.least_wage))
    if rule.wage is None:
        bounds = {"low": rupiah.format_rupiah(floor), "high": rupiah.format_rupiah(ceiling)}
        bench.warn(info, "wage-unlikely", suggestion, **bounds)
    elif wage_sen > ceiling:
        amount = rupiah.format_rupiah(ceiling)
        bench.warn(info, "wage-ceiling", suggestion, amount=amount, law=rule.wage_law)
    else:
        bench.warn(info, "wage-low", suggestion, amount=rupiah.format_rupiah(rule.wage))


def check_row(row: Mapping[str, Any], rules: ElectionRules) -> list[Violation]:
    """Return every rule that a row breaks, errors and warnings; an empty list is a good row."""
    bench = ValidationContext(rules, row["shown"])
    try:
        WorkerRow.model_validate(row, context=bench)
    except ValidationError as error:
        errors = [
            _as_fault(entry) for entry in error.errors(include_url=False, include_input=False)
        ]
        return errors + bench.noted
    return bench.noted


def _as_fault(entry: Any) -> Violation:  # noqa: ANN401  pydantic's own dictionary
    if entry["type"] not in messages():
        raise AssertionError(
            entry
        )  # the frame gave a field another type: our fault, not the clerk's
    detail = dict(entry["ctx"]["detail"])
    return Violation(
        entry["type"],
        _field(str(detail.pop("field", entry["loc"][0]))),
        detail,
        entry["ctx"]["suggestion"],
    )


def _meanings(info: Info, text: str) -> Sequence[str]:
    """Return the names of the roles between which an office is unclear."""
    rules = info.context.rules
    if choices := info.data["role_choices"]:
        return [rules.roles[code].name for code in choices.split(",")]
    return rules.meanings(text)


def _field(name: str) -> str:
    """Return the roster's field that a value was read from."""
    return _FIELDS.get(name, name)


def _cell(info: Info, name: str) -> str | None:
    """Return a cell as it is seen, or None where it is empty."""
    return info.context.shown.get(name)


def _is_broken(info: Info, name: str) -> bool:
    """Return whether the cell's formula has failed: that is noted, and its value is not called missing."""
    return f"{name} {FORMULA_ERROR}" in info.data["flaws"]


def _a_date(name: str, day: date | None, info: Info) -> date | None:
    bench = info.context
    rule = bench.rule(info)
    if _is_broken(info, name) and info.data[f"{name}_source"] != "agreement":
        return None
    if day is None and _cell(info, name) is not None:
        _refuse(f"{name}-unreadable")
    if day is None:
        if rule is None:  # the role's own finding says what is missing
            return None
        _refuse(f"{name}-missing")
    if info.data[f"{name}_source"] == "default" and rule:
        bench.warn(info, f"{name}-default", day=dates.format_ddmmyyyy(day), law=rule.term_law)
    return day


def _check_term(start: date, end: date, info: Info) -> None:
    """Warn at the day that lies outside the role's term: at the first where both do."""
    bench = info.context
    rule = bench.rule(info)
    if rule is None:
        return
    outside = {"start": _before(start, rule.earliest), "end": _before(rule.latest, end)}
    name = next((name for name, is_outside in outside.items() if is_outside), None)
    if name is None:
        return
    window = " – ".join(
        dates.format_ddmmyyyy(day) if day else "…" for day in (rule.earliest, rule.latest)
    )
    detail = {"role": rule.name, "election": bench.rules.election, "window": window}
    bench.noted.append(Violation("dates-outside-term", name, detail))


def _nik_birth_date(info: Info) -> date | None:
    digits = info.data.get("nik")
    return nik.Nik(digits).birth_date(on=_reference_day(info)) if digits else None


def _reference_day(info: Info) -> date:
    """Return the day on which a person must be of working age: the contract's first."""
    return info.data.get("start") or info.context.rules.voting_day


def _check_age(born: date, info: Info) -> None:
    """Ages count on voting day where the contract covers it (PKPU 8/2022), else on the first day."""
    bench = info.context
    rule = bench.rule(info)
    if rule is None or (rule.youngest is None and rule.oldest is None):
        return
    start, end = info.data.get("start"), info.data.get("end")
    voting = bench.rules.voting_day
    day = voting if start is None or end is None or start <= voting <= end else start
    years = nik.age(born, day)
    if _before(years, rule.youngest) or _before(rule.oldest, years):
        low, high = rule.youngest, rule.oldest
        limits = f"{low or ''}–{high}" if high else f"≥ {low}"
        bench.warn(info, "age-outside", age=years, role=rule.name, limits=limits)


def _before(first: Any, second: Any) -> bool:  # noqa: ANN401  two dates or two ages, or None
    return first is not None and second is not None and first < second


def _months_later(day: date, months: int) -> date:
    try:
        return dates.add_months(day, months)
    except OverflowError:
        return date.max
