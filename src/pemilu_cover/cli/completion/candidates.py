"""What can follow the words of a line: commands, options, or values of an option or an argument."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pemilu_cover.cli.aliases import ALIASES
from pemilu_cover.cli.command_reference import Command, command_summary, help_text, is_option
from pemilu_cover.cli.completion.values import Candidate, value_candidates
from pemilu_cover.i18n.text import Language, localize


class _Line:
    """The complete words of a line, as the parser would read them."""

    def __init__(self, program: Command, words: Sequence[str]) -> None:
        self.command = program
        self.values: dict[str, str] = {}
        self.used: set[str] = set()
        self.arguments = 0
        # The option whose value comes next.
        self.open_option: Any = None
        for word in words:
            self._read(word)

    def option(self, name: str) -> Any:  # noqa: ANN401  typer does not export its type
        """Return the option of a name or an alias; None without one."""
        aliases = ALIASES.get(self.command.name, {})
        name = f"--{aliases[name[2:]]}" if name[2:] in aliases else name
        return next((option for option in self.options() if name in option.opts), None)

    def options(self) -> Iterator[Any]:
        """Yield the options of the command."""
        yield from filter(is_option, self.command.params)

    def _read(self, word: str) -> None:
        name, equals, value = word.partition("=")
        if self.open_option is not None:
            self.values[self.open_option.name] = word
            self.open_option = None
        elif option := self.option(name) if word.startswith("-") else None:
            self.used.add(option.name)
            if equals:
                self.values[option.name] = value
            elif not option.is_flag:
                self.open_option = option
        elif word in getattr(self.command, "commands", {}):
            self.command = self.command.commands[word]
        elif not word.startswith("-"):
            self.arguments += 1


def complete_word(
    program: Command, words: Sequence[str], typed: str, language: Language
) -> list[Candidate] | None:
    """Return what the last word of a line can become; None where it names a file.

    ``words`` are the complete words after the program's name, ``typed`` is the beginning of the next.
    """
    line = _Line(program, words)
    name, equals, value = typed.partition("=")
    if line.open_option is not None:
        return value_candidates(line.open_option, typed, line.values, language)
    if equals and (option := line.option(name) if typed.startswith("-") else None):
        candidates = value_candidates(option, value, line.values, language)
        return candidates and [Candidate(f"{name}={value}", text) for value, text in candidates]
    if typed.startswith("-"):
        return list(_options(line, typed, language))
    if commands := getattr(line.command, "commands", {}):
        return [
            Candidate(name, command_summary(command, language))
            for name, command in commands.items()
            if name.startswith(typed)
        ]
    return _argument_values(line, typed, line.values, language)


def _options(line: _Line, typed: str, language: Language) -> Iterator[Candidate]:
    """Yield the options that may follow: those not used yet, and those that may be repeated."""
    for option in line.options():
        if option.name not in line.used or option.multiple:
            name = max(option.opts, key=len)
            if name.startswith(typed):
                yield Candidate(name, help_text(option, language))
    if "--help".startswith(typed):
        yield Candidate("--help", localize("help.help").in_language(language))


def _argument_values(
    line: _Line, typed: str, values: Mapping[str, str], language: Language
) -> list[Candidate] | None:
    arguments = [param for param in line.command.params if not is_option(param)]
    if not arguments or (line.arguments >= len(arguments) and arguments[-1].nargs != -1):
        return []
    argument = arguments[min(line.arguments, len(arguments) - 1)]
    return value_candidates(argument, typed, values, language)
