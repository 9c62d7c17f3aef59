"""The findings of one person: all rules about a row, field by field.

The rules themselves are in `cell_rules`, `contract_rules`, `identity_rules` and `wage_rules`;
`fast_screen` proves for most rows that they keep all of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from pemilu_cover.roster.checks import cell_rules, contract_rules, identity_rules, wage_rules
from pemilu_cover.roster.checks.row_rule import FIELD_ORDER, RULES, Breach, Rule, WorkerRow
from pemilu_cover.roster.findings import Violation

_MODULES = (cell_rules, contract_rules, identity_rules, wage_rules)
# Rules are checked field by field; those of one field in the order in which they are defined.
ROW_RULES: tuple[Rule, ...] = tuple(sorted(RULES, key=lambda rule: FIELD_ORDER.index(rule.field)))


def check_row(row: WorkerRow, rules: Sequence[Rule] = ROW_RULES) -> list[Violation]:
    """Return every rule that a row breaks, errors first; an empty list is a good row.

    After an error of a field, its other rules are not checked and its value is not used. ``rules`` may leave
    out those that the row is known to keep.
    """
    warnings = list(cell_rules.reading_violations(row))
    row = cell_rules.without_failed_values(row)
    errors: list[Violation] = []
    wrong: str | None = None
    for rule in rules:
        if rule.field == wrong:
            continue
        if wrong is not None:
            row, wrong = row.without(wrong), None
        breach = rule.check(row)
        if breach is False:
            continue
        violation = _violation(rule, breach)
        if rule.level == "error":
            errors.append(violation)
            wrong = rule.field
        else:
            warnings.append(violation)
    return errors + warnings


def _violation(rule: Rule, breach: Breach | bool) -> Violation:
    if not isinstance(breach, Breach):
        return Violation(rule.code, rule.field, {})
    return Violation(rule.code, breach.field or rule.field, breach.detail, breach.suggestion)
