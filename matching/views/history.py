"""「参加の記録」 of one senior: for the office, and for herself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from institutions.roles import Ability
from institutions.rules import able, coordinator_only
from matching.history import history_of
from talent.models import Senior, Standing
from talent.rules import senior_of

PARTS = ("面談になった希望", "面談にならなかった希望")


@require_safe
@coordinator_only
def senior_history(request: HttpRequest, senior_pk) -> HttpResponse:
    senior = get_object_or_404(Senior.objects.visible_to(request.user), pk=senior_pk)
    standing = Standing.objects.visible_to(request.user).filter(senior=senior).first()
    return _page(request, senior, "matching/senior_history.html", standing=standing)


@require_safe
@able(Ability.ENTER)
def my_history(request: HttpRequest) -> HttpResponse:
    senior = senior_of(request.user)
    if senior is None:
        return redirect("talent:my_registration")
    return _page(request, senior, "matching/my_history.html")


def _page(request: HttpRequest, senior: Senior, template: str, **more: object) -> HttpResponse:
    history = history_of(senior, request.user)
    chart = [(f"{year.year}年", [year.interviews, year.others]) for year in history.years]
    return render(request, template, {"senior": senior, "history": history, "chart": chart, "parts": PARTS, **more})
