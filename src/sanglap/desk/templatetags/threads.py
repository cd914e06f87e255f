"""What is shown of threads."""

from collections.abc import Iterable

from django import template

from sanglap.content.models import Variant
from sanglap.desk.posts import thread
from sanglap.desk.posts.thread import Piece, Span
from sanglap.outbox.models import Delivery
from sanglap.outbox.payload import outgoing

register = template.Library()


@register.filter
def pieces(variant: Variant, spans: Iterable[Span] | str = ()) -> list[Piece]:
    """The parts in which a variant goes out, with what is marked in its text; nothing where it goes out as it is."""
    marks = () if isinstance(spans, str) else spans
    return thread.pieces(variant.account, variant.parts, variant.language, text=variant.text, spans=marks)


@register.filter
def pieces_sent(delivery: Delivery | None) -> list[Piece]:
    """The parts of a delivery that is a thread."""
    if delivery is None or delivery.parts == 1:
        return []
    said = outgoing(delivery.payload)
    return thread.pieces(delivery.account, said.parts, said.language)
