"""The tie between what a panel approved and what was sent."""

import pgtrigger
from django.db import models

from sanglap.content.models import Variant
from sanglap.core import guards
from sanglap.outbox.models import Delivery


def _of_the_same() -> pgtrigger.Trigger:
    """Refuse a tie between a delivery and words that no panel approved, or other words, or another account's."""
    return pgtrigger.Trigger(
        name="says_what_was_approved",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            IF NOT EXISTS (
                SELECT FROM content_variant v
                JOIN content_revision r ON r.id = v.revision_id
                JOIN content_draft c ON c.id = r.draft_id
                JOIN outbox_delivery d ON d.id = NEW.delivery_id
                WHERE v.id = NEW.variant_id AND v.state = 'approved'
                    AND d.digest = v.digest AND d.payload = v.payload AND d.account_id = v.account_id
                    AND d.office_id = c.office_id AND d.kind = c.kind
            ) THEN
                RAISE EXCEPTION 'delivery % is not what was approved as %', NEW.delivery_id, NEW.variant_id;
            END IF;
            RETURN NEW;
        """,
    )


class Publication(models.Model):
    """An approved variant and its delivery: one each, so that nothing that was approved once goes out twice."""

    variant = models.OneToOneField(Variant, on_delete=models.PROTECT, primary_key=True, related_name="publication")
    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="publication")

    class Meta:
        triggers = [_of_the_same(), *guards.append_only()]
