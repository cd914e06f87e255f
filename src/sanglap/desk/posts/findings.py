"""What the screening points at in a post, for whoever writes or decides (clauses 6.c, 6.d, 9)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sanglap.content import twins
from sanglap.content.fitness import NONE, Purposes
from sanglap.content.models import Variant
from sanglap.content.screened import Shown, judged, look
from sanglap.content.services import LONGEST
from sanglap.content.states import VariantState
from sanglap.core import clock
from sanglap.desk.findings import Findings, of
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope


def live(
    scope: Scope,
    office: Office,
    text: str,
    shown: Sequence[Shown] = (),
    *,
    besides: UUID | None = None,
    purposes: Purposes = NONE,
) -> Findings:
    """What would be found in a post that is being written for those purposes, as the draft `besides` or a new one; more
    than is kept at all is not looked at.
    """
    fit = len(text) + sum(len(one.alt) for one in shown) <= LONGEST
    rows = judged(text, purposes, at=clock.now(), rows=look(office, text, shown)) if fit else []
    again = twins.note(office, text, besides=besides, at=clock.now(), number=len(rows) + 1)
    return of(scope, office, [*rows, *again])


def of_variant(scope: Scope, variant: Variant) -> Findings:
    """What its panel is shown; of words that were not handed in yet, what would be."""
    revision = variant.revision
    office = revision.draft.office
    if variant.state != VariantState.DRAFT:
        return of(scope, office, revision.findings.all())
    purposes = Purposes(revision.draft.purposes, revision.draft.other_purpose)
    return live(
        scope, office, revision.text, list(revision.illustrations.all()), besides=revision.draft_id, purposes=purposes
    )
