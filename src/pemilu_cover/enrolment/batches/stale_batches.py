"""Which batches must be validated again, once all batches are validated.

Two facts may turn out otherwise at the end than at the beginning:

* **The main election.** Contracts whose dates point to no election get the main one: that with the most
  contracts in all rosters. A batch with such contracts is stale if they got another one.
* **The places in blocks.** Some rosters name a kecamatan, desa or TPS only in the first row of a block, and
  the rows below take it from there. Whether a roster does so shows in the counts of all its rows. A batch
  that took other places from above is stale. All batches behind it are stale, too: the values that it passed
  on are wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import dropwhile

from pemilu_cover.enrolment.batches.checkpoint import BatchRecord
from pemilu_cover.roster.fields.places import places_in_blocks
from pemilu_cover.roster.tables.rows_above import Above, PlaceCounts


def final_places_in_blocks(batches: Iterable[BatchRecord]) -> tuple[str, ...]:
    """Return the places that a roster names in blocks, from all its batches in order."""
    counts: dict[str, PlaceCounts] = {}
    for record in batches:
        for place, batch_counts in record.place_counts.items():
            counts[place] = counts.get(place, PlaceCounts()).joined(PlaceCounts(*batch_counts))
    return places_in_blocks(counts)


def find_stale_batches(
    batches: Mapping[int, BatchRecord], main_election: str, in_blocks: tuple[str, ...]
) -> frozenset[int]:
    """Return the numbers of the stale batches of a roster.

    Args:
        batches: All batches of the roster, by number.
        main_election: The main election of all rosters.
        in_blocks: The result of `final_places_in_blocks`.
    """

    def is_right(number: int) -> bool:
        above = Above.from_json(batches[number].carried)
        return above.blocks.in_blocks in (None, in_blocks)

    behind_wrong_places = dropwhile(is_right, sorted(batches))
    other_election = (
        number
        for number, record in batches.items()
        if record.main_election not in (None, main_election)
    )
    return frozenset([*behind_wrong_places, *other_election])
