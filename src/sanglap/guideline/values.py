"""The small words a rulebook is written in: texts, days, times. Each says plainly what is wrong with it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, ValidationError, ValidationInfo
from pydantic_core import InitErrorDetails, PydanticCustomError

from sanglap.core.localized import LocalizedText


class Part(BaseModel):
    """Anything in a rulebook: it does not change, and knows no key but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def fault(*path: str | int, said: str) -> InitErrorDetails:
    """What is wrong at a place below the value being checked."""
    # The braces are pydantic's placeholders.
    said = said.replace("{", "(").replace("}", ")")
    return InitErrorDetails(type=PydanticCustomError("rulebook", said), loc=path, input=None)


def refuse(faults: list[InitErrorDetails]) -> None:
    """Raise all the faults at once, each at its own place; nothing where there are none."""
    if faults:
        raise ValidationError.from_exception_data("rulebook", faults)


def _text(value: object, info: ValidationInfo) -> LocalizedText:
    languages = tuple((info.context or {}).get("languages", ()))
    if not isinstance(value, dict):
        # Pydantic turns a ValueError into a fault; a TypeError would pass through.
        raise ValueError("a text is written as one line for each language")  # noqa: TRY004 - see above
    faults = [
        fault(language, said="this is not a text")
        for language, text in value.items()
        if language in languages and not isinstance(text, str)
    ]
    faults += [
        fault(str(language), said=f"the edition has no language {language}")
        for language in value
        if language not in languages
    ]
    faults += [
        fault(*((language,) if language in value else ()), said=f"the text is missing in {language}")
        for language in languages
        if isinstance(text := value.get(language, ""), str) and not text.strip()
    ]
    refuse(faults)
    return LocalizedText(value)


def _day(value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError("a day is written as 2026-02-19, without quotation marks")


def _time(value: object) -> object:
    # Unquoted, YAML reads 17:00 as the number 1020.
    if not isinstance(value, str) or len(value) != len("09:00"):
        raise ValueError("a time is written as '09:00', in quotation marks")
    return time.fromisoformat(value)


Text = Annotated[LocalizedText, PlainValidator(_text)]
"""A text in every language of the edition, and in no other."""

Day = Annotated[date, BeforeValidator(_day)]
TimeOfDay = Annotated[time, BeforeValidator(_time)]
Count = Annotated[int, Field(strict=True, ge=0)]
Flag = Annotated[bool, Field(strict=True)]
