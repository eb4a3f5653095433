"""Does a form say what it wants, mark what is optional, and keep what was typed?"""

from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from shanzhi.web.fields import PhotosField


class Sample(forms.Form):
    words = forms.CharField(label="说说情况", help_text="看到了什么", widget=forms.Textarea)
    phone = forms.CharField(label="联系电话", required=False)
    kind = forms.ChoiceField(label="什么事", choices=[("a", "油烟"), ("b", "噪声")], widget=forms.RadioSelect)
    unit = forms.ChoiceField(label="单位", choices=[("", "请选择"), ("1", "甲")])
    due = forms.DateField(label="日期", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, initial="x")


class Photos(forms.Form):
    photos = PhotosField(required=False, most=2)


def rendered(source: str, **context: Any) -> str:
    return engines["django"].from_string(source).render(context, RequestFactory().get("/")).strip()


def test_label_hint_and_control_belong_together() -> None:
    html = rendered("{% field form.words %}", form=Sample())
    assert 'for="id_words"' in html
    assert 'id="id_words-hint"' in html
    assert 'aria-describedby="id_words-hint"' in html


def test_optional_fields_say_so_and_required_ones_carry_no_asterisk() -> None:
    form = Sample()
    assert "（选填）" in rendered("{% field form.phone %}", form=form)
    required = rendered("{% field form.words %}", form=form)
    assert "（选填）" not in required
    assert "*" not in required


def test_error_at_the_field_and_in_the_summary_are_the_same_words() -> None:
    form = Sample({"secret": "x"})
    summary = rendered("{% form_errors form %}", form=form)
    for name, said in (("words", "请填写「说说情况」。"), ("kind", "请选择「什么事」。"), ("unit", "请选择「单位」。")):
        assert said in summary
        assert said in rendered("{% field form.x %}".replace("x", name), form=form)
    assert 'href="#id_words"' in summary
    assert 'href="#id_kind_0"' in summary


def test_what_was_typed_is_kept_when_the_form_comes_back() -> None:
    form = Sample({"words": "油烟<很大>", "kind": "b", "due": "2026-13-45"})
    assert "油烟&lt;很大&gt;" in rendered("{% field form.words %}", form=form)
    assert 'value="b" checked' in rendered("{% field form.kind %}", form=form)
    assert 'value="2026-13-45"' in rendered("{% field form.due %}", form=form)


def test_a_refusal_without_a_field_stands_in_the_summary() -> None:
    form = Sample({})
    form.add_error(None, "送达日期不能早于立案日期2026年7月5日")
    assert "送达日期不能早于立案日期2026年7月5日" in rendered("{% form_errors form %}", form=form)


def test_an_untouched_form_has_no_summary() -> None:
    assert rendered("{% form_errors form %}", form=Sample()) == ""


def test_a_question_is_the_pages_heading() -> None:
    html = rendered("{% field form.kind kind='tiles' question=True %}", form=Sample())
    assert '<h1 class="question">什么事' in html
    assert 'class="tile"' in html


def test_dates_get_the_browsers_calendar() -> None:
    html = rendered("{% field form.due %}", form=Sample(initial={"due": __import__("datetime").date(2026, 7, 5)}))
    assert 'type="date"' in html
    assert 'value="2026-07-05"' in html


def test_the_rest_of_a_form_comes_once_with_its_hidden_fields() -> None:
    html = rendered("{% field form.words %}|{% fields form %}", form=Sample()).split("|")[1]
    assert "id_words" not in html
    assert 'type="hidden" name="secret"' in html
    assert html.count('name="phone"') == 1


def test_photos_come_as_a_list_and_too_many_are_named() -> None:
    files = [SimpleUploadedFile(f"{n}.jpg", b"x", "image/jpeg") for n in range(3)]
    two = Photos({}, MultiValueDict({"photos": files[:2]}))
    assert two.is_valid()
    assert [photo.name for photo in two.cleaned_data["photos"]] == ["0.jpg", "1.jpg"]
    none = Photos({}, MultiValueDict())
    assert none.is_valid()
    assert none.cleaned_data["photos"] == []
    three = Photos({}, MultiValueDict({"photos": files}))
    assert three.errors["photos"] == ["最多 2 张照片，您选了 3 张。"]
