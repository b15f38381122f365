"""The yearly question whether she stays, answered by its link."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from institutions.actors import acting, system
from talent import reconfirmation as yearly


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def reconfirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the yearly question, without signing in: GET shows, POST confirms. It names one senior and opens nothing else."""
    now = timezone.now()
    with acting(system("登録の確認のリンク")):
        senior = yearly.senior_of(token, now)
        office = {"secretariat_name": settings.SECRETARIAT_NAME, "secretariat_phone": settings.SECRETARIAT_PHONE}
        if senior is None:
            return render(request, "talent/reconfirm_over.html", office, status=404)
        if request.method == "POST":
            yearly.confirm_registration(senior=senior, by=None, now=now)
            return redirect("talent:reconfirm", token)
        context = office | {"senior": senior, "is_confirmed": yearly.is_confirmed_lately(senior, now)}
        return render(request, "talent/reconfirm.html", context)
