"""Usage errors: which option is wrong, and what it accepts, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import typer

from pemilu_cover.cli.metavars import localized_metavar, parameter_name
from pemilu_cover.cli.suggestions import unknown_command, unknown_option
from pemilu_cover.i18n.text import LocalizedText, localize, verbatim

if TYPE_CHECKING:
    from pemilu_cover.i18n.messages import UsageCode

# The base of all usage errors of the parser; typer exports only those that commands raise.
USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]


class OptionError(typer.BadParameter):
    """A value of an option, or a combination of options, that a command does not accept."""

    def __init__(self, reason: LocalizedText, option: str, code: UsageCode = "usage") -> None:
        super().__init__(reason.en, param_hint=option)
        self.reason, self.code = reason, code


class MissingOptionError(OptionError):
    """An option or argument that a command needs in addition to the others."""

    def __init__(self, option: str) -> None:
        super().__init__(verbatim(""), option, "value-missing")


def usage_error(reason: LocalizedText, option: str, code: UsageCode = "usage") -> NoReturn:
    """End the command as misuse of an option."""
    raise OptionError(reason, option, code)


def require_xlsx(path: Path | None, option: str) -> None:
    """Refuse an output file that is no workbook."""
    if path is not None and path.suffix.lower() != ".xlsx":
        usage_error(localize("usage.not-xlsx"), option)


def require_html(path: Path | None, option: str) -> None:
    """Refuse an output file that is no page."""
    if path is not None and path.suffix.lower() not in (".html", ".htm"):
        usage_error(localize("usage.not-html"), option)


@contextmanager
def exit_on_input_error() -> Iterator[None]:
    """Report a value that an estimate refuses as misuse of its option."""
    from pemilu_cover.estimates.inputs import InputError  # noqa: PLC0415

    try:
        yield
    except InputError as error:
        usage_error(error.reason, error.option, error.code)


class UsageFault(NamedTuple):
    """What is wrong with the arguments: the message, its code, and the option where it is known."""

    message: LocalizedText
    code: UsageCode
    option: str = ""


# Messages of typer's parser with their codes, and the texts that are shown for them.
_PARSER_MESSAGES: tuple[
    tuple[str, UsageCode, Callable[[re.Match[str], Any], LocalizedText]], ...
] = (
    (
        r"Missing ",
        "value-missing",
        lambda _, error: _missing(error.param),
    ),
    (
        r"No such option: (?P<option>\S+)",
        "name-unknown",
        lambda match, error: unknown_option(match[1], error.ctx),
    ),
    (
        r"Option '(?P<option>.*)' requires an argument",
        "value-missing",
        lambda match, _: localize("usage.value-missing", option=match[1]),
    ),
    (
        r"Option '(?P<option>.*)' does not take a value",
        "usage",
        lambda match, _: localize("usage.value-not-taken", option=match[1]),
    ),
    (
        r"Got unexpected extra argument\(?s?\)? \((.*)\)",
        "usage",
        lambda match, _: localize("usage.unexpected-argument", argument=match[1]),
    ),
    (
        r"No such command '(.*?)'",
        "name-unknown",
        lambda match, error: unknown_command(match[1], error.ctx),
    ),
    (
        r".*'(.*?)' is not one of (.*?)\.?$",
        "name-unknown",
        lambda match, error: localize(
            "usage.not-one-of",
            name=parameter_name(error.param),
            value=match[1],
            known=match[2].replace("'", ""),
        ),
    ),
)


def is_command_missing(error: Exception) -> bool:
    """Return whether the arguments name no command: then the help page is shown instead of an error."""
    return type(error).__name__ == "NoArgsIsHelpError" or "Missing command" in str(error)


def describe_usage_error(error: Any) -> UsageFault:  # noqa: ANN401  an error of typer's parser
    """Return what is wrong with the arguments; an unknown message of the parser is shown as it is."""
    if isinstance(error, MissingOptionError) and error.ctx:
        option = str(error.param_hint)
        return UsageFault(_missing(_find_parameter(option, error.ctx.command)), error.code, option)
    if isinstance(error, OptionError):
        option = str(error.param_hint)
        name = verbatim(option) if option.startswith("-") else localized_metavar(option)
        message = _as_sentence(localize("usage.option", option=name, reason=error.reason))
        return UsageFault(message, error.code, option)
    text = error.format_message() if hasattr(error, "format_message") else str(error)
    param = getattr(error, "param", None)
    option = parameter_name(param).en if param else ""
    for pattern, code, describe in _PARSER_MESSAGES:
        if match := re.match(pattern, text, re.DOTALL):
            option = match.groupdict().get("option") or option
            return UsageFault(describe(match, error), code, option)
    return UsageFault(verbatim(text), "usage", option)


def _find_parameter(name: str, command: Any) -> Any:  # noqa: ANN401  typer does not export their types
    return next(param for param in command.params if name in (*param.opts, param.metavar))


def _missing(param: Any) -> LocalizedText:  # noqa: ANN401  typer does not export its type
    """Return that a parameter is missing, and what it is."""
    return localize("usage.missing", name=parameter_name(param), meaning=localize(param.help))


def _as_sentence(text: LocalizedText) -> LocalizedText:
    """Return a text with a full stop, unless it ends with a command or has one."""
    id_text, en_text = (
        each if each[-1] in ".?" or "pemilu-cover " in each.rpartition(": ")[2] else f"{each}."
        for each in text.both
    )
    return LocalizedText(id_text, en_text)
