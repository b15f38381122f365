"""The address to which a senior's codes go: seen beside the one in the register, and changed to it by the office."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from institutions.models import User
from institutions.roles import Ability, Role
from institutions.rules import able, fresh_proof
from talent import joining
from talent.models import Senior


@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.ACCOUNTS)
@fresh_proof
def account_address(request: HttpRequest, user_pk) -> HttpResponse:
    account = get_object_or_404(User.objects.editable_by(request.user).filter(role=Role.SENIOR), pk=user_pk)
    senior = Senior.objects.visible_to(request.user).filter(user=account, erased_at=None).select_related("user").first()
    if request.method == "POST" and senior is not None:
        try:
            doors = joining.move_way_in(senior=senior, by=request.user, now=timezone.now())
        except joining.JoiningError as refused:
            messages.error(request, str(refused))
            return redirect("talent:account_address", account.pk)
        messages.success(
            request,
            f"ログインのメールアドレスを {doors.registered} に変えました。前のアドレスには、変わったことを知らせました。"
            "新しいアドレスへのお知らせは、送信箱で確かめてから送ってください。",
        )
        return redirect("institutions:account_page", account.pk)
    doors = joining.doors_of(senior) if senior else None
    return render(request, "talent/account_address.html", {"account": account, "senior": senior, "doors": doors})
