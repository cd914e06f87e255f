"""A citizen appeals; somebody else than whoever hid it answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import Actor, record
from sanglap.core.ids import new_id
from sanglap.guideline import loader
from sanglap.guideline.parameters.moderation import AppealAnswer
from sanglap.moderation import selectors, telling, verbs
from sanglap.moderation.models import Appeal, Hiding
from sanglap.moderation.services.doing import end, locked, settle
from sanglap.moderation.services.words import public_words, words
from sanglap.moderation.states import AppealState, HidingState
from sanglap.offices.scope import Forbidden, Scope
from sanglap.offices.selectors import calendar_of

ACTOR = Actor.system("moderation")
"""Who appeals is known by the code alone, and is not recorded."""


@transaction.atomic
def appeal(*, hiding: Hiding, text: str, now: datetime) -> Appeal:
    """What whoever has the code says against it. Sent twice, it is one appeal; a further one may follow an answer, as
    often as the rulebook has it.

    Raises ValidationError on `text`, or where it is lifted or no further appeal is heard.
    """
    current = locked(hiding)
    earlier = list(current.appeals.all())
    if earlier and earlier[-1].state == AppealState.OPEN:
        return earlier[-1]
    rule = rule_at(now)
    if current.state == HidingState.LIFTED:
        raise ValidationError(_("This was lifted already: nothing is hidden any more."), code="lifted")
    if len(earlier) >= rule.times:
        raise ValidationError(_("The last answer stands: no further appeal is heard here."), code="times")
    number, office = len(earlier) + 1, current.account.office
    made = Appeal.objects.create(
        id=new_id(now), hiding=current, office_id=current.office_id, number=number, above=number >= rule.above_from,
        text=words("text", text), at=now,
        due_at=_due(office.pk, rule, now),
    )  # fmt: skip
    record(ACTOR, verbs.APPEALED, made, now=now, office_id=office.pk)
    telling.appealed(made, now=now)
    return made


def _due(office_id: UUID, rule: AppealAnswer, now: datetime) -> datetime:
    """When the office closes on the last of its working days that the rule gives."""
    calendar = calendar_of(loader.current(), office_id)
    over = calendar.after_working_days(now, rule.working_days)
    return calendar.closes(calendar.day_of(over - timedelta(seconds=1)))


def rule_at(now: datetime) -> AppealAnswer:
    """What the rulebook says of appeals at that moment."""
    book = loader.current()
    return book.rule("appeal-answer", on=book.calendar.day_of(now)).parameters


@transaction.atomic
def answer(scope: Scope, *, appeal: Appeal, grant: bool, answer: str, now: datetime) -> None:
    """Answer it in words that the citizen reads; granting lifts the hiding.

    Raises Forbidden for whoever hid it, answered an earlier appeal, or may not answer there; TransitionRefused where
    somebody has answered; ValidationError on `answer`, also where it holds personal data.
    """
    hiding = locked(appeal.hiding)
    current = Appeal.objects.get(pk=appeal.pk)
    current.hiding = hiding
    if not selectors.answers(scope, current):
        raise Forbidden(selectors.wanted_to_answer(current), hiding.account.office_id)
    said = public_words("answer", answer, hiding.account.office)
    settle(scope, current, AppealState.GRANTED if grant else AppealState.UPHELD, said, now)
    if grant:
        end(scope, hiding, said, now)
