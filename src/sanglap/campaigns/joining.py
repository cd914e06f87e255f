"""Campaigns: begun, changed, and the posts that belong to them (clause 6.e)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.audit.details import count
from sanglap.audit.services import record
from sanglap.campaigns import selectors, verbs
from sanglap.campaigns.models import Campaign, CampaignPost, Reach
from sanglap.campaigns.reach import check_named, require_way
from sanglap.content.fitness import check_known
from sanglap.content.models import Draft
from sanglap.core.errors import on_field
from sanglap.core.localized import LocalizedText
from sanglap.offices.models import Office
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission

MOST_TAGS, LONGEST_TAG = 10, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a campaign is to be."""

    name: LocalizedText
    starts_on: date
    ends_on: date
    purposes: Sequence[str]
    hashtags: Sequence[str] = ()
    reach: Reach
    named: Sequence[Office] = ()

    def values(self) -> dict[str, Any]:
        """As the campaign's fields."""
        return {
            "name": self.name, "starts_on": self.starts_on, "ends_on": self.ends_on, "reach": self.reach,
            "purposes": sorted(set(self.purposes)), "hashtags": tags(self.hashtags),
        }  # fmt: skip


def tags(given: Sequence[str]) -> list[str]:
    """Hashtags with their sign, each once, in the order given."""
    bare = [one.strip().strip("#").strip() for one in given]
    return list(dict.fromkeys(f"#{one}" for one in bare if one))


def _is_tag(word: str) -> bool:
    """Whether it is one word without another sign of a hashtag in it."""
    broken = "#" in word or any(sign.isspace() for sign in word)
    return len(word) < LONGEST_TAG and word.replace("_", "").isprintable() and not broken


def _check(scope: Scope, office: Office, plan: Plan) -> None:
    require_way(scope, office.pk, plan.reach)
    check_named(plan.reach, plan.named, office.pk)
    if plan.ends_on < plan.starts_on:
        raise on_field("ends_on", _("It cannot end before it begins. Check both days."), "order")
    check_known(plan.purposes)
    made = tags(plan.hashtags)
    if not all(_is_tag(tag[1:]) for tag in made):
        raise on_field("hashtags", _("Write each hashtag as one word, without spaces and with no # in it."), "tag")
    if len(made) > MOST_TAGS:
        raise on_field("hashtags", _("Write at most %(most)s hashtags."), "many", most=count(MOST_TAGS))


@transaction.atomic
def begin(scope: Scope, *, office: Office, plan: Plan, now: datetime) -> Campaign:
    """Begin a campaign of that office. Raises Forbidden; ValidationError by field."""
    _check(scope, office, plan)
    made = Campaign(office=office, begun_by=scope.person, begun_at=now, **plan.values())
    made.full_clean(validate_constraints=False)
    made.save(force_insert=True)
    made.named.set(plan.named if plan.reach == Reach.NAMED else [])
    record(scope.actor, verbs.BEGUN, made, now=now, office_id=office.pk)
    return made


@transaction.atomic
def change(scope: Scope, *, campaign: Campaign, plan: Plan, now: datetime) -> Campaign:
    """Change it, as when it lasts longer; posts that belong to it stay in it. Raises Forbidden, ValidationError."""
    _check(scope, campaign.office, plan)
    current = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    before = {name: getattr(current, name) for name in plan.values()}
    for name, value in plan.values().items():
        setattr(current, name, value)
    current.full_clean(validate_constraints=False)
    current.save()
    current.named.set(plan.named if plan.reach == Reach.NAMED else [])
    changes = {
        name: [_plain(old), _plain(getattr(current, name))]
        for name, old in before.items()
        if old != getattr(current, name)
    }
    record(scope.actor, verbs.CHANGED, current, now=now, office_id=current.office_id, changes=changes)
    return current


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return dict(value) if isinstance(value, LocalizedText) else value


@transaction.atomic
def put_in(scope: Scope, *, draft: Draft, campaign: Campaign | None, now: datetime) -> None:
    """Put a post into a campaign that reaches its office, in place of the one before; None takes it out.

    A second click changes nothing. Raises Forbidden; ValidationError where the campaign is over or does not reach it.
    """
    scope.require(Permission.POST_WRITE, draft.office_id)
    Draft.objects.select_for_update(no_key=True).get(pk=draft.pk)
    known = CampaignPost.objects.filter(draft=draft).first()
    if (known and known.campaign_id) == (campaign and campaign.pk):
        return
    if campaign is None:
        CampaignPost.objects.filter(draft=draft).delete()
        record(scope.actor, verbs.LEFT, draft, now=now, office_id=draft.office_id)
        return
    if not selectors.campaigns_for(scope, draft.office, now=now).filter(pk=campaign.pk).exists():
        raise ValidationError(_("This campaign is over, or does not reach your office."), code="campaign")
    CampaignPost.objects.update_or_create(draft=draft, defaults={"campaign": campaign, "by": scope.person, "at": now})
    record(scope.actor, verbs.JOINED, draft, now=now, office_id=draft.office_id, name=campaign.name)
