"""What everybody may know in numbers, reckoned beforehand."""

from django.db import models


class Figure(models.Model):
    """How many there are of something: `name` tells of what, `part` of which kind of it ("" for all)."""

    name = models.CharField(max_length=32)
    part = models.CharField(max_length=32, blank=True)
    number = models.PositiveIntegerField()
    reckoned_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "part"], name="one_figure_of_a_kind")]
