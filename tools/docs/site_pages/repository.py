"""Pages of the repository on the site: where they come to, and their links."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
# Pages outside of docs/, with their place on the site.
COPIES = {
    "README.id.md": "index.md",
    "README.md": "english.md",
    "docs/README.md": "manual.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "examples/README.md": "examples.md",
}
# Folders, which a site does not list, and the page that does.
_FOLDERS = {"docs/schemas": "reference/en/schemas.md"}
_DOCS, _EXAMPLES = "docs/", "examples/"
# Examples to download from the site; the rosters of 14,456 people are larger.
_LARGEST = 100_000
_LINK = re.compile(r"\[(?P<text>[^\]\n]+)\]\((?P<path>[^()\s:#]+)(?P<anchor>#[^()\s]*)?\)")
_FENCE = re.compile(r"^( *```+).*?^\1 *$", re.DOTALL | re.MULTILINE)


def source_of(uri: str) -> str:
    """Return the file of the repository that a page of the site shows."""
    return {page: source for source, page in COPIES.items()}.get(uri, _DOCS + uri)


@cache
def example_files() -> dict[str, Path]:
    """Return the rosters, agreements and lists of the examples by their place on the site."""
    files = {
        path.relative_to(REPOSITORY).as_posix(): path
        for kind in ("xlsx", "csv", "toml", "pdf")
        for path in sorted((REPOSITORY / _EXAMPLES).rglob(f"*.{kind}"))
    }
    return {uri: path for uri, path in files.items() if path.stat().st_size <= _LARGEST}


def to_site_links(markdown: str, source: str, uri: str) -> str:
    """Return a page with links that lead to pages of the site; what is not on it loses its link.

    A link that is named by its file is named by the title of the page.

    >>> to_site_links("[law.md](docs/law.md#b), [c](src/d.py)", "SECURITY.md", "security.md")
    '[The law](law.md#b), c'
    """

    def replace(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), link["path"]))
        if target not in example_files() and target not in COPIES and not target.startswith(_DOCS):
            return link["text"]
        place = {**COPIES, **_FOLDERS}.get(target, target.removeprefix(_DOCS))
        path = posixpath.relpath(place, posixpath.dirname(uri) or ".")
        is_file_name = link["text"].strip("`") in {posixpath.basename(target), link["path"]}
        text = _title(target) if is_file_name and target.endswith(".md") else link["text"]
        return f"[{text}]({path}{link['anchor'] or ''})"

    return "".join(
        part if is_block else _LINK.sub(replace, part) for part, is_block in _parts(markdown)
    )


def _title(page: str) -> str:
    """Return the first heading of a page, without what follows a colon."""
    heading = (REPOSITORY / page).read_text(encoding="utf-8").partition("\n")[0]
    return heading.removeprefix("# ").partition(":")[0]


def _parts(markdown: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a page, and whether each is a block of code."""
    done = 0
    for block in _FENCE.finditer(markdown):
        yield markdown[done : block.start()], False
        yield block[0], True
        done = block.end()
    yield markdown[done:], False
