"""What all of these ask of words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sanglap.core.errors import on_field
from sanglap.language.normal import normalise
from sanglap.offices.models import Office
from sanglap.offices.screened import look
from sanglap.screening.findings import PERSONAL

LONGEST = 2_000


def words(field: str, given: str) -> str:
    """What somebody wrote, in its normal form. Raises ValidationError on that field where it is missing or too long."""
    given = normalise(given).strip()
    if not given:
        raise on_field(field, _("Write it in a sentence or two."), "required")
    if len(given) > LONGEST:
        raise on_field(field, _("Say it in at most 2,000 characters."), "max_length")
    return given


def public_words(field: str, given: str, office: Office) -> str:
    """The same of what an officer writes to the citizen, which stands where whoever has the code reads it (6.c).

    Raises ValidationError on that field also where it holds personal data other than that office's own.
    """
    said = words(field, given)
    personal = [one for found in look(office, [said]) if found.category == PERSONAL for one in found.words]
    if personal:
        raise on_field(
            field,
            _(
                "This is personal data: %(words)s. The citizen reads what you write, and so does everybody who has the "
                "address of the appeal. Leave it out. The office’s own telephone and e-mail address may stand here."
            ),
            "personal",
            words=", ".join(f"“{one}”" for one in personal),
        )
    return said
