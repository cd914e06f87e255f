"""What the screening points at in a post, for whoever writes or decides (clauses 6.c, 9)."""

from __future__ import annotations

from collections.abc import Sequence

from sanglap.content.models import Variant
from sanglap.content.screened import Shown, look
from sanglap.content.services import LONGEST
from sanglap.content.states import VariantState
from sanglap.desk.findings import Findings, of
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope


def live(scope: Scope, office: Office, text: str, shown: Sequence[Shown] = ()) -> Findings:
    """What would be found in what is being written; more than is kept at all is not looked at."""
    fit = len(text) + sum(len(one.alt) for one in shown) <= LONGEST
    return of(scope, office, look(office, text, shown) if fit else ())


def of_variant(scope: Scope, variant: Variant) -> Findings:
    """What its panel is shown; of words that were not handed in yet, what would be."""
    revision = variant.revision
    office = revision.draft.office
    if variant.state != VariantState.DRAFT:
        return of(scope, office, revision.findings.all())
    return live(scope, office, revision.text, list(revision.illustrations.all()))
