"""Who may vote on what, and whether the votes suffice (clauses 5.c, 6.a). Reads; decides nothing by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sanglap.accounts import selectors as accounts
from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.content.models import Revision, Variant, Verdict
from sanglap.content.states import VariantState
from sanglap.guideline import loader
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


def writers(variant: Variant) -> frozenset[object]:
    """Whoever wrote a revision of the draft since the last one that was approved for this account."""
    revision = variant.revision
    approved = (
        Variant.objects.filter(
            revision__draft=revision.draft_id,
            account=variant.account_id,
            decided_at__isnull=False,
            revision__number__lt=revision.number,
            votes__verdict=Verdict.APPROVE,
        )
        .exclude(votes__verdict__in=[Verdict.RETURN, Verdict.REJECT])
        .order_by("-revision__number")
        .values_list("revision__number", flat=True)
        .first()
        or 0
    )
    return frozenset(
        Revision.objects.filter(draft=revision.draft_id, number__gt=approved, number__lte=revision.number).values_list(
            "written_by_id", flat=True
        )
    )


def standing(variant: Variant, *, at: datetime) -> Standing:
    """Reckon the panel serving at that moment, who wrote, and the votes that count: those for this very digest."""
    members = tuple(member.user for member in accounts.panel([variant.account_id], at=at))
    wrote = writers(variant)
    serving = {member.pk for member in members}
    sole = len(members) == 1
    given = sum(
        1
        for vote in variant.votes.all()
        if vote.verdict == Verdict.APPROVE
        and vote.digest == variant.digest
        and vote.member_id in serving
        and (vote.member_id not in wrote or (sole and vote.sole))
    )
    return Standing(members, wrote, _needed(variant.account, len(members), at), given)


def _needed(account: Account, size: int, at: datetime) -> int:
    book = loader.current()
    rule = book.rule("quorum", on=book.calendar.day_of(at))
    # What was decided before the office ordered a majority stands.
    ordered = account.majority_since is not None and account.majority_since <= at
    return int(rule.parameters.needed(size, majority=ordered))


def closed_gate(variant: Variant) -> str:
    """Why this may not be published now; "" where it may. Asked when it goes into the outbox and before each call."""
    if variant.state != VariantState.APPROVED or variant.decided_at is None:
        return "not approved"
    if variant.account.state != AccountState.ACTIVE:
        return "account not active"
    if digest(variant.payload) != variant.digest:
        return "digest does not match"
    if not standing(variant, at=variant.decided_at).enough:
        return "votes do not suffice"
    return ""
