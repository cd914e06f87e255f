"""Filling an empty database with the cast, through the same services that people use. Repeating it changes nothing."""

from collections.abc import Mapping
from datetime import datetime

import httpx

from sanglap.accounts import services as accounts
from sanglap.accounts.models import Account, PanelRole
from sanglap.audit.services import Actor
from sanglap.demo import cast
from sanglap.demo.choosing import seed_national
from sanglap.demo.recruits import order_of
from sanglap.offices import services as offices
from sanglap.offices.models import Appointment, Office
from sanglap.offices.scope import Scope
from sanglap.people.models import User
from sanglap.people.services import create_user


def seed_people(*, now: datetime) -> tuple[Mapping[str, Office], Mapping[str, User]]:
    """The offices and people of the cast, by key and user name."""
    scope = Scope.everything("demo")
    known = {office.code: office for office in Office.objects.filter(code__in=[one.code for one in cast.OFFICES])}
    found: dict[str, Office] = {}
    for sketch in cast.OFFICES:
        found[sketch.key] = known.get(sketch.code) or offices.create_office(
            scope,
            code=sketch.code,
            kind=sketch.kind,
            name=sketch.name,
            website=sketch.website,
            address=sketch.address,
            phone=sketch.phone,
            email=sketch.email,
            parent=found[sketch.parent] if sketch.parent else None,
            now=now,
        )
    people = {user.username: user for user in User.objects.filter(username__in=[one.username for one in cast.PEOPLE])}
    for person in cast.PEOPLE:
        if person.username not in people:
            people[person.username] = _seed_person(scope, person, found[person.office], now)
    seed_national(found["cabinet"], now=now)
    return found, people


def seed_extras(found: Mapping[str, Office], *, now: datetime) -> None:
    """A few more to be in the demo; they come after the cast and before everybody else."""
    known = set(
        User.objects.filter(username__in=[one.username for one in cast.EXTRAS]).values_list("username", flat=True)
    )
    for person in cast.EXTRAS:
        if person.username not in known:
            _seed_person(Scope.everything("demo"), person, found[person.office], now, password=None)


def seed_orders(found: Mapping[str, Office], *, now: datetime) -> None:
    """The orders behind the appointments of those offices; one appointment's is still to come."""
    scope = Scope.everything("demo")
    for office in found.values():
        given = order_of(office, now)
        order = offices.enter_order(
            scope, office=office, memo=given.memo, dated=given.dated, subject=given.subject, now=now
        )
        held = Appointment.objects.filter(position__office=office, order=None).select_related("position", "user")
        offices.add_order(scope, order=order, appointments=held.exclude(user__username=cast.UNORDERED), now=now)


def _seed_person(
    scope: Scope, sketch: cast.PersonSketch, office: Office, now: datetime, *, password: str | None = cast.PASSWORD
) -> User:
    user = create_user(username=sketch.username, password=password, name=sketch.name, by=Actor.system("demo"), now=now)
    position = offices.create_position(
        scope, office=office, title=sketch.title, role=sketch.role, below=sketch.below, now=now
    )
    offices.appoint(scope, position=position, user=user, starts_at=now, now=now)
    return user


def practice_account(server: str) -> str:
    """The token of the office's account on the practice network, made there where it is not yet."""
    answer = httpx.post(
        f"{server}/faults/api/accounts",
        timeout=20,
        trust_env=False,
        json={"handle": cast.HANDLE, "name": cast.ACCOUNT_NAME["bn"], "note": cast.DESCRIPTION["bn"]},
    )
    answer.raise_for_status()
    shown = httpx.post(
        f"{server}/faults/api/face",
        timeout=20,
        trust_env=False,
        json={"handle": cast.HANDLE, "fields": [["ওয়েবসাইট", practice_site(server)]]},
    )
    shown.raise_for_status()
    token: str = answer.json()["token"]
    return token


def practice_site(server: str) -> str:
    """The website of the office on the practice network: there it can be broken and mended."""
    return f"{server}/sites/{cast.HANDLE}/"


def seed_account(office: Office, people: Mapping[str, User], *, server: str, token: str, now: datetime) -> Account:
    """The office's account on the network at `server`, with a panel of one, working."""
    known = Account.objects.filter(office=office, handle=cast.HANDLE).first()
    if known is not None:
        return known
    Office.objects.filter(pk=office.pk).update(website=practice_site(server))
    head = Scope.of(people["rehana"], now)
    proposal = accounts.Proposal(
        network="mastodon",
        server=server,
        handle=cast.HANDLE,
        name=cast.ACCOUNT_NAME,
        purposes=cast.PURPOSES,
        audience=cast.AUDIENCE,
        description=cast.DESCRIPTION,
    )
    account = accounts.propose(head, office=office, proposal=proposal, now=now)
    accounts.approve(Scope.of(people["nasrin"], now), account=account, now=now)
    accounts.appoint_panel(head, account=account, members={people["kamrul"]: PanelRole.MODERATOR}, now=now)
    accounts.connect(head, account=account, secrets={"token": token}, now=now)
    return account
