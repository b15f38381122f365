"""The tables of lines while planning: hosts, venues with their tables, and the programme of each day."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from events import planning, programme
from events.forms_planning import (
    BoothForm,
    DaySettingsForm,
    HostForm,
    MoreBoothsForm,
    OpeningForm,
    TurnForm,
    VenueForm,
    known_institutions,
)
from events.lines import kept, lines, typed
from events.models import Event
from events.pictures import picture_of_day
from events.planning import BoothRow, HostRow, PlanningError, VenueRow
from events.programme import DayPlan, DaySettings, ProgrammeError, Turn
from events.views.planning import FORM, attempt, event_for
from institutions.models import Institution
from institutions.rules import coordinator_only

MORE_HOSTS, MORE_VENUES = 3, 1
MORE_TURNS = 2


# --- Hosts --------------------------------------------------------------------------------------------------------------
@require_http_methods(FORM)
@coordinator_only
def event_hosts(request: HttpRequest, event_pk) -> HttpResponse:
    event = event_for(request, event_pk)
    known = known_institutions(Institution.objects.visible_to(request.user))
    options = {"form_kwargs": {"known": known}, "prefix": "host"}
    if request.method == "GET" or "more" in request.POST:
        rows = typed(request.POST, "host", HostForm) if request.POST else _hosts_of(event, known)
        formset = lines(HostForm, MORE_HOSTS)(initial=rows, **options)
    else:
        formset = lines(HostForm)(request.POST, **options)
        if formset.is_valid() and _save_hosts(request, event, formset):
            messages.success(request, "主催・共催・後援を保存しました。")
            return redirect("events:event_hosts", event.pk)
    return render(request, "events/event_hosts.html", {"event": event, "formset": formset, "known": known})


def _hosts_of(event: Event, known: dict) -> list[dict]:
    called = {pk: name for name, pk in known.items()}
    names = "institution role order contact_name phone reply_email planned_companies".split()
    rows = event.hosts.order_by("order", "id").values(*names)
    return [row | {"order": n, "name": called.get(row["institution"], "")} for n, row in enumerate(rows, start=1)]


def _save_hosts(request: HttpRequest, event: Event, formset) -> bool:
    rows = [
        HostRow(
            row["institution"], row["name"], row["new_type"], row["role"], row["order"] or 99,
            row["contact_name"], row["phone"], row["reply_email"], row["planned_companies"],
        )
        for row in kept(formset)
    ]  # fmt: skip
    return _try(formset, planning.set_hosts, event=event, rows=rows, by=request.user, now=timezone.now())


def _try(formset, action, **values) -> bool:
    """False where it was refused: the reason then stands above the lines."""
    try:
        action(**values)
    except (PlanningError, ProgrammeError) as refused:
        formset.non_form_errors().append(str(refused))
        formset.firm = getattr(refused, "firm", None)
        return False
    return True


# --- Venues and tables --------------------------------------------------------------------------------------------------
@require_http_methods(FORM)
@coordinator_only
def event_places(request: HttpRequest, event_pk) -> HttpResponse:
    event = event_for(request, event_pk)
    names = _venue_names(request, event)
    options = {"form_kwargs": {"venues": names}}
    more = MoreBoothsForm(request.POST if "more" in request.POST else None, venues=names)
    if request.method == "GET" or "more" in request.POST:
        venues = typed(request.POST, "venue", VenueForm) if request.POST else _venues_of(event)
        booths = typed(request.POST, "booth", BoothForm) if request.POST else _booths_of(event)
        if more.is_bound and more.is_valid():
            booths += _more_booths(booths, more.cleaned_data)
        venue_lines = lines(VenueForm, MORE_VENUES)(initial=venues, prefix="venue")
        booth_lines = lines(BoothForm)(initial=booths, prefix="booth", **options)
    else:
        venue_lines = lines(VenueForm)(request.POST, prefix="venue")
        booth_lines = lines(BoothForm)(request.POST, prefix="booth", **options)
        if venue_lines.is_valid() and booth_lines.is_valid() and _save_places(request, event, venue_lines, booth_lines):
            messages.success(request, "会場と卓を保存しました。")
            return redirect("events:event_places", event.pk)
    context = {"event": event, "venues": venue_lines, "booths": booth_lines, "more": more}
    return render(request, "events/event_places.html", context)


def _venue_names(request: HttpRequest, event: Event) -> list[str]:
    """Those of the page, where there is one: a new venue may have tables at once."""
    if request.POST:
        rows = typed(request.POST, "venue", VenueForm)
        names = [str(row["name"] or "").strip() for row in rows if not row["remove"]]
    else:
        names = list(event.venues.values_list("name", flat=True)) or [event.venue]
    return [name for name in dict.fromkeys(names) if name]


def _venues_of(event: Event) -> list[dict]:
    """Events that came from a workbook know their place by its name alone."""
    rows = list(event.venues.values("pk", "name", "postal_code", "address", "access"))
    return rows or ([{"name": event.venue}] if event.venue else [])


def _booths_of(event: Event) -> list[dict]:
    rows = event.booths.select_related("venue").order_by("number")
    return [
        {
            "pk": row.pk,
            "number": row.number,
            "mode": row.mode,
            "venue": row.venue.name if row.venue else "",
            "place": row.place,
            "meeting_url": row.meeting_url,
        }
        for row in rows
    ]


def _more_booths(there: list[dict], wish: dict) -> list[dict]:
    taken = [int(row["number"]) for row in there if str(row["number"] or "").isdecimal()]
    first = max(taken, default=0) + 1
    count = min(wish["add_count"] or 1, planning.MOST_BOOTHS - len(there))
    return [
        {"number": first + n, "mode": wish["add_mode"] or "onsite", "venue": wish["add_venue"]} for n in range(count)
    ]


def _save_places(request: HttpRequest, event: Event, venues, booths) -> bool:
    return _try(
        booths,
        planning.set_places,
        event=event,
        venues=[
            VenueRow(row["pk"], row["name"], row["postal_code"], row["address"], row["access"]) for row in kept(venues)
        ],
        booths=[
            BoothRow(row["pk"], row["number"], row["mode"], row["venue"], row["place"], row["meeting_url"])
            for row in kept(booths)
        ],
        by=request.user,
        now=timezone.now(),
    )


# --- The programme ------------------------------------------------------------------------------------------------------
@require_http_methods(FORM)
@coordinator_only
def event_programme(request: HttpRequest, event_pk) -> HttpResponse:
    """Settings make the lines of a day, lines may be changed one by one; nothing is kept before the button that says so."""
    event = event_for(request, event_pk)
    plan = programme.plan_of(event) or [DayPlan(date, None, ()) for date in planning.dates_of(event)]
    days = [_Day(request, number, day) for number, day in enumerate(plan, start=1)]
    proposed = False
    if "generate" in request.POST:
        proposed = all([day.generate(event) for day in days])
    elif request.method == "POST" and all([day.is_valid() for day in days]):
        wanted = [day.typed_plan() for day in days]
        form = days[0].opening
        if attempt(form, programme.set_programme, event=event, plan=wanted, by=request.user, now=timezone.now()):
            messages.success(request, "進行を保存しました。")
            return redirect("events:event_programme", event.pk)
    context = {"event": event, "days": days, "proposed": proposed, "holds": programme.held(event)}
    return render(request, "events/event_programme.html", context)


class _Day:
    """The three forms of one day, and its picture."""

    def __init__(self, request: HttpRequest, number: int, plan: DayPlan) -> None:
        self.number, self.plan = number, plan
        bound = request.POST if request.method == "POST" else None
        generates = bound is not None and "generate" in bound
        self.settings = DaySettingsForm(
            bound if generates else None, prefix=f"settings{number}", initial=_initial(programme.settings_of(plan))
        )
        self.opening = OpeningForm(
            None if generates else bound, prefix=f"opening{number}", initial={"opening_at": plan.opening_at}
        )
        kind = lines(TurnForm, MORE_TURNS)
        self.turns = kind(bound, prefix=f"turn{number}") if bound is not None and not generates else self._lines(plan)

    def _lines(self, plan: DayPlan):
        rows = [
            {
                "starts_at": turn.starts_at,
                "ends_at": turn.ends_at,
                "after_break": turn.after_break,
                "tables": turn.tables,
            }
            for turn in plan.turns
        ]
        return lines(TurnForm, MORE_TURNS)(initial=rows, prefix=f"turn{self.number}")

    def generate(self, event: Event) -> bool:
        """Lines out of the settings; False where they cannot be."""
        if not self.settings.is_valid():
            return False
        settings = DaySettings(**self.settings.cleaned_data)
        try:
            turns = programme.turns_of(
                settings, slot_minutes=event.slot_minutes, changeover_minutes=event.changeover_minutes
            )
        except ProgrammeError as refused:
            self.settings.add_error("turns", str(refused))
            return False
        self.plan = DayPlan(self.plan.date, settings.opening_at, turns)
        self.opening = OpeningForm(prefix=f"opening{self.number}", initial={"opening_at": settings.opening_at})
        self.turns = self._lines(self.plan)
        return True

    def is_valid(self) -> bool:
        if not (self.opening.is_valid() and self.turns.is_valid()):
            return False
        faults = programme.faults_of(self.typed_plan())
        for text in faults:
            self.opening.add_error(None, f"{self.number}日目 {text}")
        return not faults

    def typed_plan(self) -> DayPlan:
        rows = [form.cleaned_data for form in self.turns.forms]
        turns = tuple(
            Turn(row["starts_at"], row["ends_at"], row["after_break"], row["tables"])
            for row in rows
            if row.get("starts_at")
        )
        return DayPlan(self.plan.date, self.opening.cleaned_data["opening_at"], turns)

    @property
    def picture(self):
        return picture_of_day(self.plan)

    @property
    def mistakes(self) -> list:
        return [form for form in (self.settings, self.opening, self.turns) if form.is_bound]


def _initial(settings: DaySettings) -> dict:
    return {
        "opening_at": settings.opening_at,
        "first_at": settings.first_at,
        "turns": settings.turns,
        "breaks": "、".join(map(str, settings.breaks)),
        "break_minutes": settings.break_minutes,
        "tables": settings.tables,
    }
