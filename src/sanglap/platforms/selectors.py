"""Reading assessments, decisions and terms of platforms (clauses 3, 5.g)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet

from sanglap.core.localized import LocalizedText
from sanglap.guideline import loader
from sanglap.guideline.parameters.choosing import PlatformChoice
from sanglap.offices.models import Office, OfficeAncestor
from sanglap.offices.scope import Scope
from sanglap.people.permissions import Permission
from sanglap.platforms.models import Assessment, Decision, TermsVersion


@dataclass(frozen=True, slots=True)
class Cell:
    """What one platform is worth by one criterion."""

    score: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion across the platforms considered."""

    key: str
    name: LocalizedText
    asks: LocalizedText
    weight: int
    cells: Sequence[tuple[str, Cell]]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Platforms weighed against each other, as a page shows them."""

    platforms: Sequence[str]
    lines: Sequence[Line]
    totals: Mapping[str, int]
    most: int

    @property
    def ranked(self) -> list[tuple[str, int]]:
        """The platforms with their points, the most first."""
        return sorted(self.totals.items(), key=lambda pair: -pair[1])

    def plain(self) -> dict[str, Any]:
        """As a decision keeps it."""
        lines = [
            {
                "key": line.key,
                "name": dict(line.name),
                "asks": dict(line.asks),
                "weight": line.weight,
                "cells": {platform: {"score": cell.score, "words": cell.words} for platform, cell in line.cells},
            }
            for line in self.lines
        ]
        return {"platforms": list(self.platforms), "lines": lines, "totals": dict(self.totals), "most": self.most}

    @classmethod
    def kept(cls, given: Mapping[str, Any]) -> Weighed:
        """What `plain` gave."""
        lines = [
            Line(
                line["key"], LocalizedText(line["name"]), LocalizedText(line["asks"]), line["weight"],
                [(platform, Cell(**line["cells"][platform])) for platform in given["platforms"]],
            )
            for line in given["lines"]
        ]  # fmt: skip
        return cls(given["platforms"], lines, given["totals"], given["most"])


def weigh(assessment: Assessment, *, choice: PlatformChoice) -> Weighed:
    """The assessment as it stands. One query; of an assessment that the caller has found by a scope."""
    found = {(one.platform, one.criterion): Cell(one.score, one.words) for one in assessment.scores.all()}
    nothing = Cell(None, "")
    lines = [
        Line(
            one.id, one.name, one.asks, one.weight,
            [(platform, found.get((platform, one.id), nothing)) for platform in assessment.platforms],
        )
        for one in choice.criteria
    ]  # fmt: skip
    totals = {
        platform: choice.total(
            {one.id: cell.score or 0 for one in choice.criteria if (cell := found.get((platform, one.id)))}
        )
        for platform in assessment.platforms
    }
    return Weighed(assessment.platforms, lines, totals, choice.most)


def assessments(scope: Scope, permission: Permission = Permission.ACCOUNT_VIEW) -> QuerySet[Assessment]:
    """The assessments of offices where the reader has the permission."""
    return scope.limit(Assessment.objects.all(), permission).select_related("office", "decision").order_by("-id")


def decisions(scope: Scope) -> QuerySet[Decision]:
    """The decisions of the reader's offices, and those on which offices below may rest: these are for all staff."""
    found = scope.limit(Decision.objects.all(), Permission.ACCOUNT_VIEW)
    if scope.has(Permission.ACCOUNT_VIEW):
        # By their keys, of which there are few: else all offices of a nation were listed for this alternative.
        found = Decision.objects.filter(Q(reusable=True) | Q(pk__in=found.values("pk")))
    return found.select_related("office", "assessment", "order", "decided_by").order_by("-id")


def in_force(scope: Scope, offices: Iterable[Office], *, on: date) -> list[Decision]:
    """Of each of these offices the decision that holds on that day, where there is one. One query."""
    return list(
        decisions(scope)
        .filter(office__in=list(offices), starts_on__lte=on)
        .order_by("office_id", "-starts_on", "-id")
        .distinct("office_id")
    )


def offered(scope: Scope, office: Office, *, on: date) -> list[Decision]:
    """The decisions on which an account of that office may rest on that day: its own first, then those of offices above
    that may be reused, the nearest first. Two queries.
    """
    links = OfficeAncestor.objects.filter(office=office).values_list("ancestor_id", "depth")
    depth = dict(links)
    latest = (
        Decision.objects.filter(office__in=depth, starts_on__lte=on)
        .select_related("office", "assessment", "order")
        .order_by("office_id", "-starts_on", "-id")
        .distinct("office_id")
    )
    mine = scope.may(Permission.ACCOUNT_VIEW, office.pk)
    found = [one for one in latest if one.reusable or (mine and one.office_id == office.pk)]
    return sorted(found, key=lambda one: depth[one.office_id])


def terms(scope: Scope) -> QuerySet[TermsVersion]:
    """All versions of terms that were entered, the latest first; they are for all staff."""
    found = TermsVersion.objects.select_related("entered_by").order_by("-starts_on", "-id")
    return found if scope.has(Permission.ACCOUNT_VIEW) else found.none()


def current_terms(scope: Scope, *, on: date) -> QuerySet[TermsVersion]:
    """Of each platform the version of its terms that holds on that day; for joins, as well as for pages."""
    later = TermsVersion.objects.filter(platform=OuterRef("platform"), starts_on__lte=on).order_by("-starts_on", "-id")
    return terms(scope).filter(starts_on__lte=on, pk=later.values("pk")[:1])


def names(keys: Collection[str]) -> list[LocalizedText]:
    """What these platforms are called, in the catalogue's order; one that it no longer knows goes by its key."""
    catalogue = loader.current().catalogue.by_id
    known = [platform.name for key, platform in catalogue.items() if key in keys]
    return [*known, *(LocalizedText(bn=key, en=key) for key in keys if key not in catalogue)]
