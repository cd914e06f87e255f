"""The people who sign in."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.core import guards
from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText, LocalizedTextField
from sanglap.people import names


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None, name: LocalizedText, email: str = "") -> "User":
        """A user who may sign in; what he may do comes from appointments alone. `password` None: cannot sign in."""
        user = self.model(username=names.plain(username), name=name, email=email.strip().lower())
        user.set_password(password)
        user.full_clean(exclude=["last_login"])
        user.save(force_insert=True)
        return user


class User(AbstractBaseUser):
    """A public employee. Rights come from the positions held, never from the user."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(_("user name"), max_length=64, unique=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    name = LocalizedTextField(_("name"))
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        indexes = [models.Index(fields=["email"], name="users_by_email", condition=~models.Q(email=""))]

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
