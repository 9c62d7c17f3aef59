"""The examples of a page in Markdown: files to write, commands to run, and what they print.

CONTRIBUTING.md ("How to write a page") describes the notation.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import dedent

from support.paths import SOURCE
from support.run import HANG

CUT = "…"
OUTPUTS = ("text", "json", "jsonl", "csv")
_PART = re.compile(
    r"^(?P<indent> *)(?P<fence>```+) *(?P<kind>\w*)(?P<options>[^\n]*)\n"
    r"(?P<body>.*?)^(?P=indent)(?P=fence) *$"
    r"|(?<!`)<!-- (?P<mark>also|not run|run|test)(?:: (?P<words>[^\n]*?))? -->",
    re.DOTALL | re.MULTILINE,
)
_TITLE = re.compile(r'title="([^"]+)"')
_TYPED = re.compile(
    r"^\$ (?P<command>(?:[^\n]*\\\n)*[^\n]*)\n(?P<shown>.*?)(?=^\$ |\Z)", re.DOTALL | re.MULTILINE
)
_EXIT = re.compile(r"^(?P<command>.*?)\s+# exit (?P<status>\d+)\b.*$", re.MULTILINE)
# Runs one command and demands its status, as a comment behind it says.
_CHECKED = (
    's=0; {{ {command}; }} || s=$?; [ $s -eq {status} ] || {{ echo "status $s" >&2; exit 99; }}'
)


@dataclass(frozen=True)
class Example:
    """A block of a page: a file to write, or commands with the output that the page shows."""

    line: int
    script: str
    shown: str | None = None
    file: str | None = None
    any_status: bool = False


@dataclass(frozen=True)
class Page:
    """What a page has to run, in order, and its blocks that no test can run."""

    examples: list[Example]
    unknown: list[str]


def read_page(text: str) -> Page:
    """Return the examples of a page."""
    page = Page([], [])
    skipped, after = False, 0
    for part in _PART.finditer(text):
        line = text.count("\n", 0, part.start()) + 1
        if part["mark"]:
            if part["mark"] == "also":
                page.examples.append(Example(line, part["words"]))
            skipped = part["mark"] != "also"
            continue
        if not skipped:
            before = page.examples[-1:] if not text[after : part.start()].strip() else []
            found = _examples(line, part["kind"], part["options"], dedent(part["body"]), before)
            page.examples[len(page.examples) - len(before) :] = before if found is None else found
            if found is None:
                page.unknown.append(f"line {line}: a block of {part['kind'] or 'no language'}")
        skipped, after = False, part.end()
    return page


def _examples(
    line: int, kind: str, options: str, body: str, before: list[Example]
) -> list[Example] | None:
    """Return the examples of a block, with the one right before it; None for an unknown block."""
    if title := _TITLE.search(options):
        return [*before, Example(line, body, file=title[1])]
    if kind == "sh":
        return [*before, Example(line, body)]
    if kind == "python":
        return [*before, Example(line, f"python - <<'END'\n{body}END\n")]
    if kind == "console":
        return before + [
            Example(line, found["command"], found["shown"], any_status=True)
            for found in _TYPED.finditer(body)
        ]
    if kind in OUTPUTS and before and before[0].shown is None and not before[0].file:
        return [replace(before[0], shown=body)]
    return None


def fault(example: Example, folder: Path, programs: Path) -> str | None:
    """Run an example in a folder; return what differs from the page, or None."""
    if example.file:
        path = folder / example.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(example.script, encoding="utf-8")
        return None
    script = _EXIT.sub(lambda line: _CHECKED.format(**line.groupdict()), example.script)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env={
            **os.environ,
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(SOURCE),
        },
        timeout=HANG,
        check=False,
    )
    if done.returncode and not example.any_status:
        return f"line {example.line}: status {done.returncode}\n{done.stdout}"
    if example.shown is not None and not matches(done.stdout, example.shown):
        return f"line {example.line}: prints\n{done.stdout}"
    return None


def matches(printed: str, shown: str) -> bool:
    r"""Return whether a page shows what was printed, with `…` for what it leaves out.

    >>> matches("one\ntwo\nthree 3\n", "one\n…\nthree …"), matches("one", "two")
    (True, False)
    """
    lines = [line.rstrip() for line in shown.strip("\n").splitlines()]
    pattern = "".join(
        r"(?:[^\n]*\n)*?" if line.strip() == CUT else f"{_line_pattern(line)}\n" for line in lines
    )
    text = "\n".join(line.rstrip() for line in printed.strip("\n").splitlines()) + "\n"
    return re.fullmatch(pattern, text) is not None


def _line_pattern(line: str) -> str:
    return r"[^\n]*?".join(map(re.escape, line.split(CUT)))


def write_programs(folder: Path) -> Path:
    """Write the programs that pages call: this interpreter, and `pemilu-cover` run by it."""
    folder.mkdir(exist_ok=True)
    for name, words in (("python", ""), ("pemilu-cover", "-m pemilu_cover ")):
        program = folder / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {words}"$@"\n', encoding="utf-8")
        program.chmod(0o755)
    return folder
