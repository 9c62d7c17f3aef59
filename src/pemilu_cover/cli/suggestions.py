"""What somebody may have meant who typed a command or an option that does not exist."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import PurePath
from typing import Any, TypeAlias

from pemilu_cover.i18n.text import LocalizedText, did_you_mean, localize
from pemilu_cover.values.shell import quote_word

# Words by which clerks look for a command.
_COMMAND_WORDS = {
    "anggaran": "budget",
    "baru": "update",
    "biaya": "budget",
    "buat": "init",
    "calculate": "quote",
    "cek": "check",
    "cocokkan": "reconcile",
    "daftar": "enrol",
    "daftarkan": "enrol",
    "form": "template",
    "formulir": "template",
    "hitung": "quote",
    "iuran": "quote",
    "jelaskan": "explain",
    "klaim": "claim",
    "lindungan": "coverage",
    "manfaat": "benefits",
    "mulai": "init",
    "pendaftaran": "enrol",
    "perbarui": "update",
    "periksa": "check",
    "perjanjian": "init",
    "perlindungan": "coverage",
    "peserta": "members",
    "price": "quote",
    "rab": "budget",
    "rekonsiliasi": "reconcile",
    "register": "enrol",
    "tagihan": "enrol",
    "tarif": "rates",
    "template_tk": "enrol",
    "validate": "check",
    "verifikasi": "verify",
}
_ROSTER_SUFFIXES = frozenset({".xlsx", ".csv", ".parquet", ".xls"})
# typer does not export the type of its contexts.
Context: TypeAlias = Any


def unknown_command(word: str, context: Context) -> LocalizedText:
    """Return that a command does not exist, and which one was meant."""
    commands = context.command.commands
    if PurePath(word).suffix.lower() in _ROSTER_SUFFIXES:
        return localize(
            "usage.file-without-command",
            file=word,
            command=f"pemilu-cover enrol {quote_word(word)}",
        )
    form = word.lower()
    meant = _COMMAND_WORDS.get(form)
    names = [meant] if meant else get_close_matches(form, commands, n=1, cutoff=0.6)
    return localize("usage.no-such-command", command=word, hint=did_you_mean(names))


def unknown_option(option: str, context: Context) -> LocalizedText:
    """Return that an option does not exist: which one is like it, or which commands have it."""
    name = option.lstrip("-")
    own = {name.lstrip("-"): name for name in _options(context.command, context)}
    if close := get_close_matches(name, own, n=2, cutoff=0.6):
        hint = did_you_mean([own[each] for each in close])
        return localize("usage.no-such-option", option=option, hint=hint)
    program = context.find_root().command
    commands = [
        each.name for each in program.commands.values() if option in _options(each, context)
    ]
    if not commands:
        return localize("usage.no-such-option", option=option, hint="")
    if context.command is program:
        command = min(commands, key=lambda name: name != "enrol")
        return localize("usage.option-before-command", option=option, command=command)
    return localize("usage.option-of-others", option=option, commands=", ".join(commands))


def _options(command: Any, context: Context) -> Iterator[str]:  # noqa: ANN401  typer does not export its type
    for param in command.get_params(context):
        if param.param_type_name == "option":
            yield from (name for name in param.opts if name.startswith("--"))
