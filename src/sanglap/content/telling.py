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
    """Tell those who may vote on them that these wait; of what goes the urgent way, every member of the panel."""
    standings = approval.standings([(variant, now) for variant in variants])
    usual, urgent = [], []
    for variant, standing in zip(variants, standings, strict=True):
        if standing.urgent:
            urgent.append((about(variant), standing.members))
        else:
            usual.append((about(variant), [member for member in standing.members if standing.may_vote(member)]))
    tell_all(Kind.VOTE, usual, now=now, but=by)
    tell_all(Kind.URGENT, urgent, now=now, but=by)


def panels(variants: Sequence[Variant], *, now: datetime) -> list[list[User]]:
    """For each of these, found with its votes, whose vote it waits for."""
    standings = approval.standings([(variant, now) for variant in variants])
    return [
        [member for member in standing.members if approval.awaits(variant, standing, member)]
        for variant, standing in zip(variants, standings, strict=True)
    ]


def to_panels(
    kind: Kind, told: Iterable[tuple[Variant, datetime | None]], people: Iterable[Sequence[User]], *, now: datetime
) -> None:
    """Tell these people of these variants, each with when it is due."""
    tell_all(kind, [(about(one, due=due), to) for (one, due), to in zip(told, people, strict=True)], now=now)


def decided(variant: Variant, *, by: User | None, now: datetime) -> None:
    """Tell those who wrote it what became of it."""
    tell(_KINDS[VariantState(variant.state)], about(variant), to=writers([variant]), now=now, but=by)


def about(variant: Variant, *, due: datetime | None = None) -> About:
    office, words = variant.revision.draft.office_id, {"account": variant.account.called}
    return About(Subject.VARIANT, variant.pk, office, words, due)


def writers(variants: Iterable[Variant]) -> list[User]:
    """Whoever wrote a revision of their drafts."""
    drafts = {variant.revision.draft_id for variant in variants}
    rows = Revision.objects.filter(draft__in=drafts).select_related("written_by")
    return list({row.written_by_id: row.written_by for row in rows}.values())
