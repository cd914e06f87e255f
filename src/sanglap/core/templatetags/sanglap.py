"""What the components need beyond Django's own tags. Numbers and dates in the reader's digits are in `reading`."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select, Textarea
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from sanglap.core import clock

register = template.Library()

_ADDRESS = re.compile(r"https?://[^\s<]+")
_STEPS: tuple[tuple[timedelta, Callable[[int], str]], ...] = (
    (timedelta(days=365), lambda n: ngettext("%(n)d year ago", "%(n)d years ago", n)),
    (timedelta(days=30), lambda n: ngettext("%(n)d month ago", "%(n)d months ago", n)),
    (timedelta(days=1), lambda n: ngettext("%(n)d day ago", "%(n)d days ago", n)),
    (timedelta(hours=1), lambda n: ngettext("%(n)d hour ago", "%(n)d hours ago", n)),
    (timedelta(minutes=1), lambda n: ngettext("%(n)d minute ago", "%(n)d minutes ago", n)),
)


@register.filter
def since(moment: datetime | None) -> str:
    """How long ago in words, by the largest whole unit ("3 hours ago"), in Latin digits: pipe it through `digits`.

    What is less than a minute ago, or still to come, is "just now"; "" for none.
    """
    if moment is None:
        return ""
    passed = clock.now() - moment
    for unit, words in _STEPS:
        if passed >= unit:
            number = passed // unit
            return words(number) % {"n": number}
    return gettext("just now")


@register.filter
def with_links(text: str) -> SafeString:
    """Marks the addresses in a piece of safe HTML without making links of them; other text is escaped first."""
    return mark_safe(  # noqa: S308 - escaped on this very line, and the span adds nothing of the text's
        _ADDRESS.sub(r'<span class="sg-post__link">\g<0></span>', conditional_escape(text))
    )


@register.filter
def kind(field: BoundField) -> str:
    """How `<c-field>` draws a field: `choices` (boxes or radios), `tick` (one box) or `plain`."""
    widget = field.field.widget
    if isinstance(widget, RadioSelect):
        return "choices"
    return "tick" if isinstance(widget, CheckboxInput) else "plain"


@register.filter
def shape_of_choices(field: BoundField) -> str:
    """The word of govuk-frontend's classes for the choices of that field."""
    # Django's boxes are a kind of its radios, so they are asked for first.
    return "checkboxes" if isinstance(field.field.widget, CheckboxSelectMultiple) else "radios"


@register.filter
def held(field: BoundField) -> object | None:
    """The file that is held for this field since the form was sent: its `key` and `name`. None: none is."""
    return getattr(field.form, "held_files", {}).get(field.name)


@register.simple_tag
def control(field: BoundField, **more: object) -> SafeString:
    """The field's own input with our classes, tied to its hint, error and count; `more` adds what is not empty."""
    word = next(
        (name for widget, name in _CLASSES.items() if isinstance(field.field.widget, widget)),
        "govuk-input",
    )
    return field.as_widget(
        attrs={
            "class": f"{word} {word}--error" if field.errors else word,
            # What is asked for in one language is written, read out and spelled in it.
            **({"lang": language} if (language := field.name.rpartition("_")[2]) in dict(settings.LANGUAGES) else {}),
            "aria-describedby": described_by(field, counted=bool(more.get("data_most"))) or False,
            **{name.replace("_", "-"): str(value) for name, value in more.items() if value not in (None, "")},
        }
    )


def described_by(field: BoundField, *, counted: bool = False) -> str:
    """The ids of what is said about a field, as `<c-about>` and `<c-field>` set them; "" for nothing."""
    about = (("hint", field.help_text), ("error", field.errors), ("count", counted))
    return " ".join(f"{field.auto_id}-{name}" for name, there in about if there)


@register.filter
def about(field: BoundField) -> str:
    """`described_by` for templates."""
    return described_by(field)


_CLASSES: dict[type, str] = {
    Textarea: "govuk-textarea",
    Select: "govuk-select",
    CheckboxInput: "govuk-checkboxes__input",
}
