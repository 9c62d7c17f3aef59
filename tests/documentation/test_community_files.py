"""The forms of issues: in both languages, and never with a real person."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from support.paths import REPOSITORY

yaml = pytest.importorskip("yaml", reason="comes with the extra docs")

FORMS = sorted((REPOSITORY / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
if not FORMS:
    pytest.skip("not a checkout", allow_module_level=True)


def read(name: str) -> dict[str, Any]:
    """Return a form."""
    file = next(form for form in FORMS if form.name.endswith(name))
    form: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return form


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_form__each_question__is_in_both_languages(file: Path) -> None:
    form = read(file.name)
    questions = [part["attributes"] for part in form["body"] if part["type"] != "markdown"]
    labels = [question["label"] for question in questions]
    hints = [question["description"] for question in questions if "description" in question]
    for text in (form["name"], form["description"], *labels, *hints):
        assert " / " in text or text.startswith("pemilu-cover ")


@pytest.mark.parametrize("name", ["roster.yml", "finding.yml"])
def test_form__about_people__warns_and_requires_invented_ones(name: str) -> None:
    form = read(name)
    warning = form["body"][0]["attributes"]["value"]
    assert "**Jangan pernah" in warning
    assert "**Never" in warning
    confirmation = form["body"][1]["attributes"]["options"]
    assert all(option["required"] for option in confirmation)
    assert re.search(r"\d{16}", str(form)) is None
