"""The built documentation site: its links, and its pages in a browser without a network."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from support.axe import axe_faults
from support.chromium import PROGRAM, Tab, open_tab
from support.paths import EXAMPLES, REPOSITORY
from support.run import run_at_terminal

from pemilu_cover.i18n.code_address import code_page_path
from pemilu_cover.i18n.messages import messages

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("mkdocs") is None, reason="mkdocs is not installed"),
]
in_browser = pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed")

PHONE, LAPTOP = 390, 1366
# Of the theme: its navigations have no names of their own.
OF_THEME = "landmark-unique"
# Pages that people write, and one of each generated kind.
SAMPLE = (
    "index.html",
    "english.html",
    "manual.html",
    "panduan/index.html",
    "findings.html",
    "cluster.html",
    "releasing.html",
    "law/id/index.html",
    "law/id/jkk-timeline.html",
    "law/id/elections/pilkada-2024.html",
    "law/en/cases.html",
    "reference/id/codes/index.html",
    "reference/id/codes/nik-length.html",
    "reference/id/columns.html",
    "reference/id/commands/enrol.html",
    "reference/en/results.html",
    "changelog.html",
)
SEARCH = """
(async () => {
  const query = document.querySelector(".md-search__input");
  for (let tries = 0; tries < 100; tries++) {
    query.focus();
    query.value = "nik-length";
    query.dispatchEvent(new KeyboardEvent("keyup", {bubbles: true}));
    await new Promise(done => setTimeout(done, 100));
    const links = [...document.querySelectorAll(".md-search-result__link")].map(link => link.href);
    if (links.length) return links;
  }
  return [];
})()
"""


class Page(HTMLParser):
    """The anchors of a page, where its links lead, and what it loads."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"id", "name"} and value:
                self.anchors.add(value)
            if name == "href" and value and tag == "a":
                self.links.append(value)
            elif name in {"href", "src"} and value:
                self.loaded.append(value)


read_page = cache(Page)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built strictly, where nothing answers on the network."""
    folder = tmp_path_factory.mktemp("site")
    nowhere = dict.fromkeys(
        ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "127.0.0.1:9"
    )
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder],
        cwd=REPOSITORY,
        env={**os.environ, **nowhere, "NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )
    return folder


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    """A browser with one page."""
    with open_tab() as tab:
        yield tab


def test_links__within_the_site__lead_to_pages_and_headings(site: Path) -> None:
    broken = []
    pages = sorted(set(site.rglob("*.html")) - {site / "404.html"})
    for file in pages:
        for link in (*read_page(file).links, *read_page(file).loaded):
            parts = urlsplit(link)
            if parts.scheme in {"http", "https", "mailto", "data"}:
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            anchor = unquote(parts.fragment)
            if not target.is_file() or (anchor and anchor not in read_page(target).anchors):
                broken.append(f"{file.relative_to(site)}: {link}")
    assert len(pages) > 500
    assert broken == []


def test_pages__anywhere__load_nothing_from_other_places(site: Path) -> None:
    for file in site.rglob("*.html"):
        assert [link for link in read_page(file).loaded if "://" in link] == [], file


def test_codes__each__is_at_its_address(site: Path) -> None:
    for code in messages():
        assert (site / code_page_path(code, "id")).is_file()
        assert (site / code_page_path(code, "en")).is_file()


def test_terminal__site_in_a_folder__codes_link_to_their_pages(site: Path) -> None:
    roster, environment = EXAMPLES / "messy-2024.xlsx", {"PEMILU_COVER_DOCS": str(site)}
    for arguments in (("check", str(roster)), ("explain",), ("explain", "file-lock")):
        _, shown = run_at_terminal(*arguments, shows_stdout=True, **environment)
        pages = {
            unquote(urlsplit(found).path)
            for found in re.findall(r"\]8;[^;]*;(file:[^\x1b]+)", shown)
        }
        assert pages
        assert [page for page in pages if not Path(page).is_file()] == []


def test_code__named_on_a_page__links_to_its_page(site: Path) -> None:
    assert code_page_path("nik-one-or-two", "en") in read_page(site / "findings.html").links


@in_browser
@pytest.mark.parametrize("width", [PHONE, LAPTOP])
def test_pages__any_width__fit_and_ask_no_network(width: int, tab: Tab, site: Path) -> None:
    """Of the codes, which are some 240 short pages in each language, one in twenty is opened."""
    codes = sorted(site.glob("reference/*/codes/*.html"))
    pages = (set(site.rglob("*.html")) - {site / "404.html", *codes}) | set(codes[::20])
    faults = []
    for page in sorted(pages):
        tab.open(page, width)
        if tab.run("document.documentElement.scrollWidth") > width:
            faults.append(f"{page.relative_to(site)} is wider than the screen")
        asked = [found for found in tab.requests if not found.startswith(("file:", "data:"))]
        faults += [f"{page.relative_to(site)} loads {address}" for address in asked]
    assert faults == []


@in_browser
@pytest.mark.parametrize("name", SAMPLE)
@pytest.mark.parametrize("width", [PHONE, LAPTOP])
def test_page__axe__finds_nothing(width: int, name: str, tab: Tab, site: Path) -> None:
    tab.open(site / name, width)
    assert [fault for fault in axe_faults(tab) if not fault.startswith(OF_THEME)] == []


@in_browser
def test_search__site_in_a_folder__finds_the_page_of_a_code(tab: Tab, site: Path) -> None:
    tab.open(site / "law" / "id" / "jkk.html", LAPTOP)
    found = tab.run(SEARCH)
    assert any(code_page_path("nik-length", "id") in link for link in found)


@in_browser
def test_language__page_in_both__offers_the_other_one(tab: Tab, site: Path) -> None:
    tab.open(site / code_page_path("nik-length", "id"), LAPTOP)
    english = tab.run("document.querySelector('a[hreflang=en]').href")
    assert english == (site / code_page_path("nik-length", "en")).as_uri()
    assert tab.run("document.documentElement.lang") == "id"
