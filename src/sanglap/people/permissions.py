"""What can be permitted at all, and which roles permit it."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """Everything somebody may be allowed to do, at an office."""

    ACCESS_RESTORE = "access.restore"
    ACCOUNT_MANAGE = "account.manage"
    ACCOUNT_REVIEW = "account.review"
    ACCOUNT_VIEW = "account.view"
    AUDIT_VIEW = "audit.view"
    INCIDENT_REPORT = "incident.report"
    MESSAGE_ANSWER = "message.answer"
    MESSAGE_VIEW = "message.view"
    OUTBOX_STOP = "outbox.stop"
    OFFICE_MANAGE = "office.manage"
    OFFICE_VIEW = "office.view"
    PEOPLE_MANAGE = "people.manage"
    PEOPLE_VIEW = "people.view"
    POST_APPROVE = "post.approve"
    POST_SUGGEST = "post.suggest"
    POST_VIEW = "post.view"
    POST_WRITE = "post.write"

    @property
    def label(self) -> str:
        """What it lets one do, in the reader's language."""
        return str(_LABELS[self])


_LABELS = {
    Permission.ACCESS_RESTORE: _("give people a new way in"),
    Permission.ACCOUNT_MANAGE: _("propose and connect accounts, appoint their panels"),
    Permission.ACCOUNT_REVIEW: _("review proposed accounts"),
    Permission.ACCOUNT_VIEW: _("see accounts"),
    Permission.AUDIT_VIEW: _("search the whole history"),
    Permission.INCIDENT_REPORT: _("report an account as compromised, which stops it"),
    Permission.MESSAGE_ANSWER: _("answer messages"),
    Permission.MESSAGE_VIEW: _("see messages"),
    Permission.OFFICE_MANAGE: _("change offices, their place and their calendar"),
    Permission.OFFICE_VIEW: _("see offices"),
    Permission.OUTBOX_STOP: _("stop everything that goes out, in an emergency"),
    Permission.PEOPLE_MANAGE: _("set up positions, invite and appoint people"),
    Permission.PEOPLE_VIEW: _("see who serves"),
    Permission.POST_APPROVE: _("approve posts, as a member of the account's panel"),
    Permission.POST_SUGGEST: _("suggest what could be published"),
    Permission.POST_VIEW: _("see posts"),
    Permission.POST_WRITE: _("write posts"),
}


class Role(models.TextChoices):
    """A named set of permissions; a position carries one."""

    HEAD = "head", _("head of office")
    PANEL = "panel", _("panel member")
    AUTHOR = "author", _("author")
    RESPONDER = "responder", _("responder")
    COORDINATOR = "coordinator", _("coordinator")
    AUDITOR = "auditor", _("auditor")
    OPERATOR = "operator", _("system operator")


# Everybody of the staff may suggest something to be published.
_KNOW = frozenset({Permission.OFFICE_VIEW, Permission.PEOPLE_VIEW, Permission.POST_SUGGEST})
_SEE = _KNOW | {Permission.ACCOUNT_VIEW, Permission.POST_VIEW, Permission.MESSAGE_VIEW}
# Whose panel a member serves on is told by the account; the role lets him write, approve and answer there.
_SERVE = _SEE | {
    Permission.POST_WRITE, Permission.POST_APPROVE, Permission.MESSAGE_ANSWER, Permission.OUTBOX_STOP,
    Permission.INCIDENT_REPORT,
}  # fmt: skip
_LEAD = frozenset({Permission.OFFICE_MANAGE, Permission.PEOPLE_MANAGE})

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.HEAD: _SERVE | _LEAD | {Permission.ACCOUNT_MANAGE},
    Role.PANEL: _SERVE,
    Role.AUTHOR: _SEE | {Permission.POST_WRITE, Permission.INCIDENT_REPORT},
    Role.RESPONDER: _SEE | {Permission.MESSAGE_ANSWER, Permission.INCIDENT_REPORT},
    Role.COORDINATOR: _SEE
    | _LEAD
    | {
        Permission.ACCOUNT_REVIEW,
        Permission.ACCESS_RESTORE,
        Permission.OUTBOX_STOP,
        Permission.INCIDENT_REPORT,
    },
    Role.AUDITOR: _SEE | {Permission.AUDIT_VIEW},
    # Runs the machine and reads no content.
    Role.OPERATOR: _KNOW | {Permission.ACCESS_RESTORE},
}

VIEWING = _SEE - {Permission.POST_SUGGEST}
"""What whoever is on leave keeps."""

OVERSIGHT = frozenset({Role.COORDINATOR, Role.AUDITOR, Role.OPERATOR})
"""Roles that only somebody may give who manages people at that office and below it."""


def roles_with(permission: Permission) -> list[Role]:
    """The roles that permit it."""
    return [role for role, given in ROLE_PERMISSIONS.items() if permission in given]


def reaches(role: Role | str, *, below: bool) -> bool:
    """Whether a position of that role, held also `below` its office or not, is given and taken from above only."""
    return below or Role(role) in OVERSIGHT


SENSITIVE = frozenset(Permission) - VIEWING - {
    Permission.POST_SUGGEST, Permission.POST_WRITE, Permission.MESSAGE_ANSWER, Permission.INCIDENT_REPORT
}  # fmt: skip
"""Whoever may approve, publish, manage or audit signs in with a second factor (clause 5.e)."""
