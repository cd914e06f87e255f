"""Who is shown in the pictures of a post, and that he agreed (clause 6.c): said by whoever writes, before a panel is
asked, wherever a machine found a face or people were made unrecognisable. The machine may be wrong both ways.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypedDict
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sanglap.audit.details import count
from sanglap.audit.services import record
from sanglap.content import sights, verbs
from sanglap.content.models import Circumstance, Consent, Depicted, Draft, Illustration, Portrayal, Revision, Sight
from sanglap.content.states import VariantState
from sanglap.core.states import TransitionRefused
from sanglap.files.models import File
from sanglap.guideline import loader
from sanglap.guideline.parameters.writing import PeopleShown
from sanglap.language.normal import normalise
from sanglap.offices.scope import Scope
from sanglap.people.models import User
from sanglap.people.permissions import Permission

CODE = "people"
"""Of the refusal that leads to the page where it is asked."""
LONGEST = 200
"""Characters of a name."""


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody says of one picture; as the model keeps it."""

    shown: str = ""
    circumstances: frozenset[str] = frozenset()
    consent: str = ""
    obtained_by: str = ""
    obtained_on: date | None = None
    witness: str = ""
    guardian: bool = False
    file: File | None = None

    @classmethod
    def of(cls, said: Portrayal) -> Given:
        return cls(
            said.shown, frozenset(said.circumstances), said.consent, said.obtained_by, said.obtained_on, said.witness,
            said.guardian, said.file,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """One picture of a revision, what a machine saw in it, and what is said of it."""

    illustration: Illustration
    sight: Sight | None
    said: Portrayal | None
    refused: frozenset[str] = field(default_factory=frozenset)
    """For which of the circumstances it cannot be published."""

    @property
    def wanted(self) -> bool:
        """Whether somebody has to say who is shown: a face was found, or people were made unrecognisable."""
        return bool(self.sight and self.sight.faces) or self.covered

    @property
    def covered(self) -> bool:
        """Whether people in it were made unrecognisable."""
        picture = self.illustration.picture
        return bool(picture.covers or (picture.original and picture.original.covers))

    @property
    def why_refused(self) -> list[str]:
        return [str(one.label) for one in Circumstance if one in self.refused]

    @property
    def open(self) -> bool:
        """Whether it keeps the panel from being asked."""
        return bool(self.refused) or (self.wanted and self.said is None)


def fetch(revisions: Sequence[Revision]) -> Mapping[object, Portrayal]:
    """What was said last of each picture, by revision and digest. One query for many revisions."""
    rows = Portrayal.objects.filter(revision__in=revisions).select_related("file", "by")
    return {(row.revision_id, row.digest): row for row in rows}


def asked(revision: Revision, *, at: datetime) -> list[Asked]:
    """Each picture of the revision, in their order. Two queries beside that of the pictures; none where it has none."""
    shown = list(revision.illustrations.select_related("picture__file", "picture__original"))
    if not shown:
        return []
    rule, said = _rule(at), fetch([revision])
    seen = sights.known(one.picture for one in shown)
    found = []
    for one in shown:
        digest = one.picture.file.digest
        row = said.get((revision.pk, digest))
        refused = rule.refused & frozenset(row.circumstances) if row else frozenset()
        found.append(Asked(one, seen.get(digest), row, frozenset(refused)))
    return found


def _rule(at: datetime) -> PeopleShown:
    book = loader.current()
    return book.rule("people-shown", on=book.calendar.day_of(at)).parameters


def require(revision: Revision, *, at: datetime) -> None:
    """Raise ValidationError, code `people`, where nobody said who is shown in a picture with a face, or somebody is
    shown who must not be.
    """
    rows = [one for one in asked(revision, at=at) if one.open]
    if any(one.refused for one in rows):
        said = _(
            "A picture shows somebody who must not be recognised. Make him unrecognisable, or take another picture."
        )
        raise ValidationError(said, code=CODE)
    if rows:
        said = _("Say who is shown in the pictures before the panel is asked. Left: %(number)s.")
        raise ValidationError(said, code=CODE, params={"number": count(len(rows))})


@transaction.atomic
def enter(scope: Scope, *, revision: Revision, given: Mapping[str, Given], now: datetime) -> list[Portrayal]:
    """Put on record who is shown in the pictures of the newest revision, by the digests of their files. Digests of no
    picture in it are left out, and what says the same as before. Gives what was entered.

    What is said may well keep the panel from being asked: it is on record all the same. Raises Forbidden;
    ValidationError by `<field>_<digest>`; TransitionRefused where the panel was asked meanwhile or a later revision
    stands.
    """
    scope.require(Permission.POST_WRITE, revision.draft.office_id)
    draft = Draft.objects.select_for_update().get(pk=revision.draft_id)
    if draft.latest != revision.number or revision.variants.exclude(state=VariantState.DRAFT).exists():
        raise TransitionRefused(VariantState.SUBMITTED, VariantState.DRAFT)
    rule, rows = _rule(now), []
    faults: dict[str, Any] = {}
    today = loader.current().calendar.day_of(now)
    for digest, said in {one.illustration.picture.file.digest: one.said for one in asked(revision, at=now)}.items():
        if digest not in given or (said and given[digest] == Given.of(said)):
            continue
        one = tidy(given[digest])
        faults |= {f"{name}_{digest}": fault for name, fault in faults_of(one, rule, today).items()}
        rows.append(_row(revision, digest, one, by=scope.person, at=now))
    if faults:
        raise ValidationError(faults)
    Portrayal.objects.bulk_create(rows)
    if rows:
        record(scope.actor, verbs.PORTRAYED, draft, now=now, office_id=draft.office_id, number=len(rows))
    return rows


def _row(revision: Revision, digest: str, one: Given, *, by: User, at: datetime) -> Portrayal:
    return Portrayal(
        revision=revision, digest=digest, shown=one.shown, circumstances=sorted(one.circumstances),
        consent=one.consent, obtained_by=one.obtained_by, obtained_on=one.obtained_on, witness=one.witness,
        guardian=one.guardian, file=one.file, by=by, at=at,
    )  # fmt: skip


def tidy(one: Given) -> Given:
    """What was given, without what belongs to another answer."""
    if one.shown == Depicted.NOBODY or not one.consent:
        return Given(one.shown, one.circumstances)
    written = one.consent == Consent.WRITTEN
    return Given(
        one.shown, one.circumstances, one.consent, normalise(one.obtained_by).strip(), one.obtained_on,
        "" if written else normalise(one.witness).strip(), one.guardian, one.file if written else None,
    )  # fmt: skip


def faults_of(one: Given, rule: PeopleShown, today: date) -> dict[str, Any]:
    """What is missing or wrong in it, by the field."""
    circumstances = one.circumstances
    if one.shown not in Depicted:
        return {"shown": _("Say who can be recognised in this picture.")}
    if not circumstances <= set(Circumstance):
        return {"circumstances": _("Choose among what is listed.")}
    if one.shown == Depicted.NOBODY:
        return {"circumstances": _("You say that nobody can be recognised: leave this empty.")} if circumstances else {}
    if circumstances & rule.refused:
        return {}  # no consent helps: it is refused when the panel is to be asked
    if not one.consent:
        needed = (rule.private and one.shown == Depicted.PRIVATE) or circumstances & rule.agreed
        return {"consent": _("Whoever is shown has to agree: say how he did.")} if needed else {}
    return _faults_of_consent(one, rule, today)


def _faults_of_consent(one: Given, rule: PeopleShown, today: date) -> dict[str, Any]:
    if one.consent not in Consent:
        return {"consent": _("Choose among what is listed.")}
    faults: dict[str, Any] = {}
    if not one.obtained_by:
        faults["obtained_by"] = _("Say who asked for the consent.")
    if one.obtained_on is None:
        faults["obtained_on"] = _("Say on which day.")
    elif one.obtained_on > today:
        faults["obtained_on"] = _("This day is still to come.")
    if one.consent == Consent.WRITTEN and one.file is None:
        faults["file"] = _("Add a photo or a PDF of the written consent.")
    if one.consent == Consent.SPOKEN and not one.witness:
        faults["witness"] = _("Name the witness.")
    if one.circumstances & rule.guardian and not one.guardian:
        faults["guardian"] = _("For a child a parent or guardian agrees.")
    for name in ("obtained_by", "witness"):
        if len(getattr(one, name)) > LONGEST:
            faults[name] = _("Write at most %(most)s characters.") % {"most": count(LONGEST)}
    return faults


def carry(newer: Revision) -> None:
    """What was said of the same picture in any earlier revision of the draft holds for this one."""
    digests = set(newer.illustrations.values_list("picture__file__digest", flat=True))
    if not digests:
        return
    rows = (
        Portrayal.objects.filter(revision__draft=newer.draft_id, digest__in=digests)
        .exclude(revision=newer)
        .select_related("file", "by")
    )
    latest = {row.digest: row for row in rows}
    carried = [_row(newer, one, Given.of(row), by=row.by, at=row.at) for one, row in latest.items()]
    Portrayal.objects.bulk_create(carried)


def consents(scope: Scope) -> QuerySet[Portrayal]:
    """What was said of pictures, with a file, at offices where the reader writes posts or votes on them: nobody else
    sees a consent.
    """
    rows = Portrayal.objects.filter(file__isnull=False)
    found = [
        scope.limit(rows, permission, "revision__draft__office_id").values("pk")
        for permission in (Permission.POST_WRITE, Permission.POST_APPROVE)
    ]
    return Portrayal.objects.filter(pk__in=found[0].union(found[1])).select_related("file", "revision__draft")


def of_people(revisions: Collection[Revision]) -> set[UUID]:
    """The keys of those of these revisions whose pictures show people who had to agree, or of whom something is said
    that whoever votes has to read. One query.
    """
    delicate = Q(shown=Depicted.PRIVATE) | ~Q(circumstances=[])
    rows = Portrayal.objects.filter(delicate, revision__in=revisions)
    return set(rows.values_list("revision_id", flat=True))


def may_see_consents(scope: Scope, office_id: UUID) -> bool:
    """Whether the reader sees who agreed how in pictures of that office."""
    return any(scope.may(one, office_id) for one in (Permission.POST_WRITE, Permission.POST_APPROVE))


class Told(TypedDict):
    """What a page tells of it."""

    people: list[Asked]
    may_see_consents: bool


def told(scope: Scope, revision: Revision, *, at: datetime) -> Told:
    """For a page: `people`, the pictures of which something is said or has to be; and whether consents are shown."""
    rows = [one for one in asked(revision, at=at) if one.wanted or one.said]
    return {"people": rows, "may_see_consents": bool(rows) and may_see_consents(scope, revision.draft.office_id)}
