"""Words, digests and votes: what the database itself holds together, even against direct SQL."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from sanglap.content.models import Revision, Variant, Vote
from sanglap.content.states import VariantState
from sanglap.core.ids import new_id
from sanglap.networks.contract import Kind
from sanglap.outbox.payload import Payload, digest, outgoing
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.clause("6.a")


@pytest.fixture
def approved(db: None) -> Variant:
    house = factories.house()
    return house.approved(house.panel_of_three(), voter="farid")


def run(statement: str, *values: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount != 0


STATEMENTS = (
    "UPDATE content_variant SET payload = replace(payload, 'post', 'answer')",
    "UPDATE content_variant SET digest = repeat('0', 64)",
    "UPDATE content_variant SET payload = 'x', digest = encode(sha256('x'), 'hex')",
    "UPDATE content_variant SET account_id = gen_random_uuid()",
    "UPDATE content_variant SET revision_id = gen_random_uuid()",
    "UPDATE content_variant SET id = gen_random_uuid()",
    "DELETE FROM content_variant",
    "TRUNCATE content_variant CASCADE",
    "UPDATE content_revision SET text = 'x'",
    "UPDATE content_revision SET written_by_id = (SELECT id FROM people_user ORDER BY id DESC LIMIT 1)",
    "DELETE FROM content_revision",
    "TRUNCATE content_revision CASCADE",
    "UPDATE content_vote SET verdict = 'approve'",
    "UPDATE content_vote SET digest = repeat('0', 64)",
    "UPDATE content_vote SET member_id = (SELECT id FROM people_user ORDER BY id DESC LIMIT 1)",
    "DELETE FROM content_vote",
    "TRUNCATE content_vote CASCADE",
)


def test_not_even_direct_sql_changes_what_was_said_shown_and_voted(approved: Variant) -> None:
    before = [list(model.objects.values()) for model in (Variant, Revision, Vote)]
    assert all(before)
    for statement in STATEMENTS:
        with pytest.raises(DatabaseError):
            run(statement)
        assert [list(model.objects.values()) for model in (Variant, Revision, Vote)] == before, statement


def test_how_a_variant_fares_may_change(approved: Variant) -> None:
    """So that the refusals above are not those of a table that nobody can write to."""
    run("UPDATE content_variant SET state = 'replaced'")
    assert Variant.objects.get().state == VariantState.REPLACED


def test_a_digest_that_is_not_that_of_the_payload_cannot_be_stored(approved: Variant) -> None:
    other = Revision.objects.create(
        draft=approved.revision.draft, number=2, text="x", language="en",
        written_by=approved.revision.written_by, written_at=NOW,
    )  # fmt: skip
    values: dict[str, Any] = {"payload": "{}", "revision": other, "account": approved.account}
    for wrong in (digest("{ }"), digest("{}").upper(), digest("{}")[:-1], ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            Variant.objects.create(digest=wrong, **values)
    Variant.objects.create(digest=digest("{}"), **values)


def test_the_database_reckons_the_digest_of_bangla_as_we_do(approved: Variant) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(sha256(convert_to(payload, 'UTF8')), 'hex') FROM content_variant")
        assert cursor.fetchone() == (digest(approved.payload),)


def test_nothing_is_approved_without_a_moment(approved: Variant) -> None:
    with pytest.raises(IntegrityError):
        run("UPDATE content_variant SET decided_at = NULL")


def test_one_vote_for_each_member(approved: Variant) -> None:
    vote = Vote.objects.get()
    vote.pk = new_id()
    with pytest.raises(IntegrityError), transaction.atomic():
        vote.save(force_insert=True)


# The canonical form.

ONE = Payload(new_id(), Kind.POST, "আগামীকাল ছুটি", "bn")


def changed(**fields: object) -> Payload:
    return Payload(
        **{
            name: fields.get(name, getattr(ONE, name))
            for name in ("account_id", "kind", "text", "language", "in_reply_to")
        }  # type: ignore[arg-type]  # fields by name
    )


@pytest.mark.parametrize(
    "other",
    [
        changed(text="আগামীকাল ছুটি।"),
        changed(text="আগামীকাল ছুটি "),
        changed(account_id=new_id()),
        changed(kind=Kind.ANSWER),
        changed(language="en"),
        changed(in_reply_to="7"),
        changed(in_reply_to=""),
    ],
)
def test_whatever_changes_what_is_seen_changes_the_digest(other: Payload) -> None:
    assert digest(other.canonical()) != digest(ONE.canonical())


def test_ways_of_typing_the_same_have_one_digest() -> None:
    assert digest(changed(text="য়\r\nক").canonical()) == digest(changed(text="\u09af\u09bc\nক").canonical())


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(one=texts, other=texts)
def test_no_text_can_pass_for_another(one: str, other: str) -> None:
    first, second = changed(text=one).canonical(), changed(text=other).canonical()
    assert (first == second) == (outgoing(first).text == outgoing(second).text)


@given(text=texts, parent=st.none() | st.text("0123456789", min_size=1, max_size=20))
def test_what_is_sent_is_what_the_canonical_form_says(text: str, parent: str | None) -> None:
    payload = changed(text=text, in_reply_to=parent, kind=Kind.ANSWER)
    canonical = payload.canonical()
    sent = outgoing(canonical)
    assert (sent.kind, sent.language, sent.in_reply_to) == (Kind.ANSWER, "bn", parent)
    assert changed(text=sent.text, in_reply_to=parent, kind=Kind.ANSWER).canonical() == canonical


def test_a_form_that_we_do_not_know_is_not_sent() -> None:
    with pytest.raises(ValueError, match="form 3"):
        outgoing(ONE.canonical().replace('"form":2', '"form":3'))


def test_the_stored_words_are_those_of_the_revision(approved: Variant) -> None:
    assert outgoing(approved.payload).text == approved.revision.text
    assert json.loads(approved.payload)["account"] == str(approved.account_id)
