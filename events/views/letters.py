"""Letters of one event: which there are, their texts, whom they go to; and what is told when the event does not take place as planned."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from events.forms_letters import ChooseForm, LetterForm
from events.letters import LetterError, values
from events.letters.audiences import Audience, Recipient
from events.letters.checking import filled, filled_title, tidied
from events.letters.choosing import Chosen, choose
from events.letters.kinds import KINDS, LetterKind
from events.letters.placeholders import PLACEHOLDERS, samples
from events.letters.preparing import prepare
from events.letters.telling import concerned, halt_kind
from events.letters.telling import halt_letters as tell_everybody
from events.letters.writing import LetterConflict, Text, save_text, text_of, texts_of
from events.models import Event, LetterTemplate, Milestone
from institutions import reading
from institutions.roles import Ability
from institutions.rules import OFFICE_AND_BANKS, able, open_to
from kouryukai.lib.calendar_file import calendar_file
from office.actions import WorkError, start_job
from office.mail_kinds import base_of
from office.models import Job, MailState, OutboxMail, WorkState

READERS_PER_PAGE = 50
MANY = 300  # more letters than that are prepared in the background
SHOWN_STATES = (
    MailState.DRAFT,
    MailState.BY_HAND,
    MailState.APPROVED,
    MailState.SENT,
    MailState.BOUNCED,
    MailState.FAILED,
)


def _event(request: HttpRequest, event_pk) -> Event:
    return get_object_or_404(Event.objects.editable_by(request.user).filter(is_history=False), pk=event_pk)


def _kind(key: str) -> LetterKind:
    if key not in KINDS:
        raise Http404
    return KINDS[key]


@require_safe
@able(Ability.POST)
def letter_list(request: HttpRequest, event_pk) -> HttpResponse:
    event = _event(request, event_pk)
    texts = texts_of(event)
    mails = OutboxMail.objects.visible_to(request.user).filter(group_id=event.pk, is_notice=True).order_by()
    counts: dict[str, dict[str, int]] = {key: {} for key in KINDS}
    for stored, state, n in mails.values_list("kind", "state").annotate(Count("pk")):
        if (key := base_of(stored)) in counts:
            counts[key][state] = counts[key].get(state, 0) + n
    groups: dict[str, list] = {}
    for kind in KINDS.values():
        shown = [(state, counts[kind.key][state]) for state in SHOWN_STATES if counts[kind.key].get(state)]
        page = reverse(kind.page, args=[event.pk]) if kind.page else ""
        groups.setdefault(kind.group, []).append((kind, texts.get(kind.key), shown, page))
    return render(
        request, "events/letter_list.html", {"event": event, "groups": groups.items(), "halt": halt_kind(event)}
    )


# --- The text ---------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.POST)
def letter_edit(request: HttpRequest, event_pk, letter_kind) -> HttpResponse:
    event, kind = _event(request, event_pk), _kind(letter_kind)
    current = text_of(event, kind)
    start = {"title": current.title, "body": current.body, "version": current.version}
    form = LetterForm(request.POST or None, kind=kind, initial=start)
    what = request.POST.get("what", "save")
    if request.method == "POST" and what == "preview":
        return _letter_page(request, event, kind, form, Text(form.data.get("title", ""), form.data.get("body", "")))
    if request.method == "POST" and what == "reset":
        return _save(request, event, kind, current, title=kind.title, body=kind.body, seen=current.version)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            return _save(request, event, kind, current, title=data["title"], body=data["body"], seen=data["version"])
        except LetterConflict as conflict:
            form.add_error(None, str(conflict))
            form.data = form.data.copy()
            form.data["version"] = current.version  # she sees the other text and may decide for hers
            return _letter_page(
                request, event, kind, form, Text(data["title"], data["body"]), theirs=current, status=409
            )
        except LetterError as refused:
            form.add_error(None, str(refused))
    shown = Text(form.data.get("title", ""), form.data.get("body", "")) if form.is_bound else current
    return _letter_page(request, event, kind, form, shown)


def _save(request: HttpRequest, event: Event, kind: LetterKind, current: Text, **text) -> HttpResponse:
    save_text(event=event, kind=kind, by=request.user, now=timezone.now(), **text)
    messages.success(request, f"「{kind.label}」の文面を保存しました。前の文面も残っています。")
    return redirect("events:letter_edit", event.pk, kind.key)


def _letter_page(request, event, kind, form, shown: Text, *, theirs: Text | None = None, status: int = 200):
    common = values.event_values(event)
    found = samples() | {name: value for name, value in common.items() if value.strip()}
    rows = LetterTemplate.objects.visible_to(request.user).filter(event=event, kind=kind.key)
    context = {
        "event": event,
        "kind": kind,
        "form": form,
        "current": text_of(event, kind),
        "theirs": theirs,
        "preview_title": filled_title(tidied(shown.title), found),
        "preview_body": filled(tidied(shown.body), found),
        "placeholders": [
            (PLACEHOLDERS[name], name in common and not common[name].strip(), name in kind.required)
            for name in kind.offered
        ],
        "versions": rows.select_related("edited_by__staff_member").order_by("-version")[:10],
    }
    fragment = "#preview" if request.htmx and request.POST.get("what") == "preview" else ""
    return render(request, f"events/letter_edit.html{fragment}", context, status=status)


# --- To whom ------------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.POST)
def letter_prepare(request: HttpRequest, event_pk, letter_kind) -> HttpResponse:
    """Audience, who is left out, each letter as its reader will see it; then drafts of all in one go."""
    event, kind = _event(request, event_pk), _kind(letter_kind)
    if not kind.audiences:
        messages.info(request, f"「{kind.label}」は、ここからは用意しません。{kind.by_itself}")
        return redirect("events:letter_list", event.pk)
    form = ChooseForm(request.POST if request.method == "POST" else request.GET, kind=kind)
    chosen = choose(event, kind, form.chosen, form.skipped)
    if request.method == "POST":
        if form.cleaned_data.get("count") == len(chosen.people) and chosen.people:
            return _make(request, event, kind, chosen, form.skipped)
        messages.warning(request, "対象の方が、画面を開いたあとに変わりました。もう一度確かめて、押してください。")
    return render(request, "events/letter_prepare.html", _readers(request, event, kind, form, chosen))


def _make(request: HttpRequest, event: Event, kind: LetterKind, chosen: Chosen, skip: list[str]) -> HttpResponse:
    now = timezone.now()
    try:
        if len(chosen.people) > MANY:
            return redirect("office:job_page", _job(event, kind, chosen, skip, request.user, now).pk)
        done = prepare(event=event, kind=kind, people=chosen.people, by=request.user, now=now)
    except (LetterError, WorkError) as refused:
        messages.error(request, str(refused))
        return redirect("events:letter_prepare", event.pk, kind.key)
    messages.success(request, done.words)
    return redirect(f"{reverse('office:outbox')}?{urlencode({'group': event.pk, 'kind': kind.key})}")


def _job(event: Event, kind: LetterKind, chosen: Chosen, skip: list[str], by, now) -> Job:
    """The job that prepares them; a second click is led to the one that is under way."""
    if faults := chosen.sheet.faults():
        raise LetterError(" ".join(faults))
    open_job = Job.objects.filter(
        kind="letters", subject_id=event.pk, state__in=[WorkState.QUEUED, WorkState.RUNNING]
    ).first()
    payload = {
        "kind": kind.key,
        "audience": chosen.audience.key,
        "skip": skip,
        "count": len(chosen.people),
        "unit": "通",
    }
    return open_job or start_job(
        kind="letters",
        subject_kind="event",
        subject_id=event.pk,
        title=f"「{kind.label}」の用意 {event.name}",
        by=by,
        now=now,
        payload=payload,
    )


def _readers(request: HttpRequest, event: Event, kind: LetterKind, form: ChooseForm, chosen: Chosen) -> dict:
    """The page's rows and the letter of one person, whom the address names by her place."""
    page = Paginator(chosen.people, READERS_PER_PAGE).get_page(request.GET.get("page"))
    place = min(form.cleaned_data.get("person") or 1, len(chosen.people) or 1)
    one = chosen.people[place - 1] if chosen.people else None
    shown = [*page.object_list, *chosen.skipped, *([one] if one else [])]
    reading.note(seniors=[reader.senior_id for reader in shown if reader.senior_id])
    skip = ",".join(reader.token for reader in chosen.skipped)
    kept = {"audience": chosen.audience.key, "skip": skip}
    return {
        "event": event,
        "kind": kind,
        "form": form,
        "chosen": chosen,
        "faults": chosen.sheet.faults(),
        "page": page,
        "first": page.start_index(),
        "place": place,
        "reader": one,
        "letter": chosen.sheet.for_person(one) if one else None,
        "before": f"?{urlencode(kept | {'person': place - 1})}" if place > 1 else "",
        "after": f"?{urlencode(kept | {'person': place + 1})}" if place < len(chosen.people) else "",
        "kept": f"?{urlencode(kept)}",
        "skip": skip,
        "skipped": [
            (reader, f"?{urlencode(kept | {'skip': ','.join(o.token for o in chosen.skipped if o is not reader)})}")
            for reader in chosen.skipped
        ],
        "many": len(chosen.people) > MANY,
    }


# --- Not as planned -------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.POST)
def halt_letters(request: HttpRequest, event_pk) -> HttpResponse:
    """Everybody whom a postponement, a cancellation or a new date touches, told in one go."""
    event = _event(request, event_pk)
    if request.method == "POST":
        try:
            done = tell_everybody(event, by=request.user, now=timezone.now())
        except LetterError as refused:
            messages.error(request, str(refused))
            return redirect("events:halt_letters", event.pk)
        messages.success(request, done.words)
        return redirect(f"{reverse('office:outbox')}?{urlencode({'group': event.pk, 'kind': halt_kind(event).key})}")
    kind = halt_kind(event)
    groups = concerned(event)
    people = [one for _, some in groups for one in some]
    chosen = choose(event, kind, _everybody(people))
    reading.note(seniors=[one.senior_id for one in people[:1] if one.senior_id])
    context = {
        "event": event,
        "kind": kind,
        "groups": [(label, len(some), sum(not one.address for one in some)) for label, some in groups],
        "chosen": chosen,
        "faults": chosen.sheet.faults(),
        "letter": chosen.sheet.for_person(people[0]) if people else None,
        "reader": people[0] if people else None,
    }
    return render(request, "events/halt_letters.html", context)


def _everybody(people: list[Recipient]) -> Audience:
    return Audience("concerned", "関係する全員", lambda event: people)


# --- For a calendar ---------------------------------------------------------------------------------------------------------
@require_safe
@open_to(*OFFICE_AND_BANKS)
def event_calendar(request: HttpRequest, event_pk) -> HttpResponse:
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=event_pk)
    due, now = Milestone.objects.visible_to(request.user).filter(event=event), timezone.now()
    text = calendar_file(values.milestones_of(event, due, now=now), now=now, name=event.name)
    return as_calendar(text, "event.ics")


def as_calendar(text: str, file_name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)
