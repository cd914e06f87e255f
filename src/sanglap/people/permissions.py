"""What can be permitted at all, and which roles permit it."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """Everything somebody may be allowed to do, at an office."""

    ACCOUNT_MANAGE = "account.manage"
    ACCOUNT_REVIEW = "account.review"
    ACCOUNT_VIEW = "account.view"
    MESSAGE_ANSWER = "message.answer"
    MESSAGE_VIEW = "message.view"
    OFFICE_MANAGE = "office.manage"
    POST_APPROVE = "post.approve"
    POST_VIEW = "post.view"
    POST_WRITE = "post.write"


class Role(models.TextChoices):
    """A named set of permissions; a position carries one."""

    HEAD = "head", _("head of office")
    PANEL = "panel", _("panel member")
    AUTHOR = "author", _("author")
    RESPONDER = "responder", _("responder")
    COORDINATOR = "coordinator", _("coordinator")
    AUDITOR = "auditor", _("auditor")


_SEE = frozenset({Permission.ACCOUNT_VIEW, Permission.POST_VIEW, Permission.MESSAGE_VIEW})

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.HEAD: _SEE | {Permission.ACCOUNT_MANAGE, Permission.OFFICE_MANAGE},
    # Whose panel a member serves on is told by the account; the role lets him write, approve and answer there.
    Role.PANEL: _SEE | {Permission.POST_WRITE, Permission.POST_APPROVE, Permission.MESSAGE_ANSWER},
    Role.AUTHOR: _SEE | {Permission.POST_WRITE},
    Role.RESPONDER: _SEE | {Permission.MESSAGE_ANSWER},
    Role.COORDINATOR: _SEE | {Permission.ACCOUNT_REVIEW},
    Role.AUDITOR: _SEE,
}
