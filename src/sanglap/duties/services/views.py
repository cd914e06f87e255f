"""Views of the board that a reader keeps under names of his own."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanglap.core.errors import on_field
from sanglap.duties.board.pick import Pick
from sanglap.duties.models import BoardPage, BoardView
from sanglap.offices.scope import Scope
from sanglap.people.models import User
from sanglap.people.permissions import Permission

MOST = 20


@transaction.atomic
def save_view(scope: Scope, *, name: str, page: BoardPage, pick: Pick) -> BoardView:
    """Keep what is picked on that page under a name. Raises Forbidden; ValidationError where the name is taken, or
    there are `MOST` already.
    """
    scope.require(Permission.ACCOUNT_VIEW, pick.root, below=pick.deep)
    own = BoardView.objects.filter(user=_alone(scope))
    if own.count() >= MOST:
        raise on_field("name", _("There are twenty views already. Remove one first."), "many")
    _check(own.filter(name=name).exists())
    return BoardView.objects.create(user=scope.person, name=name, page=page, picked=pick.plain())


@transaction.atomic
def rename_view(scope: Scope, *, view: BoardView, name: str) -> None:
    """Call one of the reader's own views otherwise. Raises ValidationError where the name is taken."""
    own = BoardView.objects.filter(user=_alone(scope))
    _check(own.filter(name=name).exclude(pk=view.pk).exists())
    own.filter(pk=view.pk).update(name=name)


@transaction.atomic
def remove_view(scope: Scope, *, view: BoardView) -> None:
    """Forget one of the reader's own views. A second time changes nothing."""
    BoardView.objects.filter(user=scope.person, pk=view.pk).delete()


def _alone(scope: Scope) -> User:
    """The reader, with no other act of his on his views meanwhile: two clicks make one view."""
    return User.objects.select_for_update(no_key=True).get(pk=scope.person.pk)


def _check(taken: bool) -> None:  # noqa: FBT001 - the one thing that it checks
    if taken:
        raise on_field("name", _("You have a view of that name already. Choose another name."), "twice")
