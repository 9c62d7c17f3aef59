"""The generated pages of the documentation site, as Markdown."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from site_pages.languages import LANGUAGES
from site_pages.site import generated_pages

from pemilu_cover.i18n.code_address import code_page_path
from pemilu_cover.i18n.messages import messages
from pemilu_cover.i18n.text import Language


@cache
def generated() -> dict[str, str]:
    """Return every generated page by its place."""
    return dict(generated_pages())


def test_pages__each__is_there_once_and_in_both_languages() -> None:
    counted = Counter(uri for uri, _ in generated_pages())
    assert set(counted.values()) == {1}
    in_indonesian = {uri.replace("/id/", "/en/") for uri in counted if "/id/" in uri}
    assert in_indonesian == {uri for uri in counted if "/en/" in uri}


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes__each__has_the_page_of_its_address(language: Language) -> None:
    for code, page in messages().items():
        uri = code_page_path(code, language).removesuffix("html") + "md"
        assert generated()[uri].startswith(f"# {code}\n")
        assert page.why.with_ellipses(language)[:20] in generated()[uri].replace("\\", "")
