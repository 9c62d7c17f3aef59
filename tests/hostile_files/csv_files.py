"""CSV files as programs, offices and attackers write them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from hostile_files.builders import people
from hostile_files.verdict import (
    CLEAN,
    DAMAGED,
    STRETCHED,
    HostileFile,
    Verdict,
    a_file,
    alone,
    held,
    read,
    refused,
)
from roster.builders import csv_text, grid
from support.people import Cell, nik


def csv_of(rows: Iterable[Mapping[str, Cell]], delimiter: str = ",") -> str:
    """Return people as a CSV."""
    return csv_text(grid(list(rows)), delimiter)


def csv_with(column: str, value: str) -> str:
    """Return two people, the second with another cell, which is verbatim in the text."""
    return csv_of([_ONE, {**_TWO, column: "@@"}]).replace("@@", value)


def a_csv(
    name: str, text: Callable[[], str], *verdicts: Verdict, encoding: str = "utf-8"
) -> HostileFile:
    """Return a CSV by its text."""
    return HostileFile(name, verdicts, lambda: text().encode(encoding))


_ONE, _TWO = people(2)
_BOTH = read(enrolled=2)
_FIELD_30_KB = "Jalan " * 5_000

CSV = [
    a_csv("good.csv", lambda: csv_of(people(2)), _BOTH),
    a_csv("byte-order-mark.csv", lambda: csv_of(people(2)), _BOTH, encoding="utf-8-sig"),
    a_csv("utf-16.csv", lambda: csv_of(people(2)), _BOTH, encoding="utf-16"),
    a_csv("utf-16-unmarked.csv", lambda: csv_of(people(2)), DAMAGED, encoding="utf-16-be"),
    a_csv("utf-32.csv", lambda: csv_of(people(2)), DAMAGED, _BOTH, encoding="utf-32"),
    a_file(
        "utf-16-of-an-odd-length.csv", lambda: csv_of(people(2)).encode("utf-16") + b"\n", DAMAGED
    ),
    a_csv(
        "windows.csv",
        lambda: csv_with("Nama Lengkap", "José Budi"),
        read(("csv-encoding", "C2"), enrolled=2),
        encoding="cp1252",
    ),
    a_file(
        "half-a-surrogate.csv",
        lambda: csv_of(people(2)).encode().replace(b"Plered", b"Pl\xed\xa0\x80ered"),
        read(("csv-encoding", "C2"), enrolled=2),
        DAMAGED,
    ),
    a_csv("semicolons.csv", lambda: csv_of([_ONE, {**_TWO, "Honor": "850.000,00"}], ";"), _BOTH),
    a_csv("tabs.csv", lambda: csv_of(people(2), "\t"), _BOTH),
    a_csv("bars.csv", lambda: csv_of(people(2), "|"), _BOTH),
    a_csv("sep-line.csv", lambda: "sep=;\r\n" + csv_of(people(2), ";"), _BOTH),
    a_csv("sep-line-of-a-letter.csv", lambda: "sep=N\r\n" + csv_of(people(2)), CLEAN),
    a_csv("sep-line-of-a-quote.csv", lambda: 'sep="\r\n' + csv_of(people(2)), CLEAN),
    a_csv("sep-line-of-a-line-end.csv", lambda: "sep=\r\r\n" + csv_of(people(2)), CLEAN),
    a_csv("cr-alone.csv", lambda: csv_of(people(2)).replace("\r\n", "\r"), _BOTH),
    a_csv("cr-cr-lf.csv", lambda: csv_of(people(2)).replace("\r\n", "\r\r\n"), _BOTH),
    a_csv(
        "line-ends-mixed.csv",
        lambda: csv_of(people(2)).replace("NIK,", " NIK ,").replace("\r\n", "\n", 1),
        _BOTH,
    ),
    a_csv(
        "line-separator-in-a-name.csv", lambda: csv_with("Nama Lengkap", "Budi\u2028Arifin"), _BOTH
    ),
    a_csv("line-end-in-quotes.csv", lambda: csv_with("Nama Lengkap", '"Budi\r\nArifin"'), _BOTH),
    a_csv(
        "quote-never-closed.csv", lambda: csv_with("Nama Lengkap", '"Budi'), refused("csv-broken")
    ),
    a_csv("quote-in-a-field.csv", lambda: csv_with("Nama Lengkap", 'Budi "Ucok" Arifin'), _BOTH),
    a_csv(
        "words-behind-a-quote.csv",
        lambda: csv_with("Nama Lengkap", '"Budi" Arifin'),
        refused("csv-broken"),
    ),
    a_csv("nul-byte.csv", lambda: csv_with("Nama Lengkap", "Bu\0di"), DAMAGED),
    a_csv(
        "rows-of-other-lengths.csv",
        lambda: csv_of(people(2)) + "a,b\r\n" + ",".join(["", *"abcdefghijklmnopqrstuvwxyz"]),
        CLEAN,
    ),
    a_csv("long-field.csv", lambda: csv_with("Alamat", _FIELD_30_KB), _BOTH),
    a_csv(
        "cell-of-40000.csv", lambda: csv_with("Alamat", "J" * 40_000), held(("cell-too-long", "G3"))
    ),
    a_csv(
        "cell-of-200000.csv",
        lambda: csv_with("Nama Lengkap", "A" * 200_000),
        held(("cell-too-long", "C3")),
    ),
    a_csv(
        "header-of-200000.csv", lambda: csv_of(people(1)).replace("Alamat", "A" * 200_000), CLEAN
    ),
    a_file("nothing.csv", b"", refused("file-empty")),
    a_file("byte-order-mark-alone.csv", b"\xef\xbb\xbf", refused("no-people", "file-empty")),
    a_file("blanks.csv", b" \r\n\t\r\n", refused("no-people")),
    a_csv("header-alone.csv", lambda: csv_of(people(1)).splitlines()[0], refused("no-people")),
    a_csv(
        "header-twice.csv",
        lambda: csv_of(people(1)).replace("Email", "NIK"),
        refused("two-headers"),
    ),
    a_csv("delimiters-alone.csv", lambda: ",,,,,;;;\r\n" * 900, refused("no-people")),
    a_csv(
        "nik-as-excel-shows-it.csv", lambda: csv_with("NIK", "3.17E+15"), held(("nik-number", "B3"))
    ),
    a_csv(
        "nik-as-excel-shows-it-here.csv",
        lambda: csv_with("NIK", '"3,17101E+15"'),
        held(("nik-number", "B3")),
    ),
    a_csv(
        "nik-lost-its-zero.csv",
        lambda: csv_with("NIK", "171010101900001"),
        held(("nik-length", "B3")),
    ),
    a_csv("nik-as-a-formula.csv", lambda: csv_with("NIK", f'"=""{nik(2)}"""'), _BOTH),
    a_csv(
        "wage-in-thousands.csv", lambda: csv_with("Honor", "1.100"), held(("wage-impossible", "L3"))
    ),
    a_csv("wage-not-a-number.csv", lambda: csv_with("Honor", "NaN"), CLEAN),
    *(
        a_csv(f"{name}.csv", partial(csv_with, column, cell), held((code, address)))
        for name, column, cell, code, address in (
            ("command-in-a-name", "Nama Lengkap", "\"=cmd|'/C calc'!A0\"", "name-formula", "C3"),
            ("escape-in-a-name", "Nama Lengkap", "\x1b]0;x\x07\x1b[31mBudi", "cell-control", "C3"),
            ("delete-in-an-address", "Alamat", "Jalan\x7f", "cell-control", "G3"),
            ("our-own-mark-of-numbers", "NIK", f"\x01{nik(2)}", "cell-control", "B3"),
            ("our-own-mark-of-days", "Tanggal Lahir", "\x021990-05-12", "cell-control", "E3"),
            ("our-own-mark-of-errors", "Honor", "\x04850000", "cell-control", "L3"),
        )
    ),
    a_csv(
        "escape-in-the-header.csv",
        lambda: csv_of(people(1)).replace("Email", "E\x1b[2Jmail"),
        CLEAN,
    ),
    a_csv("ten-thousand-columns.csv", lambda: wide(10_000), _BOTH),
    *alone(
        a_csv("million-columns.csv", lambda: wide(1_000_000), CLEAN),
        a_csv(
            "million-delimiters-in-a-line.csv", lambda: csv_of(people(2)) + "," * 1_000_000, CLEAN
        ),
        a_csv(
            "million-delimiters-in-each-of-99-lines.csv",
            lambda: csv_of(people(2)) + ("," * 1_000_000 + "\r\n") * 99,
            CLEAN,
        ),
        a_csv("million-quotes.csv", lambda: csv_with("Alamat", '"' * 1_000_000), CLEAN),
        a_csv(
            "million-empty-lines.csv",
            lambda: csv_of(people(2)) + "\r\n" * 1_000_000,
            _BOTH,
            STRETCHED,
        ),
        a_csv(
            "thirty-thousand-lines-of-a-letter.csv",
            lambda: csv_of(people(2)) + "x\r\n" * 30_000,
            CLEAN,
        ),
    ),
]


def wide(columns: int) -> str:
    """Return two people with this many further columns."""
    head, *body = csv_of(people(2)).splitlines()
    return "\r\n".join([head + "".join(f",k{at}" for at in range(columns)), *body])
