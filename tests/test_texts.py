"""The catalogue of texts: complete in both languages, and the only home of what a user reads."""

from __future__ import annotations

import ast
import re
from datetime import date

from support.paths import REPOSITORY
from support.source import PACKAGE, calls, first_literals, modules
from support.texts import AREAS, entries, sentences

from pemilu_cover.i18n.messages import messages
from pemilu_cover.i18n.text import LocalizedText, localize, localized_count, localized_month

# The start of the single file, outside the package.
LAUNCHER = REPOSITORY / "tools" / "single_file" / "launch.py"
PLACEHOLDER = re.compile(r"\{(\w*)(?::[^|{}]+\|[^|{}]+)?\}")
FORMS = re.compile(r"\{\w+:([^|{}]+)\|([^|{}]+)\}")
# A placeholder without forms, the second word behind it or the only one, and the first.
WORD_BEHIND = re.compile(r"\{\w+\} (?!million )(?=(?:[a-z]+ )?([a-z]+))([a-z]+)")


def keys_in_code() -> tuple[set[str], set[str]]:
    """Return every key that the source may name, and each pattern of keys that it builds."""
    named, patterns = set(), set()
    launcher = ast.parse(LAUNCHER.read_text(encoding="utf-8"))
    for tree in (*modules().values(), launcher):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named.add(node.value)
            if isinstance(node, ast.JoinedStr):
                patterns.add("".join(map(pattern_of_part, node.values)))
    area = rf"({'|'.join(AREAS)})\\\.[a-z]"
    return named, {pattern for pattern in patterns if re.match(area, pattern)}


def pattern_of_part(part: ast.expr) -> str:
    """Return the regular expression of one part of an f-string."""
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z0-9_-]+"


def test_catalogue__each_entry__has_both_languages_and_the_same_placeholders() -> None:
    for key, text in entries().items():
        assert set(text) == {"id", "en"}, key
        assert set(PLACEHOLDER.findall(text["id"])) == set(PLACEHOLDER.findall(text["en"])), key


def nouns() -> set[str]:
    """Return the plural nouns behind numbers in the catalogue."""
    forms = [found.groups() for text in sentences("en") for found in FORMS.finditer(text)]
    words = (set(several.split()) - set(one.split()) for one, several in forms)
    return {word for word in set().union(*words) if word.endswith("s")} | {"people", "children"}


# Words that end as a plural and are none.
SINGULAR = frozenset(
    "as becomes comes does ends falls fits has is lapses less lists occurs pays says sets states takes"
    " was".split()
)


def test_english_texts__noun_behind_a_number__has_a_form_for_one() -> None:
    plurals = nouns()
    wrong = [
        text
        for text in sentences("en")
        if "(s)" in text
        or any(
            plurals & {far, near} or (near.endswith("s") and near not in SINGULAR)
            for far, near in WORD_BEHIND.findall(text)
        )
    ]
    assert wrong == []
    assert not [text for text in sentences("id") if FORMS.search(text)]


def test_english_texts__sheets_and_columns__have_the_names_of_english_workbooks() -> None:
    texts = entries()
    names = {
        text["id"]
        for key, text in texts.items()
        if (".sheet-" in key or key.startswith("corrections_file.")) and text["id"] != text["en"]
    }
    is_named = re.compile(rf"\b(?:sheets?|columns?) (?:{'|'.join(map(re.escape, names))})\b")
    assert [text for text in sentences("en") if is_named.search(text)] == []


def test_catalogue__keys__are_those_that_the_code_asks_for() -> None:
    named, patterns = keys_in_code()
    known = set(entries())
    built = {key for key in known if any(re.fullmatch(pattern, key) for pattern in patterns)}
    unused_patterns = [p for p in patterns if not any(re.fullmatch(p, key) for key in known)]
    assert first_literals("localize", "translate") - known == set()
    assert known - named - built == set()
    assert unused_patterns == []


def test_source__each_pair_of_texts__is_no_pair_of_literals() -> None:
    literals = [
        f"{file.relative_to(PACKAGE)}:{call.lineno}"
        for file, name, call in calls()
        if name == "LocalizedText"
        and file.parent.name != "i18n"
        and any(isinstance(arg, ast.Constant | ast.JoinedStr) for arg in call.args)
    ]
    assert literals == []


def test_localized_count__thousands__are_separated_as_the_language_does() -> None:
    assert localized_count(1234) == LocalizedText("1.234", "1,234")


def test_localize__details__are_shown_as_the_language_writes_them() -> None:
    text = localize(
        "enrolment.gap-before-agreement",
        signed=date(2024, 11, 7),
        span=localized_month(date(2024, 11, 1)),
        people=3,
        amount="Rp1",
        share=LocalizedText("0,5", "0.5"),
        due="",
    )
    assert "(7 November 2024): November 2024, 3" in text.id
    assert "(2024-11-07): 2024-11, 3" in text.en


def test_localize__number__has_the_form_of_the_words_behind_it() -> None:
    one, several = (
        localize("batches.people-and-files", people=people, files=2)
        for people in (1, localized_count(1234))
    )
    assert (one.en, one.id) == ("1 person, 2 files", "1 orang, 2 berkas")
    assert (several.en, several.id) == ("1,234 people, 2 files", "1.234 orang, 2 berkas")


def test_localize__without_details__keeps_the_placeholders() -> None:
    assert localize("summary.kecamatan-others").with_ellipses("en") == "… other kecamatan"
    assert localize("batches.people-and-files").with_ellipses("en") == "… people, … files"


# Two words side by side: a sentence, or a piece of one.
WORDS = re.compile(r"[A-Za-z]{2,},? [A-Za-z]{2,}")
SCANNED = (
    "commands/",
    "enrolment/",
    "estimates/",
    "explain/",
    "reconciliation/",
    "reports/",
    "roster/checks/",
    "roster/corrections/",
)
# Files whose words are no sentences for a user of the program, or are read back from files.
ALLOWED = {
    "enrolment/register/schema.py": "documents the columns of the register",
    "reconciliation/members_file.py": "documents the columns of members.parquet",
    "reports/xlsx/sipp.py": "names of sheets in SIPP's own layout",
    "roster/checks/identity_evidence.py": "words that rosters use",
    "roster/corrections/correction_rows.py": "words that remarks use",
}
CODES = {"regulation text", "secondary source", "bold red"}


def literal_sentences(tree: ast.Module) -> list[str]:
    """Return the literals of a module that hold words, without docstrings, errors and word lists."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            skipped.add(id(node.value))
        if isinstance(node, ast.Raise):
            skipped |= {id(part) for part in ast.walk(node)}
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            skipped |= {id(node.func.value)} if node.func.attr == "split" else set()
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in skipped
        and node.value not in CODES
        and WORDS.search(node.value)
    ]


def test_source__literals__are_no_sentences() -> None:
    found = {
        file.relative_to(PACKAGE).as_posix(): texts
        for file, tree in modules().items()
        if file.relative_to(PACKAGE).as_posix().startswith(SCANNED)
        and (texts := literal_sentences(tree))
    }
    assert {name: texts for name, texts in found.items() if name not in ALLOWED} == {}
    assert set(ALLOWED) <= set(found)


def test_refusals__each_code__has_a_message() -> None:
    codes = first_literals("RefusalError", "RegisterError")
    assert len(codes) > 40
    assert codes - set(messages()) == set()
