"""Who may vote on what, and whether the votes suffice (clauses 5.c, 6.a). Reads; decides nothing by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sanglap.accounts import selectors as accounts
from sanglap.accounts.models import Account, PanelMember
from sanglap.accounts.states import AccountState
from sanglap.content.models import Finding, Revision, Variant, Verdict, Vote
from sanglap.content.states import VariantState
from sanglap.guideline import loader
from sanglap.offices.states import OfficeState
from sanglap.outbox.payload import digest
from sanglap.people.models import User


@dataclass(frozen=True, slots=True)
class Standing:
    """How a variant stands with its panel at one moment."""

    members: tuple[User, ...]
    writers: frozenset[object]
    needed: int
    given: int

    @property
    def enough(self) -> bool:
        return bool(self.members) and self.given >= self.needed

    def is_member(self, user: User) -> bool:
        return any(member.pk == user.pk for member in self.members)

    def is_sole(self, user: User) -> bool:
        """The sole responsible person, whose own words are before him."""
        return len(self.members) == 1 and self.is_member(user) and user.pk in self.writers

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
    """The same for many, each at a moment of its own, in their order; five queries however many they are.

    Reckons the panel serving then, who wrote, and the votes that count: those for the variant's very digest.
    """
    if not asked:
        return []
    variants, moments = [variant for variant, _at in asked], [at for _variant, at in asked]
    served, votes = defaultdict(list), defaultdict(list)
    for member in accounts.served({one.account_id for one in variants}, first=min(moments), last=max(moments)):
        served[member.account_id].append(member)
    for vote in Vote.objects.filter(variant__in=variants, verdict=Verdict.APPROVE):
        votes[vote.variant_id].append(vote)
    wrote, found = _writers(variants), _found(variants)
    return [
        _reckoned(
            variant,
            served[variant.account_id],
            wrote[variant.pk],
            votes[variant.pk],
            found=found.get(variant.revision_id, set()),
            at=at,
        )
        for variant, at in asked
    ]


def _reckoned(
    variant: Variant,
    served: Iterable[PanelMember],
    wrote: frozenset[object],
    votes: Iterable[Vote],
    *,
    found: set[str],
    at: datetime,
) -> Standing:
    members = tuple(member.user for member in served if member.serves(at))
    serving = {member.pk for member in members}
    sole = len(members) == 1
    given = sum(
        1
        for vote in votes
        if vote.digest == variant.digest
        and vote.member_id in serving
        and (vote.member_id not in wrote or (sole and vote.sole))
    )
    needed = _needed(variant.account, len(members), found, at)
    return Standing(members, wrote, needed, given)


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


def _needed(account: Account, size: int, found: set[str], at: datetime) -> int:
    book = loader.current()
    quorum = book.rule("quorum", on=book.calendar.day_of(at)).parameters
    # What was decided before the office ordered a majority stands.
    ordered = account.majority_since is not None and account.majority_since <= at
    return int(quorum.needed(size, majority=ordered or bool(quorum.found & found)))


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
