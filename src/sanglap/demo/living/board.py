"""What whoever coordinates did of late: exemptions asked for and decided, a reminder, views of the board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sanglap.demo.living.crews import Crew
from sanglap.demo.living.today import GHIOR, SHIBALAYA, head_of
from sanglap.duties import services as duties
from sanglap.duties.board.pick import WANTING, Pick
from sanglap.duties.models import BoardPage, DutyKind, Exemption
from sanglap.guideline import loader
from sanglap.notices.models import Notice
from sanglap.offices.scope import Scope
from sanglap.people.models import User

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_ASKED = "সহকারী প্রোগ্রামার তিন সপ্তাহের প্রশিক্ষণে আছেন; এই কয় দিন নিয়মিত পোস্ট দেওয়ার মতো কেউ নেই।"
_GRANTED = (
    "নদীভাঙনের ত্রাণকাজে টিমের দুইজন মাঠে আছেন, তাই সময়মতো সব বার্তার সাড়া দেওয়া যাচ্ছে না।",
    "ত্রাণকাজ শেষ হওয়া পর্যন্ত মঞ্জুর। জরুরি বার্তার সাড়া দিতে থাকুন।",
)
_DECLINED = ("নতুন টিমের আদেশ এখনো হয়নি।", "আদেশ এ সপ্তাহেই করা সম্ভব; ছাড়ের দরকার নেই।")
_REMINDER = "এ সপ্তাহের মধ্যে ঠিক করুন; অসুবিধা হলে সাময়িক ছাড় চান।"


def seed_board(crews: Sequence[Crew], people: Mapping[str, User], *, now: datetime) -> None:
    """All of it, at the offices that there are."""
    known = {crew.sketch.code: crew for crew in crews}
    coordinator = people["nasrin"]
    if ghior := known.get(GHIOR):
        _ask(ghior, DutyKind.UPDATES, _ASKED, now - 5 * _HOUR, days=21)
    others = [crew for code, crew in known.items() if code not in {GHIOR, SHIBALAYA}]
    for crew, kind, (reason, remark), grant in zip(
        others, (DutyKind.ANSWERS, DutyKind.PANEL), (_GRANTED, _DECLINED), (True, False), strict=False
    ):
        asked = _ask(crew, kind, reason, now - 6 * _DAY, days=40)
        scope = Scope.of(coordinator, now - 5 * _DAY)
        duties.decide(scope, exemption=asked, grant=grant, remark=remark, now=now - 5 * _DAY)
    _remind(coordinator, now - 2 * _DAY)
    scope, root = Scope.of(coordinator, now), coordinator.appointments.get().position.office_id
    pick = Pick(root=root)
    duties.save_view(scope, name="যা ঠিক নেই", page=BoardPage.ROWS, pick=pick.but(standing=WANTING))
    duties.save_view(scope, name="আপডেট, জেলা ধরে", page=BoardPage.MAP, pick=pick.but(kind=DutyKind.UPDATES.value))
    duties.reckon(now=now)
    # What was told on the way is no news today.
    Notice.objects.filter(at__lt=now - _DAY).update(read_at=now - _DAY)


def _ask(crew: Crew, kind: DutyKind, reason: str, at: datetime, *, days: int) -> Exemption:
    today = loader.current().calendar.day_of(at)
    return duties.ask(
        Scope.of(head_of(crew), at), office=crew.office, account=crew.account, kind=kind, reason=reason,
        starts_on=today, ends_on=today + days * _DAY, now=at,
    )  # fmt: skip


def _remind(coordinator: User, at: datetime) -> None:
    """Of what is broken, where anything is."""
    scope, root = Scope.of(coordinator, at), coordinator.appointments.get().position.office_id
    pick = Pick(root=root, standing=WANTING)
    if duties.preview(scope, pick=pick, only=None, now=at).accounts:
        duties.remind(scope, pick=pick, only=None, said=_REMINDER, now=at)
