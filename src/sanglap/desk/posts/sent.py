"""What the composer's form brings, before anything is saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sanglap.accounts.models import Account
from sanglap.content import working
from sanglap.content.models import WorkingCopy
from sanglap.core import clock
from sanglap.core.ids import key_of
from sanglap.desk.planning.slots import taken_up
from sanglap.desk.posts import urgency
from sanglap.desk.posts.box import PictureBox
from sanglap.desk.posts.forms import own_field, own_key
from sanglap.offices.access import StaffRequest
from sanglap.offices.models import Office


def fields(request: StaffRequest, box: PictureBox) -> dict[str, Any]:
    """What stands in the form, as a working copy keeps it and a form takes it as its first values."""
    sent = request.POST
    return {
        "text": sent.get("text", ""),
        "own": {key: sent[name] for name in sent if (key := own_key(name)) and sent[name].strip()},
        "accounts": sent.getlist("accounts"),
        "threads": sent.getlist("threads"),
        "purposes": sent.getlist("purposes"),
        "other_purpose": sent.get("other_purpose", ""),
        "day": sent.get("day", ""),
        "hour": sent.get("hour", ""),
        "planned": sent.get("planned", ""),
        "were_for": sent.get("were_for", ""),
        "pictures": box.typed,
        **taken_up(request),
        **urgency.typed(request),
        "recording": box.recording.typed,
    }


def keep(request: StaffRequest, typed: Mapping[str, Any]) -> WorkingCopy | None:
    """Keep what stands in the form for whoever types it. Raises ValidationError."""
    key = key_of(request.POST.get("key"))
    if key is None:
        return None
    given = request.POST.get("seen", "")
    seen = int(given) if given.isdecimal() and len(given) < len(str(2**31)) else 0
    return working.keep(request.scope, key=key, seen=seen, typed=typed, now=clock.now())


def among(request: StaffRequest, choice: QuerySet[Account]) -> list[Account]:
    """The accounts that the form names, of those to choose from."""
    wanted = set(request.POST.getlist("accounts"))
    return [account for account in choice if str(account.pk) in wanted]


def own_words(request: StaffRequest, choice: Iterable[Account]) -> dict[UUID, str]:
    """What the form says for single accounts."""
    return {account.pk: request.POST.get(own_field(account), "") for account in choice}


def office_of(request: StaffRequest, choice: QuerySet[Account]) -> Office | None:
    """For whose posts new pictures are brought: that of the chosen accounts, or the first to choose from."""
    chosen = among(request, choice) or list(choice[:1])
    return chosen[0].office if chosen else None
