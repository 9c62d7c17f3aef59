"""Draw the pictures of the READMEs: `python tools/docs/pictures.py` writes them into docs/assets.

The terminal is SVG, so that its text can be searched and compared; the bill is the first page of a
`tagihan.pdf`. `tests/documentation/test_pictures.py` compares them with what the program writes now.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

import pypdfium2
from PIL.PngImagePlugin import PngInfo
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

REPOSITORY = Path(__file__).resolve().parents[2]
ASSETS = REPOSITORY / "docs" / "assets"
CHECK = ("check", "examples/two-regencies-2024.csv")
ENROL = (
    *("enrol", "examples/purwakarta-2024.xlsx", "--agreement", "examples/purwakarta-2024.toml"),
    *("--quiet", "--out"),
)
_COLUMNS = 92
_PIXELS_PER_POINT = 1.25
# rich loads its font from a CDN; the reader's own monospaced font does.
_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def draw_terminal(lang: str) -> str:
    """Return the terminal after `CHECK` in a language, as SVG."""
    command = [*CHECK, *(("--lang", lang) if lang != "id" else ())]
    console = Console(record=True, width=_COLUMNS, file=StringIO())
    console.print(Text(f"$ pemilu-cover {' '.join(command)}"))
    console.print(Text.from_ansi(_run(*command, FORCE_COLOR="1", COLUMNS=str(_COLUMNS))))
    svg = console.export_svg(title="pemilu-cover", theme=MONOKAI, unique_id="terminal")
    return _FONTS.sub("", svg)


def draw_bill(target: Path) -> None:
    """Write the first page of the bill after `ENROL` as PNG, with its text as the description."""
    with tempfile.TemporaryDirectory() as folder:
        _run(*ENROL, folder + "/out")
        with pypdfium2.PdfDocument(Path(folder) / "out" / "tagihan.pdf") as paper:
            page = paper[0].render(scale=_PIXELS_PER_POINT, grayscale=True).to_pil()
            description = PngInfo()
            description.add_itxt("Description", paper[0].get_textpage().get_text_range())
    page.quantize(16).save(target, optimize=True, pnginfo=description)


def _run(*arguments: str, **environment: str) -> str:
    run = subprocess.run(
        [sys.executable, "-m", "pemilu_cover", *arguments],
        cwd=REPOSITORY,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return run.stdout


def main() -> None:
    """Write all pictures."""
    for lang in ("id", "en"):
        (ASSETS / f"terminal.{lang}.svg").write_text(draw_terminal(lang), encoding="utf-8")
    draw_bill(ASSETS / "bill.png")


if __name__ == "__main__":
    main()
