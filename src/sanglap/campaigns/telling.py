"""Who is told of an offer: the people of named offices at once; whoever adopted one that was withdrawn, in batches.

What goes to all offices below is told by nobody: it stands on the day's page of each until it is answered, since it is
one row and would be fifty thousand notices.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sanglap.campaigns.models import Adoption, Offer
from sanglap.campaigns.states import OfferState
from sanglap.notices.models import Kind, Subject
from sanglap.notices.services import About, tell_all
from sanglap.offices.models import Office
from sanglap.offices.selectors import holders_by_office
from sanglap.people.models import User
from sanglap.people.permissions import Permission

BATCH = 500


def offered(offer: Offer, named: Sequence[Office], *, by: User | None, now: datetime) -> None:
    """Tell those who write at the offices that were named."""
    people = holders_by_office([office.pk for office in named], Permission.POST_WRITE, now=now)
    tell_all(
        Kind.POST_OFFERED,
        [
            (About(Subject.OFFER, offer.pk, office_id, {"account": offer.office.name}), writers)
            for office_id, writers in people.items()
        ],
        now=now,
        but=by,
    )


@transaction.atomic
def tell_withdrawn(*, now: datetime) -> int:
    """Tell those who adopted what was withdrawn since; gives of how many adoptions. Each is told once, whatever the
    number of workers that look.
    """
    withdrawn = Offer.objects.filter(state=OfferState.WITHDRAWN).values("pk")
    rows = list(
        Adoption.objects.filter(told_at=None, offer__in=withdrawn)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("offer__office", "by")[:BATCH]
    )
    tell_all(
        Kind.OFFER_ENDED,
        [
            (About(Subject.OFFER, row.offer_id, row.office_id, {"account": row.offer.office.name}), [row.by])
            for row in rows
        ],
        now=now,
    )
    Adoption.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=now)
    return len(rows)
