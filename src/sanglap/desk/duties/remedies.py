"""Where a person can do what the remedy of a duty says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sanglap.duties.models import Duty, DutyKind
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission


@dataclass(frozen=True, slots=True)
class Way:
    """The page where it is done, in what words it is linked, and who gets in."""

    permission: Permission
    words: str | Promise
    url: Callable[[Duty], str]


WAYS: Mapping[str, Way] = {
    DutyKind.UPDATES: Way(Permission.POST_WRITE, _("Write a post"), lambda _duty: reverse("desk:compose")),
    DutyKind.ANSWERS: Way(
        Permission.MESSAGE_ANSWER,
        _("Open what waits for an answer"),
        lambda _duty: reverse("desk:inbox") + "?show=open",
    ),
    DutyKind.PLATFORM: Way(
        Permission.ACCOUNT_MANAGE,
        _("Name the decision"),
        lambda duty: reverse("desk:account-choice", args=[duty.account_id]),
    ),
    **{
        kind: Way(
            Permission.ACCOUNT_VIEW,
            _("Open what is to be confirmed"),
            lambda duty: reverse("desk:account-security", args=[duty.account_id]),
        )
        for kind in (DutyKind.PICTURES, DutyKind.SECURITY, DutyKind.LETTERHEAD)
    },
    **{
        kind: Way(
            Permission.ACCOUNT_VIEW,
            _("Open settings and terms"),
            lambda duty: reverse("desk:account-settings", args=[duty.account_id]),
        )
        for kind in (DutyKind.SETTINGS, DutyKind.TERMS)
    },
    DutyKind.PURPOSES: Way(Permission.POST_WRITE, _("Write a post"), lambda _duty: reverse("desk:compose")),
    **dict.fromkeys(
        (DutyKind.NAME, DutyKind.PROFILE, DutyKind.WEBSITE, DutyKind.GRIEVANCE),
        Way(
            Permission.ACCOUNT_VIEW,
            _("See what was found"),
            lambda duty: reverse("desk:account-outside", args=[duty.account_id]),
        ),
    ),
    DutyKind.PANEL: Way(
        Permission.ACCOUNT_MANAGE,
        _("Appoint the panel"),
        lambda duty: reverse("desk:account-panel", args=[duty.account_id]),
    ),
}


def tell_ways(scope: Scope, rows: Iterable[Duty]) -> None:
    """Give each of these duties, found by a scope already with its account, the way to its remedy as `way`: words and
    URL, or None where the reader may not go there. At most one query, and none for the reader's own offices.
    """
    listed = list(rows)
    allowed = scope.among(duty.account.office_id for duty in listed if duty.kind in WAYS)
    for duty in listed:
        way = WAYS.get(duty.kind)
        goes = way and allowed.may(way.permission, duty.account.office_id)
        duty.way = {"words": way.words, "url": way.url(duty)} if way and goes else None  # type: ignore[attr-defined]  # for the templates
