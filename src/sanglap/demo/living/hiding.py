"""What was hidden under the house rules of late, at the account that is kept by hand: each stands somewhere else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from sanglap.accounts.models import Account
from sanglap.demo.living.crews import Crew
from sanglap.demo.living.rows import row_key
from sanglap.demo.living.today import BY_HAND_HANDLE, SHIBALAYA
from sanglap.inbox import handling
from sanglap.inbox.models import Message
from sanglap.moderation import services
from sanglap.moderation.models import Hiding, Measure, Told
from sanglap.offices.scope import Scope
from sanglap.outbox.models import Delivery
from sanglap.outbox.states import DeliveryState
from sanglap.people.models import User

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_ADVERTISED = ("লাকি অফার", "মাত্র ৫ মিনিটে লোন! এই লিংকে টাকা পাঠান, দ্বিগুণ ফেরত পাবেন", "টাকা হাতিয়ে নেওয়ার লিংক।")
_EXPOSED = (
    "সবুজ মিয়া",
    "এই লোকের বাড়ি ৩ নম্বর গলিতে, তার বউয়ের অসুখের কথা সবাই জানে। সবাই গিয়ে ধরেন",
    "একজনের বাড়ির ঠিকানা ও পরিবারের অসুস্থতার কথা প্রকাশ করা হয়েছে।",
)
_APPEALED = "আমি শুধু জানাতে চেয়েছি কে রাস্তা দখল করেছে। ঠিকানাটা বাদ দিয়ে আবার লিখতে চাই।"
_MISREAD = (
    "হালিমা খাতুন",
    "অফিসের লোকেরা ঘুমায় নাকি? তিন মাস ঘুরেও সনদ পাই না, এবার সাংবাদিক নিয়ে আসব!",
    "হুমকি দেওয়া হয়েছে বলে মনে হয়েছে।",
)
_PROTEST = "সাংবাদিক আনার কথা হুমকি নয়। আমি অভিযোগ করেছি।"
_GRANTED = "আপনি ঠিক বলেছেন: এটি অভিযোগ, হুমকি নয়। আড়াল প্রত্যাহার করা হলো, আপনার সনদের কাজ দেখা হচ্ছে।"
_POSING = (
    "শিবালয় উপজেলা অফিস হেল্পলাইন",
    "ভাতার কার্ডের জন্য আমাদের এই নম্বরে ৫০০ টাকা বিকাশ করুন – উপজেলা অফিস",
    "উপজেলা অফিস সেজে টাকা চাওয়া হয়েছে।",
)
_FLOODED = "একই প্রতারণার লিংক কয়েক শ বার দেওয়া হয়েছে; প্রশ্ন থাকলে নতুন পোস্টে লিখুন।"


def seed_hidings(crews: Sequence[Crew], *, now: datetime) -> None:
    """All of it, where that account is there."""
    crew = next((one for one in crews if one.sketch.code == SHIBALAYA), None)
    account = Account.objects.filter(handle=BY_HAND_HANDLE).select_related("office").first()
    if crew is not None and account is not None:
        Hidden(crew, account, now).seed()
    services.reckon(now=now)


class Hidden:
    """The account's comments that broke a rule, or seemed to."""

    def __init__(self, crew: Crew, account: Account, now: datetime) -> None:
        self.account, self.now = account, now
        self.responder, self.member = crew.responder, crew.panel[0]
        self.chance = Random(16)  # noqa: S311 - made-up data, the same every time

    def seed(self) -> None:
        """One waits to be done, one is appealed against, one was lifted; somebody is blocked, comments are closed."""
        self._hide(_ADVERTISED, "spam", self.now - 3 * _HOUR)
        appealed = self._in_force(self._hide(_EXPOSED, "personal-data", self.now - 2 * _DAY), Told.PRIVATE)
        services.appeal(hiding=appealed, text=_APPEALED, now=self.now - _DAY)
        self._lifted(self._in_force(self._hide(_MISREAD, "threat", self.now - 12 * _DAY), Told.PRIVATE))
        blocked = self._hide(_POSING, "impersonation", self.now - 9 * _DAY, Measure.BLOCK, by=self.member)
        self._in_force(blocked, Told.PUBLIC)
        self._closed()

    def _hide(
        self, said: tuple[str, str, str], rule: str, at: datetime, measure: Measure = Measure.HIDE,
        by: User | None = None,
    ) -> Hiding:  # fmt: skip
        author, text, reason = said
        message: Message = handling.enter(
            Scope.of(self.responder, at), account=self.account, author=author, text=text, written_at=at - _HOUR,
            key=row_key(at, self.chance), now=at,
        )  # fmt: skip
        decided = at + 10 * _MINUTE
        scope = Scope.of(by or self.responder, decided)
        return services.decide(scope, measure=measure, of=message, rule=rule, reason=reason, now=decided)

    def _in_force(self, hiding: Hiding, way: Told) -> Hiding:
        at = hiding.decided_at + 5 * _MINUTE
        scope = Scope.of(hiding.decided_by, at)
        services.confirm(scope, hiding=hiding, now=at)
        services.told(scope, hiding=hiding, way=way, now=at + _MINUTE)
        return hiding

    def _lifted(self, hiding: Hiding) -> None:
        at = hiding.decided_at + _DAY
        appeal = services.appeal(hiding=hiding, text=_PROTEST, now=at)
        scope = Scope.of(self.member, at + 3 * _HOUR)
        services.answer(scope, appeal=appeal, grant=True, answer=_GRANTED, now=at + 3 * _HOUR)
        hiding.refresh_from_db()
        services.undone(scope, hiding=hiding, now=at + 4 * _HOUR)

    def _closed(self) -> None:
        post = Delivery.objects.filter(account=self.account, state=DeliveryState.PUBLISHED).first()
        if post is None:
            return
        at = self.now - 15 * _DAY
        scope = Scope.of(self.member, at)
        hiding = services.decide(scope, measure=Measure.CLOSE, of=post, rule="spam", reason=_FLOODED, now=at)
        self._in_force(hiding, Told.PUBLIC)
