"""Who may vote on what, and whether the votes suffice (clauses 5.c, 6.a). Reads; decides nothing by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sanglap.accounts import selectors as accounts
from sanglap.accounts.models import Account, PanelMember
from sanglap.accounts.presence import Presence, presence
from sanglap.accounts.states import AccountState
from sanglap.content.models import Finding, Revision, Variant, Verdict, Vote
from sanglap.content.states import VariantState
from sanglap.content.urgency import Urgency
from sanglap.guideline import loader
from sanglap.offices.states import OfficeState
from sanglap.outbox.payload import digest
from sanglap.people.models import User


@dataclass(frozen=True, slots=True)
class Standing:
    """How a variant stands with its panel at one moment."""

    members: tuple[User, ...]
    """Those who are there: not on leave, and whoever stands in for a sole person."""
    writers: frozenset[object]
    needed: int
    given: int
    seats: int
    """How many serve on the panel, on leave or not."""
    away: tuple[User, ...] = ()
    """Those on leave."""
    urgent: bool = False
    """It goes the urgent way, and nothing that was found keeps it from it."""

    @property
    def enough(self) -> bool:
        return self.given >= max(self.needed, 1)

    def is_member(self, user: User) -> bool:
        return any(member.pk == user.pk for member in self.members)

    def is_sole(self, user: User) -> bool:
        """The sole responsible person, whose own words are before him."""
        return self.seats == 1 and self.is_member(user) and user.pk in self.writers

    def may_vote(self, user: User) -> bool:
        """Panel members may, but not on their own words, except the sole responsible person."""
        return self.is_member(user) and (user.pk not in self.writers or self.is_sole(user))


def voted(variant: Variant, user: User) -> bool:
    """Whether that person's vote on it is on record. No query where it was found with its votes."""
    return any(vote.member_id == user.pk for vote in variant.votes.all())


def awaits(variant: Variant, standing: Standing, user: User) -> bool:
    """Whether it waits for that person's vote. No query where it was found with its votes."""
    return variant.state == VariantState.SUBMITTED and standing.may_vote(user) and not voted(variant, user)


def standing(variant: Variant, *, at: datetime) -> Standing:
    """How the variant stood with its panel at that moment."""
    return standings([(variant, at)])[0]


def standings(asked: Sequence[tuple[Variant, datetime]]) -> list[Standing]:
    """The same for many, each at a moment of its own, in their order; seven queries however many they are,
    two more where a member is on leave.

    Reckons the panel serving then, who of it is there, who wrote, and the votes that count: those for the variant's
    very digest. What a member approved before he went on leave counts.
    """
    if not asked:
        return []
    variants, moments = [variant for variant, _at in asked], [at for _variant, at in asked]
    served, votes = defaultdict(list), defaultdict(list)
    first, last = min(moments), max(moments)
    members = accounts.served({one.account_id for one in variants}, first=first, last=last)
    for member in members:
        served[member.account_id].append(member)
    there = presence(members, first=first, last=last)
    for vote in Vote.objects.filter(variant__in=variants, verdict=Verdict.APPROVE):
        votes[vote.variant_id].append(vote)
    wrote, found, urgent = _writers(variants), _found(variants), _urgent(variants)
    return [
        _reckoned(
            variant,
            served[variant.account_id],
            votes[variant.pk],
            Case(
                wrote[variant.pk], there, frozenset(found.get(variant.revision_id, ())), variant.revision_id in urgent
            ),
            at,
        )
        for variant, at in asked
    ]


@dataclass(frozen=True, slots=True)
class Case:
    """What bears on how many votes are needed, and whose."""

    wrote: frozenset[object]
    there: Presence
    found: frozenset[str]
    """How grave the findings are."""
    urgent: bool


def _reckoned(
    variant: Variant,
    served: Iterable[PanelMember],
    votes: Iterable[Vote],
    case: Case,
    at: datetime,
) -> Standing:
    seated = [member for member in served if member.serves(at)]
    sole = len(seated) == 1
    members = case.there.there(seated, variant.account.office_id, at)
    serving = {member.user_id for member in seated} | {member.pk for member in members}
    given = {
        vote.member_id
        for vote in votes
        if vote.digest == variant.digest
        and vote.member_id in serving
        and (vote.member_id not in case.wrote or (sole and vote.sole))
    }
    needed, urgent = _needed(variant.account, len(given | {member.pk for member in members}), case, at)
    away = tuple(member.user for member in seated if case.there.is_away(member.user_id, at))
    return Standing(tuple(members), case.wrote, needed, len(given), len(seated), away, urgent)


def _urgent(variants: Iterable[Variant]) -> set[UUID]:
    """The revisions among theirs that go the urgent way."""
    rows = Urgency.objects.filter(revision__in={variant.revision_id for variant in variants})
    return set(rows.values_list("revision_id", flat=True))


def _found(variants: Iterable[Variant]) -> dict[UUID, set[str]]:
    """By revision, how grave the findings are that its panels were shown."""
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = Finding.objects.filter(revision__in={variant.revision_id for variant in variants})
    for revision, severity in rows.order_by().values_list("revision", "severity"):
        found[revision].add(severity)
    return found


def _writers(variants: Sequence[Variant]) -> dict[UUID, frozenset[object]]:
    """By variant, whoever wrote a revision of its draft since the last one that was approved for its account."""
    drafts = {variant.revision.draft_id for variant in variants}
    approved: dict[tuple[UUID, UUID], list[int]] = defaultdict(list)
    rows = Variant.objects.filter(
        revision__draft__in=drafts, decided_at__isnull=False, votes__verdict=Verdict.APPROVE
    ).exclude(votes__verdict__in=[Verdict.RETURN, Verdict.REJECT])
    for draft, account, number in rows.values_list("revision__draft", "account", "revision__number"):
        approved[draft, account].append(number)
    wrote: dict[UUID, list[tuple[int, object]]] = defaultdict(list)
    for draft, number, writer in Revision.objects.filter(draft__in=drafts).values_list("draft", "number", "written_by"):
        wrote[draft].append((number, writer))
    return {variant.pk: _since(variant.revision, wrote, approved[_slot(variant)]) for variant in variants}


def _slot(variant: Variant) -> tuple[UUID, UUID]:
    return variant.revision.draft_id, variant.account_id


def _since(
    revision: Revision, wrote: Mapping[UUID, Sequence[tuple[int, object]]], approved: Iterable[int]
) -> frozenset[object]:
    last = max((number for number in approved if number < revision.number), default=0)
    return frozenset(writer for number, writer in wrote[revision.draft_id] if last < number <= revision.number)


def _needed(account: Account, size: int, case: Case, at: datetime) -> tuple[int, bool]:
    """Approvals needed of a panel of which so many are there or have voted, and whether the urgent way is why."""
    book = loader.current()
    quorum = book.rule("quorum", on=book.calendar.day_of(at)).parameters
    # What was decided before the office ordered a majority stands.
    ordered = account.majority_since is not None and account.majority_since <= at
    usual = int(quorum.needed(size, majority=ordered or bool(quorum.found & case.found)))
    if not case.urgent:
        return usual, False
    urgent = book.rule("urgent", on=book.calendar.day_of(at)).parameters
    fit = not urgent.but_found & case.found
    return (min(usual, urgent.approvals) if fit else usual), fit


def closed_gate(variant: Variant) -> str:
    """Why this may not be published now; "" where it may. Asked when it goes into the outbox and before each call."""
    return closed_gates([variant])[0]


def closed_gates(variants: Sequence[Variant]) -> list[str]:
    """The same for many, in their order."""
    reasons = [_closed_of_itself(variant) for variant in variants]
    fit = [(one, one.decided_at) for one, reason in zip(variants, reasons, strict=True) if not reason]
    stand = iter(standings([(variant, at) for variant, at in fit if at is not None]))
    return [reason or ("" if next(stand).enough else "votes do not suffice") for reason in reasons]


def _closed_of_itself(variant: Variant) -> str:
    """The reasons that can be seen on the variant and its account."""
    if variant.state != VariantState.APPROVED or variant.decided_at is None:
        return "not approved"
    if variant.account.state != AccountState.ACTIVE:
        return "account not active"
    if variant.account.office.state != OfficeState.OPEN:
        return "office is no more"
    if variant.account.office_id != variant.revision.draft.office_id:
        return "account of another office"
    if digest(variant.payload) != variant.digest:
        return "digest does not match"
    return ""
