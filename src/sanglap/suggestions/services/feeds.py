"""An office has the feeds of its own website read."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.audit.details import count
from sanglap.audit.services import record, transition
from sanglap.core.errors import on_field
from sanglap.core.ids import new_id
from sanglap.guideline import loader
from sanglap.guideline.parameters.suggesting import WebsiteFeed
from sanglap.language.normal import normalise
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.offices.states import OfficeState
from sanglap.people.permissions import Permission
from sanglap.suggestions import verbs
from sanglap.suggestions.models import SiteFeed
from sanglap.suggestions.reading.fetching import own_site
from sanglap.suggestions.states import FEED, FeedState

LONGEST = 500
_ADDRESS = URLValidator(schemes=["http", "https"])


def rule_at(now: datetime) -> WebsiteFeed:
    """How feeds are read, by the rule in force."""
    book = loader.current()
    return book.rule("website-feed", on=book.calendar.day_of(now)).parameters


def checked_address(office: Office, address: str) -> str:
    """The address in one form. Raises ValidationError on `address` where it is none, or not of the office's website."""
    address = normalise(address).strip()
    if address and "://" not in address:
        address = f"https://{address}"
    try:
        _ADDRESS(address)
    except ValidationError:
        raise on_field("address", _("This is no web address. Copy it from the browser."), "invalid") from None
    if len(address) > LONGEST:
        raise on_field("address", _("Write at most %(most)s characters."), "long", most=count(LONGEST))
    if not office.website:
        raise on_field(
            "address", _("The register knows no website of the office. Enter it with the office first."), "none"
        )
    if not own_site(address, office.website):
        raise on_field(
            "address", _("Only feeds of the office’s own website are read: %(website)s"), "foreign",
            website=office.website,
        )  # fmt: skip
    return address


@transaction.atomic
def enter(scope: Scope, *, office: Office, address: str, now: datetime, title: str = "") -> SiteFeed:
    """Have that feed read from now on; one that was stopped goes on, and what was seen of it is not suggested again. A
    second click changes nothing.

    Raises Forbidden; ValidationError on `address`.
    """
    scope.require(Permission.OFFICE_MANAGE, office.pk)
    # Two officers at once: one after the other.
    office = Office.objects.select_for_update().get(pk=office.pk)
    address = checked_address(office, address)
    if office.state != OfficeState.OPEN:
        raise ValidationError(_("The office is no more; nothing is read for it."), code="closed")
    known = SiteFeed.objects.filter(office=office, address=address).first()
    if known is not None and known.state == FeedState.RUNNING:
        return known
    most = rule_at(now).feeds
    if SiteFeed.objects.filter(office=office, state=FeedState.RUNNING).count() >= most:
        raise ValidationError(
            _("An office has at most %(most)s feeds read. Stop one first."), code="many", params={"most": count(most)}
        )
    if known is not None:
        transition(
            known, FEED, FeedState.RUNNING, actor=scope.actor, now=now, office_id=office.pk, next_at=now, faults=0,
            fault="", elsewhere="", fault_since=None, etag="", modified="",
        )  # fmt: skip
        return known
    made = SiteFeed.objects.create(
        id=new_id(now), office=office, address=address, title=title[:300], entered_by=scope.person, entered_at=now,
        next_at=now,
    )  # fmt: skip
    record(scope.actor, verbs.ENTERED, made, now=now, office_id=office.pk, address=address)
    return made


@transaction.atomic
def stop(scope: Scope, *, feed: SiteFeed, now: datetime) -> bool:
    """Read it no longer; what was suggested stays. False for a second click. Raises Forbidden."""
    current = _locked(scope, feed)
    if current.state == FeedState.STOPPED:
        return False
    transition(current, FEED, FeedState.STOPPED, actor=scope.actor, now=now, office_id=current.office_id, next_at=None)
    return True


@transaction.atomic
def read_now(scope: Scope, *, feed: SiteFeed, now: datetime) -> None:
    """Have it read as soon as a worker is free. Raises Forbidden; ValidationError where it is stopped or was read just
    now.
    """
    current = _locked(scope, feed)
    if current.state != FeedState.RUNNING:
        raise ValidationError(_("This feed is stopped. Have it read again first."), code="stopped")
    pause = rule_at(now).pause
    if any(at is not None and at > now - pause for at in (current.read_at, current.asked_at)):
        raise ValidationError(
            _("It was read just now. Wait %(minutes)s minutes, and have it read again."), code="just_now",
            params={"minutes": count(rule_at(now).pause_minutes)},
        )  # fmt: skip
    current.next_at = current.asked_at = now
    current.save(update_fields=["next_at", "asked_at"])
    record(scope.actor, verbs.ASKED, current, now=now, office_id=current.office_id)


def _locked(scope: Scope, feed: SiteFeed) -> SiteFeed:
    scope.require(Permission.OFFICE_MANAGE, feed.office_id)
    return SiteFeed.objects.select_for_update().get(pk=feed.pk)
