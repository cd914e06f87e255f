"""User names: few signs, one way of writing each, nothing that looks like something else."""

from unicodedata import normalize

import regex
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_FORM = regex.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")


def plain(username: str) -> str:
    """The name as it is kept and looked for: compatibility forms as their plain ones, lower case, no space around."""
    return normalize("NFKC", username.strip()).lower()


def check(username: str) -> None:
    """Raise ValidationError unless it is a user name, in its plain form.

    Latin letters and digits only: a Cyrillic "а" or a sign that nobody sees would make two names that look like one.
    """
    if not _FORM.fullmatch(username):
        raise ValidationError(
            _(
                "A user name has Latin letters, digits, dots, hyphens and underscores only; it begins and ends with a"
                " letter or a digit."
            ),
            code="username",
        )
