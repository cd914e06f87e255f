"""The house rules, and appeals against what was hidden under them: whoever has the code may appeal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sanglap.core import clock
from sanglap.core.ids import ALPHABET
from sanglap.guideline import loader
from sanglap.language.digits import to_latin
from sanglap.moderation import selectors, services
from sanglap.moderation.models import CODE, Hiding, Told
from sanglap.moderation.services.appealing import rule_at
from sanglap.moderation.services.words import LONGEST
from sanglap.moderation.states import AppealState, HidingState
from sanglap.offices.access import public
from sanglap.offices.scope import Scope
from sanglap.people import limits
from sanglap.public.offices.views import EVERYBODY, for_a_minute
from sanglap.screening.masking import masked

_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})


class AppealForm(forms.Form):
    """What the citizen says."""

    text = forms.CharField(
        label=_("Why do you think that it is wrong?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write it in a sentence or two.")},
    )


@public
@require_safe
@for_a_minute
def rules(request: HttpRequest) -> HttpResponse:
    """The rules, what is never hidden, how to appeal, and how often it happens. One query."""
    now = clock.now()
    context = {
        "house": loader.current().house,
        "figures": selectors.figures(EVERYBODY, now=now),
        "appeal_days": rule_at(now).working_days,
    }
    return render(request, "public/house/rules.html", context)


def tidy(given: str) -> str:
    """A code as it was made, however it was typed: in either digits, with spaces or strokes, with look-alikes."""
    text = to_latin(given[: 4 * CODE]).upper().translate(_ALIKE)
    return "".join(sign for sign in text if sign in ALPHABET)


@public
@never_cache
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Where a code is typed; `?code=` leads on."""
    given = request.GET.get("code", "")
    if code := tidy(given):
        return redirect("public:appeal", code)
    return _close(render(request, "public/house/find.html", {"given": given[:80]}))


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, code: str) -> HttpResponse:
    """What was hidden, under which rule, why and when; the form for an appeal, or how it stands with it."""
    try:
        limits.consume(request, "appeal")
    except ValidationError as error:
        return _close(render(request, "public/house/find.html", {"wait": error.messages[0]}, status=429))
    found = selectors.by_code(Scope.everything("public"), tidy(code))
    if found is None:
        return _close(render(request, "public/house/find.html", {"given": code[:80], "unknown": True}, status=404))
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.appeal(hiding=found, text=form.cleaned_data["text"], now=clock.now())
        except ValidationError as error:
            # What is wrong with the words stands beside them, all else above.
            form.add_error("text" if hasattr(error, "error_dict") else None, error.messages)
        else:
            return _close(redirect("public:appeal", found.code))
    return _close(
        render(request, "public/house/appeal.html", _context(found, form), status=422 if form.errors else 200)
    )


def _context(hiding: Hiding, form: AppealForm) -> dict[str, Any]:
    appeals, rule = list(hiding.appeals.all()), rule_at(clock.now())
    waiting = bool(appeals) and appeals[-1].state == AppealState.OPEN
    heard = hiding.state != HidingState.LIFTED and not waiting and len(appeals) < rule.times
    return {
        "hiding": hiding,
        "rule": loader.current().house.by_id.get(hiding.rule),
        "words": _words(hiding),
        "appeals": [(one, masked(one.text)) for one in appeals],
        "form": form if heard or form.errors else None,
        "most": LONGEST,
        "now": clock.now(),
        "last": waiting is False and bool(appeals) and not heard and hiding.state != HidingState.LIFTED,
    }


def _words(hiding: Hiding) -> str:
    """What was hidden, personal data covered; "" where the code was given in public: there it would be read again."""
    if hiding.version is None:
        return hiding.words
    return "" if hiding.told_by == Told.PUBLIC else masked(hiding.words)


def _close(answer: HttpResponse) -> HttpResponse:
    """Who has the address may appeal: it is kept nowhere, found by nobody, and told to no other site."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    # Not "no-referrer": then browsers send forms as from nowhere, and those are refused (CSRF).
    answer["Referrer-Policy"] = "strict-origin"
    return answer
