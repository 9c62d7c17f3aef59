"""The changes from one result to the next: who stays, comes, leaves or takes over a seat.

The stages, each with what it returns:

1. `change_list`: the office's list of departures and corrected NIKs, and its newcomers.
2. `person_matching`: pairs of the same person in the earlier result and in the newer rosters.
3. `field_changes`: what differs within a pair.
4. `departures`: the earlier people with the departures applied.
5. `seats`: who took over whose seat.
6. `next_people`: everybody of the next result, priced.

Of a result in batches, `unchanged` takes out people to whom nothing happens; `update_parts` continues them.
"""
