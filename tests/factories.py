"""The named cast and an office's account, made as rows: without any network, at a moment of the test's choosing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.test import override_settings

from sanglap.accounts.models import Account, Credential, PanelMember, PanelRole
from sanglap.accounts.states import AccountState
from sanglap.accounts.vault import seal
from sanglap.audit.services import Actor
from sanglap.content import paper
from sanglap.content import services as content
from sanglap.content.models import Draft, Variant, Verdict
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText
from sanglap.demo import cast
from sanglap.demo.services import seed_people
from sanglap.files.models import File
from sanglap.guideline import loader
from sanglap.guideline.days import Basis
from sanglap.inbox.models import Message, MessageVersion
from sanglap.networks.contract import Kind
from sanglap.offices import services as offices
from sanglap.offices.models import Appointment, Office, OwnPhrase
from sanglap.offices.scope import Scope
from sanglap.outbox import services as outbox
from sanglap.outbox.models import Delivery
from sanglap.outbox.payload import Payload, digest
from sanglap.outbox.states import DeliveryState
from sanglap.people.models import User
from sanglap.people.permissions import Role
from sanglap.people.services import create_user
from sanglap.platforms.models import Decision
from tests.laid import laid

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
"""Monday noon in Dhaka, in a week without holidays."""
MOON = next(
    day
    for day in (date(2026, 1, 1) + timedelta(days=number) for number in range(365))
    if (holiday := loader.current().calendar.holiday(day)) and holiday.basis == Basis.MOON
)
"""A day that is a holiday only if the moon is seen."""
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
TEXT = "আগামী রবিবার ইউনিয়ন পরিষদে টিকা দেওয়া হবে।"
WORDS = LocalizedText(bn="পরীক্ষা", en="Test")
SECRETS = {"token": "t0ken-never-shown"}
SERVER = "https://social.example"

# The real way of hashing passwords is slow by intention.
quick_passwords = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])


@dataclass(frozen=True)
class House:
    """The offices by key and the people by user name, as they are at `now`."""

    offices: Mapping[str, Office]
    people: dict[str, User]
    now: datetime

    def scope(self, username: str, at: datetime | None = None) -> Scope:
        return Scope.of(self.people[username], at or self.now)

    def officer(self, username: str, role: Role, office: str = "shibalaya", *, below: bool = False) -> User:
        """One more person, in a position of that role."""
        with quick_passwords:
            user = create_user(
                username=username, password=cast.PASSWORD, name=WORDS, by=Actor.system("tests"), now=self.now
            )
        self.people[username] = user
        self.also(username, role, office, below=below)
        return user

    def also(self, username: str, role: Role, office: str, *, below: bool = False) -> Appointment:
        """One more position for that person, of that role."""
        scope = Scope.everything("tests")
        position = offices.create_position(
            scope, office=self.offices[office], title=WORDS, role=role, below=below, now=self.now
        )
        return offices.appoint(scope, position=position, user=self.people[username], starts_at=self.now, now=self.now)

    def account(
        self,
        *panel: str,
        office: str = "shibalaya",
        handle: str = cast.HANDLE,
        state: AccountState = AccountState.ACTIVE,
    ) -> Account:
        """An account with these people on its panel; connected, where it is active."""
        account = Account.objects.create(
            office=self.offices[office],
            network="mastodon",
            decision=Decision.objects.filter(reusable=True).order_by("pk").first(),
            server=SERVER,
            handle=handle,
            name=cast.ACCOUNT_NAME,
            purposes=list(cast.PURPOSES),
            audience=cast.AUDIENCE,
            description=cast.DESCRIPTION,
            state=state,
        )
        for username in panel:
            self.seat(account, username)
        if state == AccountState.ACTIVE:
            Credential.objects.create(account=account, sealed=seal(SECRETS), connected_at=self.now)
        return account

    def seat(self, account: Account, username: str) -> PanelMember:
        return PanelMember.objects.create(
            account=account, user=self.people[username], role=PanelRole.MODERATOR, starts_at=self.now
        )

    def panel_of_three(self) -> Account:
        """An account whose panel is Kamrul, Farid and Shila."""
        self.officer("farid", Role.PANEL)
        self.officer("shila", Role.PANEL)
        return self.account("kamrul", "farid", "shila")

    def phrase(self, username: str, office: str = "shibalaya", words: str = "চটকুলি") -> OwnPhrase:
        """Words that the office looks for, added by that user whatever he may do."""
        return OwnPhrase.objects.create(
            office=self.offices[office], words=[words], category="abuse", severity="warn", reason=WORDS,
            added_by=self.people[username], added_at=NOW,
        )  # fmt: skip

    def draft(
        self,
        account: Account,
        *,
        writer: str = "sumaiya",
        text: str = TEXT,
        submit: bool = True,
        publish_at: datetime | None = None,
    ) -> Draft:
        """A post for one account, written at `now` and, if so said, handed to the panel."""
        scope = self.scope(writer)
        draft = content.start(
            scope,
            office=account.office,
            kind=Kind.POST,
            text=text,
            accounts=[account],
            purposes=["4.b"],
            publish_at=publish_at,
            now=self.now,
        )
        if submit:
            content.submit(scope, draft=draft, now=self.now, by_name=True)
        return draft

    def vote(
        self,
        variant: Variant,
        voter: str,
        verdict: Verdict = Verdict.APPROVE,
        *,
        at: datetime | None = None,
        **more: Any,
    ) -> Variant:
        """That person's vote on the variant as it stands, at `at` or else a minute after `now`."""
        at = at or self.now + MINUTE
        reasons = {"remark": "তারিখ ভুল"} if verdict != Verdict.APPROVE else {}
        given = {
            "digest": variant.digest,
            **reasons,
            **({"clause": "9.a"} if verdict == Verdict.REJECT else {}),
            **more,
        }
        return content.decide(self.scope(voter, at), variant=variant, verdict=verdict, now=at, **given)

    def on_paper(
        self,
        variant: Variant,
        signatory: str,
        *,
        scan: File,
        recorder: str = "sumaiya",
        at: datetime | None = None,
        **more: Any,
    ) -> Variant:
        """That person's vote as signed on paper, recorded by another at `at` or else a minute after `now`."""
        at = at or self.now + MINUTE
        given: dict[str, Any] = {
            "verdict": Verdict.APPROVE,
            "digest": paper.in_groups(variant.digest),
            "file_number": "০৫.৩০.৫৬৭৮/২৬-৭",
            "dated": self.now.date(),
            **more,
        }
        return paper.decide_on_paper(
            self.scope(recorder, at), variant=variant, signatory=self.people[signatory], scan=scan, now=at, **given
        )

    def approved(self, account: Account, *, voter: str = "kamrul", **draft: Any) -> Variant:
        """A post by Sumaiya that `voter` has approved."""
        return self.vote(newest(self.draft(account, **draft)), voter)


def house(now: datetime = NOW) -> House:
    """The cast in an empty database, all appointed at `now`."""
    found, people = laid(("house", now), lambda: _seeded(now), _keys, _by_keys)
    return House(found, people, now)


Cast = tuple[Mapping[str, Office], dict[str, User]]
Keys = tuple[dict[str, UUID], dict[str, UUID]]


def _seeded(now: datetime) -> Cast:
    with quick_passwords:
        found, people = seed_people(now=now)
    return found, dict(people)


def _keys(made: Cast) -> Keys:
    found, people = made
    return {name: one.pk for name, one in found.items()}, {name: one.pk for name, one in people.items()}


def _by_keys(keys: Keys) -> Cast:
    offices_of, people_of = keys
    found = Office.objects.select_related("parent").in_bulk(offices_of.values())
    people = User.objects.in_bulk(people_of.values())
    return (
        {name: found[key] for name, key in offices_of.items()},
        {name: people[key] for name, key in people_of.items()},
    )


def newest(draft: Draft) -> Variant:
    """The one variant of the draft's newest revision."""
    return Variant.objects.get(revision__draft=draft, revision__number=Draft.objects.get(pk=draft.pk).latest)


def payload(account: Account, text: str = TEXT, kind: Kind = Kind.POST) -> Payload:
    return Payload(account.pk, kind, text, "bn")


def delivery(
    account: Account, *, text: str = TEXT, kind: Kind = Kind.POST, now: datetime = NOW, **fields: Any
) -> Delivery:
    """Something in the outbox, due at `now`, with `fields` as they are given."""
    said = payload(account, text, kind)
    made = outbox.schedule(
        account=account,
        payload=said,
        approved=digest(said.canonical()),
        due_at=now,
        actor=Actor.system("tests"),
        now=now,
        life=bool(fields.pop("life", False)),
    )
    if fields:
        Delivery.objects.filter(pk=made.pk).update(**fields)
        made.refresh_from_db()
    return made


def published(account: Account, at: datetime, **more: Any) -> Delivery:
    """Something that the network has shown since `at`."""
    return delivery(
        account, now=at, **{"state": DeliveryState.PUBLISHED, "remote_id": str(new_id()), "published_at": at, **more}
    )


def message(account: Account, **fields: object) -> Message:
    """A question that somebody asked on the account at `NOW`."""
    given = {"remote_id": "101", "author_id": "9", "author_handle": "rahim", "author_name": "রহিম", **fields}
    made = Message.objects.create(account=account, written_at=NOW, taken_in_at=NOW, **given)
    MessageVersion.objects.create(message=made, number=1, text="অফিস কখন খোলে?", seen_at=NOW)
    return made
