"""The guided way from a wrong name to the office's, and what is refused on it (clause 5.a)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from sanglap.accounts import selectors, services
from sanglap.accounts.models import Account, Credential, FormerName, NameFault, PanelRole, Renaming, Way
from sanglap.accounts.services import reminding
from sanglap.accounts.states import RenamingState
from sanglap.audit.models import Entry
from sanglap.core.localized import LocalizedText
from sanglap.core.states import TransitionRefused
from sanglap.demo import cast
from sanglap.notices.models import Kind, Notice
from sanglap.offices.scope import Forbidden
from tests import factories
from tests.factories import NOW, SERVER, House

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.a")]
GOOD = LocalizedText(bn="শিবালয় উপজেলা প্রশাসন", en="Shibalaya Upazila Administration")
POST = LocalizedText(bn="ইউএনও শিবালয়", en="UNO Shibalaya")
PERSON = LocalizedText(bn="মো. কামরুল হাসান", en="Md. Kamrul Hasan")
TODAY = date(2026, 11, 23)


@pytest.fixture
def house(db: None) -> House:
    return factories.house()


@pytest.fixture
def account(house: House) -> Account:
    made = house.account("kamrul")
    Account.objects.filter(pk=made.pk).update(name=dict(POST), name_fault=NameFault.POST)
    made.refresh_from_db()
    return made


def begun(house: House, account: Account, **more: Any) -> Renaming:
    given: dict[str, Any] = {"way": Way.RENAME, "to_name": GOOD, **more}
    return services.begin_renaming(house.scope("rehana"), account=account, now=NOW, **given)


def ticked(house: House, renaming: Renaming) -> None:
    for step in renaming.steps.all():
        services.tick_step(house.scope("rehana"), step=step, done=True, note="হয়েছে", now=NOW)


def proposal(**given: Any) -> services.Proposal:
    words: dict[str, Any] = {
        "network": "mastodon", "server": SERVER, "handle": "new", "name": GOOD, "purposes": cast.PURPOSES,
        "audience": cast.AUDIENCE, "description": cast.DESCRIPTION,
    }  # fmt: skip
    return services.Proposal(**{**words, **given})


@pytest.mark.parametrize("name", [POST, PERSON])
def test_an_account_in_a_wrong_name_is_not_even_proposed(house: House, name: LocalizedText) -> None:
    with pytest.raises(ValidationError) as caught:
        services.propose(
            house.scope("rehana"), office=house.offices["shibalaya"], proposal=proposal(name=name), now=NOW
        )
    assert set(caught.value.error_dict) == {"name"}
    assert house.offices["shibalaya"].name["bn"] in str(caught.value)


def test_where_the_platform_demands_a_person_the_banner_is_owed(house: House) -> None:
    given = proposal(
        platform="facebook", network="by-hand", server="https://www.facebook.com", handle="kamrul", name=PERSON
    )
    made = services.propose(house.scope("rehana"), office=house.offices["shibalaya"], proposal=given, now=NOW)
    assert (made.name_fault, made.banner_owed) == (NameFault.NONE, True)


def test_it_is_begun_with_the_catalogues_steps_and_a_day(house: House, account: Account) -> None:
    renaming = begun(house, account)
    assert (renaming.fault, renaming.due_on) == (NameFault.POST, TODAY + timedelta(days=30))
    assert renaming.steps.count() >= 3
    assert begun(house, account) == renaming
    assert selectors.renaming_of(account) == renaming


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"to_name": POST}, "to_name"), ({"to_name": PERSON}, "to_name"), ({"to_name": LocalizedText()}, "to_name"),
        ({"due_on": TODAY}, "due_on"), ({"due_on": TODAY + timedelta(days=91)}, "due_on"),
    ],
)  # fmt: skip
def test_what_leads_nowhere_is_not_begun(house: House, account: Account, given: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        begun(house, account, **given)
    assert set(caught.value.error_dict) == {field}


def test_each_step_is_ticked_by_a_person_and_may_be_taken_back(house: House, account: Account) -> None:
    step = begun(house, account).steps.all()[0]
    rehana = house.scope("rehana")
    for _click in range(2):
        services.tick_step(rehana, step=step, done=True, note="আবেদন করেছি", now=NOW)
    step.refresh_from_db()
    assert (step.done_by, step.done_at, step.note) == (house.people["rehana"], NOW, "আবেদন করেছি")
    assert Entry.objects.filter(verb="renaming.step_done").count() == 1
    services.tick_step(rehana, step=step, done=False, now=NOW)
    assert step.done_at is None
    with pytest.raises(Forbidden):
        services.tick_step(house.scope("kamrul"), step=step, done=True, now=NOW)


def test_it_is_finished_with_the_new_name_and_the_old_one_stays_on_record(house: House, account: Account) -> None:
    renaming, rehana = begun(house, account), house.scope("rehana")
    with pytest.raises(ValidationError) as caught:
        services.finish_renaming(rehana, renaming=renaming, name=GOOD, now=NOW)
    assert caught.value.code == "steps"
    ticked(house, renaming)
    with pytest.raises(ValidationError):
        services.finish_renaming(rehana, renaming=renaming, name=POST, now=NOW)
    services.finish_renaming(rehana, renaming=renaming, name=GOOD, now=NOW)
    account.refresh_from_db()
    assert (account.name, account.name_fault, renaming.state) == (GOOD, NameFault.NONE, RenamingState.DONE)
    # Nothing but the name changed: the way in stays.
    assert Credential.objects.filter(account=account).exists()
    (former,) = selectors.former_names(account)
    assert (former.name, former.handle) == (POST, cast.HANDLE)
    with pytest.raises(DatabaseError), transaction.atomic():
        FormerName.objects.update(handle="x")
    with pytest.raises(TransitionRefused):
        services.finish_renaming(rehana, renaming=renaming, name=GOOD, now=NOW)


def test_a_new_place_needs_a_new_way_in(house: House, account: Account) -> None:
    renaming = begun(house, account, way=Way.MOVE)
    ticked(house, renaming)
    services.finish_renaming(house.scope("rehana"), renaming=renaming, name=GOOD, handle="@fresh", now=NOW)
    account.refresh_from_db()
    assert (account.handle, account.remote_id) == ("fresh", "")
    assert not Credential.objects.filter(account=account).exists()


def test_two_accounts_do_not_end_in_one_place(house: House, account: Account) -> None:
    house.account(handle="other")
    renaming = begun(house, account)
    ticked(house, renaming)
    with pytest.raises(ValidationError) as caught:
        services.finish_renaming(house.scope("rehana"), renaming=renaming, name=GOOD, handle="OTHER", now=NOW)
    assert set(caught.value.error_dict) == {"handle"}
    assert not FormerName.objects.exists()


def test_it_is_given_up_with_a_reason_and_the_name_stays_wrong(house: House, account: Account) -> None:
    renaming, rehana = begun(house, account), house.scope("rehana")
    with pytest.raises(ValidationError):
        services.give_up_renaming(rehana, renaming=renaming, note=" ", now=NOW)
    services.give_up_renaming(rehana, renaming=renaming, note="পেজটি বন্ধ হবে", now=NOW)
    account.refresh_from_db()
    assert (renaming.state, account.name_fault) == (RenamingState.GIVEN_UP, NameFault.POST)
    with pytest.raises(TransitionRefused):
        services.tick_step(rehana, step=renaming.steps.all()[0], done=True, now=NOW)


def test_that_it_falls_due_is_recalled_once(house: House, account: Account) -> None:
    begun(house, account)
    assert reminding.remind(now=NOW) == 0
    soon = NOW + timedelta(days=24)
    assert reminding.remind(now=soon) == 1
    assert reminding.remind(now=soon + timedelta(hours=1)) == 0
    assert Notice.objects.get(kind=Kind.RENAMING).recipient == house.people["rehana"]


@pytest.mark.clause("5.c")
def test_a_panel_is_appointed_for_a_term_whose_end_is_recalled(house: House, account: Account) -> None:
    ends = NOW + timedelta(days=60)
    kamrul, rehana = house.people["kamrul"], house.scope("rehana")
    given: dict[str, Any] = {"account": account, "members": {kamrul: PanelRole.MODERATOR}}
    with pytest.raises(ValidationError):
        services.appoint_panel(rehana, **given, ends_at=NOW, now=NOW)
    services.appoint_panel(rehana, **given, ends_at=ends, now=NOW)
    assert [one.ends_at for one in selectors.panel([account.pk], at=NOW)] == [ends]
    assert not selectors.panel([account.pk], at=ends)
    assert reminding.remind(now=NOW) == 0
    for days, told in ((29, 1), (20, 1), (6, 2), (1, 2)):
        reminding.remind(now=ends - timedelta(days=days))
        assert Notice.objects.filter(kind=Kind.TERM, recipient=kamrul).count() == told, days
    assert list(selectors.terms_ending(rehana, within=timedelta(days=90), now=NOW)) == list(
        selectors.panel([account.pk], at=NOW)
    )


@pytest.mark.clause("5.c")
def test_a_panel_that_somebody_left_is_never_silent(house: House) -> None:
    account = house.panel_of_three()
    rehana = house.scope("rehana")
    assert not selectors.with_unfit_panels(rehana, [1, 3, 5], at=NOW).exists()
    appointment = house.people["farid"].appointments.get()
    type(appointment).objects.filter(pk=appointment.pk).update(ends_at=NOW)
    (found,) = selectors.with_unfit_panels(rehana, [1, 3, 5], at=NOW)
    assert (found, found.serving, selectors.serving_count(account, at=NOW)) == (account, 2, 2)  # type: ignore[attr-defined]  # annotated
    assert not selectors.with_unfit_panels(house.scope("kamrul"), [1, 3, 5], at=NOW).exists()
