"""A text that is longer than an account's network takes goes out as a thread, where its writer wishes it so."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.accounts.room import measure_of, tightest
from sanglap.audit.details import count
from sanglap.language import parting
from sanglap.language.scripts import language_of
from sanglap.networks.contract import Kind

MOST_PARTS = 25
"""A thread of more is read by nobody, and begins to look like spam to the networks."""


def texts(text: str, account: Account, kind: Kind | str, wished: Collection[UUID]) -> list[str]:
    """What goes out on the account, one text after another: the text itself where no thread is wished for, where it is
    no post, or where it fits into one part. The text is in its normal form.
    """
    if account.pk not in wished or kind != Kind.POST:
        return [text]
    measure, most = measure_of(account)
    found = parting.parts(text, most=most, count=measure, language=language_of(text))
    return found if len(found) > 1 else [text]


def too_long(account: Account, said: Sequence[str], kind: Kind | str) -> None:
    """Raise ValidationError where the account's network is known not to take one of these texts, or where they are more
    than anybody reads.
    """
    if len(said) > MOST_PARTS:
        raise ValidationError(
            {
                "text": _("On %(account)s this makes a thread of %(parts)s parts; at most %(most)s go out. Shorten it.")
                % {"account": account.label, "parts": count(len(said)), "most": count(MOST_PARTS)}
            },
            code="long",
        )
    for text in said:
        limit = tightest(account, text)
        if limit.over(text):
            known = {"length": count(limit.length(text)), "most": count(limit.most), "account": account.label}
            told = _("The text has %(length)s %(what)s; %(account)s takes %(most)s. Shorten it.")
            if kind == Kind.POST and len(said) == 1:
                told = _(
                    "The text has %(length)s %(what)s; %(account)s takes %(most)s. Shorten it, or tick that it goes "
                    "out there as a thread."
                )
            raise ValidationError({"text": told % {**known, "what": limit.name}}, code="long")
