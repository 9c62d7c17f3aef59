"""Amounts of papers: totals that pages carry on, and words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from pemilu_cover.documents.model import RunningTotals
from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.local_formats import amount_in_words, count_text
from pemilu_cover.values.rupiah import format_amount
from pemilu_cover.values.text import capitalise


def running_totals(rows: Sequence[tuple[int, ...]], *, counts: int = 0) -> RunningTotals:
    """Return the totals after each row of amounts in sen; the first ``counts`` columns are numbers."""
    formats = [count_text] * counts + [format_amount] * (len(rows[0]) - counts if rows else 0)
    totals = accumulate(rows, lambda total, row: tuple(map(sum, zip(total, row, strict=True))))
    return RunningTotals(
        translate("papers.brought-forward"),
        translate("papers.carried-forward"),
        translate("workbook.total"),
        tuple(
            tuple(write(number) for write, number in zip(formats, total, strict=True))
            for total in totals
        ),
    )


def in_words(sen: int) -> str:
    """Return an amount in words (terbilang) with a capital letter."""
    return capitalise(amount_in_words(sen))


def figures_and_words(sen: int) -> str:
    """Return an amount in figures and in words: ``Rp4.590,00 (empat ribu … rupiah)``."""
    return f"Rp{format_amount(sen)} ({amount_in_words(sen)})"
