"""New people in new positions, many at once: what `create_user`, `create_position` and `appoint` write for each."""

from __future__ import annotations

from datetime import datetime
from zlib import crc32

from django.contrib.auth.hashers import make_password
from django.db import transaction

from sanglap.audit.services import Actor, record
from sanglap.core.localized import LocalizedText
from sanglap.offices import verbs
from sanglap.offices.models import Appointment, Charge, Office, OfficeOrder, Position
from sanglap.offices.services.figures import reckon_heads
from sanglap.people import verbs as people_verbs
from sanglap.people.models import User, search_words
from sanglap.people.permissions import Role

SUBJECT = "পদায়ন ও দায়িত্ব প্রদান"


def order_of(office: Office, at: datetime) -> OfficeOrder:
    """The order by which an office's people were put into their positions; not yet entered."""
    number = crc32(office.code.encode())
    memo = f"05.{number % 90 + 10}.{number // 90 % 9000 + 1000}.000.19.{number % 700 + 1:03}.{at:%y}"
    return OfficeOrder(office=office, memo=memo, dated=at.date(), subject=SUBJECT, entered_at=at)


class Recruits:
    """Those who are to be entered, as of one moment. Nobody knows a password of theirs; the switcher needs none."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._positions: list[Position] = []
        self._held: list[Appointment] = []

    def position(self, title: LocalizedText, office: Office, role: Role) -> Position:
        """A position; vacant as long as nobody is hired for it."""
        position = Position(office=office, title=title, role=role)
        self._positions.append(position)
        return position

    def hire(self, username: str, name: LocalizedText, position: Position) -> User:
        """Somebody new; he is there once all are entered."""
        user = User(username=username, name=name, search=search_words(username, name), password=make_password(None))
        charge, at = Charge.REGULAR, self.at
        self._held.append(Appointment(position=position, user=user, charge=charge, starts_at=at, entered_at=at))
        return user

    @transaction.atomic
    def enter(self) -> None:
        """Write them all, and the history of it."""
        by, now = Actor.system("demo"), self.at
        orders = {held.position.office_id: order_of(held.position.office, now) for held in self._held}
        for held in self._held:
            held.order = orders[held.position.office_id]
        OfficeOrder.objects.bulk_create(orders.values())
        User.objects.bulk_create(held.user for held in self._held)
        Position.objects.bulk_create(self._positions)
        Appointment.objects.bulk_create(self._held)
        for order in orders.values():
            record(by, verbs.ORDER_ENTERED, order, now=now, office_id=order.office_id, memo=order.memo)
        for position in self._positions:
            record(by, verbs.POSITION_CREATED, position, now=now, office_id=position.office_id, role=position.role)
        for held in self._held:
            user, position = held.user, held.position
            record(by, people_verbs.CREATED, user, now=now, office_id=None)
            record(
                by, verbs.APPOINTED, held, now=now, office_id=position.office_id, user=str(user.pk), role=position.role,
                charge=held.charge, starts_at=held.starts_at.isoformat(), memo=orders[position.office_id].memo,
            )  # fmt: skip
        reckon_heads({held.position.office_id for held in self._held}, now=now)
        self._positions.clear()
        self._held.clear()
