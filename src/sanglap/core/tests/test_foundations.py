"""Ids, the clock, localized texts and transition tables."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import models
from django.test import override_settings
from django.utils.translation import override

from sanglap.core import clock
from sanglap.core.ids import ALPHABET, new_code, new_id
from sanglap.core.localized import LocalizedText
from sanglap.core.states import TransitionRefused, Transitions


def test_ids_sort_by_their_time() -> None:
    made = [new_id() for _ in range(2000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {one.version for one in made} == {7}


def test_codes_are_easy_to_read_out() -> None:
    code = new_code(200)
    assert len(code) == 200
    assert set(code) <= set(ALPHABET)
    assert not set("ILOU") & set(ALPHABET)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("", timedelta()),
        ("+3d4h30m", timedelta(days=3, hours=4, minutes=30)),
        ("-2h", timedelta(hours=-2)),
        ("+90s", timedelta(seconds=90)),
    ],
)
def test_the_clock_is_shifted(text: str, span: timedelta) -> None:
    with override_settings(SANGLAP_CLOCK=text):
        assert abs(clock.now() - datetime.now(UTC) - span) < timedelta(seconds=2)


@pytest.mark.parametrize("text", ["3d", "+", "-", "tomorrow", "+3x", "+3h3d"])
def test_a_shift_that_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="SANGLAP_CLOCK"):
        clock.parse_shift(text)


def test_a_text_in_the_readers_language() -> None:
    text = LocalizedText(bn="দপ্তর", en="Office")
    with override("en"):
        assert str(text) == "Office"
    with override("bn"):
        assert str(text) == "দপ্তর"
    assert text == {"bn": "দপ্তর", "en": "Office"}
    assert hash(text) == hash(LocalizedText({"en": "Office", "bn": "দপ্তর"}))


def test_a_text_that_the_reader_has_not() -> None:
    with override("en"):
        assert str(LocalizedText(bn="দপ্তর")) == "দপ্তর"
        assert LocalizedText(bn="দপ্তর").best("en") == ("দপ্তর", "bn")
        assert LocalizedText(fr="Bureau").best("en") == ("Bureau", "fr")
        assert str(LocalizedText()) == ""


class Light(models.TextChoices):
    RED = "red", "red"
    GREEN = "green", "green"
    OUT = "out", "out"


LIGHTS = Transitions(
    Light,
    Light.RED,
    {Light.RED: {Light.GREEN: "light.go"}, Light.GREEN: {Light.RED: "light.stop", Light.OUT: "light.out"}},
)


def test_a_table_knows_its_steps() -> None:
    assert LIGHTS.verb("red", "green") == "light.go"
    assert LIGHTS.sources(Light.RED) == [Light.GREEN]
    assert LIGHTS.final == {Light.OUT}
    assert LIGHTS.verbs == {"light.go", "light.stop", "light.out"}
    with pytest.raises(TransitionRefused):
        LIGHTS.verb("red", "out")
    with pytest.raises(TransitionRefused):
        LIGHTS.verb("out", "red")
