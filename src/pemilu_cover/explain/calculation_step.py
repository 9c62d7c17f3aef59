"""One step of a calculation, with its law, and the words and amounts that all steps share."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NotRequired

from typing_extensions import TypedDict

from pemilu_cover.explain.law_text import (
    confidence_label,
)
from pemilu_cover.i18n.text import (
    Language,
    LocalizedText,
    verbatim,
)
from pemilu_cover.law.dated_values import Citation, Confidence
from pemilu_cover.values import rupiah
from pemilu_cover.values.text import sanitise_for_terminal


@dataclass(frozen=True)
class CalculationStep:
    """One fact of a premium: what it is, its value, why it is so, the law, and the facts it rests on."""

    label: LocalizedText
    value: LocalizedText
    why: LocalizedText | None = None
    law: Citation | None = None
    steps: tuple[CalculationStep, ...] = ()


class StepJson(TypedDict):
    """A step of a calculation, with the steps that it rests on."""

    step: str
    value: str
    why: NotRequired[str]
    law: NotRequired[str]
    article: NotRequired[str]
    confidence: NotRequired[Confidence]
    steps: NotRequired[list[StepJson]]


def as_json(step: CalculationStep, language: Language) -> StepJson:
    """Return a tree as JSON; keys without a value are left out."""
    step_json: StepJson = {
        "step": text_for_terminal(step.label, language),
        "value": text_for_terminal(step.value, language),
    }
    if step.why:
        step_json["why"] = text_for_terminal(step.why, language)
    if step.law:
        step_json["law"] = step.law.law
        step_json["article"] = step.law.article
        step_json["confidence"] = step.law.confidence
    if step.steps:
        step_json["steps"] = [as_json(inner, language) for inner in step.steps]
    return step_json


def money(sen: int) -> LocalizedText:
    """Return an amount in rupiah."""
    return verbatim(rupiah.format_rupiah(sen))


def text_for_terminal(text: LocalizedText, language: Language) -> str:
    """Return a text in a language; names in it may hold a NIK or control characters."""
    return sanitise_for_terminal(text.in_language(language))


def cite(law: Citation, language: Language) -> str:
    """Return a citation with how sure it is."""
    return f"{law.reference} ({confidence_label(law.confidence, language)})"


def exact_amount(sen: Fraction) -> str:
    """Return an amount that is not yet rounded: to the sen where it ends there, else its exact fraction."""
    if sen.denominator == 1:
        return rupiah.format_rupiah(int(sen))
    return f"Rp{format_decimal(sen / 100)}"


def format_decimal(value: Fraction) -> str:
    """Return a fraction as Indonesians write a decimal, to six places and with … where it goes on.

    >>> format_decimal(Fraction(2040125, 1000)), format_decimal(Fraction(1, 3))
    ('2.040,125', '0,333333…')
    """
    whole, rest = divmod(value, 1)
    millionths = rest * 10**6
    digits = f"{int(millionths):06d}".rstrip("0") or "0"
    goes_on = "…" if millionths.denominator != 1 else ""
    return f"{rupiah.format_count(int(whole))},{digits}{goes_on}"
