"""The values that the program knows, by the metavar of their option or argument."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import tomli

from pemilu_cover.cli.command_reference import Parameter
from pemilu_cover.cli.options import AutoFix
from pemilu_cover.i18n.text import Language
from pemilu_cover.law.rates_folder import rates_dir


class Candidate(NamedTuple):
    """A possible word, and what it means."""

    value: str
    text: str


class Request(NamedTuple):
    """The beginning of a value, and the values of other options on the line."""

    typed: str
    others: Mapping[str, str]
    language: Language


def value_candidates(
    param: Parameter, typed: str, others: Mapping[str, str], language: Language
) -> list[Candidate] | None:
    """Return the values of an option or an argument; None where its value is the name of a file."""
    metavar = param.metavar.rstrip(".")
    if metavar in _FILES:
        return None
    request = Request(typed, others, language)
    if provider := _BY_NAME.get(param.name) or _BY_METAVAR.get(metavar):
        return list(provider(request))
    if re.fullmatch(r"[a-z0-9-]+(\|[a-z0-9-]+)*", metavar):  # "id|en", "kecamatan"
        return _beginning(typed, (Candidate(value, "") for value in metavar.split("|")))
    return []


def _beginning(typed: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates that begin with what was typed, in any case."""
    typed = typed.casefold()
    return [candidate for candidate in candidates if candidate.value.casefold().startswith(typed)]


@cache
def _rate_file(name: str) -> dict[str, Any]:
    """Return a rate file as it is, since its model loads slowly."""
    return tomli.loads((rates_dir() / name).read_text(encoding="utf-8"))


def _all_roles() -> dict[str, str]:
    """Return the families of roles, then all roles, each with its name or names."""
    roles = _rate_file("roles.toml")["roles"]
    names: dict[str, list[str]] = {}
    for role in roles.values():
        names.setdefault(role["family"], []).append(role["name"])
    families = {family: ", ".join(of_family) for family, of_family in names.items()}
    return families | {code: role["name"] for code, role in roles.items()}


def _roles(request: Request) -> list[Candidate]:
    return _beginning(request.typed, (Candidate(*role) for role in _all_roles().items()))


def _roles_with_value(request: Request) -> list[Candidate]:
    """Return roles for ``ROLE=VALUE``, whose value nobody knows."""
    return [Candidate(f"{role.value}=", role.text) for role in _roles(request)]


def _positions(request: Request) -> list[Candidate]:
    roles = _rate_file("roles.toml")["roles"].values()
    family = request.others.get("role", "").upper()
    known = [role for role in roles if role["family"] == family] or roles
    positions = dict.fromkeys(role["position"] for role in known)
    return _beginning(request.typed, (Candidate(position, "") for position in positions))


def _elections(request: Request) -> list[Candidate]:
    files = (f"elections/{file.name}" for file in (rates_dir() / "elections").glob("*.toml"))
    newest = sorted(map(_rate_file, files), key=lambda election: election["voting_day"])[::-1]
    elections = (Candidate(election["id"], election["name"]) for election in newest)
    return _beginning(request.typed, elections)


def _proration_rules(request: Request) -> list[Candidate]:
    rules = _rate_file("proration.toml")["rules"].items()
    return _beginning(request.typed, (Candidate(name, rule[0]["name"]) for name, rule in rules))


def _topics(request: Request) -> list[Candidate]:
    """Return the rate files that have dated values."""
    files = sorted(rates_dir().glob("*.toml"))
    dated = (
        file
        for file in files
        if re.search(r"^from = ", file.read_text(encoding="utf-8"), re.MULTILINE)
    )
    return _beginning(request.typed, (Candidate(file.stem, "") for file in dated))


def _regencies(request: Request) -> Iterator[Candidate]:
    from pemilu_cover.reference.regions import find_regencies  # noqa: PLC0415  only where it is needed

    by_code = not request.typed or request.typed[0].isdigit()
    for code, name in find_regencies(request.typed).items():
        dotted = f"{code[:2]}.{code[2:]}"
        yield Candidate(dotted, name) if by_code else Candidate(name, dotted)


def _codes(request: Request) -> list[Candidate]:
    from pemilu_cover.i18n.messages import messages  # noqa: PLC0415  only where it is needed

    pages = messages().items()
    return _beginning(
        request.typed,
        (Candidate(code, page.says.with_ellipses(request.language)) for code, page in pages),
    )


def _auto_fixes(request: Request) -> list[Candidate]:
    texts = dict(_codes(request))
    fixes = (Candidate(fix.value, texts.get(fix.value, "")) for fix in AutoFix)
    return _beginning(request.typed, fixes)


def _columns(request: Request) -> list[Candidate]:
    """Return the fields for ``COLUMN=FIELD``; nobody knows the headers of a roster yet."""
    from pemilu_cover.roster.tables.column_names import fields  # noqa: PLC0415  only where it is needed

    header, equals, _ = request.typed.rpartition("=")
    if not equals:
        return []
    values = (
        Candidate(f"{header}={field.name}", field.title.in_language(request.language))
        for field in fields().values()
    )
    return _beginning(request.typed, values)


_FILES = frozenset({"FILE", "FOLDER", "RESULT", "ROSTER"})
_BY_NAME: Mapping[str, Callable[[Request], Iterable[Candidate]]] = {
    "auto_fix": _auto_fixes,
    "code": _codes,
    "history": _topics,
}
_BY_METAVAR: Mapping[str, Callable[[Request], Iterable[Candidate]]] = {
    "COLUMN=FIELD": _columns,
    "ID": _elections,
    "POSITION": _positions,
    "REGENCY": _regencies,
    "ROLE": _roles,
    "ROLE=N": _roles_with_value,
    "RULE": _proration_rules,
    "[ROLE=]FIRST..LAST": _roles_with_value,
}
