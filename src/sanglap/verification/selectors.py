"""Reading what looks from outside found."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from sanglap.accounts.models import Account
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission
from sanglap.verification.models import Challenge, Control, Finding, Look, ProfilePicture, Watch
from sanglap.verification.states import Subject


def findings(scope: Scope) -> QuerySet[Finding]:
    """How the accounts that the reader may see stand, aspect by aspect."""
    rows = scope.limit(Finding.objects.all(), Permission.ACCOUNT_VIEW, "account__office_id")
    return rows.select_related("account", "account__office", "person").order_by("-id")


def looks(scope: Scope) -> QuerySet[Look]:
    """The history of these, the latest first."""
    rows = scope.limit(Look.objects.all(), Permission.ACCOUNT_VIEW, "finding__account__office_id")
    return rows.select_related("finding", "person", "picture").order_by("-id")


def profile_watch(scope: Scope, account: Account) -> Watch | None:
    """When the account's profile was and will be looked at."""
    rows = scope.limit(Watch.objects.filter(account=account), Permission.ACCOUNT_VIEW)
    return rows.first()


def watches(scope: Scope) -> QuerySet[Watch]:
    """The profiles and websites that are looked at, as the last look left them."""
    return scope.limit(Watch.objects.all(), Permission.ACCOUNT_VIEW).select_related("account").order_by("-id")


def site_watch(scope: Scope, office: Office) -> Watch | None:
    """The same of the office's website."""
    rows = scope.limit(Watch.objects.filter(subject=Subject.WEBSITE, office=office), Permission.ACCOUNT_VIEW)
    return rows.select_related("office").first()


def challenge(scope: Scope, account: Account) -> Challenge | None:
    """The code that waits to be put into the profile, for those who manage or review the account."""
    if not (
        scope.may(Permission.ACCOUNT_MANAGE, account.office_id)
        or scope.may(Permission.ACCOUNT_REVIEW, account.office_id)
    ):
        return None
    return Challenge.objects.filter(account=account).first()


def controls(scope: Scope) -> QuerySet[Control]:
    """Every proof that an office holds an account, the latest first."""
    rows = scope.limit(Control.objects.all(), Permission.ACCOUNT_VIEW, "account__office_id")
    return rows.select_related("account", "person", "picture").order_by("-id")


@dataclass(frozen=True, slots=True)
class Held:
    """How it stands with the proof that the office holds an account: the proof that holds, and the last that does not
    hold any more.
    """

    proof: Control | None
    lapsed: Control | None

    @property
    def proved(self) -> bool:
        return self.proof is not None


def control(scope: Scope, account: Account) -> Held:
    """The latest proof. It lapses when the account's name or server on the register changes, and when its name over
    there belongs to another account now. Two queries.
    """
    latest = controls(scope).filter(account=account).first()
    if latest is None:
        return Held(None, None)
    watch = Watch.objects.filter(account=account).only("evidence").first()
    return Held(latest, None) if _holds(latest, account, watch) else Held(None, latest)


def controlled(scope: Scope, account: Account) -> bool:
    """Whether it is proved that the office holds the account, by the name that it has now."""
    return control(scope, account).proved


def _holds(latest: Control, account: Account, watch: Watch | None) -> bool:
    if (latest.server, latest.handle.casefold()) != (account.server, account.handle.casefold()):
        return False
    then, now = latest.evidence.get("remote_id", ""), watch.evidence.get("remote_id", "") if watch else ""
    return not then or not now or then == now


def pictures(scope: Scope, account_ids: Collection[UUID]) -> Mapping[tuple[UUID, str], ProfilePicture]:
    """The picture that each of these profiles shows now, by account and place; none where it shows none. One query."""
    rows = profile_pictures(scope).filter(account__in=account_ids)
    rows = rows.order_by("account_id", "place", "-id").distinct("account_id", "place")
    return {(row.account_id, row.place): row for row in rows if row.file_id}


def profile_pictures(scope: Scope) -> QuerySet[ProfilePicture]:
    """Every picture that was ever seen in a profile which the reader may see."""
    rows = scope.limit(ProfilePicture.objects.all(), Permission.ACCOUNT_VIEW, "account__office_id")
    return rows.select_related("file", "account").order_by("-id")


def settings_seen(
    scope: Scope, account_ids: Collection[UUID]
) -> Mapping[UUID, tuple[Mapping[str, str | bool], datetime | None]]:
    """The settings that were last read of each of these profiles, and when. One query."""
    seen = scope.limit(Watch.objects.filter(account__in=account_ids), Permission.ACCOUNT_VIEW)
    rows = seen.select_related("account")
    return {watch.account.pk: (watch.evidence.get("settings", {}), watch.looked_at) for watch in rows if watch.account}
