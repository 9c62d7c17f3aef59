"""Columns: which of them holds which field, by their headers and their cells together.

A header alone is not believed where its cells say otherwise: a column of L and P tells the sex, whatever it
is called; a column of two things is split where its cells show how; of two columns of one name the one that
is filled counts. What was chosen is kept as `Note`, so that the office is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from pemilu_cover.messages import RefusedError
from pemilu_cover.roster import qualifiers, splitting
from pemilu_cover.roster.sheet import NUMBER, Row, Sheet, as_typed, column_letter
from pemilu_cover.roster.vocabulary import DUTY_RANK, Label, Words, fields, is_foreign
from pemilu_cover.values import regions
from pemilu_cover.values.text import clean, is_nothing, word_form

# So many rows below a header show what its columns hold: what a great file is read by from its head.
SAMPLE = 150
_FEWEST_IN_ROW = 3
# So large a part of a column's cells must fit what it is taken for: the rest are typing faults.
MOSTLY = 0.8
# A column under a strange header tells the sex only where nearly all cells do; two may be two offices.
_SEX_SHARE, _FEWEST_SEXES = 0.9, 2
# Two columns of these make no difference to who is enrolled: the one with more cells counts.
_UNNEEDED = frozenset("no email phone npwp kpj postal_code degree occupation nip body".split())
# Fields whose reading decides who is enrolled and where: a column that may be two of them is not read.
_DECISIVE = frozenset(
    "nik name birth_date birth_place_date sex role wage start end period kecamatan desa tps".split()
)
# What cannot hold L and P: "KEL" is a sex as often as a kelurahan.
_BOTH_SEXES = frozenset({"sex_male", "sex_female"})
_MISTAKEN_FOR_SEX = _BOTH_SEXES | {"desa"}
_MALE = frozenset("L LK LAKI PRIA M MALE LELAKI".split()) | {"LAKI LAKI"}
_FEMALE = frozenset("P PR PEREMPUAN WANITA F FEMALE W".split())
_PAIRS = {
    frozenset({"birth_place", "birth_date"}): "birth_place_date",
    frozenset({"start", "end"}): "period",
}


class Note(NamedTuple):
    """What was decided about a column, with the code by which it is told."""

    code: str
    field: str
    column: int
    detail: Mapping[str, object]


class Order(NamedTuple):
    """How a column writes its days: texts the month first, dates with day and month swapped.

    Of ``tested`` cells ``agree`` agree on it.
    """

    texts: bool
    cells: bool
    agree: int
    tested: int


@dataclass(slots=True)
class Choice:
    """The columns of a table by field, and what else is known of them.

    ``splits`` has the fields whose parts a column holds, ``homes`` the columns of the place where somebody
    lives, ``more`` the columns whose cells are added to a field's own, each with what stands in front.
    """

    columns: dict[str, int] = field(default_factory=dict)
    splits: dict[int, tuple[str, ...]] = field(default_factory=dict)
    homes: dict[str, int] = field(default_factory=dict)
    more: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


def choose(sheet: Sheet, below: int, labels: Sequence[Label], words: Words) -> Choice:
    """Return the column of each field; ``below`` is the index of the first row under the header.

    Raise `RefusedError` where two columns of one name hold different things that decide about people.
    """
    return _Chooser(sheet, below, labels, words).choose()


class _Chooser:
    def __init__(self, sheet: Sheet, below: int, labels: Sequence[Label], words: Words) -> None:
        self._sheet, self._labels, self._words = sheet, labels, words
        self._below = below
        rows = sheet.rows[below : below + SAMPLE]
        self._rows = [row for row in rows if _may_be_person(row)]
        self._matches: dict[int, tuple[str, int]] = {}
        self._things: dict[int, tuple[str, ...]] = {}
        self._choice = Choice()

    def choose(self) -> Choice:
        """Return the column of each field."""
        for column, label in enumerate(self._labels):
            self._match(column, label)
        self._match_sex()
        for name in fields():
            if ranked := self._ranked(name):
                self._choice.columns[name] = self._best(name, ranked)
        self._split()
        self._take_duty()
        self._take_homes()
        self._take_address()
        self._take_remarks()
        self._tell_other_pay()
        columns = sorted(self._choice.columns.items(), key=lambda item: item[1])
        self._choice.columns = dict(columns)
        return self._choice

    def _match(self, column: int, label: Label) -> None:
        """Note the field that a column's header names, or the several."""
        things = self._words.things(label)
        known = set(things) - {splitting.NOBODYS}
        match = self._words.match(label)
        pair = "sex" if known >= _BOTH_SEXES else _PAIRS.get(frozenset(known))
        if any(name.startswith(qualifiers.HOME) for name in known):
            return  # of "Desa/Kecamatan KTP" all is of the home
        is_sure = match is not None and match[1] < 0
        if pair and not is_sure:
            match = (pair, 0)
        elif not is_sure and len(things) > 1 and _may_be_parted(known, match):
            self._things[column] = things
        if match and (column not in self._things or len(known) == 1):
            self._matches[column] = match

    def _ranked(self, name: str) -> list[tuple[int, int]]:
        """Return the columns whose headers name a field, each with how good a name it is, in their order."""
        return [(rank, column) for column, (of, rank) in self._matches.items() if of == name]

    def _first(self, name: str) -> int | None:
        return next((column for _, column in self._ranked(name)), None)

    # ---- one field, several columns --------------------------------------------------------------

    def _best(self, name: str, ranked: Sequence[tuple[int, int]]) -> int:
        """Return the column with the best name for a field; of equals the one that its cells prefer."""
        rank, first = min(ranked)
        equal = [column for at, column in ranked if at == rank]
        if len(equal) > 1:
            return self._best_filled(name, equal)
        others = [column for at, column in ranked if column != first]
        if rank == DUTY_RANK and others:
            self._note("column-duty", name, first, other=self._called(others[0]))
        return first

    def _best_filled(self, name: str, columns: Sequence[int]) -> int:
        cells = {column: self._cells(column) for column in columns}
        first, second = columns[:2]
        fullest = max(columns, key=lambda column: (len(cells[column]), -column))
        differ = any(
            row[at] and row[fullest] and row[at] != row[fullest]
            for row in self._rows
            for at in columns
        )
        is_clear = not differ and (name != "nik" or all(map(len, cells.values())))
        if name != "remark" and name not in _UNNEEDED and not is_clear:
            raise RefusedError(
                "two-headers",
                file=self._sheet.file,
                sheet=self._sheet.name,
                first=self._letter(first),
                second=self._letter(second),
                title=fields()[name].title,
            )
        if name not in ("no", "remark"):
            other = next(column for column in columns if column != fullest)
            self._note("column-twice", name, fullest, other=self._called(other))
        return fullest

    # ---- sex -------------------------------------------------------------------------------------

    def _match_sex(self) -> None:
        """Take a column of L and P for the sex, whatever its header: no tick is a letter of both kinds."""
        if self._ranked("sex"):
            return
        ticked = {
            column: name for column, (name, _) in self._matches.items() if name in _BOTH_SEXES
        }
        both = [column for column in range(len(self._labels)) if self._may_tell_sex(column)]
        if not both and len(ticked) == 1:
            both = [column for column in ticked if self._are_sexes(column)]
        if both:
            for column in ticked:
                del self._matches[column]
            self._matches[both[0]] = ("sex", 0)

    def _may_tell_sex(self, column: int) -> bool:
        name, _ = self._matches.get(column, ("", 0))
        is_free = (not name and column not in self._things) or name in _MISTAKEN_FOR_SEX
        is_free = is_free and not (name in _BOTH_SEXES and self._has_other_ticks(column, name))
        return is_free and not is_foreign(self._labels[column].text) and self._holds_both(column)

    def _has_other_ticks(self, column: int, name: str) -> bool:
        """Return whether somebody is ticked in the column of the other sex alone."""
        others = [self._first(other) for other in _BOTH_SEXES - {name}]
        return any(
            row[other] and not row[column]
            for other in others
            if other is not None
            for row in self._rows
        )

    def _holds_both(self, column: int) -> bool:
        cells = [word_form(as_typed(cell)) for cell in self._cells(column)]
        male, female = (sum(cell in some for cell in cells) for some in (_MALE, _FEMALE))
        enough = male + female >= max(_FEWEST_SEXES, _SEX_SHARE * len(cells))
        return bool(male and female) and enough

    def _are_sexes(self, column: int) -> bool:
        """Return whether a column "JK L/P" that stands alone names each sex; ticks need one for women."""
        cells = [word_form(as_typed(cell)) for cell in self._cells(column)]
        return bool(cells) and all(cell in _MALE | _FEMALE for cell in cells)

    # ---- two things in one column ----------------------------------------------------------------

    def _split(self) -> None:
        for column, names in self._things.items():
            mine = tuple(name if self._is_to_take(name, column) else "" for name in names)
            known = [name for name in mine if name]
            cells = self._cells(column)
            found = [splitting.split(cell, mine) for cell in cells]
            is_parted = sum(part is not None for part in found) >= MOSTLY * max(len(cells), 1)
            if {"nik", "name"} <= set(known) and self._are_rows_of_one(column, mine):
                self._choice.columns.setdefault("name", column)
            elif known and is_parted and not self._is_whole(cells, known):
                self._take_parts(column, mine, [part for part in found if part])
            elif len(set(names) - {splitting.NOBODYS}) > 1 and len(known) > 1 and cells:
                self._ask(column, known)
            else:
                self._choice.columns |= dict.fromkeys(known[:1], column)

    def _are_rows_of_one(self, column: int, names: tuple[str, ...]) -> bool:
        """Return whether names and NIKs stand below each other: who takes two rows is not split."""
        rows = self._sheet.rows[self._below : self._below + SAMPLE]
        found = (splitting.split(row[column], names) for row in rows if row[column])
        parts = [set(part) for part in found if part]
        return {"nik"} in parts and {"name"} in parts and max(map(len, parts)) == 1

    def _is_whole(self, cells: Sequence[str], known: Sequence[str]) -> bool:
        """Return whether cells hold the one field that is left of those that their header names."""
        kind = splitting.KINDS.get(known[0])
        if len(known) > 1 or kind is None:
            return False
        return sum(kind(as_typed(cell).strip()) for cell in cells) >= MOSTLY * len(cells)

    def _is_to_take(self, name: str, column: int) -> bool:
        """Return whether no other column has a field, or one that is no place of duty, as this is."""
        taken = self._choice.columns.get(name, column)
        of_duty = qualifiers.of_duty(word_form(self._labels[column].text)) is not None
        return bool(name) and (taken == column or (of_duty and (self._rank_of(name) or 0) >= 0))

    def _take_parts(
        self, column: int, names: tuple[str, ...], parts: Sequence[Mapping[str, str]]
    ) -> None:
        names = _in_order_of_places(names, parts)
        self._choice.splits[column] = names
        told = [name for name in names if any(name in part for part in parts)]
        for name in filter(None, names):
            self._choice.columns.setdefault(name, column)
        if len(told) > 1 or splitting.NOBODYS in names:
            more = ", …" if splitting.NOBODYS in names else ""
            self._note("column-split", told[0], column, titles=_titles(told) + more)

    def _ask(self, column: int, known: Sequence[str]) -> None:
        """Ask about a column whose parts cannot be told apart; the first of what decides nothing is read."""
        self._choice.columns.setdefault(known[0], column)
        code = "column-unclear" if _DECISIVE & set(known) else "column-unsplit"
        self._note(code, known[0], column, titles=_titles(known))

    # ---- places ----------------------------------------------------------------------------------

    def _take_duty(self) -> None:
        """Read "Wilayah Kerja" and its like: its cells name the places by themselves."""
        for _, column in self._ranked(qualifiers.DUTY):
            cells = self._cells(column)
            places = list(map(splitting.split_duty, cells))
            names = self._duty_fields(places)
            mine = {name for name in names if (self._rank_of(name) or 0) >= 0}
            if not mine:
                continue
            for name in sorted(mine & set(self._choice.columns)):
                other = self._called(self._choice.columns[name])
                self._note("column-duty", name, column, other=other)
            self._choice.columns |= dict.fromkeys(mine, column)
            solo = "kecamatan" if "kecamatan" in mine else "desa"
            self._choice.splits[column] = (qualifiers.DUTY, solo, *sorted(mine - {solo}))
            return

    def _duty_fields(self, places: Sequence[Mapping[str, str]]) -> set[str]:
        """Return the places that most cells name; one without its kind is a kecamatan where all are known."""
        enough = MOSTLY * len(places)
        named = {
            name
            for name in splitting.DUTY_FIELDS
            if places and sum(name in part for part in places) >= max(enough, 1)
        }
        bare = [part["place"] for part in places if "place" in part]
        if named or len(bare) < max(enough, 1):
            return named
        known = sum(word_form(place) in regions.kecamatan_names() for place in bare)
        return {"kecamatan" if known == len(bare) else "desa"}

    def _rank_of(self, name: str) -> int | None:
        """Return how good the name of a field's column is, or None where it has none."""
        column = self._choice.columns.get(name)
        return next((rank for rank, at in self._ranked(name) if at == column), None)

    def _take_homes(self) -> None:
        """Keep where people live apart; a plain desa beside two different kecamatan is the home's."""
        for name in ("kecamatan", "desa"):
            home = self._first(qualifiers.HOME + name)
            if home is not None:
                self._choice.homes[name] = home
        plain = next((at for rank, at in self._ranked("kecamatan") if rank >= 0), None)
        desa = self._rank_of("desa")
        if plain is None or self._rank_of("kecamatan") != DUTY_RANK or desa in (None, DUTY_RANK):
            return
        duty = self._choice.columns["kecamatan"]
        if any(row[duty] and row[plain] and row[duty] != row[plain] for row in self._rows):
            self._choice.homes["desa"] = self._choice.columns.pop("desa")

    def _take_address(self) -> None:
        """Make one address of the parts that have columns of their own."""
        columns, homes = self._choice.columns, self._choice.homes
        parts = {name: at for name in _PREFIXES if (at := self._first(name)) is not None}
        street = self._first(qualifiers.STREET)
        if street is None and parts:
            street = self._street_called_desa()
        more = [(prefix, parts[name]) for name, prefix in _PREFIXES.items() if name in parts]
        if "address" in columns:
            more = [*([("", street)] if street is not None else []), *more]
        elif street is None:
            return
        else:
            columns["address"] = street
            more += [(prefix, homes[name]) for name, prefix in _HOMES.items() if name in homes]
        if more:
            self._choice.more["address"] = tuple(more)

    def _street_called_desa(self) -> int | None:
        """Return the column "Kampung" beside RT and RW: there it is a hamlet, in Papua a desa."""
        column = self._choice.columns.get("desa")
        if column is None or word_form(self._labels[column].own) != "KAMPUNG":
            return None
        return self._choice.columns.pop("desa")

    # ---- what else is told -----------------------------------------------------------------------

    def _take_remarks(self) -> None:
        """Read all columns of remarks: each may say that somebody has left."""
        own = self._choice.columns.get("remark")
        others = [column for _, column in self._ranked("remark") if column != own]
        if own is not None and others:
            self._choice.more["remark"] = tuple((REMARKS, column) for column in others)

    def _tell_other_pay(self) -> None:
        pay = self._first(qualifiers.OTHER_PAY)
        if pay is not None and "wage" not in self._choice.columns:
            self._note("wage-other", "wage", pay)

    def _note(self, code: str, name: str, column: int, **detail: object) -> None:
        said = {"title": fields()[name].title, "letter": self._letter(column), **detail}
        self._choice.notes.append(Note(code, name, column, said))

    def _called(self, column: int) -> str:
        return f"{self._letter(column)} '{self._labels[column].text.strip()}'"

    def _letter(self, column: int) -> str:
        return column_letter(self._sheet.first_column + column)

    def _cells(self, column: int) -> list[str]:
        """Return the cells of a column that hold something, of the rows that may be people's."""
        return [
            row[column]
            for row in self._rows
            if row[column] and not is_nothing(clean(as_typed(row[column])))
        ]


# How the parts of an address are put together.
REMARKS = "; "
_PREFIXES = {qualifiers.RT: "RT ", qualifiers.RW: "RW ", qualifiers.RT_RW: "RT/RW "}
_HOMES = {"desa": "Desa ", "kecamatan": "Kec. "}


def _may_be_parted(known: Set[str], match: tuple[str, int] | None) -> bool:
    """Return whether the cells show by themselves which part is of which of these fields."""
    of_kind = match is not None and match[0] in known & splitting.KINDS.keys()
    return (len(known) > 1 or of_kind) and known <= splitting.SPLITTABLE


def _may_be_person(row: Row) -> bool:
    """Return whether a row holds enough to be somebody's, and not the numbers of the columns."""
    filled = [cell for cell in row if cell]
    return len(filled) >= _FEWEST_IN_ROW and not all(
        cell.removeprefix(NUMBER).strip("() .").isdigit() and len(cell) < _FEWEST_IN_ROW + 2
        for cell in filled
    )


def _in_order_of_places(
    names: tuple[str, ...], parts: Sequence[Mapping[str, str]]
) -> tuple[str, ...]:
    """Return kecamatan and desa in the order in which the cells have them, where names are known."""
    if not {"kecamatan", "desa"} <= set(names):
        return names
    known = {
        name: sum(word_form(part.get(name, "")) in regions.kecamatan_names() for part in parts)
        for name in ("kecamatan", "desa")
    }
    if known["kecamatan"] or known["desa"] < MOSTLY * len(parts):
        return names
    swapped = {"kecamatan": "desa", "desa": "kecamatan"}
    return tuple(swapped.get(name, name) for name in names)


def _titles(names: Sequence[str]) -> str:
    return ", ".join(fields()[name].title for name in names if name)
