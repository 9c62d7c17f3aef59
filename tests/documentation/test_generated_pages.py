"""The generated pages of the documentation site, as Markdown."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import site_pages
from site_pages.agreement import keys, meaning
from site_pages.commands import references
from site_pages.exit_status import error_page
from site_pages.languages import LANGUAGES
from site_pages.law import page_name
from site_pages.site import table_pages
from site_pages.words import texts
from support.paths import REPOSITORY
from support.run import invoke

from pemilu_cover.cli.documents import NAMES
from pemilu_cover.cli.registry import app
from pemilu_cover.enrolment.register.schema import COLUMNS
from pemilu_cover.explain.citations import RateFileCheck
from pemilu_cover.i18n.code_address import code_page_path
from pemilu_cover.i18n.messages import messages
from pemilu_cover.i18n.text import Language
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reconciliation import members_file
from pemilu_cover.roster.tables.column_names import fields

PAGES = Path(site_pages.__file__).parent
# Words of usage, and values that readers replace.
PLACEHOLDER = re.compile(r"[A-Z]{3,}|…|\.\.\.")
# A name alone names a command.
INLINE = re.compile(r"(?<!`)`pemilu-cover ([^` \n]+ [^`\n]+)`(?!`)")


@cache
def listed() -> list[tuple[str, str]]:
    """Return the place and the text of every generated page."""
    return list(table_pages())


@cache
def generated() -> dict[str, str]:
    """Return every generated page by its place."""
    return dict(listed())


def test_pages__each__is_there_once_and_in_both_languages() -> None:
    counted = {uri for uri, _ in listed()}
    assert len(counted) == len(listed())
    in_indonesian = {uri.replace("/id/", "/en/") for uri in counted if "/id/" in uri}
    assert in_indonesian == {uri for uri in counted if "/en/" in uri}


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes__each__has_the_page_of_its_address(language: Language) -> None:
    for code, page in messages().items():
        uri = code_page_path(code, language).removesuffix("html") + "md"
        assert generated()[uri].startswith(f"# {code}\n")
        assert page.why.with_ellipses(language)[:20] in generated()[uri].replace("\\", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_law__each_value_of_the_rate_files__is_a_row_of_its_page(language: Language) -> None:
    values = Counter(cited.file for cited in RateFileCheck().values)
    for file, count in values.items():
        rows = generated()[f"law/{language}/{page_name(file)}"].split("\n\n")[2].splitlines()
        assert len(rows) == count + 2  # below the headings


@pytest.mark.parametrize("language", LANGUAGES)
def test_law__first_page__says_what_was_not_read_before_the_values(language: Language) -> None:
    page = generated()[f"law/{language}/index.md"]
    for entry in RateBook.load().laws.unread:
        assert 0 < page.index(entry.text.in_language(language)) < page.index("jkm.md")


def test_timeline__of_a_programme__is_in_the_order_of_its_days() -> None:
    days = re.findall(
        r"^\| (?:since )?(\d{4}-\d\d-\d\d)", generated()["law/en/jkm-timeline.md"], re.M
    )
    assert len(days) >= 10
    assert days == sorted(days)


@pytest.mark.parametrize("language", LANGUAGES)
def test_commands__each__has_a_page_with_all_its_options(language: Language) -> None:
    program, *commands = references(language)
    index = generated()[f"reference/{language}/commands/index.md"]
    assert len(commands) == sum(map(len, program.commands.values())) >= 16
    for command in commands:
        page = generated()[f"reference/{language}/commands/{command.name}.md"]
        assert f"({command.name}.md)" in index
        assert all(f"`{option}`".replace("|", r"\|") in page for option, _ in command.options)


def test_error_page__of_the_repository__is_that_of_the_program() -> None:
    written = (REPOSITORY / "docs" / "errors.md").read_text(encoding="utf-8")
    assert written == error_page(), "python -m site_pages.exit_status writes it anew"
    refusals = [code for code, entry in messages().items() if entry.level == "refusal"]
    assert all(f"| `{code}` |" in written for code in refusals)


def test_columns__each_header_that_is_read__is_on_the_page() -> None:
    page = generated()["reference/en/columns.md"]
    for field in fields().values():
        assert f"{{ #{field.name} }}" in page
        assert all(f"`{header}`" in page for header in field.headers)


def test_agreement__each_text__is_that_of_a_key() -> None:
    shown = {meaning(key, "id") for key in keys()}
    assert shown == {text.id for text in texts("agreement").values()}


def test_register__each_column__is_on_the_page_in_both_languages() -> None:
    for language in LANGUAGES:
        page = generated()[f"reference/{language}/register.md"]
        for column in (*COLUMNS, *members_file.COLUMNS):
            assert f"| `{column.name}` | {column.dtype.base_type()}" in page
            assert (column.meaning in page) == (language == "en")


def test_words__each__is_said_by_a_page() -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in PAGES.parent.rglob("*.py"))
    patterns = {"kind-", "need-", "run-", "law-", "honorarium-per-", "shared-", "part-"}
    for key in texts("words"):
        named = f'"{key}"' in source or f"'{key}'" in source
        assert named or any(key.startswith(start) for start in patterns), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_schemas__each_document_of_the_program__is_linked_and_published(language: Language) -> None:
    page = generated()[f"reference/{language}/schemas.md"]
    for name in NAMES:
        assert f"(../../schemas/{name}.json)" in page
        assert (REPOSITORY / "docs" / "schemas" / f"{name}.json").is_file()


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences__each_command_in_them__runs(language: str, tmp_path: Path) -> None:
    named = {
        command
        for page, text in listed()
        if f"/{language}/" in page
        for command in INLINE.findall(text)
    }
    whole = {command for command in named if not PLACEHOLDER.search(command)}
    assert len(whole) > len(app.registered_commands)
    assert {
        command for command in whole if invoke(*shlex.split(command), cwd=tmp_path).status != 0
    } == set()
