"""What people do about looks from outside: ask for one now, and say what they saw themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.audit.services import record
from sanglap.core.errors import on_field
from sanglap.files.models import File
from sanglap.language.normal import normalise
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission
from sanglap.verification import verbs
from sanglap.verification.models import Finding, Watch
from sanglap.verification.services.recording import note as note_look
from sanglap.verification.services.recording import put
from sanglap.verification.services.scheduling import outside
from sanglap.verification.states import GOOD, UNSEEN, Aspect, Outcome, Subject

LONGEST_NOTE = 2_000


def require_either(scope: Scope, office: Office) -> None:
    """For whoever manages the office's accounts, and whoever reviews them. Raises Forbidden."""
    if not scope.may(Permission.ACCOUNT_REVIEW, office.pk):
        scope.require(Permission.ACCOUNT_MANAGE, office.pk)


@transaction.atomic
def look_at_profile(scope: Scope, *, account: Account, now: datetime) -> None:
    """Have the account's profile looked at as soon as a worker is free. Raises Forbidden; ValidationError where it was
    looked at just now, or the account is closed.
    """
    require_either(scope, account.office)
    if account.state == AccountState.CLOSED:
        raise ValidationError(_("The account is closed; nothing is looked at any more."), code="closed")
    watch, made = Watch.objects.select_for_update(of=("self",)).get_or_create(
        account=account, subject=Subject.PROFILE, defaults={"office": account.office, "next_at": now, "asked_at": now}
    )
    if not made:
        _ask(watch, now)
    record(scope.actor, verbs.ASKED, account, now=now, office_id=account.office_id)


@transaction.atomic
def look_at_website(scope: Scope, *, office: Office, now: datetime) -> None:
    """The same for the office's website. Raises ValidationError too where the register knows none."""
    require_either(scope, office)
    if not office.website:
        raise ValidationError(_("The register knows no website of the office. Enter it with the office."), code="none")
    watch, made = Watch.objects.select_for_update(of=("self",)).get_or_create(
        office=office, subject=Subject.WEBSITE, defaults={"next_at": now, "asked_at": now}
    )
    if not made:
        _ask(watch, now)
    record(scope.actor, verbs.ASKED_SITE, office, now=now, office_id=office.pk)


def _ask(watch: Watch, now: datetime) -> None:
    pause = timedelta(minutes=outside(now).pause_minutes)
    if any(at is not None and at > now - pause for at in (watch.looked_at, watch.asked_at)):
        raise ValidationError(
            _("It was looked at just now. Wait %(minutes)s minutes, and have it looked at again."),
            code="just_now",
            params={"minutes": outside(now).pause_minutes},
        )
    watch.next_at = watch.asked_at = now
    watch.save(update_fields=["next_at", "asked_at"])


class Saw(models.TextChoices):
    """What a person saw who looked where the machine cannot."""

    IN_ORDER = "in_order", _("It is in order: I saw it")
    NOT = "not", _("It is not in order")


def may_confirm(finding: Finding) -> bool:
    """Whether a person's eyes are of use: the machine could not see, or what it misses may stand in a picture."""
    in_picture = finding.kind in {Aspect.NAME, Aspect.DESCRIPTION} and finding.seen not in GOOD
    return finding.seen in UNSEEN or in_picture


@transaction.atomic
def confirm(scope: Scope, *, finding: Finding, saw: Saw, note: str, picture: File | None, now: datetime) -> None:
    """Keep what a person of the office above saw. It holds for a while, unless the machine sees something else.

    Raises Forbidden; ValidationError on `note`, or as a whole where the machine sees for itself.
    """
    account = finding.account
    scope.require(Permission.ACCOUNT_REVIEW, account.office_id)
    current = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if not may_confirm(current):
        raise ValidationError(_("The machine sees this for itself; have it looked at again."), code="seen")
    said = normalise(note).strip()
    if not said:
        raise on_field("note", _("Write what you saw, and where."), "required")
    outcome = Outcome.FITS if saw == Saw.IN_ORDER else _worst(Aspect(current.kind))
    if current.outcome != outcome:
        put(current, outcome, now=now)
    current.person, current.person_until = scope.person, now + timedelta(days=outside(now).person_days)
    current.save(update_fields=["outcome", "since", "person", "person_until"])
    note_look(
        current, outcome=outcome, evidence=current.evidence, address="", now=now,
        person=scope.person, note=said[:LONGEST_NOTE], picture=picture,
    )  # fmt: skip
    data: dict[str, Any] = {"aspect": current.kind, "found": outcome.value}
    record(scope.actor, verbs.CONFIRMED, account, now=now, office_id=account.office_id, **data)


def _worst(aspect: Aspect) -> Outcome:
    found = {Aspect.NAME: Outcome.DIFFERS, Aspect.DESCRIPTION: Outcome.PARTLY}
    return found.get(aspect, Outcome.MISSING)
