"""``explain``: the page of a code, or the steps of a billed premium."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pemilu_cover.cli import options
from pemilu_cover.cli.app import command
from pemilu_cover.cli.options import Lang
from pemilu_cover.cli.output import exit_on_refusal, ignore_broken_pipe, print_json, print_tree
from pemilu_cover.cli.usage import usage_error
from pemilu_cover.i18n.text import did_you_mean, localize

if TYPE_CHECKING:
    from pemilu_cover.i18n.text import Language


@command("help.explain", panel="help.panel-law", example="pemilu-cover explain nik-number")
def explain(
    code: options.CodeArgument = None,
    result: options.ResultOption = None,
    row: options.RowOption = None,
    json: options.JsonOption = False,
    lang: options.LangOption = Lang.id,
    rates: options.RatesOption = None,
) -> None:
    """Print the page of a code, the list of codes, or the steps of a billed person's premium."""
    if result is None and row is None:
        _explain_code(code, lang.value, json=json)
        return
    if code is not None:
        usage_error(localize("usage.code-or-row"), "--of")
    if result is None or row is None:
        usage_error(
            localize("usage.result-and-row"), "--of" if result is None else "--row", "value-missing"
        )
    _explain_row(result, row, rates, lang.value, json=json)


def _explain_code(code: str | None, language: Language, *, json: bool) -> None:
    from pemilu_cover.commands import explain_code as pages  # noqa: PLC0415
    from pemilu_cover.reports.json.code_page import code_json, codes_json  # noqa: PLC0415
    from pemilu_cover.reports.text.code_links import link_codes  # noqa: PLC0415
    from pemilu_cover.reports.text.code_page import as_text, listing  # noqa: PLC0415

    try:
        selected = [pages.code_page(code)] if code else pages.all_pages()
    except pages.UnknownCodeError as error:
        hint = did_you_mean(error.close)
        reason = localize("usage.no-such-code", code=error.args[0], hint=hint)
        usage_error(reason, "CODE", "name-unknown")
    with ignore_broken_pipe():
        if json:
            print_json(code_json(selected[0], language) if code else codes_json(selected, language))
        else:
            text = as_text(selected[0], language) if code else listing(selected, language)
            print(link_codes(text, language, sys.stdout))  # noqa: T201


def _explain_row(
    result: Path, row: int, rates: Path | None, language: Language, *, json: bool
) -> None:
    from pemilu_cover.commands import explain_row  # noqa: PLC0415
    from pemilu_cover.values.text import sanitise_for_terminal  # noqa: PLC0415

    with exit_on_refusal():
        try:
            explained = explain_row.explain_billed_row(result, row, rates)
        except explain_row.RowNotFoundError as error:
            usage_error(localize("usage.row-range", last=error.last), "--row")
    with ignore_broken_pipe():
        if json:
            print_json(explain_row.as_json(explained, language))
            return
        for note in (explain_row.heading(explained), *explained.notes):
            print(sanitise_for_terminal(note.in_language(language)))  # noqa: T201
        print_tree(explained.step, language)
