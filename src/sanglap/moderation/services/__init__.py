"""Deciding that something is hidden, doing it, telling of it, lifting it; appeals and their answers."""

from sanglap.moderation.services.appealing import answer, appeal
from sanglap.moderation.services.deciding import decide
from sanglap.moderation.services.doing import confirm, lift, told, undone
from sanglap.moderation.services.figures import reckon

__all__ = ["answer", "appeal", "confirm", "decide", "lift", "reckon", "told", "undone"]
