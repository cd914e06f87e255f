"""A post goes from one office to others: offered, adopted, declined, withdrawn (clause 6.e).

What is offered is a revision that the panel of the offering office approved. Whoever adopts it begins a draft of his
own, changes in it what is different with him, and asks his own panel: nothing is published for another office.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.audit.services import record, transition
from sanglap.campaigns import selectors, standing, telling, verbs
from sanglap.campaigns.joining import put_in
from sanglap.campaigns.models import Adoption, Campaign, Decline, Offer, Reach
from sanglap.campaigns.reach import check_named, require_way, ways
from sanglap.campaigns.states import OFFER, OfferState
from sanglap.content import pictures, recordings, services, sources
from sanglap.content.models import Draft, Revision, Variant
from sanglap.content.states import VariantState
from sanglap.core.errors import on_field
from sanglap.core.ids import new_id
from sanglap.networks.contract import Kind
from sanglap.offices.models import Office
from sanglap.offices.scope import Forbidden, Scope
from sanglap.offices.states import OfficeState
from sanglap.people.permissions import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a post is offered: to whom, until when, and what is wished of them."""

    reach: Reach
    named: Sequence[Office] = ()
    ends_on: date
    wish_on: date | None = None
    note: str = ""
    campaign: Campaign | None = None


def approved(draft: Draft) -> Revision | None:
    """The newest words of a post, if a panel approved them: these alone may be offered, and not what an account says
    in words of its own. Of a draft that was found by a scope.
    """
    if draft.kind != Kind.POST:
        return None
    rows = Variant.objects.filter(revision__draft=draft, revision__number=draft.latest, state=VariantState.APPROVED)
    return next((row.revision for row in rows.select_related("revision") if row.text == row.revision.text), None)


@transaction.atomic
def offer(scope: Scope, *, draft: Draft, wish: Wish, key: UUID | None = None, now: datetime) -> Offer:
    """Offer a post of the office to others. `key` is the form's own: sent twice, it gives the offer of the first time.

    Raises Forbidden; ValidationError by field, with the code `unapproved` where its panel has not approved it and
    `twice` where all below are offered it already.
    """
    require_way(scope, draft.office_id, wish.reach)
    draft = Draft.objects.select_for_update(no_key=True).get(pk=draft.pk)
    known = Offer.objects.filter(pk=key, offered_by=scope.person).first() if key else None
    if known is not None:
        return known
    revision = approved(draft)
    if revision is None:
        said = _("Only what the panel of your office approved can be offered to others. Ask for approval first.")
        raise ValidationError(said, code="unapproved")
    _check(scope, draft, wish, now)
    if wish.reach == Reach.BELOW and revision.offers.filter(state=OfferState.OPEN, reach=Reach.BELOW).exists():
        raise ValidationError(_("This post is offered to all offices below already."), code="twice")
    made = Offer.objects.create(
        id=new_id() if key is None or Offer.objects.filter(pk=key).exists() else key,
        office_id=draft.office_id, revision=revision, reach=wish.reach, campaign=wish.campaign, wish_on=wish.wish_on,
        ends_on=wish.ends_on, note=wish.note, offered_by=scope.person, offered_at=now,
    )  # fmt: skip
    if wish.reach == Reach.NAMED:
        made.named.set(wish.named)
    record(scope.actor, verbs.OFFERED, made, now=now, office_id=made.office_id, reach=wish.reach)
    telling.offered(made, wish.named, by=scope.user, now=now)
    return made


def _check(scope: Scope, draft: Draft, wish: Wish, now: datetime) -> None:
    check_named(wish.reach, wish.named, draft.office_id)
    day = standing.today(now)
    if wish.ends_on < day:
        raise on_field("ends_on", _("This day is over. Choose a later one."), "past")
    if wish.wish_on and not day <= wish.wish_on <= wish.ends_on:
        raise on_field("wish_on", _("It should come out while it is offered. Check both days."), "order")
    running = selectors.campaigns_for(scope, draft.office, now=now)
    if wish.campaign and not running.filter(pk=wish.campaign.pk).exists():
        raise on_field("campaign", _("This campaign is over, or does not reach your office."), "campaign")


@transaction.atomic
def adopt(
    scope: Scope, *, offer: Offer, accounts: Sequence[Account], publish_at: datetime | None, now: datetime
) -> Adoption:
    """Begin a draft of the accounts' office from an offer: its words, pictures or video with their descriptions,
    purposes and sources. What was confirmed by name is confirmed anew: whoever did so answers for his own office.

    An office whose draft still goes somewhere is given that one: two officers at once begin one post. Raises Forbidden;
    ValidationError, with the code `over` where the offer ended or does not reach the office.
    """
    office = _office(accounts)
    scope.require(Permission.POST_WRITE, office.pk)
    # Of two officers of an office the second waits here for the first.
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    known = Adoption.objects.filter(standing.alive(), offer=offer, office=office).first()
    if known is not None:
        return known
    offer = Offer.objects.select_related("revision__draft", "campaign").get(pk=offer.pk)
    _require_open(offer, office, now)
    draft = _begin(scope, offer, accounts, publish_at=publish_at, now=now)
    made = Adoption.objects.create(
        offer=offer, office=office, draft=draft, by=scope.person, at=now,
        turn=Adoption.objects.filter(offer=offer, office=office).count() + 1,
    )  # fmt: skip
    if offer.campaign:
        put_in(scope, draft=draft, campaign=offer.campaign, now=now)
    record(scope.actor, verbs.ADOPTED, draft, now=now, office_id=office.pk, name=offer.office.name)
    return made


def _office(accounts: Sequence[Account]) -> Office:
    offices = {account.office_id: account.office for account in accounts}
    if not offices:
        raise on_field("accounts", _("Choose at least one account."), "accounts")
    if len(offices) > 1:
        raise on_field("accounts", _("Choose accounts of one office. Another adopts it for itself."), "accounts")
    return next(iter(offices.values()))


def _require_open(offer: Offer, office: Office, now: datetime) -> None:
    reaches = standing.among(Office.objects.filter(pk=office.pk, state=OfficeState.OPEN), offer).exists()
    if not (reaches and standing.is_open(offer, now=now)):
        raise ValidationError(
            _("It is no longer offered to this office: it was withdrawn, or its day is over."), code="over"
        )


def _begin(
    scope: Scope, offer: Offer, accounts: Sequence[Account], *, publish_at: datetime | None, now: datetime
) -> Draft:
    revision, office = offer.revision, accounts[0].office
    shown = [
        pictures.Chosen(pictures.copied(scope, picture=one.picture, office=office, now=now), one.alt, one.other)
        for one in revision.illustrations.select_related("picture__file", "picture__small")
    ]
    film = recordings.shown(revision)
    draft = services.start(
        scope, office=office, kind=Kind.POST, text=revision.text, accounts=accounts,
        purposes=revision.draft.purposes, other_purpose=revision.draft.other_purpose, publish_at=publish_at,
        pictures=shown, recording=recordings.copied(scope, film, office=office, now=now) if film else None, now=now,
    )  # fmt: skip
    sources.carry(revision, draft.revisions.get(), by_name=False)
    return draft


@transaction.atomic
def decline(scope: Scope, *, offer: Offer, office: Office, reason: str, now: datetime) -> Decline:
    """Say that the office does not adopt it, and why; it may still do so later. A second click changes nothing.

    Raises Forbidden; ValidationError where no reason is given, or it is over, or was adopted.
    """
    scope.require(Permission.POST_WRITE, office.pk)
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    known = Decline.objects.filter(offer=offer, office=office).first()
    if known is not None:
        return known
    _require_open(Offer.objects.get(pk=offer.pk), office, now)
    if not reason.strip():
        raise on_field("reason", _("Say why: it helps the office that offers it."), "empty")
    if Adoption.objects.filter(standing.alive(), offer=offer, office=office).exists():
        raise ValidationError(_("Your office has adopted it. Change or reject that draft instead."), code="adopted")
    made = Decline.objects.create(offer=offer, office=office, reason=reason.strip(), by=scope.person, at=now)
    record(scope.actor, verbs.DECLINED, offer, now=now, office_id=office.pk, reason=made.reason)
    return made


@transaction.atomic
def withdraw(scope: Scope, *, offer: Offer, reason: str, now: datetime) -> Offer:
    """Take an offer back. Nobody can adopt it any more; whoever did is told, and decides himself about his post.

    Raises Forbidden; ValidationError where no reason is given; TransitionRefused where it was withdrawn meanwhile.
    """
    if not ways(scope, offer.office_id):
        raise Forbidden(Permission.POST_APPROVE, offer.office_id)
    if not reason.strip():
        raise on_field("reason", _("Say why: whoever adopted it has to know what to do."), "empty")
    transition(
        offer, OFFER, OfferState.WITHDRAWN, actor=scope.actor, now=now, office_id=offer.office_id,
        data={"reason": reason.strip()}, ended_at=now, reason=reason.strip(),
    )  # fmt: skip
    return offer
