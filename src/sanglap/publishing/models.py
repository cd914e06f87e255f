"""The tie between what a panel approved and what was sent."""

from django.db import models

from sanglap.content.models import Variant
from sanglap.outbox.models import Delivery


class Publication(models.Model):
    """An approved variant and its delivery: one each, so that nothing that was approved once goes out twice."""

    variant = models.OneToOneField(Variant, on_delete=models.PROTECT, primary_key=True, related_name="publication")
    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="publication")
