"""The parts of pages: who sees the page of all parts, and what the parts say to those who do not see."""

import datetime as dt
import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import reverse

from office.fields import JapaneseDateField
from office.form_errors import mistakes
from office.icons import shapes
from tests.conftest import client_of

DAY = dt.date(2026, 9, 18)


def drawn(tags: str, /, **context) -> str:
    return Template("{% load kouryu_ui crispy_forms_tags %}" + tags).render(Context(context))


# --- The page -------------------------------------------------------------------------------------------------------------
def test_coordinators_see_all_parts(coordinator):
    page = client_of(coordinator).get(reverse("office:components"))
    assert page.status_code == 200
    text = page.content.decode()
    assert "<title>エラー:部品の一覧 | 新現役交流会</title>" in text
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|placeholder=|<script(?![^>]*\ssrc=)", text)
    assert text.count('class="btn btn-primary"') == 1
    assert len(re.findall(r"<h1", text)) == 1


@pytest.mark.parametrize("role", ["branch_a", "head_office_a", "senior_a", "reception"])
def test_others_do_not(role, request):
    page = client_of(request.getfixturevalue(role)).get(reverse("office:components"))
    assert page.status_code == 403
    assert "この操作はできません" in page.content.decode()


def test_strangers_are_sent_to_sign_in(db):
    assert client_of(None).get(reverse("office:components")).status_code == 302


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_need_no_context(name):
    assert 'href="/"' in get_template(f"{name}.html").render()


def test_the_sign_in_page(db):
    page = client_of(None).post(reverse("institutions:sign_in"), {"username": "", "password": ""}).content.decode()
    assert "novalidate" in page and "エラー:職員の入口" in page and 'href="#id_password"' in page


def test_the_menu_marks_where_one_is(coordinator):
    page = client_of(coordinator).get("/").content.decode()
    assert page.count('aria-current="page"') == 1
    assert "佐伯 美和" in page and "ログアウト" in page


# --- Forms ---------------------------------------------------------------------------------------------------------------
class Everything(forms.Form):
    name = forms.CharField(label="企業名", help_text="例:株式会社東和製作所")
    day = JapaneseDateField(label="開催日", help_text="令和でも西暦でも")
    answer = forms.ChoiceField(label="返事", choices=[("y", "はい"), ("n", "いいえ")], widget=forms.RadioSelect)
    place = forms.ChoiceField(label="県", choices=[("", "選んでください"), ("13", "東京都")])
    paper = forms.FileField(label="ファイル", required=False)
    agreed = forms.BooleanField(label="読みました")


def test_label_help_control_error_in_this_order():
    text = drawn("{{ form|crispy }}", form=Everything({}))
    field = text[text.index('id="div_id_name"') :]
    places = [field.index(part) for part in ("<label", "必須", "id_name_helptext", "<input", "id_name_error")]
    assert places == sorted(places)
    assert 'aria-describedby="id_name_helptext id_name_error"' in field
    assert 'aria-invalid="true"' in field
    assert "任意" in text[text.index('id="div_id_paper"') :]


def test_groups_are_described_as_groups():
    text = drawn("{{ form|crispy }}", form=Everything({}))
    assert '<fieldset class="field" id="div_id_day" aria-describedby="id_day_helptext id_day_error">' in text
    assert '<fieldset class="field" id="div_id_answer" aria-describedby="id_answer_error">' in text


def test_the_summary_names_every_mistake_and_leads_to_it():
    text = drawn("{{ form|crispy }}", form=Everything({"day_0": "令和8"}))
    assert "入力を確かめてください(5か所)" in text
    links = dict(re.findall(r'<a href="#([^"]+)">([^<]+)</a>', text))
    assert links == {
        "id_name": "企業名を入力してください",
        "id_day_0": "開催日:月と日を入力してください",
        "id_answer_0": "返事を選んでください",
        "id_place": "県を選んでください",
        "id_agreed": "「読みました」にしるしを付けてください",
    }
    for target in links:
        assert f'id="{target}"' in text


def test_no_summary_without_a_mistake():
    assert "error-summary" not in drawn("{{ form|crispy }}", form=Everything())


def test_a_mistake_of_no_single_field_stands_in_the_summary():
    form = Everything({})
    form.add_error(None, "この時間帯は登録済みです。")
    assert mistakes(form)[0].text == "この時間帯は登録済みです。"
    assert "この時間帯は登録済みです。" in drawn("{{ form|crispy }}", form=form)


def test_formsets_gather_their_mistakes():
    pairs = forms.formset_factory(Everything, extra=2)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "東和", "form-1-name": "みなと"}
    formset = pairs(data)
    assert not formset.is_valid()
    text = drawn("{{ formset|crispy }}", formset=formset)
    assert "入力を確かめてください(8か所)" in text
    assert 'href="#id_form-1-day_0"' in text and "form-TOTAL_FORMS" in text


def test_what_is_typed_stays_escaped():
    text = drawn("{{ form|crispy }}", form=Everything({"name": "<b>x</b>", "day_0": "<i>"}))
    assert "<b>x</b>" not in text and "<i>" not in text


def test_the_whole_form_by_one_tag():
    text = drawn("{% crispy form %}", form=Everything())
    assert "<form" in text and "novalidate" in text and 'enctype="multipart/form-data"' in text


# --- Parts ----------------------------------------------------------------------------------------------------------------
def test_stages_say_their_state_in_words():
    stages = [
        {"name": "準備", "state": "done"},
        {"name": "ヒアリング", "state": "late", "fact": "4社遅れ"},
        {"name": "希望登録", "state": "now"},
        {"name": "当日", "state": "todo"},
    ]
    text = drawn("{% stage_bar stages %}", stages=stages)
    assert text.count('aria-current="step"') == 1
    assert "済 </span>準備" in text and "遅れ </span>ヒアリング" in text and "4社遅れ" in text


def test_figures_have_a_bar_only_against_a_target():
    assert 'width="77.8%"' in drawn('{% figure_chip "参加企業" 14 "社" target=18 low=True %}')
    assert 'aria-hidden="true"><rect' not in drawn('{% figure_chip "支援成立" 2253 "組" %}')
    assert "2,253" in drawn('{% figure_chip "支援成立" 2253 "組" %}')
    assert 'width="0.0%"' in drawn('{% figure_chip "希望" 3 "件" target=0 %}')


def test_progress_asks_again_only_while_it_runs():
    running = drawn('{% progress_panel "作成" 312 450 "枚" seconds_left=90 poll_url="/jobs/1/" %}')
    assert 'hx-get="/jobs/1/"' in running and "あと 約1分30秒" in running and "閉じても構いません" in running
    assert 'aria-valuenow="312"' in running and 'aria-valuemax="450"' in running and 'aria-label="作成"' in running
    for state in ("done", "failed"):
        assert "hx-get" not in drawn('{% progress_panel "作成" 450 450 state=state poll_url="/jobs/1/" %}', state=state)
    assert "hx-get" in drawn('{% progress_panel "作成" 0 0 state="waiting" poll_url="/jobs/1/" %}')


def test_notices_keep_their_words_and_escape_values():
    text = drawn('{% notice "err" %}<p>{{ text }}</p>{% endnotice %}', text="<b>")
    assert 'class="notice err"' in text and "&lt;b&gt;" in text
    secret = drawn(
        '{% confidential heading="口頭メモ" who=who %}{{ text }}{% endconfidential %}', who="<i>", text="<b>"
    )
    assert "&lt;i&gt;" in secret and "&lt;b&gt;" in secret


def test_pages_keep_the_rest_of_the_address():
    request = RequestFactory().get("/?q=東和&page=3")
    page = Paginator(range(200), 20).get_page(3)
    text = drawn("{% pagination page %}", page=page, request=request)
    assert "q=%E6%9D%B1%E5%92%8C" in text and "page=4" in text and 'aria-current="page">3<' in text
    assert drawn("{% pagination page %}", page=Paginator([1], 20).get_page(1), request=request).strip() == ""


def test_dates_and_numbers():
    assert drawn("{{ d|era_date }}", d=DAY) == "令和8年9月18日(金)"
    assert drawn("{{ d|both_dates }}", d=DAY) == '令和8年9月18日(金) / <span class="nowrap">2026-09-18</span>'
    assert drawn("{{ d|short_date }}", d=DAY) == "9/18(金)"
    late = dt.datetime(2026, 9, 17, 16, 5, tzinfo=dt.UTC)
    assert drawn("{{ d|short_date }} {{ d|clock }}", d=late) == "9/18(金) 1:05"
    assert drawn("{{ d|era_date }}{{ d|both_dates }}{{ d|short_date }}{{ d|clock }}{{ d|number }}", d=None) == ""
    assert drawn("{{ n|number }}", n=4175) == "4,175"


def test_icons():
    assert shapes("check-lg")[0]["tag"] == "path"
    assert "<title>固定</title>" in drawn('{% icon "lock" "固定" %}')
    with pytest.raises(LookupError):
        shapes("../settings")
