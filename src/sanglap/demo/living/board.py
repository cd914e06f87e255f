"""What whoever coordinates did of late: exemptions asked for and decided, a reminder, views of the board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sanglap.demo.living.crews import Crew
from sanglap.demo.living.today import GHIOR, SHIBALAYA, head_of
from sanglap.duties import services as duties
from sanglap.duties.board.pick import WANTING, Pick
from sanglap.duties.board.rows import rows
from sanglap.duties.models import BoardPage, DutyKind, Exemption
from sanglap.guideline import loader
from sanglap.notices.models import Notice
from sanglap.offices.scope import Scope
from sanglap.people.models import User

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_ASKED = "সহকারী প্রোগ্রামার তিন সপ্তাহের প্রশিক্ষণে আছেন; এই কয় দিন নিয়মিত পোস্ট দেওয়ার মতো কেউ নেই।"
_GRANTED = (
    "নদীভাঙনের ত্রাণকাজে টিমের দুইজন মাঠে আছেন, তাই এটি সময়মতো করা যাচ্ছে না।",
    "ত্রাণকাজ শেষ হওয়া পর্যন্ত মঞ্জুর। জরুরি বার্তার সাড়া দিতে থাকুন।",
)
_DECLINED = ("নতুন টিমের আদেশ এখনো হয়নি।", "আদেশ এ সপ্তাহেই করা সম্ভব; ছাড়ের দরকার নেই।")
_REMINDER = "এ সপ্তাহের মধ্যে ঠিক করুন; অসুবিধা হলে সাময়িক ছাড় চান।"


def seed_board(crews: Sequence[Crew], people: Mapping[str, User], *, now: datetime) -> None:
    """All of it, at the offices that there are."""
    known = {crew.sketch.code: crew for crew in crews}
    coordinator = people["nasrin"]
    _decided(known, coordinator, now)
    if ghior := known.get(GHIOR):
        _ask(ghior, DutyKind.UPDATES, _ASKED, now - 5 * _HOUR, days=21)
    _remind(coordinator, now - 2 * _DAY)
    scope, root = Scope.of(coordinator, now), _root(coordinator)
    pick = Pick(root=root)
    duties.save_view(scope, name="যা ঠিক নেই", page=BoardPage.ROWS, pick=pick.but(standing=WANTING))
    duties.save_view(scope, name="আপডেট, জেলা ধরে", page=BoardPage.MAP, pick=pick.but(kind=DutyKind.UPDATES.value))
    duties.reckon(now=now)
    # What was told on the way is no news today.
    Notice.objects.filter(at__lt=now - _DAY).update(read_at=now - _DAY)


def _decided(known: Mapping[str, Crew], coordinator: User, now: datetime) -> None:
    """One that is granted, where something is not in order, so that it is seen on the board; and one declined."""
    crews = {crew.account.pk: crew for code, crew in known.items() if code not in {GHIOR, SHIBALAYA}}
    at, scope = now - 6 * _DAY, Scope.of(coordinator, now - 5 * _DAY)
    wanting = rows(scope, Pick(root=_root(coordinator), standing=WANTING)).filter(account__in=crews)
    found = wanting.order_by("account__handle", "kind").first()
    if found:
        asked = _ask(crews[found.account_id], DutyKind(found.kind), _GRANTED[0], at, days=40)
        duties.decide(scope, exemption=asked, grant=True, remark=_GRANTED[1], now=now - 5 * _DAY)
    for crew in list(crews.values())[-1:]:
        asked = _ask(crew, DutyKind.PANEL, _DECLINED[0], at, days=40)
        duties.decide(scope, exemption=asked, grant=False, remark=_DECLINED[1], now=now - 5 * _DAY)


def _root(coordinator: User) -> UUID:
    root: UUID = coordinator.appointments.get().position.office_id
    return root


def _ask(crew: Crew, kind: DutyKind, reason: str, at: datetime, *, days: int) -> Exemption:
    today = loader.current().calendar.day_of(at)
    return duties.ask(
        Scope.of(head_of(crew), at), office=crew.office, account=crew.account, kind=kind, reason=reason,
        starts_on=today, ends_on=today + days * _DAY, now=at,
    )  # fmt: skip


def _remind(coordinator: User, at: datetime) -> None:
    """Of what is broken, where anything is."""
    scope, root = Scope.of(coordinator, at), _root(coordinator)
    pick = Pick(root=root, standing=WANTING)
    if duties.preview(scope, pick=pick, only=None, now=at).accounts:
        duties.remind(scope, pick=pick, only=None, said=_REMINDER, now=at)
