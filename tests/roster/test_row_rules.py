"""Rules about a row: each is registered with its code, and an error keeps its value from later rules."""

from __future__ import annotations

import pytest
from roster.test_fast_screen import ELECTIONS, normalised, rules_in
from support.people import person

from pemilu_cover.i18n.messages import messages
from pemilu_cover.roster.checks.fast_screen import worker_rows
from pemilu_cover.roster.checks.row_rule import FIELD_ORDER, Rule
from pemilu_cover.roster.checks.row_rules import ROW_RULES, check_row


@pytest.mark.parametrize("rule", ROW_RULES, ids=lambda rule: f"{rule.code}-{rule.field}")
def test_row_rule__any__has_a_message_a_field_and_a_level(rule: Rule) -> None:
    assert rule.code in messages()
    assert rule.field in FIELD_ORDER
    assert rule.level in ("error", "warning")


def test_row_rules__two_of_one_code_and_field__do_not_exist() -> None:
    assert len({(rule.code, rule.field) for rule in ROW_RULES}) == len(ROW_RULES)


def test_check_row__error_of_a_field__its_value_is_not_used_by_later_rules() -> None:
    rules = rules_in(ELECTIONS[0])
    row: dict[str, object] = {**person(1), "NIK": "3214011205909O01", "L/P": "P"}
    (worker,) = worker_rows(normalised([row], rules), rules)
    assert [violation.code for violation in check_row(worker)] == ["nik-letters"]


def test_check_row__error_and_warning__error_comes_first() -> None:
    rules = rules_in(ELECTIONS[0])
    row: dict[str, object] = {**person(1), "L/P": "P", "Honor": 0}
    (worker,) = worker_rows(normalised([row], rules), rules)
    codes = [violation.code for violation in check_row(worker)]
    assert codes == ["wage-not-positive", "sex-nik"]
