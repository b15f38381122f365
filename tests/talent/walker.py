"""Fills the pages of the registration in as a browser does."""

import re

from django.urls import reverse

from talent.models import Application
from tests.conftest import client_of

PAGES = {
    1: {"family_name": "髙橋", "given_name": "　誠一 ", "family_kana": "たかはし", "given_kana": "ｾｲｲﾁ",
        "birth_date_0": "昭和３０", "birth_date_1": "4", "birth_date_2": "1"},
    2: {"phone": "０９０（１２３４）５６７８", "email": "takahashi@example.jp", "postal_code": "〒101-0041",
        "prefecture": "東京都", "address": "千代田区神田須田町1-2-3"},
    3: {"retirement": "retired", "retired_on_0": "平成28", "retired_on_1": "3", "retired_on_2": "31"},
    4: {"has_SALES": "on", "years_SALES": "２８年", "has_OVERSEAS": "on", "years_OVERSEAS": "9",
        "topics": ["NEW_MARKETS", "SUCCESSION"], "industries": ["MACHINERY"]},
    5: {"qualifications": "中小企業診断士 平成10年\n簿記2級", "languages": "英語", "overseas": "タイ 3年"},
    6: {"headline": "元 工作機械メーカー 営業部長", "strengths": "新しい取引先の探し方を一緒に考えます。",
        "achievements": "代理店を18社から31社に増やした。", "introduction": "よく聞くことを大事にしています。"},
    7: {"regions": ["東京都", "神奈川県"], "online_ok": "yes", "weekdays": ["mon", "wed"], "days_per_week": "2",
        "transport": "電車", "fee_wish": "standard", "fee_note": "", "interviews_per_year": "12件"},
    8: {"personal_data": "on", "profile": "on", "version_personal_data": "1", "version_profile": "1"},
}  # fmt: skip
CAREER = {
    "company_name": "見本工作機械株式会社", "industry": "機械の製造", "size_band": "301〜2,000人", "department": "営業部",
    "position": "部長", "from_year": "昭和55", "to_year": "2012", "summary": "国内の代理店を回った。",
}  # fmt: skip


class Walker:
    """Fills pages in as a browser does: with the hidden mark that stands on the page."""

    def __init__(self, user, application=None):
        self.user, self.client = user, client_of(user)
        if application is None:
            self.client.post(reverse("talent:registration"))
            application = Application.objects.get(applicant=user, state="draft")
        self.pk = application.pk

    @property
    def row(self) -> Application:
        return Application.objects.get(pk=self.pk)

    def url(self, name: str, *more) -> str:
        return reverse(f"talent:registration_{name}", args=[self.pk, *more])

    def seen(self, url: str) -> str:
        return re.search(r'name="seen" value="(\w+)"', self.client.get(url).text)[1]

    def save(self, step: int, action="next", seen=None, **changes):
        url = self.url("step", step)
        data = PAGES[step] | changes | {"seen": seen or self.seen(url), "action": action}
        return self.client.post(url, {k: v for k, v in data.items() if v is not None})

    def career(self, number=0, action="next", seen=None, **changes):
        url = self.url("career", number)
        return self.client.post(url, CAREER | changes | {"seen": seen or self.seen(url), "action": action})

    def all_pages(self):
        self.career()
        for step in PAGES:
            response = self.save(step)
            assert response.status_code == 302, (step, response.text)
        return self

    def submit(self):
        return self.client.post(self.url("check"))
