"""The hook of mkdocs.yml: it adds the generated pages, and makes links and languages right."""

from __future__ import annotations

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from site_pages import schemas
from site_pages.code_links import link_codes
from site_pages.languages import counterparts, language_of
from site_pages.repository import (
    COPIES,
    REPOSITORY,
    example_files,
    source_of,
    to_site_links,
)
from site_pages.site import run_pages, table_pages
from site_pages.words import translate

_SEARCH = 'data-md-component="search" role="dialog"'


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are generated, and what lies outside of ``docs/``."""
    for uri, text in (*table_pages(), *run_pages(), *schemas.files()):
        files.append(File.generated(config, uri, content=text))
    for source, uri in COPIES.items():
        text = (REPOSITORY / source).read_text(encoding="utf-8")
        files.append(File.generated(config, uri, content=text))
    for uri, path in example_files().items():
        files.append(File.generated(config, uri, abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Turn links within the repository into links within the site."""
    return to_site_links(markdown, source_of(page.file.src_uri), page.file.src_uri)


def on_page_content(html: str, page: Page, **_: object) -> str:
    """Link each code to its page; a page without headings has no table of contents."""
    if not any(heading.children for heading in page.toc):
        page.meta["hide"] = ["toc"]
    return link_codes(html, page.url, language_of(page.file.src_uri))


def on_post_page(output: str, page: Page, **_: object) -> str:
    """Name the search, which the theme leaves without a name."""
    name = translate("search", language_of(page.file.src_uri))
    return output.replace(_SEARCH, f'{_SEARCH} aria-label="{name}"', 1)


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, **_: object
) -> dict[str, Any]:
    """Set the language of a page, and the choice of languages for those that have two."""
    config.theme["language"] = language_of(page.file.src_uri)
    config.extra["alternate"] = counterparts(page.url)
    return context
