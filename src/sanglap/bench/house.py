"""The house as it stands: the page that everybody opens first, against the page that does next to nothing."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx

from sanglap.accounts.models import Account, Credential, PanelMember, PanelRole
from sanglap.accounts.states import ACCOUNT, AccountState
from sanglap.accounts.vault import seal
from sanglap.audit.services import Actor, transition
from sanglap.bench.measure import Figure, at_most, interleaved, median_ratio
from sanglap.bench.place import Place, place, signed_in
from sanglap.content import services as content
from sanglap.core import clock
from sanglap.core.localized import LocalizedText
from sanglap.duties import services as duties
from sanglap.guideline import loader
from sanglap.networks.contract import Kind
from sanglap.offices.models import Office, Position
from sanglap.offices.scope import Scope
from sanglap.people.models import User
from sanglap.people.permissions import Role

SECONDS = 2.0
READERS = 4
WAITING = 30
GOAL = 25.0
"""How many health pages a day page may cost. It asks the database for everything it shows; the other asks for a 1."""


def run() -> list[Figure]:
    """Measure and give the figures."""
    with place() as here, here.entered():
        member = _furnish()
        cookie = {"sessionid": signed_in(member)}
        day = _rate(here, "/desk/", cookie)
        health = _rate(here, "/health/", {})
        for measure in (day, health):
            measure()  # the first requests fill caches and are not counted
        days, healths = interleaved(day, health)
    figure = median_ratio(healths, days)
    goal, met = at_most(GOAL, figure)
    rates = {"day page": statistics.median(days), "health page": statistics.median(healths)}
    return [Figure("house: day page", round(figure, 2), "×", "time of the health page", goal, met, rates)]


def at_work() -> tuple[Account, User, User]:
    """An office with an active account: that, a member of its panel, and its author."""
    position = Position.objects.filter(role=Role.PANEL).select_related("office").order_by("id")[0]
    member = position.appointments.get().user
    author = User.objects.get(appointments__position__office=position.office, appointments__position__role=Role.AUTHOR)
    return _account(position.office, member), member, author


def _furnish() -> User:
    """Posts that wait for a vote; gives the panel member."""
    now = clock.now()
    account, member, author = at_work()
    office, scope = account.office, Scope.of(author, now)
    purposes = [loader.current().purposes[0].id]
    for number in range(WAITING):
        text = f"খসড়া {number}: আগামী সপ্তাহে ইউনিয়ন পরিষদে টিকা দেওয়া হবে।"
        draft = content.start(
            scope, office=office, kind=Kind.POST, text=text, accounts=[account], purposes=purposes, now=now
        )
        content.submit(scope, draft=draft, now=now, by_name=True)
    duties.reckon(now=now)
    return member


def _account(office: Office, member: User) -> Account:
    now, text = clock.now(), LocalizedText(bn="পরীক্ষা", en="Test")
    account = Account.objects.create(
        office=office,
        network="mastodon",
        server="https://social.example",
        handle="bench",
        name=text,
        purposes=[],
        audience=text,
        description=text,
    )
    for state in (AccountState.IN_REVIEW, AccountState.APPROVED, AccountState.ACTIVE):
        transition(account, ACCOUNT, state, actor=Actor.system("bench"), now=now, office_id=office.pk)
    Credential.objects.create(account=account, sealed=seal({"token": "bench"}), connected_at=now)
    PanelMember.objects.create(account=account, user=member, role=PanelRole.MODERATOR, starts_at=now)
    return account


def _rate(here: Place, path: str, cookies: dict[str, str]) -> Callable[[], float]:
    """A measure: pages a second, read by READERS at once."""

    def read(until: float) -> int:
        count = 0
        with httpx.Client(base_url=here.url, cookies=cookies, trust_env=False, timeout=30) as client:
            while time.monotonic() < until:
                if client.get(path).status_code != httpx.codes.OK:
                    raise RuntimeError(f"{path} does not answer as it should")
                count += 1
        return count

    def measure() -> float:
        began = time.monotonic()
        with ThreadPoolExecutor(READERS) as readers:
            count = sum(readers.map(read, [began + SECONDS] * READERS))
        return count / (time.monotonic() - began)

    return measure
