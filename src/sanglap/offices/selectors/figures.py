"""What everybody may know in numbers."""

from collections import defaultdict

from sanglap.offices.models import Figure
from sanglap.offices.scope import Scope


def figures(scope: Scope) -> dict[str, dict[str, int]]:
    """How many there are, by what and by which kind of it, as it was a minute ago at most; no secret from anybody.
    Nothing where it was never reckoned. One query over a few rows, whatever the nation's size.
    """
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for one in Figure.objects.all():
        found[one.name][one.part] = one.number
    return dict(found)
