"""The pages in a real browser: at the width of a phone, a tablet, a laptop and paper, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from batches.builders import as_csv
from support.axe import axe_faults
from support.chromium import PROGRAM, Tab, open_tab
from support.paths import EXAMPLES
from support.people import END, START, short_person
from support.run import invoke
from support.workbooks import roster

from pemilu_cover.reference.regions import regency_codes

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed"),
]

PHONE, TABLET, LAPTOP = 390, 1024, 1366
PAPER = 680  # A4 without margins of 15 mm, in CSS pixels
PAGES = ("summary", "clean", "nation", "findings", "late")
# Text that lies over other text, or reaches out of its drawing.
OVERLAPS = """
(() => {
  const found = [];
  const meet = (one, other) => one.left < other.right && other.left < one.right
    && one.top + 3 < other.bottom && other.top + 3 < one.bottom;
  for (const drawing of document.querySelectorAll("figure")) {
    const frame = drawing.getBoundingClientRect();
    const texts = [...drawing.querySelectorAll(".label, .number, .days span")];
    const boxes = texts.map(text => text.getBoundingClientRect());
    boxes.forEach((box, index) => {
      const name = texts[index].textContent;
      if (box.left < frame.left - 1 || box.right > frame.right + 1) found.push(`${name} is cut`);
      for (let next = index + 1; next < boxes.length; next++)
        if (meet(box, boxes[next])) found.push(`${name} over ${texts[next].textContent}`);
    });
  }
  for (const cell of document.querySelectorAll("th, td, dt, dd, figcaption, caption, summary, li"))
    if (cell.clientWidth > 1 && cell.scrollWidth > cell.clientWidth + 1)
      found.push(`${cell.textContent} is too wide`);
  for (const tile of document.querySelectorAll(".tiles a, .tiles span"))
    if (tile.scrollHeight > tile.clientHeight + 1 || tile.scrollWidth > tile.clientWidth + 1)
      found.push(`${tile.textContent} is larger than its tile`);
  return found;
})()
"""
SMALLEST = """
Math.min(...[...document.querySelectorAll("main *")].filter(element => element.childNodes.length
  && [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
  .map(element => parseFloat(getComputedStyle(element).fontSize)))
"""
VISIBLE = (
    "[...document.querySelectorAll('.filtered tbody tr')].filter(row => row.offsetHeight).length"
)


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    """A browser with one page."""
    with open_tab() as tab:
        yield tab


@pytest.fixture(scope="module")
def pages(
    messy: tuple[object, Path],
    purwakarta: tuple[object, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Path]:
    """A page of each kind."""
    folder = tmp_path_factory.mktemp("pages")
    nation, findings = folder / "nation", folder / "temuan.html"
    provinces = sorted({code[:2] for code in regency_codes()})
    people = [
        short_person(number, **{"Kabupaten/Kota": f"{code}.01", "NIK": None if number % 3 else "1"})
        for number, code in enumerate(provinces, start=1)
    ]
    rosters = as_csv(folder / "nation.csv", people)
    invoke("enrol", rosters, "--output-format", "parquet", "--out", nation, "--quiet")
    invoke("check", EXAMPLES / "messy-2024.xlsx", "--report", findings)
    changing = [
        short_person(n, Mulai=START + timedelta(n % 15), Selesai=END + timedelta(n % 12))
        for n in range(40)
    ]
    late = roster(folder / "late.xlsx", *changing)
    invoke("enrol", late, "--out", folder / "late", "--payment-date", "2025-03-01", "--quiet")
    return {
        "summary": messy[1] / "ringkasan.html",
        "clean": purwakarta[1] / "ringkasan.html",
        "nation": nation / "ringkasan.html",
        "findings": findings,
        "late": folder / "late" / "ringkasan.html",
    }


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("width", "medium"),
    [(PHONE, "screen"), (TABLET, "screen"), (LAPTOP, "screen"), (PAPER, "print")],
)
def test_page__any_width__fits_and_loads_nothing_else(
    name: str, width: int, medium: str, tab: Tab, pages: dict[str, Path]
) -> None:
    tab.open(pages[name], width, medium=medium)
    assert tab.run("document.documentElement.scrollWidth") <= width
    assert tab.run(OVERLAPS) == []
    assert tab.requests == [pages[name].as_uri()]


@pytest.mark.parametrize("name", PAGES)
def test_page__on_paper__has_at_least_8_points(name: str, tab: Tab, pages: dict[str, Path]) -> None:
    tab.open(pages[name], PAPER, medium="print")
    assert tab.run(SMALLEST) * 72 / 96 >= 8


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [PHONE, LAPTOP])
def test_page__axe__finds_nothing(
    name: str, dark: bool, width: int, tab: Tab, pages: dict[str, Path]
) -> None:
    tab.open(pages[name], width, dark=dark)
    assert axe_faults(tab) == []


def test_dark_screen__page_and_charts__are_dark(tab: Tab, pages: dict[str, Path]) -> None:
    colours = []
    for dark in (False, True):
        tab.open(pages["summary"], LAPTOP, dark=dark)
        colours.append(
            tab.run(
                "['body', '.track .ok'].map(found =>"
                " getComputedStyle(document.querySelector(found)))"
                ".map(style => style.backgroundColor)"
            )
        )
    light, night = colours
    assert light[0] == "rgb(255, 255, 255)"
    assert all(day != other for day, other in zip(light, night, strict=True))


def test_filter__kecamatan_and_level__hide_the_other_rows(tab: Tab, pages: dict[str, Path]) -> None:
    tab.open(pages["findings"], LAPTOP)
    rows = tab.run(VISIBLE)
    tab.run("document.querySelectorAll('#filters select')[0].value = 'k0'")
    of_place = tab.run(VISIBLE)
    tab.run("document.querySelectorAll('#filters select')[1].value = 'warning'")
    warnings = tab.run(VISIBLE)
    tab.run("document.querySelectorAll('#filters select')[0].value = 'k1'")
    assert (rows, of_place, warnings, tab.run(VISIBLE)) == (21, 13, 0, 4)


def test_code__link_is_followed__shows_its_explanation(tab: Tab, pages: dict[str, Path]) -> None:
    tab.open(pages["summary"], PHONE)
    tab.run("document.querySelector('a[href=\"#code-nik-length\"]').click()")
    opened = tab.run(
        "[...document.querySelectorAll('details[open] code')].map(code => code.textContent)"
    )
    assert opened == ["nik-length"]
