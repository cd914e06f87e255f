"""How an office writes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.core.ids import new_id
from sanglap.offices.models import Office

# Django finds an app's models here; those of videos and sounds have a file of their own.


class Digits(models.TextChoices):
    """In which digits an office writes numbers in Bangla texts."""

    AS_TYPED = "as_typed", _("as they were typed")
    BANGLA = "bn", _("Bangla digits: ১২৩")
    LATIN = "latin", _("international digits: 123")


class Style(models.Model):
    """How an office writes its posts."""

    office = models.OneToOneField(Office, on_delete=models.PROTECT, primary_key=True, related_name="style")
    digits = models.CharField(max_length=8, choices=Digits, default=Digits.AS_TYPED)


class SnippetKind(models.TextChoices):
    """What ready words are for."""

    TEMPLATE = "template", _("beginning of a post")
    SIGNATURE = "signature", _("signature")
    HASHTAGS = "hashtags", _("hashtags")


class Snippet(models.Model):
    """Ready words of an office: how posts of a kind begin, what stands under them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="snippets")
    kind = models.CharField(max_length=12, choices=SnippetKind)
    name = models.CharField(max_length=80)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="snippets_by_name")]
        ordering = ["kind", "name"]
