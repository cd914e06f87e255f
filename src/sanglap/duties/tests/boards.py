"""A made-up nation for the tests of the board: offices in a tree, accounts, duties that stand as the lot has it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.core.localized import LocalizedText
from sanglap.demo import cast
from sanglap.duties import services
from sanglap.duties.models import Duty, DutyKind, Standing, Turn
from sanglap.guideline import loader
from sanglap.offices import services as offices
from sanglap.offices.models import Area, AreaLevel, Kind, Office
from sanglap.offices.scope import Scope

KINDS = (DutyKind.PURPOSES, DutyKind.PANEL, DutyKind.UPDATES, DutyKind.ANSWERS)
MACHINE = Scope.everything("tests")


def areas() -> dict[str, Area]:
    """A division with two districts."""
    names = LocalizedText(bn="এলাকা", en="Area")
    division = Area.objects.create(code="div-a", level=AreaLevel.DIVISION, name=names, outline="M0 0h9v9z")
    parts = {
        code: Area.objects.create(
            code=code,
            level=AreaLevel.DISTRICT,
            name=LocalizedText(bn=code, en=code),
            outline="M0 0h9v9z",
            parent=division,
        )
        for code in ("dist-a", "dist-b")
    }
    return {"div-a": division, **parts}


def office(code: str, parent: Office, now: datetime, kind: Kind = Kind.FIELD, area: Area | None = None) -> Office:
    """One more office."""
    name = LocalizedText(bn=f"দপ্তর {code}", en=f"Office {code}")
    made = offices.create_office(MACHINE, code=code, kind=kind, name=name, parent=parent, now=now)
    Office.objects.filter(pk=made.pk).update(area=area)
    made.area = area
    return made


def account(at: Office, handle: str, network: str = "mastodon") -> Account:
    """One more account."""
    return Account.objects.create(
        office=at, network=network, server="https://social.example", handle=handle, name=cast.ACCOUNT_NAME,
        purposes=list(cast.PURPOSES), audience=cast.AUDIENCE, description=cast.DESCRIPTION, state=AccountState.ACTIVE,
    )  # fmt: skip


def week_of(now: datetime) -> date:
    calendar = loader.current().calendar
    return calendar.week(calendar.day_of(now)).start


def duty(of: Account, kind: DutyKind, standing: str, now: datetime, *, back: int = 0, **more: Any) -> Duty:
    """How that account stands, in the running week or so many weeks back; with its turn where it is not weekly."""
    start = week_of(now) - timedelta(weeks=back)
    given: dict[str, Any] = {
        "account": of, "office": of.office, "kind": kind, "rule": "bd-2016:x", "starts_on": start,
        "ends_on": start + timedelta(days=6) if kind.weekly else None, "current": back == 0, "standing": standing,
        "since": now, "done": 0, "owed": 1, "reckoned_at": now, **more,
    }  # fmt: skip
    made = Duty.objects.create(**given)
    if not kind.weekly:
        Turn.objects.create(duty=made, at=now - timedelta(weeks=3), was="", standing=standing)
    return made


def nation(root: Office, chance: Random, now: datetime) -> None:
    """Offices below the root, some of them leaves, some with accounts, each with a year's last three weeks."""
    parts = areas()
    made = [root]
    for number in range(chance.randint(1, 9)):
        parent = chance.choice(made)
        area = chance.choice([None, parent.area, *parts.values()])
        made.append(office(f"o-{number}", parent, now, chance.choice(list(Kind)), area))
    for number in range(chance.randint(1, 10)):
        one = account(chance.choice(made), f"a{number}", chance.choice(["mastodon", "by-hand"]))
        for kind in chance.sample(KINDS, chance.randint(1, len(KINDS))):
            standing = chance.choice(Standing.values)
            moment = now - timedelta(days=chance.randint(0, 20))
            duty(one, kind, standing, now, since=moment)
            if kind.weekly:
                for back in (1, 2):
                    duty(one, kind, chance.choice(Standing.values), now, back=back)
    services.recount(now=now, weeks=[week_of(now) - timedelta(weeks=back) for back in (1, 2)])
