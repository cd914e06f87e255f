"""The people who sign in."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText, LocalizedTextField
from sanglap.language.matching import skeleton
from sanglap.people import names


def search_words(username: str, name: LocalizedText) -> str:
    """What a person is found by: user name and names, as `language.matching.skeleton` has them."""
    return " " + " ".join(dict.fromkeys(skeleton(text) for text in (username, *name.values())))


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None, name: LocalizedText, email: str = "") -> "User":
        """A user who may sign in; what he may do comes from appointments alone. `password` None: cannot sign in."""
        user = self.model(username=names.plain(username), name=name, email=email.strip().lower())
        user.search = search_words(user.username, name)
        user.set_password(password)
        user.full_clean(exclude=["last_login"])
        try:
            with transaction.atomic():
                user.save(force_insert=True)
        except IntegrityError:
            # Somebody else entered the name between the two: it is refused in the same words.
            user.full_clean(exclude=["last_login"])
            raise
        return user


class User(AbstractBaseUser):
    """A public employee. Rights come from the positions held, never from the user."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(_("user name"), max_length=64, unique=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    name = LocalizedTextField(_("name"))
    is_active = models.BooleanField(default=True)
    shut_out_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who shut the person out, where that was a person."""
    search = models.TextField(editable=False, default="")
    """Kept by the services."""

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        indexes = [
            models.Index(fields=["email"], name="users_by_email", condition=~models.Q(email="")),
            GinIndex(fields=["search"], name="user_search", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        # Not AbstractBaseUser's own, which would undo what `names.plain` does.
        try:
            names.check(self.username)
        except ValidationError as error:
            raise ValidationError({"username": error}) from None


class LinkKind(models.TextChoices):
    """What a link is for."""

    INVITATION = "invitation", _("invitation")
    RESTORATION = "restoration", _("new way in")


class AccessLink(models.Model):
    """A link, good for one use and a few days, by which a person chooses a password. The token itself is not kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="access_links")
    kind = models.CharField(max_length=12, choices=LinkKind)
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token, in hex."""
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-id"], name="links_of_user")]
        triggers = guards.rows_stay()
