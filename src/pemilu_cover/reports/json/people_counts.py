"""What becomes of the people of a roster, in JSON."""

from __future__ import annotations

from collections.abc import Mapping

from typing_extensions import TypedDict

from pemilu_cover.enrolment.exclusions import Exclusions


class ExcludedJson(TypedDict):
    """The excluded rows by reason."""

    civil_servants: int
    duplicates: int
    struck_out: int


class PeopleCountsJson(TypedDict):
    """What becomes of the people."""

    enrolled: int
    ready: int
    incomplete: int
    returning: int
    held_back: int
    excluded: int


class EnrolCountsJson(PeopleCountsJson):
    """What becomes of the people, with the excluded by reason."""

    excluded_by: ExcludedJson


def people_counts_json(counts: Mapping[str, int]) -> PeopleCountsJson:
    """Return what becomes of the people, by counts that have these names."""
    return {
        "enrolled": counts["enrolled"],
        "ready": counts["ready"],
        "incomplete": counts["incomplete"],
        "returning": counts["returning"],
        "held_back": counts["held_back"],
        "excluded": counts["excluded"],
    }


def enrol_counts_json(counts: Mapping[str, int], excluded: Exclusions) -> EnrolCountsJson:
    """Return what becomes of the people of an enrolment."""
    return {
        **people_counts_json(counts),
        "excluded_by": {
            "civil_servants": excluded.civil_servants,
            "duplicates": excluded.duplicates,
            "struck_out": excluded.struck_out,
        },
    }
