"""What the components' own tags say, and that a field is tied to what is said about it."""

from datetime import timedelta

import pytest
from django import forms
from django.template import engines
from django.utils import translation

from sanglap.core import clock
from sanglap.core.templatetags import sanglap as tags


class Form(forms.Form):
    text = forms.CharField(
        label="Text", help_text="Short.", widget=forms.Textarea(attrs={"rows": 8, "autofocus": True})
    )
    name = forms.CharField(label="Name", required=False)
    secret = forms.CharField(widget=forms.PasswordInput)
    office = forms.ChoiceField(choices=[("1", "One")])
    boxes = forms.MultipleChoiceField(choices=[("1", "One"), ("2", "Two")], widget=forms.CheckboxSelectMultiple)
    radios = forms.ChoiceField(choices=[("1", "One"), ("2", "Two")], widget=forms.RadioSelect)
    tick = forms.BooleanField(label="Yes", required=False)


def rendered(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load sanglap %}" + source).render(context)


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=-90), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=61), "1 minute ago"),
        (timedelta(minutes=59, seconds=30), "59 minutes ago"),
        (timedelta(minutes=61), "1 hour ago"),
        (timedelta(hours=47), "1 day ago"),
        (timedelta(days=29, hours=12), "29 days ago"),
        (timedelta(days=61), "2 months ago"),
        (timedelta(days=800), "2 years ago"),
    ],
)
def test_since_names_the_largest_whole_unit(passed: timedelta, words: str) -> None:
    with translation.override("en"):
        assert tags.since(clock.now() - passed) == words


def test_since_is_empty_for_no_moment() -> None:
    assert tags.since(None) == ""


def test_with_links_marks_addresses_and_escapes_what_is_not_safe() -> None:
    marked = tags.with_links("See https://gov.bd/?a=1&b=2 <script>")
    assert marked == ('See <span class="sg-post__link">https://gov.bd/?a=1&amp;b=2</span> &lt;script&gt;')
    assert "&amp;amp;" not in tags.with_links(marked)


def test_a_control_keeps_the_widget_and_names_its_hint_count_and_error() -> None:
    html = rendered("{% control f.text data_most=500 rows='' %}", f=Form({"text": ""}))
    assert 'aria-describedby="id_text-hint id_text-error id_text-count"' in html
    assert 'class="govuk-textarea govuk-textarea--error"' in html
    assert 'rows="8"' in html
    assert "autofocus" in html


def test_a_control_without_hint_and_error_names_nothing() -> None:
    html = rendered("{% control f.name %}", f=Form())
    assert "aria-describedby" not in html
    assert 'class="govuk-input"' in html


def test_a_password_is_never_sent_back() -> None:
    html = rendered("{% control f.secret %}", f=Form({"secret": "hidden-word"}))
    assert 'type="password"' in html
    assert "hidden-word" not in html


def test_a_select_is_a_select() -> None:
    assert rendered("{% control f.office %}", f=Form()).startswith('<select name="office" class="govuk-select"')


@pytest.mark.parametrize(
    ("field", "kind", "shape"),
    [
        ("boxes", "choices", "checkboxes"),
        ("radios", "choices", "radios"),
        ("tick", "tick", None),
        ("text", "plain", None),
    ],
)
def test_how_a_field_is_drawn(field: str, kind: str, shape: str | None) -> None:
    bound = Form()[field]
    assert tags.kind(bound) == kind
    if shape:
        assert tags.shape_of_choices(bound) == shape


def component(name: str, **context: object) -> str:
    source = {
        "field": '{% cotton field :field="field" :most="most" %}{% endcotton %}',
        "errors": '{% cotton errors :form="form" %}{% endcotton %}',
        "said": '{% cotton said who="{{ who }}" :at="at" %}{{ words }}{% endcotton %}',
    }[name]
    return rendered(source, **context)


def test_several_may_be_chosen_of_boxes_and_one_of_radios() -> None:
    form = Form({"boxes": ["2"], "radios": "1"})
    boxes, radios = (component("field", field=form[name], most="") for name in ("boxes", "radios"))
    assert boxes.count('type="checkbox"') == 2
    assert 'value="2" id="id_boxes_1" checked' in boxes
    assert radios.count('type="radio"') == 2


def test_every_id_a_field_points_at_is_there() -> None:
    form = Form({"tick": "on"})
    for bound in form:
        html = component("field", field=bound, most=500 if bound.name == "text" else "")
        for name in tags.described_by(bound, counted=bound.name == "text").split():
            assert f'id="{name}"' in html, bound.name


def test_the_summary_leads_to_each_faulty_field_and_names_it() -> None:
    html = component("errors", form=Form({}))
    assert '<a href="#id_text">Text: ' in html
    assert 'href="#id_boxes"' in html
    assert "#id_name" not in html


def test_what_a_stranger_writes_stays_text() -> None:
    html = component("said", who="<b>Salma</b> & Sons", words="<script>", at=clock.now())
    assert "&lt;b&gt;Salma&lt;/b&gt; &amp; Sons" in html
    assert "&lt;script&gt;" in html
    assert "&amp;lt;" not in html


def test_the_style_page_renders_in_both_languages() -> None:
    from django.template.loader import get_template
    from django.test import RequestFactory

    from sanglap.core import showcase

    for language in ("bn", "en"):
        with translation.override(language):
            html = get_template("core/components.html").render(showcase.context(), RequestFactory().get("/components/"))
        assert html.count("<fieldset") == 4
        assert html.count('class="sg-strip__week ') == 53


def test_a_moment_has_nothing_around_it_so_that_a_full_stop_may_follow() -> None:
    compiled = engines["django"].get_template("cotton/when.html").render({"at": clock.now()})
    assert compiled.startswith("<time")
    assert compiled.endswith("</time>")
