"""The pictures of the READMEs show what the program writes now."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
Image = pytest.importorskip("PIL.Image", reason="the extra docs is not installed")
pictures = pytest.importorskip("pictures", reason="the extra docs is not installed")


def words(svg: str) -> list[str]:
    """Return the words of a picture as they follow each other, whatever draws them."""
    texts = re.findall(r"<text[^>]*>(.*?)</text>", svg, re.DOTALL)
    return unescape(" ".join(texts)).replace("\N{NO-BREAK SPACE}", " ").split()


@pytest.mark.parametrize("lang", ["id", "en"])
def test_terminal__check_of_an_example__is_as_in_the_picture(
    lang: str,
) -> None:
    shown = (pictures.ASSETS / f"terminal.{lang}.svg").read_text(encoding="utf-8")
    assert words(shown) == words(pictures.draw_terminal(lang))
    assert "nik-length" in " ".join(words(shown))
    assert "font-face" not in shown


def test_bill__enrolled_example__is_as_in_the_picture(tmp_path: Path) -> None:
    pictures.draw_bill(tmp_path / "bill.png")
    shown, drawn = (Image.open(folder / "bill.png") for folder in (pictures.ASSETS, tmp_path))
    assert shown.size == drawn.size
    assert shown.text["Description"] == drawn.text["Description"]
    assert "14.456" in shown.text["Description"]
