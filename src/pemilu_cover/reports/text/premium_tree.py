"""The steps of a premium as a tree on the terminal."""

from __future__ import annotations

from rich.text import Text
from rich.tree import Tree

from pemilu_cover.explain.calculation_step import CalculationStep, cite, text_for_terminal
from pemilu_cover.i18n.text import Language


def as_tree(step: CalculationStep, language: Language) -> Tree:
    """Return the tree of a step; no text in it is read as markup."""
    line = Text(f"{text_for_terminal(step.label, language)}: ")
    line.append(text_for_terminal(step.value, language), style="bold")
    for more in (
        step.why and text_for_terminal(step.why, language),
        step.law and cite(step.law, language),
    ):
        if more:
            line.append(f"\n{more}", style="dim")
    tree = Tree(line)
    for inner in step.steps:
        tree.children.append(as_tree(inner, language))
    return tree
