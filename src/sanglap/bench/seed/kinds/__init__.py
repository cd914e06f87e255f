"""One file for each kind of thing: how many parts it comes in, and how one of them is brought in.

To add a table: write such a file, and enter its `KIND` here behind those whose rows it points at.
"""

from __future__ import annotations

from collections.abc import Sequence

from sanglap.bench.seed.kind import Kind
from sanglap.bench.seed.kinds import (
    absences,
    accounts,
    answers,
    between,
    board,
    claims,
    confirmed,
    controls,
    decisions,
    deliveries,
    drafts,
    exemptions,
    files,
    hidings,
    history,
    incidents,
    looks,
    messages,
    moves,
    notices,
    offices,
    panels,
    people,
    pictures,
    plans,
    purposes,
    renamings,
    seen,
    stops,
    suggestions,
    terms,
    turns,
    weeks,
)

WAVES: Sequence[Sequence[Kind]] = (
    (
        offices.KIND,
        people.KIND,
        absences.KIND,
        decisions.KIND,
        terms.KIND,
        accounts.KIND,
        claims.KIND,
        panels.KIND,
        files.KIND,
        renamings.KIND,
        moves.KIND,
        stops.KIND,
        deliveries.KIND,
        messages.KIND,
        drafts.KIND,
        plans.KIND,
        suggestions.KIND,
        purposes.KIND,
        seen.KIND,
        looks.KIND,
        pictures.KIND,
        controls.KIND,
        confirmed.KIND,
        incidents.KIND,
        exemptions.KIND,
        board.KIND,
        notices.KIND,
    ),
    # These read what came before them, and want its indexes.
    (weeks.KIND, turns.KIND, answers.KIND, between.KIND, hidings.KIND, history.KIND),
)
"""What comes together: the big tables' indexes are made, and all is analysed, before the next wave."""
