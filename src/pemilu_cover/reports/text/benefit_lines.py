"""The lines of the benefits page: the benefits of each event, their formulas and numbered sources."""

from __future__ import annotations

from collections.abc import Sequence

from pemilu_cover.estimates.benefits import BenefitsResult
from pemilu_cover.explain.benefit_amounts import explain_amount, explain_share, format_step_months
from pemilu_cover.explain.law_text import confidence_label
from pemilu_cover.i18n.text import Language, localize
from pemilu_cover.law.benefit_cover import PayableBenefit
from pemilu_cover.law.benefit_payments import (
    DisabilityTableShare,
    FixedAmount,
    MonthlyWageShare,
    Scholarship,
)
from pemilu_cover.law.benefits import Event
from pemilu_cover.law.dated_values import Citation, Confidence
from pemilu_cover.law.rate_files import Programme
from pemilu_cover.values import rupiah
from pemilu_cover.values.text_layout import wrap, wrap_cells

_PAGE_WIDTH = 110
_WIDTHS = (36, 20, 48)


class SourceList:
    """The sources, numbered in the order in which they are first cited."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str, Confidence], int] = {}

    def cite(self, *entries: Citation) -> str:
        """Return the marks of some sources, such as ``[2]``."""
        keys = [(entry.law, entry.article, entry.confidence) for entry in entries]
        numbers = [self._numbers.setdefault(key, len(self._numbers) + 1) for key in keys]
        return "".join(f"[{number}]" for number in dict.fromkeys(numbers))

    def listing(self, language: Language) -> list[str]:
        """Return a line for each source that was cited."""
        return [
            line
            for (law, article, confidence), number in self._numbers.items()
            for line in wrap(
                f"{law}, {article}: {confidence_label(confidence, language)}",
                _PAGE_WIDTH,
                indent=f"{f'[{number}]':>5} ",
                hanging=" " * 6,
            )
        ]


class BenefitLines:
    """What each event pays, as lines in one language."""

    def __init__(self, result: BenefitsResult, language: Language) -> None:
        self.result, self.language = result, language
        self.sources = SourceList()

    def wrap(self, text: str, *, indent: str = "", hanging: str | None = None) -> list[str]:
        """Return a paragraph of the page."""
        return wrap(text, _PAGE_WIDTH, indent=indent, hanging=hanging)

    def columns(self, name: str, amount: str, why: str = "") -> list[str]:
        """Return one row: what, how much, why."""
        return wrap_cells((name, amount, why), _WIDTHS, "<><")

    def amount(self, sen: int | None, at_most: bool) -> str:
        """Return an amount, marked where it is a limit; nothing where it is not known."""
        if sen is None:
            return ""
        amount = rupiah.format_rupiah(sen)
        return self._text("benefits_page.up-to", amount=amount) if at_most else amount

    def _text(self, key: str, /, **details: object) -> str:
        return localize(key, **details).in_language(self.language)

    def death(self, programme: Programme) -> list[str]:
        """Return what a programme pays at a death."""
        lines = [
            line
            for line in self._payable("death", "cash", "scholarship")
            if line.benefit.programme == programme
        ]
        jkm, jkk = self.result.current.cover
        if programme == "JKM":
            return [self._text("benefits_page.if-natural-death"), *self._with_sum(lines, jkm)]
        return [self._text("benefits_page.if-accidental-death"), *self._with_sum(lines, jkk)]

    def disability(self) -> list[str]:
        """Return what JKK pays for a lasting disability."""
        total = self._payable("total-disability", "cash", "scholarship")
        partial = self._payable("partial-disability", "cash")
        rows = self._with_sum(total, self.result.current.disability_sen)
        if partial:
            rows += ["", self._text("benefits_page.if-partial-disability")]
            rows += [row for line in partial for row in self._line(line)]
        return [self._text("benefits_page.if-disability"), *rows] if rows else []

    def temporary_inability(self) -> list[str]:
        """Return what JKK pays while somebody cannot work, by month."""
        rows = []
        for line in self._payable("temporary-inability", "monthly"):
            if not isinstance(line.benefit.pays, MonthlyWageShare):
                continue
            for step in line.benefit.pays.steps:
                amount = rupiah.format_rupiah(step.due(line.base_sen))
                why = explain_share(step, self.result.segment).in_language(self.language)
                if step is line.benefit.pays.steps[0]:
                    why = self._reason(why, line)
                name = format_step_months(step).in_language(self.language)
                rows += self.columns(name, self._text("benefits_page.a-month", amount=amount), why)
        return [self._text("benefits_page.if-inability"), *rows] if rows else []

    def treatment(self) -> list[str]:
        """Return what JKK pays for treatment and transport."""
        lines = self._payable("accident", "care", "transport")
        rows = [row for line in lines for row in self._line(line)]
        return [self._text("benefits_page.if-treatment"), *rows]

    def scholarships(self) -> list[str]:
        """Return what a scholarship pays a year, by level."""
        for line in self.result.lines:
            if isinstance(pays := line.benefit.pays, Scholarship):
                rows = []
                for level in pays.levels:
                    amount = rupiah.format_rupiah(level.amount)
                    rows += self.columns(
                        level.name.in_language(self.language),
                        self._text("benefits_page.a-year", amount=amount),
                        self._text("benefits_page.years", years=level.years),
                    )
                return [self._text("benefits_page.scholarship"), *rows]
        return []

    def _payable(self, event: Event, *groups: str) -> list[PayableBenefit]:
        return [
            line
            for line in self.result.lines
            if line.event == event and line.benefit.group in groups
        ]

    def _with_sum(self, lines: Sequence[PayableBenefit], total: int | None) -> list[str]:
        """Return lump sums with their total, if it is known, then scholarships."""
        lump_sums = [line for line in lines if line.benefit.group == "cash"]
        rows = [row for line in lump_sums for row in self._line(line)]
        if lump_sums:
            name = self._text("benefits_page.sum")
            rows += (
                self.columns(name, "?", self._text("benefits_page.sum-unknown"))
                if total is None
                else self.columns(name, rupiah.format_rupiah(total))
            )
        other_lines = [line for line in lines if line.benefit.group != "cash"]
        return rows + [row for line in other_lines for row in self._line(line)]

    def _line(self, line: PayableBenefit) -> list[str]:
        pays = line.benefit.pays
        amount = self.amount(line.amount_sen, line.at_most)
        if isinstance(pays, DisabilityTableShare):
            amount = f"{rupiah.format_rupiah(pays.each_percent(line.base_sen))} / 1 %"
        why = (
            ""
            if isinstance(pays, FixedAmount)
            else explain_amount(pays, self.result.segment).in_language(self.language)
        )
        name = line.benefit.name.in_language(self.language)
        return self.columns(name, amount, self._reason(why, line))

    def _reason(self, why: str, line: PayableBenefit) -> str:
        """Return the formula of an amount, its first month, its condition and its sources."""
        parts = [why]
        if line.months_needed:
            key = "benefits_page.months-met" if line.payable else "benefits_page.months-not-met"
            parts.append(self._text(key, months=line.months_needed))
        if line.benefit.condition:
            parts.append(line.benefit.condition.in_language(self.language))
        sources = [line.benefit] if line.source is line.benefit else [line.benefit, line.source]
        text = "; ".join(part for part in parts if part)
        return f"{text} {self.sources.cite(*sources)}".strip()
