"""Whether an account may bear its name (clause 5.a), asked wherever a name is given."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account, NameFault
from sanglap.accounts.naming import Judgement, judge
from sanglap.core.errors import on_field
from sanglap.guideline import loader


def judged(account: Account, *, now: datetime) -> Judgement:
    """Whose name the account bears."""
    return judge(account.name, account.office.name, now=now, handle=account.handle)


def demands_person(account: Account) -> bool:
    """Whether the account's platform cannot do without a person's name."""
    platform = loader.current().catalogue.by_id.get(account.platform)
    return platform is not None and platform.personal_name.demanded


def keep_finding(account: Account, *, now: datetime) -> Judgement:
    """Note on the account, which is not saved here, whose name it bears, and whether its banner has to make up for it.

    A person's name that the platform demands is no fault; the banner bears the institution's name and logo then.
    """
    found = judged(account, now=now)
    forced = found.fault == NameFault.PERSON and demands_person(account)
    account.banner_owed = forced
    account.name_fault = NameFault.NONE if forced else found.fault
    return found


def require_office_name(account: Account, *, now: datetime, field: str = "name") -> None:
    """The same. Raises ValidationError on `field` for the name of a post or a person, with one to take instead."""
    found = keep_finding(account, now=now)
    if account.name_fault:
        raise refusal(found, field)


def refusal(found: Judgement, field: str) -> Exception:
    """What is said of a name that is not the office's."""
    said = _("%(why)s Give it the name of the office: %(name)s")
    return on_field(field, said, "office_name", why=str(found.reasons[0]), name=str(found.suggestion))
