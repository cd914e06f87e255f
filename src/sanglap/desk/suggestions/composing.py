"""A post that is written of a suggestion: the composer begins with its words and pictures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sanglap.accounts.models import Account
from sanglap.content import selectors as content
from sanglap.content.models import Draft
from sanglap.core import clock
from sanglap.desk.pages import chosen
from sanglap.desk.planning.slots import time_on
from sanglap.desk.posts.box import PictureBox, Row
from sanglap.offices.access import StaffRequest
from sanglap.people.permissions import Permission
from sanglap.suggestions import selectors, services
from sanglap.suggestions.models import Suggestion
from sanglap.suggestions.states import SuggestionState


@dataclass(frozen=True, slots=True)
class Begun:
    """With what the composer begins."""

    initial: dict[str, Any]
    box: PictureBox


def begun_from(request: StaffRequest, accounts: Iterable[Account]) -> Begun | HttpResponse | None:
    """What `?suggestion=` names, as the composer begins with it; or where it is seen to instead: what is being written
    already, its draft, or its page where another has it. None where none is named.
    """
    named = chosen(selectors.suggestions(request.scope, Permission.POST_WRITE), request, "suggestion")
    if named is None:
        return None
    if named.draft_id:
        return redirect("desk:post", named.draft_id)
    if named.state != SuggestionState.TAKEN or named.seen_to_by_id != request.user.pk or named.draft_key is None:
        messages.info(request, _("Take the suggestion up first; then you can write."))
        return redirect("desk:suggestion", named.pk)
    if content.working_copy(request.scope, named.draft_key):
        return redirect(f"{reverse('desk:compose')}?continue={named.draft_key}")
    return Begun(_initial(request, named, accounts), _pictures(named))


def _initial(request: StaffRequest, named: Suggestion, accounts: Iterable[Account]) -> dict[str, Any]:
    own = [account for account in accounts if account.office_id == named.office_id]
    return {
        "key": named.draft_key,
        "text": f"{named.words}\n\n{named.link}" if named.link else named.words,
        "accounts": own if len(own) == 1 else [],
        **time_on(request.scope, own, named.wished_on, now=clock.now()),
    }


def _pictures(named: Suggestion) -> PictureBox:
    rows = named.pictures.select_related("picture__file", "picture__small", "picture__original")
    return PictureBox([Row(one.picture, "") for one in rows if one.picture is not None])


def tie(request: StaffRequest, draft: Draft) -> None:
    """After a draft was saved: tie the suggestion to it that it was written of; where somebody else saw to that
    meanwhile, say who, once.
    """
    tied = services.drafted(draft, actor=request.scope.actor, now=clock.now())
    gone = services.lost(draft) if tied is None else None
    if gone is not None and not draft.revisions.filter(number__gt=1).exists():
        said = _("Your draft is saved, but the suggestion is no longer yours. %(told)s")
        messages.info(request, said % {"told": meanwhile(gone)})


def meanwhile(gone: Suggestion) -> str:
    """Somebody was faster: who, and what he did."""
    said = {
        SuggestionState.TAKEN: _("%(who)s took this up meanwhile and is writing it."),
        SuggestionState.DRAFTED: _("%(who)s has already made a draft of this."),
        SuggestionState.PUBLISHED: _("This was published already."),
        SuggestionState.DECLINED: _("%(who)s decided meanwhile not to take this up."),
        SuggestionState.WITHDRAWN: _("Whoever suggested this took it back meanwhile."),
    }.get(SuggestionState(gone.state), _("This was changed meanwhile. Look again."))
    return said % {"who": str(gone.seen_to_by.name) if gone.seen_to_by else ""}
