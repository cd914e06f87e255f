"""What the other services of people build on."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from sanglap.audit.models import ActorKind
from sanglap.audit.services import Actor
from sanglap.people.models import User


def actor(user: User) -> Actor:
    """The user as the history names him."""
    return Actor(ActorKind.USER, str(user.pk), user.name)


def set_password(user: User, password: str) -> None:
    """Write a password that is good enough. Raises ValidationError on the field `password`."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error}) from None
    user.set_password(password)
    user.save(update_fields=["password"])
