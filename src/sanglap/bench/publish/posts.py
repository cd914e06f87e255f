"""What goes out: accounts with a panel and posts that it approved, made by the services that officers use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db import connection, transaction

from sanglap.accounts import services as accounts
from sanglap.accounts.models import Account, PanelRole
from sanglap.bench.publish.network import Holder
from sanglap.content import services as content
from sanglap.content.models import Verdict
from sanglap.core import clock
from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.language.digits import to_bangla
from sanglap.language.normal import normalise
from sanglap.networks.contract import Kind
from sanglap.offices.models import Position
from sanglap.offices.scope import Scope
from sanglap.people.models import User
from sanglap.people.permissions import Role

BATCH = 50
LATER = timedelta(days=1)
_WHO = ("ইউনিয়ন পরিষদ", "উপজেলা কৃষি অফিস", "উপজেলা স্বাস্থ্য কমপ্লেক্স", "ভূমি অফিস", "সমাজসেবা কার্যালয়", "শিক্ষা অফিস")
_WHEN = ("আগামী রবিবার সকাল ১০টায়", "আজ বিকাল ৩টায়", "আগামীকাল সকালে", "বৃহস্পতিবার দুপুরের আগে", "এই সপ্তাহে")
_WHAT = (
    "শিশুদের টিকা দেওয়া হবে", "বয়স্ক ভাতার তালিকা প্রকাশ করা হবে", "বিনা মূল্যে বীজ ও সার বিতরণ করা হবে",
    "জমির নামজারির শুনানি হবে", "রাস্তা মেরামতের কাজ শুরু হবে", "গণশুনানিতে সবার কথা শোনা হবে",
)  # fmt: skip


def texts(run: int, count: int) -> list[str]:
    """So many texts of which no two are alike, nor like those of another run."""
    draw = Random(run)  # noqa: S311 - nothing here is secret
    return [
        normalise(
            f"{draw.choice(_WHO)}: {draw.choice(_WHEN)} {draw.choice(_WHAT)}। স্মারক {to_bangla(f'{run}-{number:05}')}"
        )
        for number in range(count)
    ]


class Office:
    """The office of the cast that publishes, with the three people that are needed for it."""

    def __init__(self) -> None:
        member = Position.objects.filter(role=Role.PANEL).select_related("office").order_by("id")[0]
        self.office = member.office
        self.member = member.appointments.get().user
        now = clock.now()
        self._member = Scope.of(self.member, now)
        self._author, self._head = (Scope.of(self._person(role), now) for role in (Role.AUTHOR, Role.HEAD))
        self._purposes = [loader.current().purposes[0].id]

    def _person(self, role: Role) -> User:
        return User.objects.get(appointments__position__office=self.office, appointments__position__role=role)

    def account(self, server: str, holder: Holder) -> Account:
        """That account, proposed, approved, with a panel of one, connected with its token and at work."""
        text, now = LocalizedText(bn="পরীক্ষা", en="Test"), clock.now()
        proposal = accounts.Proposal(
            network="mastodon", server=server, handle=holder.handle, name=text, purposes=self._purposes, audience=text,
            description=text,
        )  # fmt: skip
        account = accounts.propose(self._head, office=self.office, proposal=proposal, now=now)
        accounts.approve(Scope.everything("bench"), account=account, now=now)
        accounts.appoint_panel(self._head, account=account, members={self.member: PanelRole.MODERATOR}, now=now)
        accounts.connect(self._head, account=account, secrets={"token": holder.token}, now=now)
        return account

    def approved(self, account: Account, text: str) -> UUID:
        """The draft of a post with that text, which the panel has approved; it is due only tomorrow."""
        now = clock.now()
        draft = content.start(
            self._author, office=self.office, kind=Kind.POST, text=text, accounts=[account], purposes=self._purposes,
            publish_at=now + LATER, now=now,
        )  # fmt: skip
        (variant,) = content.submit(self._author, draft=draft, now=now, by_name=True)
        content.decide(self._member, variant=variant, verdict=Verdict.APPROVE, digest=variant.digest, now=now)
        return draft.pk


def approve(office: Office, posts: Sequence[tuple[Account, str]]) -> list[UUID]:
    """All of these, many in one transaction; the drafts' keys in the same order."""
    drafts: list[UUID] = []
    for first in range(0, len(posts), BATCH):
        with transaction.atomic():
            drafts += [office.approved(account, text) for account, text in posts[first : first + BATCH]]
    return drafts


_DUE = """
UPDATE content_draft SET publish_at = due.at
FROM unnest(%s::uuid[], %s::timestamptz[]) AS due (id, at) WHERE content_draft.id = due.id
"""


def fall_due(drafts: Sequence[UUID], *, first: datetime, spread: float) -> None:
    """Give them the times at which they are wanted, as if the officers had chosen these: evenly from `first` on."""
    step = timedelta(seconds=spread) / max(len(drafts), 1)
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [list(drafts), [first + number * step for number in range(len(drafts))]])
        cursor.execute("ANALYZE")
