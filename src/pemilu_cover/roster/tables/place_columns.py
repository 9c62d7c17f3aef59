"""The columns of places: the place of duty takes precedence over the home address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pemilu_cover.reference import regions
from pemilu_cover.roster.cells import splitting
from pemilu_cover.roster.tables import header_qualifiers
from pemilu_cover.roster.tables.column_draft import MOSTLY, Draft
from pemilu_cover.roster.tables.column_names import DUTY_RANK
from pemilu_cover.values.text import normal_form

# The prefixes with which the parts of an address are joined.
_PREFIXES = {
    header_qualifiers.RT: "RT ",
    header_qualifiers.RW: "RW ",
    header_qualifiers.RT_RW: "RT/RW ",
}
_HOMES = {"desa": "Desa ", "kecamatan": "Kec. "}


def assign_duty_columns(draft: Draft) -> None:
    """Assign "Wilayah Kerja" and similar columns: their cells name the kind of each place."""
    for _, column in draft.ranked(header_qualifiers.DUTY):
        cells = draft.cells(column)
        places = list(map(splitting.split_duty, cells))
        names = _duty_fields(places)
        assigned = {name for name in names if (draft.rank_of(name) or 0) >= 0}
        if not assigned:
            continue
        for name in sorted(assigned & set(draft.choice.columns)):
            replaced = draft.called(draft.choice.columns[name])
            draft.note("column-duty", name, column, other=replaced)
        draft.choice.columns |= dict.fromkeys(assigned, column)
        solo = "kecamatan" if "kecamatan" in assigned else "desa"
        draft.choice.splits[column] = (header_qualifiers.DUTY, solo, *sorted(assigned - {solo}))
        return


def _duty_fields(places: Sequence[Mapping[str, str]]) -> set[str]:
    """Return the places that most cells name; one without its kind is a kecamatan if all are in the list."""
    enough = MOSTLY * len(places)
    named = {
        name
        for name in splitting.DUTY_FIELDS
        if places and sum(name in part for part in places) >= max(enough, 1)
    }
    unqualified = [part["place"] for part in places if "place" in part]
    if named or len(unqualified) < max(enough, 1):
        return named
    known = sum(normal_form(place) in regions.kecamatan_names() for place in unqualified)
    return {"kecamatan" if known == len(unqualified) else "desa"}


def assign_home_columns(draft: Draft) -> None:
    """Assign the columns of the home address; a plain desa beside two different kecamatan is the home's."""
    for name in ("kecamatan", "desa"):
        home = draft.first(header_qualifiers.HOME + name)
        if home is not None:
            draft.choice.homes[name] = home
    plain = next((at for rank, at in draft.ranked("kecamatan") if rank >= 0), None)
    desa = draft.rank_of("desa")
    if plain is None or draft.rank_of("kecamatan") != DUTY_RANK or desa in (None, DUTY_RANK):
        return
    duty = draft.choice.columns["kecamatan"]
    if any(row[duty] and row[plain] and row[duty] != row[plain] for row in draft.rows):
        draft.choice.homes["desa"] = draft.choice.columns.pop("desa")


def assign_address_columns(draft: Draft) -> None:
    """Join one address of the parts that have columns of their own."""
    columns, homes = draft.choice.columns, draft.choice.homes
    parts = {name: at for name in _PREFIXES if (at := draft.first(name)) is not None}
    street = draft.first(header_qualifiers.STREET)
    if street is None and parts:
        street = _street_called_desa(draft)
    more = [(prefix, parts[name]) for name, prefix in _PREFIXES.items() if name in parts]
    if "address" in columns:
        more = [*([("", street)] if street is not None else []), *more]
    elif street is None:
        return
    else:
        columns["address"] = street
        more += [(prefix, homes[name]) for name, prefix in _HOMES.items() if name in homes]
    if more:
        draft.choice.more["address"] = tuple(more)


def _street_called_desa(draft: Draft) -> int | None:
    """Return the column "Kampung" beside RT and RW: there it is a hamlet, in Papua a desa."""
    column = draft.choice.columns.get("desa")
    if column is None or normal_form(draft.labels[column].own) != "KAMPUNG":
        return None
    return draft.choice.columns.pop("desa")
