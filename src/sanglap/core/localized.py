"""What people read in several languages: one value that holds them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.expressions import Expression


class LocalizedText(Mapping[str, str]):
    """An immutable mapping from language code to text. `str()` gives the reader's language, or the first there is."""

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str] | None = None, /, **more: str) -> None:
        self._texts = {language: text for language, text in {**(texts or {}), **more}.items() if text}

    def __getitem__(self, language: str) -> str:
        return self._texts[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mapping) and dict(other) == self._texts

    def __repr__(self) -> str:
        return f"LocalizedText({self._texts!r})"

    def __str__(self) -> str:
        return self.best(get_language() or settings.LANGUAGE_CODE)[0]

    def best(self, language: str) -> tuple[str, str]:
        """The text nearest to that language, and the language it is in: that one, the house's first, or any."""
        for wanted in (language, settings.LANGUAGE_CODE, *self._texts):
            if wanted in self._texts:
                return self._texts[wanted], wanted
        return "", language


class LocalizedTextField(models.JSONField):
    """A `LocalizedText` in a jsonb column. `required` names the languages that must be there."""

    description = "text in several languages"

    def __init__(self, *args: Any, required: tuple[str, ...] = ("bn",), **kwargs: Any) -> None:
        self.required = required
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        if self.required != ("bn",):
            kwargs["required"] = self.required
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Expression, connection: BaseDatabaseWrapper) -> Any:
        loaded = super().from_db_value(value, expression, connection)
        return LocalizedText(loaded) if isinstance(loaded, dict) else loaded

    def to_python(self, value: Any) -> Any:
        return LocalizedText(value) if isinstance(value, Mapping) else value

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(dict(value) if isinstance(value, Mapping) else value)

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's own signature
        return super().get_db_prep_value(
            dict(value) if isinstance(value, Mapping) else value, connection, prepared=prepared
        )

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        if not isinstance(value, Mapping) or any(not value.get(language) for language in self.required):
            raise ValidationError(_("Fill this in in every language that is asked for."), code="required")
        super().validate(dict(value), model_instance)
