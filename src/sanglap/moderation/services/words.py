"""What all of these ask of words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sanglap.core.errors import on_field
from sanglap.language.normal import normalise

LONGEST = 2_000


def words(field: str, given: str) -> str:
    """What somebody wrote, in its normal form. Raises ValidationError on that field where it is missing or too long."""
    given = normalise(given).strip()
    if not given:
        raise on_field(field, _("Write it in a sentence or two."), "required")
    if len(given) > LONGEST:
        raise on_field(field, _("Say it in at most 2,000 characters."), "max_length")
    return given
