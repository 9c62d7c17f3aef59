"""The footer of a Parquet file: the size and types of its content, before anything is decompressed.

It is a struct of Apache Thrift in the compact protocol; field numbers are those of ``parquet.thrift``.
Its numbers are only claims, but a reader never decompresses more than they claim.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

_MARK, _TAIL = b"PAR1", 8
_LARGEST = 64 << 20
# The compression that our readers do not support.
_LZO = 3
_NESTED, _REPEATED = 5, 2
# Types of the compact protocol.
_TRUE, _FALSE, _DOUBLE, _BINARY, _LISTS, _STRUCT = 1, 2, 7, 8, (9, 10), 12
_INTEGERS = frozenset({4, 5, 6})
_BYTE = 3
_DEEPEST, _LONG_LIST, _MOST_BITS = 16, 15, 63


class Footer(NamedTuple):
    """The metadata of a file.

    ``values`` counts the values of its fullest column, ``size`` the bytes of its decompressed columns, and
    ``nested`` names the columns whose cells hold lists or structures.
    """

    rows: int
    values: int
    size: int
    nested: list[str]
    has_lzo: bool


def read_footer(file: BinaryIO) -> Footer:
    """Return the footer of a file. Raise `ValueError` where it is damaged."""
    try:
        metadata = _Thrift(_bytes(file)).struct()
        chunks = [column[3] for group in metadata.get(4, []) for column in group.get(1, [])]
        counts: dict[tuple[bytes, ...], int] = {}
        for chunk in chunks:
            path = tuple(chunk[3])
            counts[path] = counts.get(path, 0) + chunk[5]
        return Footer(
            rows=metadata[3],
            values=max(counts.values(), default=0),
            size=sum(chunk[6] for chunk in chunks),
            nested=list(_nested(metadata[2])),
            has_lzo=any(chunk[4] == _LZO for chunk in chunks),
        )
    except (AttributeError, IndexError, KeyError, TypeError, struct.error, OSError) as error:
        raise ValueError("a damaged foot") from error


def _bytes(file: BinaryIO) -> bytes:
    end = file.seek(0, 2)
    file.seek(max(end - _TAIL, 0))
    tail = file.read(_TAIL)
    length = int.from_bytes(tail[:4], "little")
    if tail[4:] != _MARK or not 0 < length <= min(end - _TAIL - len(_MARK), _LARGEST):
        raise ValueError("no foot")
    file.seek(end - _TAIL - length)
    return file.read(length)


def _nested(schema: list[dict[int, Any]]) -> Iterator[str]:
    """Yield the names of the columns below the root that have children, or are repeated."""
    at = 1
    for _ in range(schema[0].get(_NESTED, 0)):
        column = schema[at]
        if column.get(_NESTED) or column.get(3) == _REPEATED:
            yield column[4].decode("utf-8", "replace")
        at = _next_sibling(schema, at)


def _next_sibling(schema: list[dict[int, Any]], at: int) -> int:
    """Return the index behind an element and all its children."""
    pending = 1
    while pending:
        pending += schema[at].get(_NESTED, 0) - 1
        at += 1
    return at


class _Thrift:
    """A reader of the compact protocol: structs are dictionaries by field number."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at, self._depth = content, 0, 0

    def struct(self) -> dict[int, Any]:
        """Return the struct that begins here. Raise `IndexError` or `ValueError` where there is none."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError("too deep")
        fields: dict[int, Any] = {}
        field = 0
        while head := self._byte():
            step, kind = head >> 4, head & 15
            field = field + step if step else self._integer()
            fields[field] = kind == _TRUE if kind in (_TRUE, _FALSE) else self._value(kind)
        self._depth -= 1
        return fields

    def _value(self, kind: int) -> Any:  # noqa: ANN401  of any type that Thrift has
        if kind in _INTEGERS:
            return self._integer()
        if kind == _BINARY:
            return self._read_bytes(self._unsigned())
        if kind in _LISTS:
            return self._list()
        if kind == _STRUCT:
            return self.struct()
        if kind in (_TRUE, _FALSE, _BYTE):
            return self._byte()
        if kind == _DOUBLE:
            return struct.unpack("<d", self._read_bytes(8))[0]
        raise ValueError("an unknown type")

    def _list(self) -> list[Any]:
        head = self._byte()
        size = head >> 4
        if size == _LONG_LIST:
            size = self._unsigned()
        if size > len(self._content):
            raise ValueError("a list longer than the foot")
        return [self._value(head & 15) for _ in range(size)]

    def _integer(self) -> int:
        number = self._unsigned()
        return (number >> 1) ^ -(number & 1)

    def _unsigned(self) -> int:
        number = shift = 0
        while True:
            byte = self._byte()
            number |= (byte & 0x7F) << shift
            if not byte & 0x80:
                return number
            shift += 7
            if shift > _MOST_BITS:
                raise ValueError("too long a number")

    def _byte(self) -> int:
        byte = self._content[self._at]
        self._at += 1
        return byte

    def _read_bytes(self, size: int) -> bytes:
        content = self._content[self._at : self._at + size]
        if len(content) < size:
            raise ValueError("cut off")
        self._at += size
        return content
