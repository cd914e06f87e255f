"""From words to an approved revision: who may vote on what, and what a vote is bound to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sanglap.accounts import services as accounts
from sanglap.accounts.models import Account, PanelRole
from sanglap.accounts.states import AccountState
from sanglap.audit.selectors import history
from sanglap.content import approval, selectors, services
from sanglap.content.models import Draft, Revision, Variant, Verdict, Vote
from sanglap.content.services import Conflict
from sanglap.content.states import VariantState
from sanglap.content.writing import LONGEST
from sanglap.core.ids import new_id
from sanglap.core.states import TransitionRefused
from sanglap.language.lengths import MEASURES
from sanglap.networks.contract import Kind
from sanglap.networks.registry import connector
from sanglap.offices.scope import Forbidden, Scope
from sanglap.people.models import User
from sanglap.people.permissions import Role
from tests import factories
from tests.factories import MINUTE, NOW, TEXT, House, newest

OTHER = "শনিবার ইউনিয়ন পরিষদ খোলা থাকবে।"


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


@pytest.fixture
def account(house: House) -> Account:
    """Its panel is Kamrul, Farid and Shila."""
    return house.panel_of_three()


@pytest.fixture
def sole(house: House) -> Account:
    """Kamrul alone is responsible for it."""
    return house.account("kamrul")


def by_majority(house: House, account: Account, now: datetime = NOW) -> None:
    """The office orders that a majority approves."""
    accounts.set_majority(house.scope("rehana"), account=account, by_majority=True, now=now)


def state(variant: Variant) -> str:
    return Variant.objects.get(pk=variant.pk).state


def revise(house: House, draft: Draft, writer: str, text: str = OTHER, seen: int | None = None, **more: Any) -> Variant:
    """The next revision by `writer`, submitted; gives its variant."""
    account = Variant.objects.filter(revision__draft=draft).select_related("account")[0].account
    latest = Draft.objects.get(pk=draft.pk).latest
    scope, at = house.scope(writer), NOW + 2 * MINUTE
    given: dict[str, Any] = {"accounts": [account], "purposes": ["4.b"], **more}
    services.revise(scope, draft=draft, seen=seen or latest, text=text, now=at, **given)
    services.submit(scope, draft=draft, now=at)
    return newest(draft)


# Who approves.


@pytest.mark.clause("6.a")
def test_one_member_who_did_not_write_it_approves_for_a_panel_of_three(house: House, account: Account) -> None:
    variant = newest(house.draft(account))
    assert variant.state == VariantState.SUBMITTED
    house.vote(variant, "farid")
    variant = Variant.objects.get(pk=variant.pk)
    assert (variant.state, variant.decided_at) == (VariantState.APPROVED, NOW + MINUTE)
    vote = Vote.objects.get()
    assert (vote.member, vote.verdict, vote.digest) == (house.people["farid"], "approve", variant.digest)
    assert not vote.sole
    assert [entry.verb for entry in history(variant)] == ["variant.approved", "variant.voted", "variant.submitted"]


@pytest.mark.clause("6.a")
def test_nobody_approves_his_own_words(house: House, account: Account) -> None:
    variant = newest(house.draft(account, writer="kamrul"))
    for verdict in Verdict:
        with pytest.raises(Forbidden):
            house.vote(variant, "kamrul", verdict, confirmed=True)
    assert state(variant) == VariantState.SUBMITTED
    assert not Vote.objects.exists()
    house.vote(variant, "shila")
    assert state(variant) == VariantState.APPROVED


@pytest.mark.clause("6.a")
def test_whoever_wrote_an_earlier_unapproved_revision_does_not_approve_either(house: House, account: Account) -> None:
    draft = house.draft(account, writer="kamrul")
    variant = revise(house, draft, "sumaiya")
    with pytest.raises(Forbidden):
        house.vote(variant, "kamrul", at=NOW + 3 * MINUTE)
    house.vote(variant, "farid", at=NOW + 3 * MINUTE)
    assert state(variant) == VariantState.APPROVED


@pytest.mark.clause("6.a")
def test_whoever_wrote_only_what_was_approved_since_may_approve_what_others_change(
    house: House, account: Account
) -> None:
    draft = house.draft(account, writer="kamrul")
    house.vote(newest(draft), "farid")
    variant = revise(house, draft, "sumaiya")
    assert state(variant) == VariantState.SUBMITTED
    house.vote(variant, "kamrul", at=NOW + 3 * MINUTE)
    assert state(variant) == VariantState.APPROVED


def test_a_revision_that_was_returned_still_has_its_writer(house: House, account: Account) -> None:
    draft = house.draft(account, writer="kamrul")
    house.vote(newest(draft), "farid", Verdict.RETURN)
    variant = revise(house, draft, "sumaiya")
    with pytest.raises(Forbidden):
        house.vote(variant, "kamrul", at=NOW + 3 * MINUTE)


@pytest.mark.clause("5.c")
def test_only_whoever_serves_on_the_accounts_panel_votes(house: House, account: Account) -> None:
    variant = newest(house.draft(account))
    house.officer("momena", Role.PANEL)
    for username in ("momena", "rehana", "sumaiya", "tanvir", "nasrin"):
        with pytest.raises(Forbidden):
            house.vote(variant, username)
    assert state(variant) == VariantState.SUBMITTED


@pytest.mark.clause("5.c")
def test_whoever_left_the_panel_votes_no_more(house: House, account: Account) -> None:
    variant = newest(house.draft(account))
    accounts.appoint_panel(
        house.scope("rehana"), account=account, members={house.people["shila"]: PanelRole.ADMIN}, now=NOW
    )
    with pytest.raises(Forbidden):
        house.vote(variant, "farid")
    house.vote(variant, "shila")
    assert state(variant) == VariantState.APPROVED


def test_whoever_was_deactivated_votes_no_more(house: House, account: Account) -> None:
    variant = newest(house.draft(account))
    User.objects.filter(username="farid").update(is_active=False)
    house.people["farid"].refresh_from_db()
    with pytest.raises(Forbidden):
        house.vote(variant, "farid")
    assert state(variant) == VariantState.SUBMITTED


def test_without_a_panel_nothing_is_approved(house: House) -> None:
    account = house.account()
    variant = newest(house.draft(account))
    with pytest.raises(Forbidden):
        house.vote(variant, "kamrul")
    assert not approval.standing(variant, at=NOW).enough


# The sole responsible person.


@pytest.mark.clause("6.a")
def test_the_sole_responsible_person_confirms_the_own_words_and_that_is_recorded(house: House, sole: Account) -> None:
    variant = newest(house.draft(sole, writer="kamrul"))
    with pytest.raises(ValidationError) as caught:
        house.vote(variant, "kamrul")
    assert set(caught.value.error_dict) == {"confirmed"}
    assert not Vote.objects.exists()
    house.vote(variant, "kamrul", confirmed=True)
    assert state(variant) == VariantState.APPROVED
    assert Vote.objects.get().sole


@pytest.mark.clause("6.a")
def test_the_sole_person_approving_somebody_elses_words_is_nothing_special(house: House, sole: Account) -> None:
    variant = newest(house.draft(sole))
    house.vote(variant, "kamrul")
    assert state(variant) == VariantState.APPROVED
    assert not Vote.objects.get().sole


def test_confirming_at_submission_is_for_the_sole_person_alone(house: House, sole: Account) -> None:
    mine, theirs = house.draft(sole, writer="kamrul"), house.draft(sole)
    with pytest.raises(ValidationError):
        services.confirm_own(house.scope("kamrul"), draft=mine, confirmed=False, now=NOW)
    services.confirm_own(house.scope("sumaiya"), draft=theirs, confirmed=True, now=NOW)
    services.confirm_own(house.scope("kamrul"), draft=mine, confirmed=True, now=NOW)
    assert (newest(mine).state, newest(theirs).state) == (VariantState.APPROVED, VariantState.SUBMITTED)


def test_confirming_is_not_enough_where_others_serve_too(house: House, account: Account) -> None:
    draft = house.draft(account, writer="kamrul")
    services.confirm_own(house.scope("kamrul"), draft=draft, confirmed=True, now=NOW)
    assert newest(draft).state == VariantState.SUBMITTED


# What a vote is bound to.


@pytest.mark.clause("6.a")
def test_a_vote_on_a_page_that_has_become_stale_is_refused(house: House, account: Account) -> None:
    draft = house.draft(account)
    shown = newest(draft).digest
    variant = revise(house, draft, "sumaiya")
    with pytest.raises(ValidationError) as caught:
        house.vote(variant, "farid", digest=shown, at=NOW + 3 * MINUTE)
    assert caught.value.code == "stale"
    assert state(variant) == VariantState.SUBMITTED
    assert not Vote.objects.exists()


@pytest.mark.clause("6.a")
def test_a_change_asks_for_new_votes(house: House, account: Account) -> None:
    draft = house.draft(account)
    old = newest(draft)
    house.vote(old, "farid")
    fresh = revise(house, draft, "sumaiya")
    assert (state(old), state(fresh)) == (VariantState.REPLACED, VariantState.SUBMITTED)
    assert approval.standing(fresh, at=NOW + 3 * MINUTE).given == 0
    with pytest.raises(TransitionRefused):
        house.vote(old, "shila", at=NOW + 3 * MINUTE)


def test_even_the_same_words_saved_again_ask_for_new_votes(house: House, account: Account) -> None:
    draft = house.draft(account)
    house.vote(newest(draft), "farid")
    assert state(revise(house, draft, "sumaiya", TEXT)) == VariantState.SUBMITTED


def test_two_who_decide_at_once_do_not_both_decide(house: House, account: Account) -> None:
    variant = newest(house.draft(account))
    house.vote(variant, "farid")
    for verdict in Verdict:
        with pytest.raises(TransitionRefused):
            house.vote(variant, "shila", verdict)
    assert Vote.objects.count() == 1


def test_one_member_has_one_vote(house: House, account: Account) -> None:
    by_majority(house, account)
    variant = newest(house.draft(account))
    house.vote(variant, "farid")
    assert state(variant) == VariantState.SUBMITTED
    with pytest.raises((ValidationError, TransitionRefused, IntegrityError)), transaction.atomic():
        house.vote(variant, "farid", at=NOW + 2 * MINUTE)
    assert (state(variant), Vote.objects.count()) == (VariantState.SUBMITTED, 1)
    house.vote(variant, "shila", at=NOW + 2 * MINUTE)
    assert state(variant) == VariantState.APPROVED


def test_the_vote_of_whoever_left_the_panel_since_does_not_count(house: House, account: Account) -> None:
    by_majority(house, account)
    house.officer("momena", Role.PANEL)
    variant = newest(house.draft(account))
    house.vote(variant, "farid")
    members = {house.people[name]: PanelRole.MODERATOR for name in ("kamrul", "shila", "momena")}
    accounts.appoint_panel(house.scope("rehana"), account=account, members=members, now=NOW + 2 * MINUTE)
    house.vote(variant, "shila", at=NOW + 3 * MINUTE)
    assert state(variant) == VariantState.SUBMITTED
    house.vote(variant, "momena", at=NOW + 4 * MINUTE)
    assert state(variant) == VariantState.APPROVED


@pytest.mark.clause("6.a")
@pytest.mark.parametrize("verdict", [Verdict.RETURN, Verdict.REJECT])
def test_a_return_or_rejection_says_why(house: House, account: Account, verdict: Verdict) -> None:
    variant = newest(house.draft(account))
    with pytest.raises(ValidationError) as caught:
        house.vote(variant, "farid", verdict, remark=" \n ")
    assert set(caught.value.error_dict) == {"remark"}
    assert state(variant) == VariantState.SUBMITTED
    house.vote(variant, "farid", verdict, remark=" তারিখ ভুল ")
    assert state(variant) == {"return": "returned", "reject": "rejected"}[verdict]
    assert Vote.objects.get().remark == "তারিখ ভুল"


# Writing and submitting.


def test_a_second_click_on_submit_changes_nothing(house: House, account: Account) -> None:
    draft = house.draft(account)
    before = newest(draft)
    services.submit(house.scope("sumaiya"), draft=draft, now=NOW + MINUTE)
    after = newest(draft)
    assert (after.state, after.submitted_at) == (before.state, before.submitted_at)
    assert [entry.verb for entry in history(after)] == ["variant.submitted"]


def test_two_who_change_the_same_draft_are_told(house: House, account: Account) -> None:
    draft = house.draft(account)
    revise(house, draft, "kamrul", "কামরুলের কথা", seen=1)
    with pytest.raises(Conflict) as caught:
        revise(house, draft, "sumaiya", "সুমাইয়ার কথা", seen=1)
    assert (caught.value.newest.number, caught.value.newest.text) == (2, "কামরুলের কথা")
    assert Draft.objects.get(pk=draft.pk).latest == 2
    assert Revision.objects.filter(draft=draft).count() == 2


def test_a_second_click_on_save_changes_nothing(house: House, account: Account) -> None:
    draft = house.draft(account)
    first = revise(house, draft, "kamrul", seen=1)
    assert revise(house, draft, "kamrul", f" {OTHER}\n", seen=1) == first
    assert Revision.objects.filter(draft=draft).count() == 2
    with pytest.raises(Conflict):
        revise(house, draft, "farid", OTHER, seen=1)


def test_the_same_words_for_another_hour_are_no_second_click(house: House, account: Account) -> None:
    draft = house.draft(account)
    revise(house, draft, "kamrul", seen=1)
    with pytest.raises(Conflict):
        revise(house, draft, "kamrul", seen=1, publish_at=NOW + timedelta(days=1))


def test_a_second_click_on_a_new_draft_begins_no_second_one(house: House, account: Account) -> None:
    def start(username: str, key: UUID) -> Draft:
        return services.start(
            house.scope(username), office=account.office, kind=Kind.POST, text=TEXT, accounts=[account],
            purposes=["4.b"], key=key, now=NOW,
        )  # fmt: skip

    key = new_id()
    first = start("sumaiya", key)
    assert start("sumaiya", key) == first
    # Somebody else who sends that key begins a draft of his own.
    assert start("kamrul", key) != first
    assert Draft.objects.count() == Revision.objects.count() == 2


def test_every_revision_stays_readable(house: House, account: Account) -> None:
    draft = house.draft(account)
    revise(house, draft, "kamrul")
    assert list(
        Revision.objects.filter(draft=draft).order_by("number").values_list("text", "written_by__username")
    ) == [
        (TEXT, "sumaiya"),
        (OTHER, "kamrul"),
    ]


@pytest.mark.clause("6")
@pytest.mark.parametrize("purposes", [[], ["4.z"], ["7.a"]])
def test_a_post_serves_an_official_purpose(house: House, account: Account, purposes: list[str]) -> None:
    with pytest.raises(ValidationError) as caught:
        services.start(
            house.scope("sumaiya"), office=account.office, kind=Kind.POST, text=TEXT, accounts=[account],
            purposes=purposes, now=NOW,
        )  # fmt: skip
    assert set(caught.value.error_dict) == {"purposes"}
    draft = house.draft(account)
    with pytest.raises(ValidationError):
        revise(house, draft, "sumaiya", purposes=purposes)
    assert Draft.objects.get().latest == 1


@pytest.mark.parametrize("text", ["", " \n\u200b ", "ক" * (LONGEST + 1)], ids=["empty", "unseen", "long"])
def test_a_draft_has_words_and_not_too_many(house: House, account: Account, text: str) -> None:
    with pytest.raises(ValidationError) as caught:
        house.draft(account, text=text)
    assert set(caught.value.error_dict) == {"text"}
    assert not Draft.objects.exists()


def test_what_the_network_does_not_take_is_not_submitted(house: House, account: Account) -> None:
    length = MEASURES[connector("mastodon").measure](TEXT)
    Account.objects.update(characters=length - 1)
    draft = house.draft(account, submit=False)
    with pytest.raises(ValidationError) as caught:
        services.submit(house.scope("sumaiya"), draft=draft, now=NOW)
    assert set(caught.value.error_dict) == {"text"}
    assert newest(draft).state == VariantState.DRAFT
    Account.objects.update(characters=length)
    services.submit(house.scope("sumaiya"), draft=draft, now=NOW)
    assert newest(draft).state == VariantState.SUBMITTED


def test_nobody_speaks_through_another_offices_account(house: House) -> None:
    theirs = house.account("tanvir", office="ghior", handle="ghior")
    for accounts_ in ([theirs], []):
        with pytest.raises(ValidationError) as caught:
            services.start(
                house.scope("sumaiya"), office=house.offices["shibalaya"], kind=Kind.POST, text=TEXT,
                accounts=accounts_, purposes=["4.b"], now=NOW,
            )  # fmt: skip
        assert set(caught.value.error_dict) == {"accounts"}
    with pytest.raises(Forbidden):
        house.draft(theirs)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("username", ["nasrin", "mannan", "tanvir"])
def test_only_writers_of_the_office_write(house: House, account: Account, username: str) -> None:
    with pytest.raises(Forbidden):
        house.draft(account, writer=username)
    draft = house.draft(account)
    with pytest.raises(Forbidden):
        revise(house, draft, username)
    with pytest.raises(Forbidden):
        services.submit(house.scope(username), draft=draft, now=NOW)
    assert Draft.objects.get(pk=draft.pk).latest == 1


def test_the_machine_writes_nothing(house: House, account: Account) -> None:
    with pytest.raises(RuntimeError, match="only a person"):
        services.start(
            Scope.everything(), office=account.office, kind=Kind.POST, text=TEXT, accounts=[account],
            purposes=["4.b"], now=NOW,
        )  # fmt: skip


# The gate before publication.


def gate(variant: Variant) -> str:
    return approval.closed_gate(Variant.objects.select_related("account").get(pk=variant.pk))


@pytest.mark.clause("6.a")
def test_the_gate_opens_for_what_was_approved_and_closes_when_it_is_replaced(house: House, account: Account) -> None:
    draft = house.draft(account, submit=False)
    variant = newest(draft)
    assert gate(variant) == "not approved"
    services.submit(house.scope("sumaiya"), draft=draft, now=NOW)
    assert gate(variant) == "not approved"
    house.vote(variant, "farid")
    assert gate(variant) == ""
    revise(house, draft, "sumaiya")
    assert gate(variant) == "not approved"


@pytest.mark.parametrize("verdict", [Verdict.RETURN, Verdict.REJECT])
def test_the_gate_stays_closed_for_what_was_not_approved(house: House, account: Account, verdict: Verdict) -> None:
    variant = newest(house.draft(account))
    house.vote(variant, "farid", verdict)
    assert gate(variant) == "not approved"


def test_the_gate_closes_while_the_account_does_not_work(house: House, account: Account) -> None:
    variant = house.approved(account, voter="farid")
    for other in set(AccountState) - {AccountState.ACTIVE}:
        Account.objects.update(state=other)
        assert gate(variant) == "account not active"
    Account.objects.update(state=AccountState.ACTIVE)
    assert gate(variant) == ""


def test_the_gate_compares_words_and_digest(house: House, account: Account) -> None:
    variant = Variant.objects.select_related("account").get(pk=house.approved(account, voter="farid").pk)
    assert approval.closed_gate(variant) == ""
    variant.payload = variant.payload.replace("রবিবার", "সোমবার")
    assert approval.closed_gate(variant) == "digest does not match"


@pytest.mark.clause("6.a")
def test_a_state_without_votes_does_not_open_the_gate(house: House, account: Account) -> None:
    variant = newest(house.draft(account))
    Variant.objects.filter(pk=variant.pk).update(state=VariantState.APPROVED, decided_at=NOW)
    assert gate(variant) == "votes do not suffice"
    # Neither does a vote for other words,
    Vote.objects.create(variant=variant, member=house.people["farid"], verdict=Verdict.APPROVE, digest="0" * 64, at=NOW)
    assert gate(variant) == "votes do not suffice"
    # nor that of somebody who does not serve on the panel,
    other = newest(house.draft(account))
    Vote.objects.create(
        variant=other, member=house.people["tanvir"], verdict=Verdict.APPROVE, digest=other.digest, at=NOW
    )
    Variant.objects.filter(pk=other.pk).update(state=VariantState.APPROVED, decided_at=NOW)
    assert gate(other) == "votes do not suffice"
    # nor the writer's own, however it came to stand there.
    mine = newest(house.draft(account, writer="kamrul"))
    Vote.objects.create(
        variant=mine, member=house.people["kamrul"], verdict=Verdict.APPROVE, digest=mine.digest, sole=True, at=NOW
    )
    Variant.objects.filter(pk=mine.pk).update(state=VariantState.APPROVED, decided_at=NOW)
    assert gate(mine) == "votes do not suffice"


def test_a_panel_that_changes_later_does_not_unmake_an_approval(house: House, account: Account) -> None:
    variant = house.approved(account, voter="farid")
    accounts.appoint_panel(
        house.scope("rehana"), account=account, members={house.people["shila"]: PanelRole.ADMIN},
        now=NOW + timedelta(hours=1),
    )  # fmt: skip
    assert gate(variant) == ""


def test_a_member_who_leaves_the_service_later_does_not_unmake_an_approval(house: House, account: Account) -> None:
    variant = house.approved(account, voter="farid")
    User.objects.filter(username="farid").update(is_active=False)
    assert gate(variant) == ""


# What waits for whom.


def test_what_waits_is_shown_to_the_panel_until_it_has_voted(house: House, account: Account) -> None:
    by_majority(house, account)
    variant = newest(house.draft(account))
    house.draft(account, submit=False)

    def waits(username: str) -> list[Variant]:
        return list(selectors.waiting_for(house.scope(username), now=NOW + MINUTE))

    assert waits("farid") == waits("kamrul") == [variant]
    assert waits("sumaiya") == waits("tanvir") == waits("nasrin") == []
    house.vote(variant, "farid")
    assert (waits("farid"), waits("kamrul")) == ([], [variant])
    assert list(selectors.waiting_for(Scope.everything(), now=NOW)) == []


def test_drafts_are_seen_at_the_own_office_with_their_newest_words(house: House, account: Account) -> None:
    draft = house.draft(account)
    revise(house, draft, "sumaiya")
    (found,) = selectors.drafts(house.scope("mannan"))
    assert (found.pk, found.text) == (draft.pk, OTHER)  # type: ignore[attr-defined]  # annotated by the selector
    assert not selectors.drafts(house.scope("tanvir"))
    assert not selectors.variants(house.scope("tanvir"))
    assert [one.revision.number for one in selectors.newest(house.scope("rehana"), [draft.pk])[draft.pk]] == [2]


# A majority, where the office orders so.


@pytest.mark.clause("6.a")
def test_a_majority_holds_for_what_is_decided_from_then_on(house: House, account: Account) -> None:
    before = house.approved(account)
    by_majority(house, account, NOW + 2 * MINUTE)
    before.refresh_from_db()
    assert approval.closed_gate(before) == "", "what one member approved while that was enough stands"
    variant = newest(house.draft(account))
    house.vote(variant, "kamrul", at=NOW + 3 * MINUTE)
    assert state(variant) == VariantState.SUBMITTED
    house.vote(variant, "shila", at=NOW + 3 * MINUTE)
    assert state(variant) == VariantState.APPROVED
    accounts.set_majority(house.scope("rehana"), account=account, by_majority=False, now=NOW + 4 * MINUTE)
    variant.refresh_from_db()
    assert approval.closed_gate(variant) == ""


# Why it comes back.


@pytest.mark.clause("6.a")
@pytest.mark.parametrize("clause", ["", "7.a", "9", "x"])
def test_a_rejection_names_the_clause_that_is_offended(house: House, account: Account, clause: str) -> None:
    variant = newest(house.draft(account))
    with pytest.raises(ValidationError) as error:
        house.vote(variant, "kamrul", Verdict.REJECT, clause=clause)
    assert set(error.value.error_dict) == {"clause"}
    assert state(variant) == VariantState.SUBMITTED
    house.vote(variant, "kamrul", Verdict.REJECT, clause="9.b")
    assert Vote.objects.get().clause == "9.b"


@pytest.mark.clause("6.a")
def test_a_remark_is_about_words_that_stand_there(house: House, account: Account) -> None:
    variant = newest(house.draft(account))
    with pytest.raises(ValidationError) as error:
        house.vote(variant, "kamrul", Verdict.RETURN, passage="যা লেখা নেই")
    assert set(error.value.error_dict) == {"passage"}
    house.vote(variant, "kamrul", Verdict.RETURN, passage=f" {TEXT.split()[0]} ")
    assert Vote.objects.get().passage == TEXT.split()[0]
