"""What waits at this very moment, so that each of the cast finds work on the day page; all through the services."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from sanglap.accounts import services as accounts
from sanglap.accounts.models import Account, PanelRole
from sanglap.content import pictures, sights, urgent
from sanglap.content import services as content
from sanglap.content.models import Draft, Variant, Verdict
from sanglap.core.localized import LocalizedText
from sanglap.demo.library import Tier, fill, library
from sanglap.demo.living import longer
from sanglap.demo.living.crews import Crew, office_of, proposal
from sanglap.demo.living.drawing import notice, people, seedlings
from sanglap.demo.living.history import Heard, History, whole_milliseconds
from sanglap.demo.living.names import Citizen
from sanglap.demo.living.pace import coming_morning
from sanglap.demo.living.register import Sketch
from sanglap.demo.living.rows import row_key
from sanglap.demo.recruits import Recruits
from sanglap.guideline import loader
from sanglap.inbox import clock, handling
from sanglap.inbox import services as inbox
from sanglap.inbox.models import Message
from sanglap.inbox.states import MessageState
from sanglap.networks.contract import Kind
from sanglap.notices.models import Notice
from sanglap.offices.models import Appointment
from sanglap.offices.scope import Scope
from sanglap.outbox import decisions, stops, store
from sanglap.outbox.models import Delivery, Seen
from sanglap.outbox.states import DeliveryState, Outcome
from sanglap.people.models import User
from sanglap.people.permissions import Role
from sanglap.publishing import services as publishing

SHIBALAYA, GHIOR, SUSPENDED = "bd-upa-362", "bd-upa-361", "bd-upa-396"
ALWAYS = frozenset({"bd-dist-46", "bd-div-6"})
"""Where one of the extras votes, so that something must wait."""
BY_HAND_SERVER, BY_HAND_HANDLE = "https://www.facebook.com", "sanglap.demo.shibalaya"
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

_SINGAIR = Sketch(
    "bd-upa-364", Tier.UPAZILA, LocalizedText(bn="সিংগাইর", en="Singair"), "bd-dist-46", "singair_upazila",
    LocalizedText(bn="উপজেলা নির্বাহী অফিসারের কার্যালয়, সিংগাইর", en="Office of the Upazila Nirbahi Officer, Singair"),
    LocalizedText(bn="সিংগাইর উপজেলা প্রশাসন", en="Singair Upazila Administration"),
)  # fmt: skip
_WAITING = (
    "শিবালয়ে বৃক্ষমেলা শুরু হচ্ছে রবিবার, চলবে পাঁচ দিন। ফলদ ও বনজ চারা ৯ টাকা থেকে। স্কুলের জন্য ১০টি চারা বিনামূল্যে।",
    "আগামী রবিবার সকাল ১০টায় উপজেলা পরিষদে জন্ম নিবন্ধনের বিশেষ শুনানি। ঝুলে থাকা আবেদনের প্রিন্ট কপি সঙ্গে আনুন।",
    "পাটুরিয়া ঘাটে ফেরি চলাচল স্বাভাবিক আছে। কুয়াশার কারণে ভোরে দেরি হতে পারে, রওনা হওয়ার আগে এই পেজ দেখে নিন।",
)
_RETURNED = (
    "বৃহস্পতিবার বিদ্যুৎ থাকবে না।",
    "কোন এলাকায়, কখন থেকে কখন পর্যন্ত এবং কেন, লিখুন। বিকল্প হিসেবে কোথায় মোবাইল চার্জ দেওয়া যাবে, সেটিও দিন।",
)
_UNFINISHED = "আরিচা পুরোনো ঘাটে হাঁটার পথ ও বসার জায়গা কেমন চান? মতামত নেওয়া হবে – (বাকিটা কাল লিখব)"
_REFUSED = (
    "শিবালয়ের সাত ইউনিয়নের টিকাদান কেন্দ্রের পূর্ণ তালিকা ও সময়সূচি এখানে দেওয়া হলো। নিজের কেন্দ্র দেখে নিন।",
    "422 Validation failed: the server refused the text",
)
_UNCERTAIN = (
    "আগামীকাল সকাল ৮টা থেকে উথলী বাজারে টিসিবির পণ্য বিক্রি। স্মার্ট কার্ড সঙ্গে আনুন।",
    "ReadTimeout",
)
_PLANNED = (
    "শুভ সকাল। আজ সকাল ১০টা থেকে গণশুনানি, উপজেলা পরিষদের নিচতলায়। সরাসরি আসুন অথবা এখানে লিখুন।",
    "আজ বিকাল ৩টায় তেওতা ইউনিয়নে কৃষকদের সার ও বীজ বিতরণ। কৃষি কার্ড অথবা জাতীয় পরিচয়পত্র সঙ্গে আনুন।",
)
_URGENT = (
    "আরিচা ঘাটে পানি বিপদসীমার কাছে। নদীর পাড়ের পরিবারগুলো এখনই উঁচু জায়গায় সরে যান, আশ্রয়কেন্দ্র খোলা আছে।",
    "পানি ঘণ্টায় ঘণ্টায় বাড়ছে, মানুষকে এখনই সরাতে হবে।",
)
_BY_HAND = (
    "শিবালয় উপজেলা প্রশাসনের দাপ্তরিক পেজে স্বাগতম। সেবার খবর ও আপনাদের প্রশ্নের উত্তর এখানে পাবেন।",
    "রবিবার বৃক্ষমেলা শুরু হবে উপজেলা পরিষদ চত্বরে। একটি চারা ৯ টাকা, স্কুলের জন্য বিনামূল্যে।",
)
_TREES = "বৃক্ষমেলা"
_RELIEF = "আজ আলোকদিয়া চরে ত্রাণের চাল দেওয়া হয়েছে। যাঁরা পাননি, ইউনিয়ন পরিষদে নাম লেখান।"
_RECEIVING = "চরের মানুষ ত্রাণের চাল নিয়ে দাঁড়িয়ে আছেন"
_SEEDLINGS = "মেলার মাঠে রোদের নিচে সারি সারি চারাগাছ"
_HEARING = "বিশেষ শুনানি"
_ON_THE_BOARD = (
    "জন্ম নিবন্ধনের বিশেষ শুনানি",
    (
        "তারিখ: আগামী রবিবার, সকাল ১০টা",
        "স্থান: উপজেলা পরিষদ মিলনায়তন",
        "ঝুলে থাকা আবেদনের প্রিন্ট কপি সঙ্গে আনতে হবে।",
        "প্রয়োজনে মো. রফিকের সঙ্গে যোগাযোগ: ০১৭১১-২২৩৩৪৪",
        "উপজেলা নির্বাহী অফিসার, শিবালয়",
    ),
)
_BOARD = "নোটিশ বোর্ডের বিজ্ঞপ্তি: রবিবার সকাল ১০টায় জন্ম নিবন্ধনের বিশেষ শুনানি"
_GHIOR = (
    "ঘিওর হাটের ইজারার হার টাঙানো হয়েছে। বেশি টাকা চাইলে রসিদসহ জানান।",
    "বানিয়াজুরীতে কাল সকাল ৯টায় গবাদিপশুর টিকা।",
)
_FRESH = (
    "স্যার, নদীভাঙনে আমাদের বাড়ির রাস্তা অর্ধেক চলে গেছে। কেউ কি দেখতে আসবেন?",
    "namjarir abedon number diyechi 3 din age, kono update pelam na",
    "মহাদেবপুর বাজারের ড্রেনটা পরিষ্কার হবে কবে? দুর্গন্ধে দোকানে বসা যায় না",
    "ভাতার কার্ডের জন্য কাল কি অফিস খোলা থাকবে?",
    "কালকের ভ্রাম্যমাণ আদালতের জন্য ধন্যবাদ। আলুর দাম ৫ টাকা কমেছে 👍",
)
_OUR_ANSWER = "আপনার কথা জেনেছি। আজ বিকালে সার্ভেয়ার ও ইউপি সদস্য জায়গাটি দেখতে যাবেন, যাওয়ার আগে ফোন করবেন।"
_NOTE = "ইউপি সদস্যকে ফোন করেছি, তিনি বিকালে সার্ভেয়ারের সঙ্গে যাবেন।"
_ASKED_FOR = "এই পেজ কোন শ্রেণির নাগরিকের জন্য, আর কারা উত্তর দেবেন, এক অনুচ্ছেদে লিখে আবার পাঠান।"
_SUSPENSION = "টিমের একমাত্র সদস্য বদলি হয়েছেন, নতুন সদস্য নিয়োগ পর্যন্ত কিছু প্রকাশ করা যাবে না।"
_STOP = "ঘিওর পেজের নামে ভুয়া বিজ্ঞপ্তি ছড়িয়েছে। কোন কোন পোস্ট আমাদের, তা যাচাই শেষ না হওয়া পর্যন্ত কিছু প্রকাশ হবে না।"


class Today:
    """The moment `now`, seen from the offices that are told of."""

    def __init__(
        self, crews: Sequence[Crew], people: Mapping[str, User], history: History, *, server: str, now: datetime
    ) -> None:
        self.crews = {crew.sketch.code: crew for crew in crews}
        self.people, self.history, self.server, self.now = people, history, server, now
        self.chance = Random(7)  # noqa: S311 - made-up data, the same every time

    def seed(self, citizens: Sequence[Citizen]) -> None:
        """All that waits, at the offices that there are."""
        if shibalaya := self.crews.get(SHIBALAYA):
            self._trouble(shibalaya, *_REFUSED, Outcome.REFUSED)
            self._trouble(shibalaya, *_UNCERTAIN, Outcome.UNKNOWN)
            self._letters(shibalaya, citizens)
            self._drafts(shibalaya)
            self._by_hand(shibalaya)
        if ghior := self.crews.get(GHIOR):
            self._submit(ghior, _GHIOR[0], self.now - 20 * _HOUR)
            self._submit(ghior, _GHIOR[1], self.now - 3 * _HOUR)
            coordinator = Scope.of(self.people["farhana"], self.now)
            stops.place(coordinator, office=ghior.office, reason=_STOP, until=self.now + 3 * _DAY, now=self.now - _HOUR)
        if suspended := self.crews.get(SUSPENDED):
            reviewer = Scope.of(self.people["nasrin"], self.now)
            accounts.suspend(reviewer, account=suspended.account, note=_SUSPENSION, now=self.now - 5 * _DAY)
        self._proposals()
        # What was told on the way is no news today.
        Notice.objects.filter(at__lt=self.now - _DAY).update(read_at=self.now - _DAY)
        for number, crew in enumerate(self.crews.values()):
            if crew.sketch.code not in {SHIBALAYA, GHIOR, SUSPENDED}:
                self._elsewhere(crew, number)

    def _submit(self, crew: Crew, text: str, at: datetime, publish_at: datetime | None = None) -> Variant:
        scope = Scope.of(crew.author, at)
        draft = self._draft(scope, crew.account, text, at, publish_at)
        sights.catch_up(scope, draft=draft, now=at + _MINUTE)
        (variant,) = content.submit(scope, draft=draft, now=at + 2 * _MINUTE, by_name=True)
        return variant

    def _draft(
        self, scope: Scope, account: Account, text: str, at: datetime, publish_at: datetime | None = None
    ) -> Draft:
        shown = list(self._pictures(scope, account, text, at))
        return content.start(
            scope,
            office=account.office,
            kind=Kind.POST,
            text=text,
            accounts=[account],
            purposes=["4.c"],
            publish_at=publish_at,
            pictures=shown,
            now=at,
        )

    def _pictures(self, scope: Scope, account: Account, text: str, at: datetime) -> Iterator[pictures.Chosen]:
        if _TREES in text:
            trees = seedlings(self.chance)
            brought = pictures.bring(scope, office=account.office, content=trees, name="mela.jpg", now=at)
            yield pictures.Chosen(brought, _SEEDLINGS)
        if text == _RELIEF:
            brought = pictures.bring(scope, office=account.office, content=people(), name="tran.jpg", now=at)
            yield pictures.Chosen(brought, _RECEIVING)
        if _HEARING in text:
            board = notice(*_ON_THE_BOARD)
            brought = pictures.bring(scope, office=account.office, content=board, name="notice.jpg", now=at)
            yield pictures.Chosen(brought, _BOARD)

    def _vote(self, variant: Variant, member: User, at: datetime, verdict: Verdict, remark: str = "") -> None:
        scope = Scope.of(member, at)
        content.decide(scope, variant=variant, verdict=verdict, digest=variant.digest, remark=remark, now=at)

    def _urgently(self, crew: Crew, text: str, why: str, at: datetime) -> None:
        scope = Scope.of(crew.author, at)
        draft = self._draft(scope, crew.account, text, at)
        urgent.declare(scope, draft=draft, kind="flood", reason=why, now=at)
        content.submit(scope, draft=draft, now=at + _MINUTE, by_name=True)

    def _approved(self, crew: Crew, text: str, at: datetime, publish_at: datetime | None = None) -> None:
        variant = self._submit(crew, text, at, publish_at)
        for turn, member in enumerate(crew.panel[: crew.votes]):
            self._vote(variant, member, at + (9 + turn) * _MINUTE, Verdict.APPROVE)

    def _trouble(self, crew: Crew, text: str, detail: str, outcome: Outcome) -> None:
        """Something that was approved two days ago and did not come out well."""
        at = self.now - 2 * _DAY - _HOUR
        self._approved(crew, text, at)
        publishing.release(now=at + 10 * _MINUTE)
        (claim,) = store.claim(1, now=at + 10 * _MINUTE + timedelta(seconds=1))
        store.record([store.Result(claim, outcome, at + 10 * _MINUTE + timedelta(seconds=3), detail=detail)])
        # The machine has looked in vain: a person has to decide.
        Delivery.objects.filter(pk=claim.id).update(look_at=None)

    def _letters(self, crew: Crew, citizens: Sequence[Citizen]) -> None:
        """Comments of the last hours beneath the newest post; the answer to the oldest waits for the panel."""
        newest = Delivery.objects.filter(account=crew.account, kind=Kind.POST, state=DeliveryState.PUBLISHED)
        known = newest.order_by("-published_at").values_list("pk", "remote_id", "published_at")
        post, number, written = known[0]
        first: Heard | None = None
        for hours, text in zip((6.5, 5, 3.2, 1.6, 0.4), _FRESH, strict=True):
            at = whole_milliseconds(max(self.now - hours * _HOUR, (written or self.now) + _MINUTE))
            heard = self.history.hear(self.chance.choice(citizens), [(at, text)], parent=int(number))
            self.history.keep(crew, heard, MessageState.OPEN, under=post)
            first = first or heard
        self.history.rows.copy()
        messages = list(Message.objects.filter(account=crew.account, state=MessageState.OPEN, due_at=None))
        clock.set_due(crew.account, messages, now=self.now)
        Message.objects.bulk_update(messages, ["due_at"])
        if first:
            message = Message.objects.get(pk=first.id)
            at = self.now - _HOUR
            answerer = Scope.of(crew.responder, at)
            handling.assign(answerer, message=message, to=crew.responder, now=at)
            handling.note(answerer, message=message, text=_NOTE, key=row_key(at, self.chance), now=at)
            inbox.answer(answerer, message=message, text=_OUR_ANSWER, confirmed=False, now=at)

    def _drafts(self, crew: Crew) -> None:
        for hours, text in zip((6, 3, 1), _WAITING, strict=True):
            self._submit(crew, text, self.now - hours * _HOUR)
        longer.thread(crew, self.now - 2 * _HOUR)
        longer.video(crew, self.now - 90 * _MINUTE)
        self._urgently(crew, *_URGENT, self.now - 40 * _MINUTE)
        returned = self._submit(crew, _RETURNED[0], self.now - 5 * _HOUR)
        self._vote(returned, crew.panel[0], self.now - 4 * _HOUR, Verdict.RETURN, _RETURNED[1])
        author = Scope.of(crew.author, self.now)
        self._draft(author, crew.account, _UNFINISHED, self.now - 30 * _MINUTE)
        sights.catch_up(author, draft=self._draft(author, crew.account, _RELIEF, self.now - 20 * _MINUTE), now=self.now)
        calendar = loader.current().calendar
        for days, text in zip((1, 3), _PLANNED, strict=True):
            coming = coming_morning(calendar, self.now, days) + _HOUR
            self._approved(crew, text, self.now - 2 * _HOUR, coming)

    def _by_hand(self, crew: Crew) -> None:
        """An account where no machine may post: one post stands there, one waits to be put there."""
        at = self.now - 20 * _DAY
        given = proposal(crew.sketch, BY_HAND_SERVER, network="by-hand", handle=BY_HAND_HANDLE)
        account = self._open(crew, given, at)
        member = crew.panel[0]
        for text, hours in zip(_BY_HAND, (19 * 24, 2), strict=True):
            written = self.now - hours * _HOUR
            scope = Scope.of(crew.author, written)
            draft = self._draft(scope, account, text, written)
            (variant,) = content.submit(scope, draft=draft, now=written, by_name=True)
            self._vote(variant, member, written + 20 * _MINUTE, Verdict.APPROVE)
            publishing.release(now=written + 21 * _MINUTE)
        first = Delivery.objects.filter(account=account).order_by("created_at")[0]
        posted = self.now - 18 * _DAY
        decisions.posted_by_hand(
            Scope.of(member, posted), delivery=first, url=f"{BY_HAND_SERVER}/{BY_HAND_HANDLE}/posts/1", now=posted
        )
        Delivery.objects.filter(pk=first.pk).update(seen=Seen.SAME)

    def _open(self, crew: Crew, given: accounts.Proposal, at: datetime) -> Account:
        head = Scope.of(head_of(crew), at)
        account = accounts.propose(head, office=crew.office, proposal=given, now=at)
        accounts.approve(Scope.of(self.people["nasrin"], at), account=account, now=at + _HOUR)
        members = {crew.panel[0]: PanelRole.MODERATOR}
        accounts.appoint_panel(head, account=account, members=members, now=at + 2 * _HOUR)
        accounts.put_to_work(head, account=account, now=at + 3 * _HOUR)
        return account

    def _proposals(self) -> None:
        """One account waits to be reviewed, one for more information from its office."""
        if shibalaya := self.crews.get(SHIBALAYA):
            at = self.now - 6 * _DAY
            given = proposal(shibalaya.sketch, self.server, handle="shibalaya_jubo")
            account = accounts.propose(
                Scope.of(head_of(shibalaya), at), office=shibalaya.office, proposal=given, now=at
            )
            reviewer = Scope.of(self.people["nasrin"], at + 3 * _DAY)
            accounts.request_information(reviewer, account=account, note=_ASKED_FOR, now=at + 3 * _DAY)
            at = self.now - 2 * _DAY
            manikganj = shibalaya.office.parent
            office = office_of(_SINGAIR, {_SINGAIR.parent: manikganj} if manikganj else {}, now=at)
            name = LocalizedText(bn="দিলরুবা খানম", en="Dilruba Khanam")
            title = LocalizedText(bn="উপজেলা নির্বাহী অফিসার", en="Upazila Nirbahi Officer")
            recruits = Recruits(at)
            head = recruits.hire("head.bd-upa-364", name, recruits.position(title, office, Role.HEAD))
            recruits.enter()
            accounts.propose(
                Scope.of(head, at), office=office, proposal=proposal(_SINGAIR, self.server), now=at + _HOUR
            )

    def _elsewhere(self, crew: Crew, number: int) -> None:
        """Something planned here, something waiting for a vote there."""
        day = loader.current().calendar.day_of(self.now)
        fits = [post for post in library().posts if crew.sketch.tier in post.tiers and post.fits(day, ())]
        mine = [post for post in fits if not crew.sketch.topics or post.topic in crew.sketch.topics]
        text = fill(self.chance.choice(mine).text, crew.place, day, self.chance)
        if number % 3 == 0 or crew.sketch.code in ALWAYS:
            variant = self._submit(crew, text, self.now - (number % 7 + 1) * _HOUR)
            if crew.votes > 1:
                self._vote(variant, crew.panel[-1], self.now - 20 * _MINUTE, Verdict.APPROVE)
        elif number % 3 == 1:
            coming = coming_morning(loader.current().calendar, self.now, number % 5 + 1) + 2 * _HOUR
            self._approved(crew, text, self.now - 5 * _HOUR, coming)


def head_of(crew: Crew) -> User:
    held = Appointment.objects.select_related("user").filter(position__office=crew.office, position__role=Role.HEAD)
    return held.get(ends_at=None).user
