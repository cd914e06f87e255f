"""The people of the reader's offices: finding them, inviting, letting in again, shutting out (clause 5.e)."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sanglap.accounts import selectors as accounts
from sanglap.audit.selectors import history
from sanglap.core import clock
from sanglap.desk.appointments.acts import TERM, form_page, order_of, require_say, today
from sanglap.desk.appointments.forms import InviteForm, NameForm
from sanglap.desk.fields import both
from sanglap.desk.pages import one, page, put_errors
from sanglap.desk.uploads import files
from sanglap.language.matching import skeleton
from sanglap.offices import selectors, services
from sanglap.offices.access import StaffRequest, requires, step_up
from sanglap.offices.models import Appointment
from sanglap.people.models import User
from sanglap.people.permissions import Permission

MANAGE = Permission.PEOPLE_MANAGE
PAST = 50
WORDS = 6


@requires(Permission.PEOPLE_VIEW)
@require_safe
def people(request: StaffRequest) -> HttpResponse:
    """Those who serve at the reader's offices; `?q=` finds some of them by name."""
    now, words = clock.now(), request.GET.get("q", "").strip()
    rows = selectors.people(request.scope, now=now).order_by("-id")
    wanted = skeleton(words).split()[:WORDS]
    # Words of which nothing is left find nobody, not everybody.
    rows = selectors.found_by(wanted, rows) if wanted or not words else rows.none()
    listed = page(rows, request)
    terms: dict[UUID, list[Appointment]] = {}
    for term in selectors.serving(request.scope, now=now).filter(user__in=[one_.pk for one_ in listed.rows]):
        terms.setdefault(term.user_id, []).append(term)
    return render(
        request,
        "desk/people/people.html",
        {
            "page": listed,
            "rows": [(one_, terms.get(one_.pk, [])) for one_ in listed.rows],
            "words": words[:200],
            "manages": request.scope.has(MANAGE),
        },
    )


@requires(Permission.PEOPLE_VIEW)
@require_safe
def person(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """One person: what he holds and held, as far as the reader sees it; what may be done."""
    now, scope = clock.now(), request.scope
    shown = one(selectors.person(scope), user_id)
    manages, own = services.may_over(scope, shown, MANAGE, now=now), shown.pk == request.user.pk
    # It tells addresses and searches: of others only whoever manages or audits them reads it.
    reads = own or manages or selectors.person(scope, Permission.AUDIT_VIEW).filter(pk=shown.pk).exists()
    return render(
        request,
        "desk/people/person.html",
        {
            "person": shown,
            "terms": selectors.appointments(scope).filter(user=shown).order_by("-starts_at")[:PAST],
            "seats": accounts.seats(scope, shown, at=now),
            "now": now,
            "may_manage": manages,
            "may_restore": services.may_over(scope, shown, Permission.ACCESS_RESTORE, now=now),
            "invited": not shown.has_usable_password(),
            "own": own,
            "reads": reads,
            "history": history(*([shown] if reads else [])),
        },
    )


@requires(MANAGE)
@step_up
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: StaffRequest, position_id: UUID) -> HttpResponse:
    """Enter somebody new for a position, and show the link by which he comes in."""
    position = one(selectors.positions(request.scope), position_id)
    require_say(request, position)
    form = InviteForm(request.POST or None, files(request), initial=today())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            # The order and what it orders stand or fall together.
            with transaction.atomic():
                user, token = services.invite(
                    request.scope, position=position, username=given["username"], name=both(form, "name"),
                    email=given["email"], order=order_of(request, form, position.office), now=clock.now(),
                    **form.term(),
                )  # fmt: skip
        except ValidationError as error:
            put_errors(form, error, TERM)
        else:
            return _show_link(request, user, token, restoration=False)
    return form_page(
        request, form, title=_("Invite somebody new"), act=_("Invite"), lead=position.title, office=position.office,
        back=reverse("desk:position", args=[position.pk]),
    )  # fmt: skip


def _show_link(request: StaffRequest, user: User, token: str, *, restoration: bool) -> HttpResponse:
    """The link, this once. It is kept nowhere; whoever loses it makes another."""
    url = request.build_absolute_uri(reverse("public:access-link", args=[token]))
    return render(request, "desk/people/link.html", {"person": user, "url": url, "restoration": restoration})


def _over(request: StaffRequest, user_id: UUID, permission: Permission) -> User:
    found = one(selectors.person(request.scope), user_id)
    if not services.may_over(request.scope, found, permission, now=clock.now()):
        request.scope.require(permission, None)
    return found


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Change how the person is called and reached."""
    user = _over(request, user_id, MANAGE)
    initial = {"email": user.email, **{f"name_{language}": text for language, text in user.name.items()}}
    form = NameForm(request.POST or None, initial={**initial, "seen": json.dumps(initial)})
    if request.method == "POST" and form.is_valid():
        # What somebody else changed meanwhile and this form left alone stays as it is.
        form.leave_alone(initial)
        try:
            services.edit_person(
                request.scope, user=user, name=both(form, "name"), email=form.cleaned_data["email"], now=clock.now()
            )
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("It is changed."))
            return redirect("desk:person", user.pk)
    return form_page(
        request, form, title=_("Change name or address"), act=_("Save"), lead=user.name,
        back=reverse("desk:person", args=[user.pk]),
    )  # fmt: skip


@requires(Permission.PEOPLE_VIEW)
@step_up
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """A new link: an invitation for whoever has not come in yet, or a new way in for whoever lost his."""
    found = one(selectors.person(request.scope), user_id)
    restoration = found.has_usable_password()
    if restoration and request.POST.get("what") == "invitation":
        # The page said "invite again"; a new way in is another act, with other consequences.
        messages.info(request, _("Meanwhile the person has come in. Nothing was changed."))
        return redirect("desk:person", found.pk)
    user = _over(request, user_id, Permission.ACCESS_RESTORE if restoration else MANAGE)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        act = services.restore_access if restoration else services.renew_invitation
        try:
            token = act(request.scope, user=user, now=clock.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _show_link(request, user, token, restoration=restoration)
    what = "restoration" if restoration else "invitation"
    more: dict[str, Any] = {"restoration": restoration, "about_link": True, "what": what}
    return form_page(
        request, form, title=_("Make a new way in") if restoration else _("Invite again"), act=_("Make the link"),
        lead=user.name, back=reverse("desk:person", args=[user.pk]), **more,
    )  # fmt: skip


@requires(MANAGE)
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def shut_out(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Shut the person out, or let him in again."""
    user = _over(request, user_id, MANAGE)
    out = user.is_active
    said = _("Shut out") if out else _("Let in again")
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        # What the page said is done, also where somebody else was quicker.
        if request.POST.get("what") == "in":
            services.let_in_again(request.scope, user=user, now=clock.now())
            messages.success(request, _("The person may sign in again."))
        else:
            services.shut_out(request.scope, user=user, now=clock.now())
            messages.success(request, _("The person is shut out; every session has ended."))
        return redirect("desk:person", user.pk)
    return form_page(
        request, form, title=said, act=said,
        lead=user.name, back=reverse("desk:person", args=[user.pk]), what="out" if out else "in",
        kind="warning" if out else "",
    )  # fmt: skip
