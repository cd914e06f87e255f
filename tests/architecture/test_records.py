"""What must never change cannot be changed, not even by direct SQL."""

import pytest
from django.db import connection

APPEND_ONLY = (
    "attestations_attestation",
    "attestations_evidence",
    "audit_entry",
    "content_paperdecision",
    "content_review",
    "content_revision",
    "content_urgency",
    "content_vote",
    "inbox_messageversion",
    "offices_formeroffice",
    "platforms_decision",
    "platforms_termsversion",
    "suggestions_entry",
    "publishing_publication",
)
ROWS_STAY = (
    *APPEND_ONLY,
    "incidents_incident",
    "incidents_step",
    "moderation_appeal",
    "moderation_hiding",
    "incidents_found",
    "outbox_delivery",
    "outbox_attempt",
    "content_variant",
    "inbox_message",
    "accounts_panelmember",
    "laws_enteredlaw",
    "offices_appointment",
    "offices_officeorder",
    "offices_leave",
    "offices_delegation",
    "people_accesslink",
    "suggestions_suggestion",
)


def triggers(table: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger"
            " WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled = 'O'",
            [table],
        )
        return {name.split("_", 1)[1]: definition for name, definition in cursor.fetchall()}


@pytest.mark.django_db
@pytest.mark.parametrize("table", ROWS_STAY)
def test_rows_cannot_be_deleted(table: str) -> None:
    guards = " ".join(triggers(table).values())
    assert "BEFORE DELETE" in guards
    assert "BEFORE TRUNCATE" in guards


@pytest.mark.django_db
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_rows_cannot_be_changed(table: str) -> None:
    assert any("BEFORE UPDATE" in guard and " WHEN " not in guard for guard in triggers(table).values())
