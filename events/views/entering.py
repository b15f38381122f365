"""A senior wishes for a firm: marking issues, writing, checking, handing in, changing the order, taking back.

Each page works with buttons alone. Whatever is posted is kept before anything else is decided.
"""

import datetime as dt
import secrets

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies.models import IssueBrief
from events.entering import drafts, marking, writing
from events.entering.drafts import DraftConflict
from events.entering.place import Place
from events.entering.standing import (
    LONGEST,
    SHORTEST,
    EntryError,
    closes_at,
    for_her,
    standing_entries,
    why_closed,
)
from events.entering.suggesting import earlier_texts, words_from_profile
from events.forms_entry import CheckForm, EntryForm, MoveForm, TakeBackForm
from events.models import Attendance, BriefMark, Entry, EntryDraft, EntryState, Event
from institutions.actors import acting
from institutions.roles import Ability
from institutions.rules import able
from talent.rules import pledge_first

LATELY = dt.timedelta(days=1)
TOO_MUCH = "欄に入れると1,200字をこえるため、入れませんでした。いまの文を短くしてから、もう一度押してください。"


# --- Marking ------------------------------------------------------------------------------------------------------------
@require_POST
@pledge_first
def brief_mark(request: HttpRequest, brief_pk) -> HttpResponse:
    """気になる, on or off; twice the same is once."""
    brief = get_object_or_404(IssueBrief.objects.visible_to(request.user), pk=brief_pk)
    on = request.POST.get("on") != "0"
    marking.mark(brief=brief, on=on, by=request.user, now=timezone.now())
    words = "に「気になる」を付けました。" if on else "の「気になる」を外しました。"
    messages.success(request, f"「{brief.public_title}」{words}")
    return redirect("events:brief_marks" if request.POST.get("to") == "marks" else brief_address(request, brief))


def brief_address(request: HttpRequest, brief: IssueBrief) -> str:
    if request.POST.get("to") == "list":
        return f"{reverse('events:brief_list')}#b-{brief.pk}"
    return reverse("events:brief_detail", args=[brief.pk])


@require_safe
@pledge_first
def brief_marks(request: HttpRequest) -> HttpResponse:
    """What she has marked and is still open, and what she is writing."""
    marks = BriefMark.objects.visible_to(request.user).values_list("brief", flat=True)
    every = {brief.pk: brief for brief in IssueBrief.objects.visible_to(request.user).filter(pk__in=list(marks))}
    entries = Entry.objects.visible_to(request.user).exclude(state=EntryState.WITHDRAWN)
    entered = dict(entries.order_by().values_list("issue", "pk"))
    events = Event.objects.visible_to(request.user).in_bulk({brief.event_id for brief in every.values()})
    open_ones = [every[key] for key in marks if key in every]
    context = {
        "briefs": [(brief, events.get(brief.event_id), entered.get(brief.issue_id)) for brief in open_ones],
        "closed": len(marks) - len(open_ones),
        "drafts": EntryDraft.objects.visible_to(request.user),
    }
    return render(request, "events/brief_marks.html", context)


# --- Writing ------------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@pledge_first
def entry_write(request: HttpRequest, brief_pk) -> HttpResponse:
    brief = IssueBrief.objects.visible_to(request.user).filter(pk=brief_pk).first()
    if brief is None:
        return _after_closing(request, brief_pk)
    place = Place.of(request.user, brief)
    if request.method == "POST":
        return _written(request, place)
    if place.closed:
        return _closed(request, place.event, place.closed, brief.public_title, place.draft)
    return _write_page(request, place, _form(place, judged="check" in request.GET and place.draft is not None))


def _form(place: Place, *, judged: bool = False, text: str | None = None) -> EntryForm:
    """The page as she left it; at first, what she has handed in."""
    known = place.draft or place.entry
    shown = {
        "proposal_text": (known.proposal_text if known else "") if text is None else text,
        "preference": known.preference if known else None,
    }
    may_choose = [rank for rank, _ in place.ranks]
    if shown["preference"] not in may_choose:
        shown["preference"] = may_choose[-1]
    return EntryForm(shown, ranks=place.ranks) if judged else EntryForm(initial=shown, ranks=place.ranks)


def _written(request: HttpRequest, place: Place) -> HttpResponse:
    pressed, text = request.POST.get("action", ""), request.POST.get("proposal_text", "")
    if pressed == "drop" and place.draft:
        drafts.drop_draft(draft=place.draft, by=request.user, now=place.now)
        messages.success(request, "書きかけの文を消しました。")
        return redirect("events:brief_detail", place.brief.pk)
    words = _words_to_put_in(place, pressed)
    if words is not None:
        joined = f"{text.rstrip()}\n\n{words}" if text.strip() else words
        if len(joined) > LONGEST and text.strip():
            messages.warning(request, TOO_MUCH)
            words = None
        else:
            text = joined
    form = EntryForm(request.POST, ranks=place.ranks)
    try:
        drafts.save_draft(
            senior=place.senior,
            brief=place.brief,
            text=text,
            preference=_place_of(request),
            seen=request.POST.get("seen", ""),
            window=request.POST.get("window", ""),
            by=request.user,
            now=place.now,
            by_itself=pressed == "auto",
            filled=words is not None,
        )
    except DraftConflict as conflict:
        if pressed == "auto":  # said beside the text; the next button shows both
            return _write_page(request, place, form, elsewhere=conflict.saved)
        return _write_page(request, place, form, status=409, conflict=conflict.saved)
    place.__dict__.pop("draft", None)
    if place.closed:
        return _closed(request, place.event, place.closed, place.brief.public_title, place.draft)
    if pressed == "leave":
        messages.success(request, "ここまでの文を保存しました。続きは「気になる課題」から、いつでも書けます。")
        return redirect("events:brief_marks")
    if pressed == "next":
        if form.is_valid():
            return redirect("events:entry_check", place.brief.pk)
        return _write_page(request, place, form)
    return _write_page(request, place, _form(place))


def _place_of(request: HttpRequest) -> int | None:
    given = request.POST.get("preference", "")
    return int(given) if given.isdecimal() and 1 <= int(given) <= 99 else None


def _words_to_put_in(place: Place, pressed: str) -> str | None:
    """The words that a button asks for: of her profile, or of an earlier entry of hers."""
    if pressed == "profile":
        return words_from_profile(place.senior, place.brief)
    if pressed.startswith("past:"):
        for entry in earlier_texts(place.user, place.brief.issue_id):
            if str(entry.pk) == pressed.removeprefix("past:"):
                return entry.proposal_text
    return None


def _write_page(request, place: Place, form, status: int = 200, conflict=None, elsewhere=None) -> HttpResponse:
    text = form["proposal_text"].value() or ""
    context = {
        "place": place,
        "form": form,
        "brief": place.brief,
        "event": place.event,
        "draft": place.draft,
        "conflict": conflict,
        "elsewhere": elsewhere,
        "seen": request.POST.get("seen", "")[:12] if elsewhere else drafts.seen_of(place.draft),
        "window": request.POST.get("window", "")[:20] or secrets.token_hex(8),
        "signs": len(text.replace("\r\n", "\n").strip()),
        "least": SHORTEST,
        "most": LONGEST,
        "earlier": earlier_texts(request.user, place.brief.issue_id),
    }
    return render(request, "events/entry_write.html", context, status=status)


def _closed(request, event: Event | None, why: str, title: str, draft, text: str = "") -> HttpResponse:
    context = {"event": event, "why": why, "title": title, "draft": draft, "text": text}
    return render(request, "events/entry_closed.html", context)


def _after_closing(request: HttpRequest, brief_pk) -> HttpResponse:
    """The issue is no longer hers to read. What she had written of it is, and what she has just sent is not thrown away."""
    text = request.POST.get("proposal_text", "")
    # Without a join: the event may no longer be hers to see, and must not take her words along.
    draft = EntryDraft.objects.visible_to(request.user).filter(brief=brief_pk).first()
    if draft is not None:
        drafts.keep_after_closing(draft=draft, text=text, by=request.user, now=timezone.now())
        event = Event.objects.visible_to(request.user).filter(pk=draft.event_id).first()
        return _closed(request, event, "この課題の受付は終わりました。", draft.public_title, draft)
    if not text.strip():
        raise Http404
    with acting(for_her(request.user, "締め切りの直後に届いた文")):  # she could read it until just now
        rows = IssueBrief.objects.filter(pk=brief_pk, open_until__gt=timezone.now() - LATELY, open_from__isnull=False)
        title = rows.values_list("public_title", flat=True).first()
    if title is None:
        raise Http404
    return _closed(request, None, "この課題の受付は終わりました。", title, None, text)


# --- Checking and handing in ----------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@pledge_first
def entry_check(request: HttpRequest, brief_pk) -> HttpResponse:
    brief = IssueBrief.objects.visible_to(request.user).filter(pk=brief_pk).first()
    if brief is None:
        return _after_closing(request, brief_pk)
    place = Place.of(request.user, brief)
    if place.closed:
        return _closed(request, place.event, place.closed, brief.public_title, place.draft)
    if request.method == "POST":
        return _handed_in(request, place)
    if place.draft is None:
        return redirect("events:my_entry", place.entry.pk) if place.entry else redirect("events:entry_write", brief.pk)
    if not _form(place, judged=True).is_valid():
        return redirect(f"{request.path.removesuffix('check/')}?check=1")
    return _check_page(request, place, _check_form(place))


def _check_form(place: Place, data=None) -> CheckForm:
    must_read = place.draft is not None and place.draft.is_as_filled
    return CheckForm(data, must_read=must_read, is_crowded=place.is_crowded and place.entry is None)


def _check_page(request: HttpRequest, place: Place, form: CheckForm) -> HttpResponse:
    may_choose = [rank for rank, _ in place.ranks]
    rank = place.draft.preference if place.draft.preference in may_choose else may_choose[-1]
    others = [one for one in place.entries if one is not place.entry]
    context = {
        "place": place,
        "brief": place.brief,
        "event": place.event,
        "draft": place.draft,
        "form": form,
        "rank": rank,
        "pushed": [(one, n) for n, one in _ranks_after(others, rank) if n != one.preference],
        "seen": writing.mark(place.draft, _known(place)),
        "rewritten": place.entry and place.entry.changed_at and place.entry.changed_at > place.draft.began_at,
    }
    return render(request, "events/entry_check.html", context)


def _ranks_after(others: list[Entry], rank: int):
    return [(n if n < rank else n + 1, one) for n, one in enumerate(others, start=1)]


def _known(place: Place) -> Entry | None:
    """Her entry for this issue in whatever state: what `writing.mark` is made of."""
    if place.entry:
        return place.entry
    rows = Entry.objects.visible_to(place.user).filter(event=place.event, issue=place.brief.issue_id)
    return rows.first()


def _handed_in(request: HttpRequest, place: Place) -> HttpResponse:
    form = _check_form(place, request.POST)
    if place.draft is not None and not form.is_valid():
        return _check_page(request, place, form)
    try:
        entry, is_done = writing.hand_in(
            draft_of=place.brief, seen=request.POST.get("seen", ""), by=request.user, now=place.now
        )
    except EntryError as refused:
        messages.error(request, str(refused))
        return redirect("events:entry_write" if place.draft is None else "events:entry_check", place.brief.pk)
    if is_done:
        messages.success(request, "希望を受け付けました。控えを、登録のメールアドレスにお送りします。")
    return redirect("events:my_entry", entry.pk)


# --- What she has handed in -------------------------------------------------------------------------------------------------
def _own(request: HttpRequest, entry_pk) -> Entry:
    # How others judged a wish is not for her eyes.
    rows = Entry.objects.visible_to(request.user).select_related("event", "attendance")
    return get_object_or_404(rows.defer("score", "selection_reason"), pk=entry_pk)


@require_safe
@able(Ability.ENTER)
def my_entry(request: HttpRequest, entry_pk) -> HttpResponse:
    """One wish of hers: its number, what she wrote, what she may still do and what happens next."""
    entry = _own(request, entry_pk)
    brief = IssueBrief.objects.visible_to(request.user).filter(issue=entry.issue_id, event_id=entry.event_id).first()
    closed = why_closed(entry.event, timezone.now(), brief) or ("" if brief else "この課題の受付は終わりました。")
    context = {
        "entry": entry,
        "event": entry.event,
        "brief": brief,
        "closed": closed,
        "closes_at": closes_at(entry.event, brief) if brief else None,
        "may_change": not closed and entry.state == EntryState.SUBMITTED,
        "draft": EntryDraft.objects.visible_to(request.user).filter(brief=brief).first() if brief else None,
    }
    return render(request, "events/my_entry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.ENTER)
def my_entry_withdraw(request: HttpRequest, entry_pk) -> HttpResponse:
    entry = _own(request, entry_pk)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            writing.take_back(entry=entry, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
            messages.success(request, "取り下げました。締め切りまでは、同じ課題にもう一度お出しになれます。")
        except EntryError as refused:
            messages.error(request, str(refused))
        return redirect("events:my_entry", entry.pk)
    if not entry.is_standing:
        return redirect("events:my_entry", entry.pk)
    return render(request, "events/my_entry_withdraw.html", {"entry": entry, "event": entry.event, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.ENTER)
def entry_order(request: HttpRequest, event_pk) -> HttpResponse:
    """希望の順番, with 上へ and 下へ."""
    own = Attendance.objects.visible_to(request.user).select_related("event")
    attendance = get_object_or_404(own, event=event_pk)
    event, entries = attendance.event, standing_entries(attendance.event_id, attendance.senior_id)
    if request.method == "POST":
        return _ordered(request, event, entries)
    context = {
        "event": event,
        "entries": entries,
        "seen": writing.order_mark(entries),
        "closed": why_closed(event, timezone.now()),
    }
    return render(request, "events/entry_order.html", context)


def _ordered(request: HttpRequest, event: Event, entries: list[Entry]) -> HttpResponse:
    form = MoveForm(request.POST)
    entry = next((one for one in entries if form.is_valid() and one.pk == form.cleaned_data["entry"]), None)
    if entry is None:
        messages.error(request, "動かす希望を選び直してください。")
        return redirect("events:entry_order", event.pk)
    try:
        moved = writing.move(
            entry=entry,
            place=form.cleaned_data["place"],
            seen=form.cleaned_data["seen"],
            by=request.user,
            now=timezone.now(),
        )
        now_at = next(one.preference for one in moved if one.pk == entry.pk)
        messages.success(request, f"「{entry.public_title or '課題'}」を第{now_at}希望にしました。")
    except EntryError as refused:
        messages.error(request, str(refused))
    return redirect("events:entry_order", event.pk)
