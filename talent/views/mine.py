"""「私の登録」: what the office holds of a senior, what her state means, and what she can do about it."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from institutions.roles import Ability
from institutions.rules import able
from talent import availability
from talent.consents import is_given
from talent.leaving import kept_until
from talent.models import Application, Senior, SeniorState, UnavailablePeriod, may_move
from talent.registering import open_application
from talent.sheet import FACTS, KEYS, label_of, sheet_of, wording

MEANINGS = {
    SeniorState.SUBMITTED: "事務局が内容を確かめています。1週間以内にお知らせします。",
    SeniorState.RETURNED: "直していただきたいところがあります。下の理由を読んで、書き直してお送りください。",
    SeniorState.ACTIVE: "課題を読み、面談の希望を出せます。",
    SeniorState.PAUSED: "お休みの間は、課題のご案内をしません。いつでも再開できます。",
    SeniorState.DORMANT: "確認のお返事がないため、ご案内を止めています。続けるときは「登録を続ける」を押してください。",
    SeniorState.WITHDRAWN: "退会しています。課題のご案内はありません。",
}
PILLS = {SeniorState.ACTIVE: "ok", SeniorState.SUBMITTED: "wait", SeniorState.RETURNED: "warn"}


WRITTEN_BY_THE_OFFICE = "事務局が内容を書き直しています。終わりましたらお知らせします。お急ぎのときは、お電話ください。"


def _meaning(senior: Senior, application: Application | None) -> str:
    if senior.state == SeniorState.RETURNED and application is None:
        return WRITTEN_BY_THE_OFFICE
    return MEANINGS[SeniorState(senior.state)]


@require_safe
@able(Ability.ENTER)
def my_registration(request: HttpRequest) -> HttpResponse:
    periods = UnavailablePeriod.objects.visible_to(request.user).order_by("from_on", "pk")
    rows = Senior.objects.visible_to(request.user).select_related("standing")
    rows = rows.prefetch_related("careers", "specialities", "qualifications", Prefetch("unavailable_periods", periods))
    senior = rows.first()
    application = open_application(request.user)
    if senior is None:
        return render(request, "talent/my_registration_none.html", {"application": application})
    sheet = sheet_of(senior)
    context = {
        "senior": senior,
        "application": application,
        "meaning": _meaning(senior, application),
        "pill": PILLS.get(SeniorState(senior.state), "none"),
        "facts": [(label_of(key), wording(key, sheet[key])) for key in FACTS],
        "practical": [(label_of(key), wording(key, sheet[key])) for key in KEYS if key not in FACTS],
        "periods": [availability.period_words(one) for one in senior.unavailable_periods.all()],
        "met": availability.interviews_this_year(senior),
        "today_reasons": availability.reasons_against(senior, timezone.localdate()),
        "may_pause": may_move(senior.state, SeniorState.PAUSED),
        "may_revoke": is_given(senior),
        "may_withdraw": may_move(senior.state, SeniorState.WITHDRAWN),
        "kept_until": kept_until(senior, timezone.localdate()),
    }
    return render(request, "talent/my_registration.html", context)
