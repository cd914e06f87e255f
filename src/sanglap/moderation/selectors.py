"""Reading hidings and appeals, and the public figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from sanglap.moderation.counting import counted
from sanglap.moderation.models import Appeal, Counted, Hiding, Measure, Tally
from sanglap.moderation.months import begins, months, quarter
from sanglap.moderation.states import AppealState, HidingState
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission

_THERE = "account__office_id"
_ANSWERING = (Permission.POST_APPROVE, Permission.OFFICE_MANAGE, Permission.ACCOUNT_REVIEW)


def hidings(scope: Scope, permission: Permission = Permission.MESSAGE_VIEW) -> QuerySet[Hiding]:
    """The hidings on accounts of offices where the reader has the permission, the latest first."""
    rows = scope.limit(Hiding.objects.all(), permission, _THERE)
    return rows.select_related("account__office", "version", "message", "post", "decided_by").order_by("-id")


class Show(StrEnum):
    """Which hidings are shown."""

    ALL = "all"
    TO_DO = "to_do"
    IN_FORCE = "in_force"
    APPEALS = "appeals"
    LIFTED = "lifted"


_OPEN = Appeal.objects.filter(hiding=OuterRef("pk"), state=AppealState.OPEN)


def shown(scope: Scope, show: Show) -> QuerySet[Hiding]:
    """Those of that kind, each with `appealed`: whether an appeal waits. To do is what is decided and not done, and
    what is lifted and still hidden on the network.
    """
    rows = hidings(scope).annotate(appealed=Exists(_OPEN))
    match show:
        case Show.ALL:
            return rows
        case Show.TO_DO:
            undone = Q(state=HidingState.LIFTED, done_at__isnull=False, undone_at=None)
            return rows.filter(Q(state=HidingState.DECIDED) | undone)
        case Show.APPEALS:
            return rows.filter(pk__in=Appeal.objects.filter(state=AppealState.OPEN).values("hiding"))
        case Show.IN_FORCE | Show.LIFTED:
            return rows.filter(state=show.value)


def of_messages(scope: Scope, message_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Hiding]]:
    """What was decided of these messages, by message, the latest first, each with `appealed`. One query."""
    found: dict[UUID, list[Hiding]] = defaultdict(list)
    for one in hidings(scope).annotate(appealed=Exists(_OPEN)).filter(message__in=message_ids):
        if one.message_id is not None:
            found[one.message_id].append(one)
    return found


def of_posts(scope: Scope, post_ids: Collection[UUID]) -> Mapping[UUID, Hiding]:
    """Under which of these posts comments are closed, or are to be. One query."""
    rows = hidings(scope).exclude(state=HidingState.LIFTED).filter(post__in=post_ids)
    return {one.post_id: one for one in rows if one.post_id is not None}


def to_do(scope: Scope) -> QuerySet[Hiding]:
    """What the reader decided on or may do, and is still to be done on the network."""
    rows = shown(scope, Show.TO_DO)
    single = Q(measure=Measure.HIDE)
    answers = scope.limit(rows.filter(single), Permission.MESSAGE_ANSWER, _THERE)
    return answers | scope.limit(rows.exclude(single), Permission.POST_APPROVE, _THERE)


def to_answer(scope: Scope) -> QuerySet[Appeal]:
    """The appeals that wait for the reader: not of what he hid himself, nor where he answered before. By when they are
    due.
    """
    rows, there = Appeal.objects.filter(state=AppealState.OPEN), f"hiding__{_THERE}"
    # By their keys: offices that are asked for by one or another permission would all be looked up, in a whole nation.
    found = Q(pk__in=scope.limit(rows, Permission.ACCOUNT_REVIEW, there).values("pk"))
    for permission in _ANSWERING[:-1]:
        found |= Q(pk__in=scope.limit(rows.filter(above=False), permission, there).values("pk"))
    before = Appeal.objects.filter(hiding=OuterRef("hiding"), decided_by=scope.user)
    rows = rows.filter(found).select_related("hiding__account__office")
    return rows.exclude(hiding__decided_by=scope.user).exclude(Exists(before)).order_by("due_at", "pk")


def wanted_to_answer(appeal: Appeal) -> Permission:
    """What it takes above all to answer that appeal."""
    return Permission.ACCOUNT_REVIEW if appeal.above else Permission.POST_APPROVE


def appeals(scope: Scope) -> QuerySet[Appeal]:
    """The appeals against hidings that the reader sees, those of one hiding in their order."""
    rows = scope.limit(Appeal.objects.all(), Permission.MESSAGE_VIEW, f"hiding__{_THERE}")
    related = ("hiding__account__office", "hiding__version", "hiding__message", "hiding__post", "hiding__decided_by")
    return rows.select_related(*related, "decided_by").order_by("hiding", "number")


def answers(scope: Scope, appeal: Appeal) -> bool:
    """Whether the reader may answer it: he has a say there, did not hide it himself and answered no earlier appeal."""
    return has_say(scope, appeal) and not barred(scope, appeal)


def has_say(scope: Scope, appeal: Appeal) -> bool:
    """Whether the reader's rights reach that far: at the office itself, or from above."""
    wanted = _ANSWERING[-1:] if appeal.above else _ANSWERING
    return any(scope.may(permission, appeal.hiding.account.office_id) for permission in wanted)


def barred(scope: Scope, appeal: Appeal) -> str:
    """What keeps the reader himself from answering: "hid" or "answered"; "" for nothing."""
    if scope.user is None or appeal.hiding.decided_by_id == scope.user.pk:
        return "hid"
    return "answered" if appeal.hiding.appeals.filter(decided_by=scope.user).exists() else ""


def by_code(scope: Scope, code: str) -> Hiding | None:
    """The hiding of that tracking code, with its appeals, for whoever has the code."""
    rows = Hiding.objects.select_related("account__office", "version", "post")
    return rows.prefetch_related(Prefetch("appeals", Appeal.objects.order_by("number"))).filter(code=code).first()


@dataclass(frozen=True, slots=True)
class Line:
    """One of the public figures."""

    what: Counted
    quarter: int
    year: int


@dataclass(frozen=True, slots=True)
class Month:
    """What was hidden, closed or blocked in one month, in all; `share` of the most of any month, in percent."""

    first: date
    number: int
    share: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What there was in this quarter and in the last twelve months."""

    lines: Sequence[Line]
    months: Sequence[Month]

    @property
    def any(self) -> bool:
        """Whether anything happened at all."""
        return any(line.year for line in self.lines)


_HIDDEN = (Counted.HIDE, Counted.CLOSE, Counted.BLOCK)


def figures(scope: Scope, *, now: datetime) -> Figures:
    """Those of the whole government, no secret from anybody, a minute old at most. One query over a few rows."""
    found: dict[date, dict[str, int]] = defaultdict(dict)
    for month, what, number in Tally.objects.filter(month__in=months(now)).values_list("month", "what", "number"):
        found[month][what] = number
    lines = [
        Line(what, *(sum(found[month].get(what, 0) for month in span) for span in (quarter(now), months(now))))
        for what in Counted
    ]
    by_month = [(month, sum(found[month].get(what, 0) for what in _HIDDEN)) for month in months(now)]
    most = max((number for _month, number in by_month), default=0) or 1
    return Figures(lines, [Month(month, number, 100 * number // most) for month, number in by_month])


def figures_of(scope: Scope, office: Office, *, now: datetime) -> Sequence[Line]:
    """Those of one office, no secret either: what was done while the accounts were its own. Two queries, by index."""
    end = begins(months(now)[-1], after=1)
    spans = [counted(begins(span[0]), end, office_id=office.pk) for span in (quarter(now), months(now))]
    return [Line(what, *(span[what] for span in spans)) for what in Counted]
