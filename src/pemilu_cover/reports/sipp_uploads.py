"""Which regencies get SIPP's workbooks in a result in batches, and how many of them at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pemilu_cover.enrolment.aggregates import Aggregates

ALL = "all"
# The people of a group of regencies are in memory together.
MAX_PEOPLE_IN_MEMORY = 100_000


def group_regencies(total: Aggregates, regencies: Sequence[str]) -> Iterator[list[str | None]]:
    """Return the regencies in groups whose people fit into memory; one larger than that is alone."""
    codes = [*total.regencies()] if ALL in regencies else regencies
    people = {code: total.area(code).counts()["enrolled"] for code in dict.fromkeys(codes)}
    return _group_up_to(people, MAX_PEOPLE_IN_MEMORY)


def _group_up_to(sizes: Mapping[str | None, int], most: int) -> Iterator[list[str | None]]:
    """Return names in groups of at most a size, in their order; a larger one has its own group.

    >>> list(_group_up_to({"a": 3, "b": 4, "c": 9, "d": 1}, 8))
    [['a', 'b'], ['c'], ['d']]
    """
    group: list[str | None] = []
    free = most
    for name, size in sizes.items():
        if group and size > free:
            yield group
            group, free = [], most
        group.append(name)
        free -= size
    if group:
        yield group
