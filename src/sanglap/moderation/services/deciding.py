"""Deciding that something is hidden: by a person, under a rule, with a reason."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.accounts.models import Account
from sanglap.audit.services import record
from sanglap.core.errors import on_field
from sanglap.core.ids import new_id
from sanglap.guideline import loader
from sanglap.inbox.models import Message
from sanglap.moderation import notice, telling, verbs
from sanglap.moderation.models import Hiding, Measure
from sanglap.moderation.services.words import public_words
from sanglap.moderation.states import HidingState
from sanglap.moderation.ways import possible, wanted
from sanglap.offices.scope import Scope
from sanglap.outbox.models import Delivery
from sanglap.outbox.states import DeliveryState


@transaction.atomic
def decide(scope: Scope, *, measure: Measure, of: Message | Delivery, rule: str, reason: str, now: datetime) -> Hiding:
    """Decide to hide that comment, to block whoever wrote it, or to close the comments under that post. It is done on
    the network by a person afterwards. Who clicks twice, or second of two, gets the first decision.

    Raises Forbidden; ValidationError on `rule`, on `reason` (also where it holds personal data), or where the network
    knows no such measure.
    """
    # Its own copy under a lock: two who decide at once come one after the other.
    current = type(of).objects.select_for_update(of=("self",)).select_related("account__office").get(pk=of.pk)
    account = current.account
    scope.require(wanted(measure), account.office_id)
    known = Hiding.objects.filter(**_target(measure, current)).exclude(state=HidingState.LIFTED)
    if first := known.select_related("account").first():
        return first
    _check(account, measure, current)
    if rule not in loader.current().house.by_id:
        raise on_field("rule", _("Choose the house rule that was broken."), "rule")
    made = Hiding(
        id=new_id(now), account=account, office=account.office, rule=rule, edition=loader.current().id,
        reason=public_words("reason", reason, account.office), decided_by=scope.person, decided_at=now,
        **_target(measure, current),
    )  # fmt: skip
    if isinstance(current, Message):
        made.version = current.versions.order_by("-number")[0]
    made.notice = notice.compose(made)
    made.save(force_insert=True)
    record(
        scope.actor, verbs.DECIDED, made, now=now, office_id=account.office_id, measure=measure, house_rule=rule,
        reason=made.reason,
    )  # fmt: skip
    telling.decided(made, now=now)
    return made


def _target(measure: Measure, of: Message | Delivery) -> dict[str, object]:
    """What the hiding is of, and the measure."""
    return {"measure": measure, "message" if isinstance(of, Message) else "post": of}


def _check(account: Account, measure: Measure, of: Message | Delivery) -> None:
    if isinstance(of, Delivery) is not (measure == Measure.CLOSE):
        raise ValidationError(_("Comments are closed under a post; what is hidden is a comment."), code="measure")
    if not possible(account, measure, private=isinstance(of, Message) and of.private):
        raise on_field("measure", _("This network knows no such measure."), "measure")
    if isinstance(of, Delivery) and of.state != DeliveryState.PUBLISHED:
        raise ValidationError(_("This post is not on the network."), code="state")
    if isinstance(of, Message) and of.deleted_at and measure == Measure.HIDE:
        raise ValidationError(_("Its author deleted the comment: there is nothing to hide any more."), code="deleted")
