"""The reception: its devices, let in for one day by a link, and the list of who comes."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import actions
from events.forms import DeskForm, ListFilter
from events.models import Event, PartyKind, ReceptionDesk, ReceptionName
from institutions.actors import acting, showing, system
from institutions.roles import Ability
from institutions.rules import able, coordinator_only
from kouryukai.lib.japanese import name_key
from kouryukai.lib.secret_links import hash_of, qr_code


@require_safe
@able(Ability.RECEIVE)
def reception(request: HttpRequest, event_pk) -> HttpResponse:
    """The names of today, for the devices of this event; on any other day a page that says when."""
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=event_pk)
    today = timezone.localdate()
    form = ListFilter(request.GET)
    rows = ReceptionName.objects.visible_to(request.user).filter(event=event, date=today)
    if words := form.words():
        rows = rows.filter(number=int(words)) if _is_number(words) else rows.filter(name_key__contains=name_key(words))
    names = list(rows)
    days = list(_days(request, event))
    context = {
        "event": event,
        "form": form,
        "today": today,
        "days": days,
        "is_today": today in days,
        "groups": [(kind.label, [row for row in names if row.kind == kind]) for kind in PartyKind],
        "found": len(names),
    }
    return render(request, "events/reception.html", context)


def _is_number(words: str) -> bool:
    return words.isdecimal() and len(words) <= 4


def _days(request: HttpRequest, event: Event):
    """The days on which this account may look: those of its desks, for coordinators those of the event."""
    if request.user.is_coordinator:
        return event.days.values_list("date", flat=True)
    desks = ReceptionDesk.objects.visible_to(request.user).filter(event=event)
    return desks.order_by("date").values_list("date", flat=True).distinct()


@require_POST
@coordinator_only
def desk_make(request: HttpRequest, event_pk) -> HttpResponse:
    """A device's link, shown this one time."""
    event = get_object_or_404(Event.objects.editable_by(request.user), pk=event_pk)
    form = DeskForm(request.POST)
    if not form.is_valid():
        messages.error(request, "受付の日を選んでください。")
        return redirect("matching:event_page", event.pk)
    try:
        desk, token = actions.make_desk(
            event=event, date=form.cleaned_data["date"], by=request.user, now=timezone.now()
        )
    except actions.ReceptionError as refused:
        messages.error(request, str(refused))
        return redirect("matching:event_page", event.pk)
    address = settings.BASE_URL + reverse("events:desk_open", args=[token])
    context = {"event": event, "desk": desk, "address": address, "qr": qr_code(address)}
    return render(request, "events/desk_made.html", context)


@require_POST
@coordinator_only
def desk_close(request: HttpRequest, desk_pk) -> HttpResponse:
    desk = get_object_or_404(ReceptionDesk.objects.editable_by(request.user), pk=desk_pk)
    try:
        actions.close_desk(desk=desk, by=request.user, now=timezone.now())
        messages.success(request, "受付の端末を閉じました。その端末では、もう名簿を開けません。")
    except actions.ReceptionError as refused:
        messages.info(request, str(refused))
    return redirect("matching:event_page", desk.event_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def desk_open(request: HttpRequest, key: str) -> HttpResponse:
    """GET shows a button, because programs that look through mail open links too; POST uses the link up and lets the device in.

    Nobody acts yet while the token is looked up; the account is made by the system; the session is nobody's again.
    """
    now = timezone.now()
    try:
        with showing(hash_of(key)):
            desk = actions.waiting_desk(token=key, now=now)
        if request.method == "POST" and not request.user.is_authenticated:
            with acting(system("受付の端末を開く")):
                desk = actions.open_desk(token=key, now=now)
            login(request, desk.user, backend=settings.AUTHENTICATION_BACKENDS[0])
            request.session.set_expiry(desk.expires_at)
            return redirect("events:reception", desk.event_id)
    except actions.TooEarly:
        pass  # the page says so
    except actions.ReceptionError:
        raise Http404 from None
    context = {"desk": desk, "is_today": desk.date == timezone.localdate(now)}
    response = render(request, "events/desk_open.html", context)
    add_never_cache_headers(response)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
