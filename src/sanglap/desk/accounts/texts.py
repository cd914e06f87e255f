"""What the screening points at in an account's texts, for who proposes it and who reviews it (clauses 6.c, 9)."""

from __future__ import annotations

from typing import Any

from sanglap.accounts.models import Account
from sanglap.accounts.screened import PLACES, found_in, mark_of, texts_of
from sanglap.core import clock
from sanglap.desk.findings import Findings, of
from sanglap.offices.access import StaffRequest
from sanglap.offices.screened import weighty

LOOKED = "looked"
"""By this name the form says of which texts the findings were shown."""


def shown(request: StaffRequest, account: Account) -> Findings:
    """What is found in the texts of an account, saved or not, with the texts."""
    return of(request.scope, account.office, found_in(account), [str(place) for place in PLACES], texts_of(account))


def to_look_at(request: StaffRequest, account: Account) -> dict[str, Any]:
    """For whoever hands those texts in, what he has to be shown first, once: findings that the reviewer has to say
    something of. Nothing where there are none, or where he was shown them and hands the texts in all the same.
    """
    mark = mark_of(account)
    found = shown(request, account)
    if request.POST.get(LOOKED) == mark or not weighty(found.rows, at=clock.now()):
        return {}
    return {"findings": found, LOOKED: mark}
