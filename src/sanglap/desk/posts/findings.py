"""What the screening points at in a post, for whoever writes or decides (clauses 6.c, 6.d, 9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sanglap.accounts.models import Account
from sanglap.content import recordings, twins
from sanglap.content.fitness import NONE, Purposes
from sanglap.content.models import Finding, Revision, Variant
from sanglap.content.screened import Shown, judged, look, of_account, own_words
from sanglap.content.states import VariantState
from sanglap.content.writing import LONGEST
from sanglap.core import clock
from sanglap.desk.findings import Findings, of
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope


def live(
    scope: Scope,
    office: Office,
    text: str,
    shown: Sequence[Shown] = (),
    own: Mapping[Account, str] | None = None,
    *,
    besides: UUID | None = None,
    said: Sequence[str] = (),
    purposes: Purposes = NONE,
) -> Findings:
    """What would be found in a post that is being written for those purposes, as the draft `besides` or a new one; more
    than is kept at all is not looked at.
    """
    own = own or {}
    described = sum(len(one.alt) + len(one.other) for one in shown)
    fit = len(text) + sum(map(len, [*own.values(), *said])) + described <= LONGEST
    rows = judged(text, purposes, at=clock.now(), rows=look(office, text, shown, own, said)) if fit else []
    again = twins.note(office, text, besides=besides, at=clock.now(), number=len(rows) + 1)
    return of(scope, office, [*rows, *again])


def of_post(scope: Scope, revision: Revision) -> Findings:
    """What is found in a revision; of one that was not handed in yet, what would be."""
    office = revision.draft.office
    if all(variant.state == VariantState.DRAFT for variant in revision.variants.all()):
        shown = list(revision.illustrations.all())
        draft, own = revision.draft, own_words(revision)
        return live(
            scope, office, revision.text, shown, own, besides=draft.pk, said=recordings.said_in(revision),
            purposes=Purposes(draft.purposes, draft.other_purpose),
        )  # fmt: skip
    return of(scope, office, revision.findings.select_related("account"))


def of_variant(scope: Scope, variant: Variant) -> Findings:
    """That of it which is about what appears on one account: what its panel is shown."""
    found = of_post(scope, variant.revision)
    return replace(found, rows=of_account([row for row in found.rows if isinstance(row, Finding)], variant))


def spans(found: Findings, variant: Variant) -> list[tuple[int, int]]:
    """Where the words of that account are marked."""
    return found.of_account(variant.account_id) if variant.own_words else found.spans
