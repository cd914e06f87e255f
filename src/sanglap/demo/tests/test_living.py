"""The year of a few offices: whole, consistent, the same every time."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count, F, Q

from sanglap.accounts.models import Account
from sanglap.accounts.states import AccountState
from sanglap.attestations.models import Attestation, Current
from sanglap.audit.models import Entry
from sanglap.audit.verbs import sentence
from sanglap.content.approval import closed_gate
from sanglap.content.models import Draft, Finding, Revision, Variant
from sanglap.content.selectors import waiting_for
from sanglap.content.states import VariantState
from sanglap.demo import cast, living
from sanglap.demo.living.register import REGISTER
from sanglap.demo.services import seed_extras, seed_orders, seed_people
from sanglap.duties.models import Duty, Standing
from sanglap.duties.rules.confirmed import CONFIRMED
from sanglap.inbox.models import Answer, Message, MessageVersion
from sanglap.inbox.states import MessageState
from sanglap.incidents.models import Incident
from sanglap.language.normal import normalise
from sanglap.moderation.models import Appeal, Hiding, Tally
from sanglap.networks.contract import Kind
from sanglap.offices.models import Appointment, Office, OwnPhrase
from sanglap.offices.scope import Scope
from sanglap.offices.screening import holding, key_of
from sanglap.outbox.models import Delivery, Stop
from sanglap.outbox.states import DeliveryState
from sanglap.people.models import User
from sanglap.publishing.models import Publication
from tests.factories import NOW, quick_passwords

pytestmark = pytest.mark.django_db

SERVER = "http://localhost:8001"
FEW = tuple(
    one for one in REGISTER if one.code in {"cabinet-division", "bd-div-6", "bd-dist-46", "bd-upa-362", "bd-upa-361"}
)


def tell() -> list[Mapping[str, Any]]:
    """Tell the year of a few offices; gives what the network is to hold."""
    with quick_passwords:
        offices, people = seed_people(now=living.begin(NOW))
        seed_extras(offices, now=living.begin(NOW))
        seed_orders(offices, now=living.begin(NOW))
    lines = io.StringIO()
    living.seed_year(people, server=SERVER, lines=lines, now=NOW, say=lambda _text: None, sketches=FEW)
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def scope(username: str) -> Scope:
    return Scope.of(User.objects.get(username=username), NOW)


def test_a_year_is_told_the_same_every_time() -> None:
    with transaction.atomic():
        before = tell()
        transaction.set_rollback(True)
    lines = tell()
    assert [{**line, "token": ""} for line in lines] == [{**line, "token": ""} for line in before]
    assert living.told()
    _what_was_published_was_approved()
    _messages_and_answers_agree()
    _both_sides_know_the_same(lines)
    _the_history_can_be_read()
    _weeks_are_reckoned()
    _what_was_confirmed_can_be_read()
    _everybody_finds_work()
    _what_was_hidden_stands_at_each_place()
    _offices_look_for_phrases_of_their_own()


def _offices_look_for_phrases_of_their_own() -> None:
    """Two of the upazila's hold and one is ended, one comes from above; one of them speaks in a draft that waits."""
    upazila = Office.objects.get(code="bd-upa-362")
    assert sorted(one.office.code for one in holding(upazila.pk).select_related("office")) == [
        "bd-dist-46", "bd-upa-362", "bd-upa-362",
    ]  # fmt: skip
    assert OwnPhrase.objects.filter(office=upazila).exclude(ended_at=None).count() == 1
    waiting = Finding.objects.filter(revision__variants__state=VariantState.SUBMITTED, revision__draft__office=upazila)
    assert any(key_of(mark["source"]) for finding in waiting for mark in finding.marks)


def _what_was_hidden_stands_at_each_place() -> None:
    assert set(Hiding.objects.values_list("measure", "state")) == {
        ("hide", "decided"), ("hide", "in_force"), ("hide", "lifted"), ("block", "in_force"), ("close", "in_force"),
    }  # fmt: skip
    assert Appeal.objects.filter(state="open").count() == 1
    assert Tally.objects.filter(what="hide", number__gt=0).exists()


def _what_was_confirmed_can_be_read() -> None:
    """Every statement is of its class, each kind has one current row, and care shows in how the duties stand."""
    made = list(Attestation.objects.all())
    assert made
    assert all(one.said.title for one in made)
    latest: dict[tuple[Any, str], Any] = {}
    for one in sorted(made, key=lambda one: one.at):
        latest[one.account_id, one.kind] = one.at
    assert {(one.account_id, one.kind): one.at for one in Current.objects.all()} == latest
    assert Incident.objects.filter(drill=True, state="closed", account__office__code="bd-upa-362").exists()

    def stands(code: str) -> dict[str, int]:
        whose = {"account__office__code": code, "account__network": "mastodon"}
        rows = Duty.objects.filter(kind__in=CONFIRMED, current=True, **whose)
        return {name: rows.filter(standing=name).count() for name in ("kept", "broken")}

    assert stands("bd-upa-362")["broken"] == 0
    assert stands("bd-upa-361")["broken"] > 2


def _what_was_published_was_approved() -> None:
    published = Delivery.objects.filter(state=DeliveryState.PUBLISHED)
    assert published.filter(kind=Kind.POST).count() > 300
    assert not published.filter(publication=None).exists()
    assert not published.filter(published_at__gt=NOW).exists()
    assert not Publication.objects.exclude(variant__digest=F("delivery__digest")).exists()
    assert (
        not Publication.objects.exclude(delivery__created_at__gt=F("variant__decided_at"))
        .filter(delivery__attempts=1)
        .exclude(delivery__created_at=F("variant__decided_at"))
        .exists()
    )
    assert not Draft.objects.annotate(written=Count("revisions")).exclude(written=F("latest")).exists()
    late = Variant.objects.filter(state=VariantState.APPROVED).select_related("account", "revision__draft")
    states = Account.objects.filter(state=AccountState.ACTIVE)
    for variant in late.filter(account__in=states).prefetch_related("votes").order_by("-id")[:150]:
        assert closed_gate(variant) == ""


def _messages_and_answers_agree() -> None:
    assert Message.objects.count() > 300
    assert not Message.objects.filter(versions=None).exists()
    # Whoever was told why his words are hidden has that for an answer.
    unsaid = Message.objects.filter(state=MessageState.ANSWERED, answers=None)
    assert not unsaid.filter(~Q(hidings__told_by__in=["private", "public"])).exists()
    assert not Message.objects.filter(Q(state=MessageState.OPEN) & ~Q(answers=None)).exists()
    assert not Answer.objects.exclude(draft__in_reply_to=F("message__remote_id")).exists()
    assert not Answer.objects.filter(draft__created_at__lt=F("message__written_at")).exists()
    for text in (
        *Revision.objects.values_list("text", flat=True),
        *MessageVersion.objects.values_list("text", flat=True),
    ):
        assert text == normalise(text)


def _both_sides_know_the_same(lines: list[Mapping[str, Any]]) -> None:
    there = {str(line["id"]): line for line in lines if line["kind"] == "status"}
    ours = dict(Delivery.objects.filter(attempts=1, state=DeliveryState.PUBLISHED).values_list("remote_id", "url"))
    heard = dict(Message.objects.filter(entered_by=None).values_list("remote_id", "url"))
    assert there.keys() == ours.keys() | heard.keys()
    handles = {line["id"]: line["handle"] for line in lines if line["kind"] == "account"}
    for number, url in (*ours.items(), *heard.items()):
        assert url == f"{SERVER}/@{handles[there[number]['account']]}/{number}"
    seen: set[int | None] = {None}
    for line in there.values():
        assert line["in_reply_to"] in seen
        seen.add(line["id"])
    versions = MessageVersion.objects.filter(message__entered_by=None).order_by("number")
    for number, text in versions.values_list("message__remote_id", "text"):
        assert text in {version["text"] for version in there[number]["versions"]}


def _the_history_can_be_read() -> None:
    for verb in set(Entry.objects.values_list("verb", flat=True)):
        assert str(sentence(verb))
    assert not Entry.objects.filter(at__gt=NOW).exists()


def _weeks_are_reckoned() -> None:
    weeks = Duty.objects.filter(account__handle="shibalaya_upazila", account__network="mastodon")
    assert weeks.count() >= 52
    assert weeks.filter(standing=Standing.KEPT).count() >= 48
    assert Duty.objects.filter(account__handle="ghior_upazila", standing=Standing.BROKEN).count() >= 15


def _everybody_finds_work() -> None:
    unordered = Appointment.objects.filter(order=None).values_list("user__username", flat=True)
    assert list(unordered) == [cast.UNORDERED]
    for username, least in (("kamrul", 3), ("tanvir", 2), ("rokeya", 1), ("anisur", 1)):
        assert waiting_for(scope(username), now=NOW).count() >= least, username
    assert Message.objects.filter(account__handle="shibalaya_upazila", state=MessageState.OPEN).count() >= 3
    assert {DeliveryState.BY_HAND, DeliveryState.FAILED, DeliveryState.UNKNOWN} <= set(
        Delivery.objects.values_list("state", flat=True)
    )
    assert {AccountState.PROPOSED, AccountState.MORE_INFORMATION} <= set(
        Account.objects.values_list("state", flat=True)
    )
    assert Variant.objects.filter(revision__draft__publish_at__gt=NOW, state=VariantState.APPROVED).count() >= 2
    assert Stop.objects.filter(lifted_at=None).count() == 1
