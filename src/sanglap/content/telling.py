"""Who is told of what becomes of a draft (clause 6.a)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sanglap.content import approval
from sanglap.content.models import Revision, Variant
from sanglap.content.states import VariantState
from sanglap.notices.models import Kind, Subject
from sanglap.notices.services import About, tell, tell_all
from sanglap.people.models import User

_KINDS = {
    VariantState.APPROVED: Kind.APPROVED,
    VariantState.RETURNED: Kind.RETURNED,
    VariantState.REJECTED: Kind.REJECTED,
    VariantState.EXPIRED: Kind.EXPIRED,
}


def asked(variants: Sequence[Variant], *, by: User | None, now: datetime) -> None:
    """Tell those who may vote on them that these wait."""
    standings = approval.standings([(variant, now) for variant in variants])
    tell_all(
        Kind.VOTE,
        [
            (about(variant), [member for member in standing.members if standing.may_vote(member)])
            for variant, standing in zip(variants, standings, strict=True)
        ],
        now=now,
        but=by,
    )


def decided(variant: Variant, *, by: User | None, now: datetime) -> None:
    """Tell those who wrote it what became of it."""
    tell(_KINDS[VariantState(variant.state)], about(variant), to=writers([variant]), now=now, but=by)


def about(variant: Variant) -> About:
    return About(Subject.VARIANT, variant.pk, variant.revision.draft.office_id, {"account": variant.account.called})


def writers(variants: Iterable[Variant]) -> list[User]:
    """Whoever wrote a revision of their drafts."""
    drafts = {variant.revision.draft_id for variant in variants}
    rows = Revision.objects.filter(draft__in=drafts).select_related("written_by")
    return list({row.written_by_id: row.written_by for row in rows}.values())
