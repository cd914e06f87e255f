"""The people who sign in."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from sanglap.core.ids import new_id
from sanglap.core.localized import LocalizedText, LocalizedTextField


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None, name: LocalizedText, email: str = "") -> "User":
        """A user who may sign in; what he may do comes from appointments alone. `password` None: cannot sign in."""
        user = self.model(username=username.strip().lower(), name=name, email=self.normalize_email(email))
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

    def __str__(self) -> str:
        return str(self.name)
