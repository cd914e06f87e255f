"""One file for each kind of thing: how many parts it comes in, and how one of them is brought in.

To add a table: write such a file, and enter its `KIND` here behind those whose rows it points at.
"""

from __future__ import annotations

from collections.abc import Sequence

from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.kinds import (
    accounts,
    confirmed,
    decisions,
    deliveries,
    drafts,
    messages,
    offices,
    panels,
    people,
    purposes,
    seen,
    turns,
    weeks,
)

WAVES: Sequence[Sequence[Kind]] = (
    (
        offices.KIND,
        people.KIND,
        decisions.KIND,
        accounts.KIND,
        panels.KIND,
        deliveries.KIND,
        messages.KIND,
        drafts.KIND,
        purposes.KIND,
        seen.KIND,
        confirmed.KIND,
    ),
    # These read what came before them, and want its indexes.
    (weeks.KIND, turns.KIND),
)
"""What comes together: the big tables' indexes are made, and all is analysed, before the next wave."""
