"""Weighing platforms and deciding on them (clause 3); entering the terms of each (5.g)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.audit.services import record, transition
from sanglap.core.errors import on_field
from sanglap.core.localized import LocalizedText
from sanglap.core.states import TransitionRefused
from sanglap.guideline import loader
from sanglap.guideline.parameters.choosing import PlatformChoice
from sanglap.laws import selectors as laws
from sanglap.offices.models import Office, OfficeOrder
from sanglap.offices.scope import Scope
from sanglap.offices.selectors import require_the_whole
from sanglap.people.permissions import Permission
from sanglap.platforms import selectors, verbs
from sanglap.platforms.models import Assessment, Decision, Score, TermsVersion
from sanglap.platforms.states import ASSESSMENT, AssessmentState

Cells = Mapping[tuple[str, str], tuple[int | None, str]]
"""By platform and criterion: the score and the words."""


def choice_at(now: datetime, kind: str = "") -> PlatformChoice:
    """How platforms are weighed at that moment at an office of that kind."""
    book = loader.current()
    return book.rule("platform-choice", on=book.calendar.day_of(now), kind=kind).parameters


def _require_either(scope: Scope, office: Office) -> None:
    """Whoever writes at the office may prepare what its head decides."""
    if not scope.may(Permission.ACCOUNT_MANAGE, office.pk):
        scope.require(Permission.POST_WRITE, office.pk)


@transaction.atomic
def begin(
    scope: Scope, *, office: Office, subject: str, platforms: Collection[str], only_reason: str = "", now: datetime
) -> Assessment:
    """Begin to weigh these platforms; the scores of the decision in force are taken over where it weighed the same.

    Raises Forbidden; ValidationError by field.
    """
    _require_either(scope, office)
    assessment = Assessment(
        office=office, subject=subject, platforms=_ordered(platforms), only_reason=only_reason,
        begun_by=scope.user, begun_at=now, saved_at=now,
    )  # fmt: skip
    _check(assessment, now)
    assessment.save(force_insert=True)
    _take_over(scope, assessment, now)
    record(scope.actor, verbs.BEGUN, assessment, now=now, office_id=office.pk, chosen=assessment.platforms)
    return assessment


def _ordered(platforms: Collection[str]) -> list[str]:
    """In the catalogue's order; what it does not know stays, to be refused."""
    known = [key for key in loader.current().catalogue.by_id if key in platforms]
    return known + sorted(set(platforms) - set(known))


def _check(assessment: Assessment, now: datetime) -> None:
    assessment.full_clean()
    unknown = set(assessment.platforms) - loader.current().catalogue.by_id.keys()
    if unknown or not assessment.platforms:
        raise on_field("platforms", _("Choose platforms of the catalogue."), "platforms")
    if len(assessment.platforms) < choice_at(now, assessment.office.kind).platforms and not assessment.only_reason:
        raise on_field(
            "only_reason", _("Choose one more platform to compare with, or say why no other is considered."), "required"
        )


def _take_over(scope: Scope, assessment: Assessment, now: datetime) -> None:
    on = loader.current().calendar.day_of(now)
    for former in selectors.in_force(scope, [assessment.office], on=on):
        weighed = selectors.Weighed.kept(former.weighed)
        Score.objects.bulk_create(
            Score(assessment=assessment, platform=platform, criterion=line.key, score=cell.score, words=cell.words)
            for line in weighed.lines
            for platform, cell in line.cells
            if platform in assessment.platforms
        )


@transaction.atomic
def weigh(scope: Scope, *, assessment: Assessment, cells: Cells, seen: datetime, now: datetime) -> None:
    """Keep these scores and words; what is not among them stays. `seen` is the `saved_at` that the writer saw.

    Raises Forbidden, TransitionRefused once it is decided; ValidationError with the code `changed` where somebody else
    saved in between, and `score` for a score that the rule does not know.
    """
    _require_either(scope, assessment.office)
    current = _locked(assessment)
    if current.saved_at != seen:
        raise ValidationError(
            _("Somebody else saved this in the meantime. Compare with what stands here, then save once more."),
            code="changed",
        )
    choice = choice_at(now, current.office.kind)
    criteria = {one.id for one in choice.criteria}
    for (platform, criterion), (score, _words) in cells.items():
        known = platform in current.platforms and criterion in criteria
        if not known or (score is not None and not choice.lowest <= score <= choice.highest):
            raise ValidationError(_("A score lies within the scale."), code="score")
    Score.objects.bulk_create(
        [
            Score(assessment=current, platform=platform, criterion=criterion, score=score, words=words)
            for (platform, criterion), (score, words) in cells.items()
        ],
        update_conflicts=True, unique_fields=["assessment", "platform", "criterion"], update_fields=["score", "words"],
    )  # fmt: skip
    current.saved_at = now
    current.save(update_fields=["saved_at"])
    record(scope.actor, verbs.WEIGHED, current, now=now, office_id=current.office_id)
    assessment.saved_at = now


def _locked(assessment: Assessment) -> Assessment:
    """The assessment as it is, for nobody else to change. Raises TransitionRefused once it is decided or given up."""
    rows = Assessment.objects.select_for_update(no_key=True, of=("self",)).select_related("office")
    current = rows.get(pk=assessment.pk)
    if current.state != AssessmentState.DRAFT:
        raise TransitionRefused(current.state, AssessmentState.DRAFT)
    return current


@transaction.atomic
def drop(scope: Scope, *, assessment: Assessment, now: datetime) -> None:
    """Give it up without a decision. Raises Forbidden, TransitionRefused."""
    _require_either(scope, assessment.office)
    transition(
        assessment, ASSESSMENT, AssessmentState.DROPPED, actor=scope.actor, now=now, office_id=assessment.office_id
    )


@transaction.atomic
def decide(
    scope: Scope,
    *,
    assessment: Assessment,
    chosen: Collection[str],
    reason: str,
    starts_on: date,
    reusable: bool = False,
    order: OfficeOrder | None = None,
    cites: Sequence[str] = (),
    now: datetime,
) -> Decision:
    """Decide which of the platforms weighed the office uses from that day on. It replaces the office's former decision
    from its day. Raises Forbidden, TransitionRefused; ValidationError by field.
    """
    office = assessment.office
    scope.require(Permission.ACCOUNT_MANAGE, office.pk)
    current = _locked(assessment)
    weighed = selectors.weigh(current, choice=choice_at(now, office.kind))
    decision = Decision(
        assessment=current, office=office, chosen=_ordered(chosen), reason=reason.strip(), starts_on=starts_on,
        reusable=reusable, order=order, laws=list(dict.fromkeys(cites)), weighed=weighed.plain(),
        decided_by=scope.user, decided_at=now,
    )  # fmt: skip
    _check_decision(decision, weighed, now)
    decision.save(force_insert=True)
    transition(
        current, ASSESSMENT, AssessmentState.DECIDED, actor=scope.actor, now=now, office_id=office.pk,
        data={"chosen": decision.chosen, "reason": decision.reason, "memo": order.memo if order else ""},
    )  # fmt: skip
    assessment.refresh_from_db()
    return decision


def _check_decision(decision: Decision, weighed: selectors.Weighed, now: datetime) -> None:
    if any(cell.score is None or not cell.words for line in weighed.lines for _platform, cell in line.cells):
        raise ValidationError(
            _("Give every platform a score and words for every criterion before it is decided."), code="incomplete"
        )
    if not decision.chosen or not set(decision.chosen) <= set(weighed.platforms):
        raise on_field("chosen", _("Choose one or more of the platforms that were weighed."), "chosen")
    if not decision.reason:
        raise on_field("reason", _("Say in a sentence why these were chosen."), "required")
    today = loader.current().calendar.day_of(now)
    former = Decision.objects.filter(office=decision.office).order_by("-starts_on").first()
    if former and decision.starts_on < former.starts_on:
        raise on_field("starts_on", _("It cannot hold from a day before the former decision does."), "order")
    if decision.starts_on < today and (decision.order is None or decision.starts_on < decision.order.dated):
        raise on_field(
            "starts_on", _("It holds from today on or later; from an earlier day only by an order of that day."), "past"
        )
    known = laws.cited(decision.laws, on=today)
    if len(known) != len(decision.laws) or not all(one.in_force for one in known):
        raise on_field("laws", _("Choose laws of the register that are in force."), "laws")


@transaction.atomic
def enter_terms(
    scope: Scope,
    *,
    platform: str,
    version: str,
    starts_on: date,
    url: str,
    summary: LocalizedText,
    now: datetime,
) -> TermsVersion:
    """Enter a version of a platform's terms (clause 5.g). Raises Forbidden; ValidationError by field."""
    root = require_the_whole(scope, Permission.ACCOUNT_REVIEW)
    if platform not in loader.current().catalogue.by_id:
        raise on_field("platform", _("Choose a platform of the catalogue."), "platform")
    entered = TermsVersion(
        platform=platform, version=version, starts_on=starts_on, url=url, summary=summary,
        entered_by=scope.user, entered_at=now,
    )  # fmt: skip
    entered.full_clean(validate_constraints=False)
    if TermsVersion.objects.filter(platform=platform, version=version).exists():
        raise on_field("version", _("This version was entered already."), "twice")
    entered.save(force_insert=True)
    record(scope.actor, verbs.TERMS_ENTERED, entered, now=now, office_id=root)
    return entered
