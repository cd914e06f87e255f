"""What the screening points at in the texts with which an account presents itself (clauses 6.c, 9)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.language.normal import normalise
from sanglap.offices.screened import Pointed, Ruled, look

PLACES: Final = (
    _("Name in Bangla"),
    _("Name in English"),
    _("Name of the account there"),
    _("For whom, in Bangla"),
    _("For whom, in English"),
    _("Description of the user, in Bangla"),
    _("Description of the user, in English"),
)
"""What its texts are called, in the order of `texts_of`."""


def texts_of(account: Account) -> list[str]:
    """All of an account's texts that become public, saved or not."""
    name, audience, description = account.name, account.audience, account.description
    return [
        *(name.get(language, "") for language in ("bn", "en")),
        account.handle,
        *(audience.get(language, "") for language in ("bn", "en")),
        *(description.get(language, "") for language in ("bn", "en")),
    ]


def found_in(account: Account) -> list[Pointed]:
    """What is found in them, the gravest first."""
    return look(account.office, texts_of(account))


def mark_of(account: Account) -> str:
    """What tells these texts from others: whoever decides on them says by it which he read."""
    return hashlib.sha256("\0".join(texts_of(account)).encode()).hexdigest()


def on_record(findings: Sequence[Pointed], rulings: Mapping[int, Ruled]) -> list[dict[str, Any]]:
    """The findings with what the reviewer said of each, as the history keeps them."""
    return [
        {
            **{key: value for key, value in asdict(one).items() if key in {"place", "category", "clause", "severity"}},
            "words": one.words,
            "holds": rulings[one.number].holds.value,
            "reason": normalise(rulings[one.number].reason).strip(),
        }
        for one in findings
    ]
