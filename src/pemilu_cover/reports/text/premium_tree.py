"""The steps of a premium as a tree on the terminal."""

from __future__ import annotations

from rich.text import Text
from rich.tree import Tree

from pemilu_cover.explain.premium_steps import CalculationStep, cite, localize
from pemilu_cover.i18n.messages import Language


def as_tree(step: CalculationStep, language: Language) -> Tree:
    """Return the tree of a step; no text in it is read as markup."""
    line = Text(f"{localize(step.label, language)}: ")
    line.append(localize(step.value, language), style="bold")
    for more in (step.why and localize(step.why, language), step.law and cite(step.law, language)):
        if more:
            line.append(f"\n{more}", style="dim")
    tree = Tree(line)
    for inner in step.steps:
        tree.children.append(as_tree(inner, language))
    return tree
