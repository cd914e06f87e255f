"""The urgent way: one vote, each use on record, and the rest of the panel says afterwards what it thinks (clause 6.a).

Nothing goes out without approval here either; what is less is only how many approve, and how long it waits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import PanelMember
from sanglap.accounts.selectors import served
from sanglap.audit.details import count
from sanglap.audit.services import record
from sanglap.content import verbs
from sanglap.content.models import Draft, Variant, Vote
from sanglap.content.states import VariantState
from sanglap.content.telling import about, writers
from sanglap.content.urgency import Review, Urgency
from sanglap.core.errors import on_field
from sanglap.guideline import loader
from sanglap.guideline.parameters.deciding import Urgent
from sanglap.language.normal import normalise
from sanglap.networks.contract import Kind as KindOfDraft
from sanglap.notices.models import Kind
from sanglap.notices.services import tell, tell_all
from sanglap.offices.scope import Forbidden, Scope, in_force
from sanglap.people.models import User
from sanglap.people.permissions import Permission

LONGEST = 1_000
"""Characters of a reason or a remark."""


def rule(now: datetime) -> Urgent:
    """What the rulebook says of the urgent way on that day."""
    book = loader.current()
    return book.rule("urgent", on=book.calendar.day_of(now)).parameters


@transaction.atomic
def declare(scope: Scope, *, draft: Draft, kind: str, reason: str, now: datetime) -> Urgency:
    """Say that the newest revision of the post goes the urgent way, before its panel is asked. A second click changes
    nothing. Raises Forbidden; ValidationError by field, and with the code `asked` where the panel was asked already.
    """
    scope.require(Permission.POST_WRITE, draft.office_id)
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    revision = draft.newest
    if known := Urgency.objects.filter(revision=revision).first():
        return known
    reason = normalise(reason).strip()
    _check(draft, kind, reason, now)
    check_time(draft.publish_at, now=now)
    if revision.variants.exclude(state=VariantState.DRAFT).exists():
        said = _("Its panel was asked already. Change the draft, mark it as urgent there, and ask again.")
        raise ValidationError(said, code="asked")
    made = Urgency.objects.create(
        revision=revision, office=draft.office, kind=kind, reason=reason, by=scope.person, at=now
    )
    record(
        scope.actor, verbs.URGENT, draft, now=now, office_id=draft.office_id, revision=revision.number, reason=reason,
        urgency=dict(made.called),
    )  # fmt: skip
    return made


def _check(draft: Draft, kind: str, reason: str, now: datetime) -> None:
    if draft.kind != KindOfDraft.POST:
        raise ValidationError(_("Only posts go the urgent way."), code="kind")
    if kind not in rule(now).kinds:
        raise on_field("urgent", _("Choose what makes it urgent."), "kind")
    if not reason:
        raise on_field("urgent_reason", _("Write why it cannot wait for the usual approval."), "reason")
    if len(reason) > LONGEST:
        raise on_field("urgent_reason", _("The reason is too long. Shorten it."), "long")


def check_time(publish_at: datetime | None, *, now: datetime) -> None:
    """Raise ValidationError on `urgent` where it would go out later than an urgent post waits for its panel."""
    bound = rule(now)
    if publish_at is not None and publish_at > now + bound.wait:
        said = _(
            "What goes out later than in %(hours)s hours is not urgent. Choose an earlier time, or let it go the usual"
            " way."
        )
        raise on_field("urgent", said, "late", hours=count(bound.hours))


def approved(variant: Variant, *, now: datetime) -> None:
    """It was just approved: where it went the urgent way, tell those of the panel who are to confirm it or object."""
    if Urgency.objects.filter(revision=variant.revision_id).exists():
        tell(Kind.REVIEW, about(variant, due=due(variant)), to=owed([variant], now=now)[variant.pk], now=now)


@transaction.atomic
def review(scope: Scope, *, variant: Variant, agrees: bool, remark: str = "", now: datetime) -> Review:
    """Say afterwards, as a member of the panel who had no vote on it, whether it was right. A second click changes
    nothing. Raises Forbidden; ValidationError for an objection without a reason, and where it went the usual way or
    was not approved.
    """
    office = variant.revision.draft.office_id
    scope.require(Permission.POST_APPROVE, office)
    rows = Variant.objects.select_for_update(of=("self",)).select_related("account", "revision__draft")
    variant = rows.get(pk=variant.pk)
    if known := Review.objects.filter(variant=variant, member=scope.person).first():
        return known
    if not Urgency.objects.filter(revision=variant.revision_id).exists() or variant.state != VariantState.APPROVED:
        raise ValidationError(_("Nothing is to be confirmed here."), code="usual")
    if scope.person not in owed([variant], now=now)[variant.pk]:
        raise Forbidden(Permission.POST_APPROVE, office)
    remark = normalise(remark).strip()
    if not agrees and not remark:
        raise on_field("remark", _("Say what was wrong with it."), "remark")
    if len(remark) > LONGEST:
        raise on_field("remark", _("The remark is too long. Shorten it."), "long")
    made = Review.objects.create(variant=variant, member=scope.person, agrees=agrees, remark=remark, at=now)
    record(scope.actor, verbs.CONFIRMED if agrees else verbs.OBJECTED, variant, now=now, office_id=office)
    if not agrees:
        panel = [seat.user for seat in served([variant.account_id], first=now, last=now)]
        tell_all(Kind.OBJECTED, [(about(variant, due=now), [*writers([variant]), *panel])], now=now, but=scope.person)
    return made


def owed(variants: Sequence[Variant], *, now: datetime) -> dict[UUID, list[User]]:
    """Of these urgent posts that were approved, who still owes a word: whoever served when it was approved and serves
    now, did not vote on it, did not write it, and has not said it. Three queries.
    """
    decided = [variant for variant in variants if variant.decided_at is not None]
    first = min((variant.decided_at for variant in decided if variant.decided_at), default=now)
    seats = served({variant.account_id for variant in decided}, first=first, last=now)
    said = set(Vote.objects.filter(variant__in=decided).values_list("variant", "member"))
    said |= set(Review.objects.filter(variant__in=decided).values_list("variant", "member"))
    return {
        variant.pk: [
            user
            for user in _served_throughout(variant, seats, now)
            if (variant.pk, user.pk) not in said and user.pk != variant.revision.written_by_id
        ]
        for variant in decided
    }


def _served_throughout(variant: Variant, seats: Iterable[PanelMember], now: datetime) -> list[User]:
    own = [seat for seat in seats if seat.account_id == variant.account_id]
    at = variant.decided_at or now
    then = {seat.user_id for seat in own if seat.serves(at)}
    return list({seat.user_id: seat.user for seat in own if seat.serves(now) and seat.user_id in then}.values())


def to_review(scope: Scope, *, now: datetime) -> QuerySet[Variant]:
    """The urgent posts of which the reader still owes a word, the oldest first."""
    if scope.user is None:
        return Variant.objects.none()
    mine = PanelMember.objects.filter(user=scope.user, account=OuterRef("account"))
    decided = Q(starts_at__lte=OuterRef("decided_at")) & (Q(ends_at=None) | Q(ends_at__gt=OuterRef("decided_at")))
    rows = approved_ones(scope, Permission.POST_APPROVE)
    return (
        rows.filter(Exists(mine.filter(in_force(now))), Exists(mine.filter(decided)))
        .exclude(revision__written_by=scope.user)
        .exclude(Exists(Vote.objects.filter(variant=OuterRef("pk"), member=scope.user)))
        .exclude(Exists(Review.objects.filter(variant=OuterRef("pk"), member=scope.user)))
        .order_by("decided_at", "pk")
    )


def approved_ones(scope: Scope, permission: Permission = Permission.POST_VIEW) -> QuerySet[Variant]:
    """What panels approved in the urgent way, at offices where the reader has the permission."""
    rows = Variant.objects.filter(revision__urgency__isnull=False, state=VariantState.APPROVED)
    rows = scope.limit(rows, permission, "revision__urgency__office_id")
    return rows.select_related("account", "revision__draft__office", "revision__written_by", "revision__urgency__by")


def uses(scope: Scope, permission: Permission = Permission.POST_VIEW) -> QuerySet[Urgency]:
    """Each time that a panel was asked in the urgent way, at offices where the reader has the permission; the newest
    first.
    """
    asked = Variant.objects.filter(revision=OuterRef("revision"), submitted_at__isnull=False)
    rows = scope.limit(Urgency.objects.filter(Exists(asked)), permission)
    return rows.select_related("revision__draft", "office", "by").order_by("-id")


@dataclass(frozen=True, slots=True)
class Used:
    """How often an office went the urgent way in the time that is counted."""

    times: int
    days: int
    often: int

    @property
    def many(self) -> bool:
        """Whether that is often."""
        return self.times >= self.often


def used(office_id: UUID, *, now: datetime) -> Used:
    """How often that office did, found by a scope already; of a post that was asked for again it counts once."""
    return used_by([office_id], now=now).get(office_id, Used(0, rule(now).counted_days, rule(now).often))


def used_by(office_ids: Collection[UUID], *, now: datetime) -> Mapping[UUID, Used]:
    """The same of several offices; those that did not are left out. One query."""
    bound = rule(now)
    rows = (
        uses(Scope.everything("content"))
        .filter(office__in=office_ids, at__gt=now - bound.counted)
        .order_by()
        .values("office")
        .annotate(times=Count("revision__draft", distinct=True))
    )
    return {row["office"]: Used(row["times"], bound.counted_days, bound.often) for row in rows}


def due(variant: Variant) -> datetime | None:
    """By when the rest of the panel says its word; none where it was not approved."""
    if variant.decided_at is None:
        return None
    days = rule(variant.decided_at).confirm_working_days
    return loader.current().calendar.after_working_days(variant.decided_at, days)
