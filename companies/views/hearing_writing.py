"""Writing the sheet: the page that works without JavaScript, and the address to which the page's own module sends what was typed."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from companies import hearings, presence, rules
from companies.forms_hearing import HearingForm, sections
from companies.hearing_words import writer_of
from companies.hearings import HearingError, Saved
from companies.models import Hearing, HearingVersion
from companies.sheet import KEYS, Conflict, differences, label_of, sheet_of, wording
from institutions.roles import Ability
from institutions.rules import able
from office.form_errors import texts_of
from office.templatetags.kouryu_ui import clock

LONGEST_LIST = 20_000


def editable_hearing(request: HttpRequest, hearing_pk) -> Hearing:
    rows = Hearing.objects.editable_by(request.user).select_related("company", "institution")
    return get_object_or_404(rows.prefetch_related("issues"), pk=hearing_pk)


# --- The page -----------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.HEAR)
def hearing_edit(request: HttpRequest, hearing_pk) -> HttpResponse:
    hearing = editable_hearing(request, hearing_pk)
    if request.method == "POST":
        return _posted(request, hearing)
    if refused := rules.write_refusal(hearing, request.user):
        messages.info(request, refused)
        return redirect("companies:hearing_detail", hearing.pk)
    return _page(request, hearing, _form(request, hearing))


def _form(request: HttpRequest, hearing: Hearing, data: QueryDict | None = None) -> HearingForm:
    return HearingForm(
        data, hearing=hearing, sheet=sheet_of(hearing), user=request.user, note=hearings.note_of(hearing, request.user)
    )


def _posted(request: HttpRequest, hearing: Hearing) -> HttpResponse:
    """Everything that is clean is kept, whatever button was pressed; the rest is shown again as it was typed."""
    data, pressed = request.POST.copy(), request.POST.get("action", "")
    form = _form(request, hearing, data)
    if pressed.startswith(("take:", "both:")):
        _settle(form, data, pressed)
        form = _form(request, hearing, data)
    try:
        saved = _save(request, hearing, form, data)
    except HearingError as refused:
        return _page(request, hearing, form, status=409, refused=str(refused))
    if saved.conflicts or form.errors:
        again = _form(request, saved.hearing, _merged(form, saved, data))
        return _page(request, saved.hearing, again, status=409 if saved.conflicts else 200, saved=saved)
    _tell_of_others(request, saved)
    if pressed == "check":
        return redirect("companies:hearing_check", hearing.pk)
    messages.success(request, f"{clock(timezone.now())}に保存しました。")
    return redirect("companies:hearing_edit", hearing.pk)


def _save(request: HttpRequest, hearing: Hearing, form: HearingForm, data, only: set[str] | None = None) -> Saved:
    typed = form.values(only)
    note = typed.pop("note", None)
    return hearings.save(
        hearing=hearing,
        values=typed,
        bases=_bases(data),
        by=request.user,
        now=timezone.now(),
        note=note,
        note_seen=data.get("note_seen", ""),
    )


def _bases(data) -> dict[str, int]:
    """The revision that each field was begun from: the page's, or the field's own where the page's module has saved meanwhile."""
    page = data.get("revision", "")
    found = dict.fromkeys(KEYS, int(page)) if page.isascii() and page.isdecimal() and len(page) < 9 else {}
    try:
        own = json.loads(data.get("bases", "")[:LONGEST_LIST] or "{}")
    except ValueError:
        own = {}
    if isinstance(own, dict):
        found |= {key: value for key, value in own.items() if type(value) is int}
    return found


def _settle(form: HearingForm, data: QueryDict, pressed: str) -> None:
    """The writer has chosen, of two texts of one field: the stored one, or both below each other."""
    what, _, key = pressed.partition(":")
    if key not in form.fields:
        return
    stored = _stored_value(form, key)
    if what == "both" and isinstance(form.shows(key, stored), str):
        mine = data.get(key, "").strip()
        data[key] = "\n".join(part for part in (form.shows(key, stored), mine) if part)
    else:
        form.put(data, key, stored)


def _stored_value(form: HearingForm, key: str) -> Any:
    return form.initial.get("note") if key == "note" else form.sheet.get(key)


def _merged(form: HearingForm, saved: Saved, data: QueryDict) -> QueryDict:
    """What the page shows next: as typed where it could not be kept, else what is stored now, also of others."""
    open_ones = {one.key for one in saved.conflicts} | set(form.errors)
    for key in form.fields:
        if key not in open_ones:
            form.put(data, key, saved.note if key == "note" else saved.sheet.get(key))
    return data


def _tell_of_others(request: HttpRequest, saved: Saved) -> None:
    if saved.from_others and saved.last:
        labels = "、".join(label_of(key) for key in saved.from_others)
        messages.info(
            request,
            f"{writer_of(saved.last)}が{clock(saved.last.made_at)}に次のところを書き、どちらの内容も残しました: {labels}",
        )


def _page(request: HttpRequest, hearing: Hearing, form: HearingForm, *, status=200, saved=None, **more) -> HttpResponse:
    stored = sheet_of(hearing)
    context = {
        "hearing": hearing,
        "company": hearing.company,
        "form": form,
        "sections": sections(stored),
        "note_seen": hearings.note_mark(hearings.note_of(hearing, request.user)),
        "open_by": presence.note_open(hearing.pk, request.user, timezone.now()),
        "conflicts": [_shown(one) for one in saved.conflicts] if saved else [],
        "last": saved.last if saved else None,
        "last_by": writer_of(saved.last) if saved and saved.last else "",
    }
    return render(request, "companies/hearing_edit.html", context | more, status=status)


def _shown(one: Conflict) -> dict[str, Any]:
    return {
        "key": one.key,
        "label": label_of(one.key),
        "base": wording(one.key, one.base),
        "theirs": wording(one.key, one.theirs),
        "mine": wording(one.key, one.mine),
        "is_text": isinstance(one.mine, str) and one.key not in ("heard_on", "visited_on"),
    }


# --- What the page sends by itself ------------------------------------------------------------------------------------
@require_POST
@able(Ability.HEAR)
def hearing_save(request: HttpRequest, hearing_pk) -> HttpResponse:
    """Some fields, named in `only`; none says that the page is still open. JSON comes back: what was kept, what was not, what others wrote."""
    hearing, now = editable_hearing(request, hearing_pk), timezone.now()
    only = {key for key in request.POST.get("only", "")[:LONGEST_LIST].split(",") if key}
    form = _form(request, hearing, request.POST.copy())
    try:
        saved = _save(request, hearing, form, request.POST, only)
    except HearingError as refused:
        return JsonResponse({"refused": str(refused)}, status=409)
    errors = {key: texts_of(form[key]) for key in only & set(form.errors)}
    return JsonResponse(
        {
            "revision": saved.hearing.revision,
            "saved_at": clock(now),
            "written": saved.written,
            "errors": errors,
            "note_seen": hearings.note_mark(saved.note),
            "open_by": presence.note_open(hearing.pk, request.user, now),
            "sections": {one.key: [one.done, one.total] for one in sections(saved.sheet)},
            "conflicts": [_shown(one) | {"value": form.shows(one.key, one.theirs)} for one in saved.conflicts],
            "by": f"{writer_of(saved.last)}({clock(saved.last.made_at)})" if saved.last else "",
            "others": _others(request, form, saved),
        }
    )


def _others(request: HttpRequest, form: HearingForm, saved: Saved) -> dict[str, Any]:
    """Fields that have changed since the page last heard of the sheet, but for those of this very saving."""
    seen = request.POST.get("seen", "")
    if not (seen.isascii() and seen.isdecimal() and len(seen) < 9) or int(seen) == saved.hearing.revision:
        return {}
    row = HearingVersion.objects.filter(hearing=saved.hearing, revision=int(seen)).first()
    if row is None:
        return {}
    skip = {*saved.written, *(one.key for one in saved.conflicts)}
    changed = [one.key for one in differences(row.sheet, saved.sheet) if one.key not in skip and one.key in form.fields]
    told = {key: {"label": label_of(key), "value": form.shows(key, saved.sheet.get(key))} for key in changed}
    if told:
        latest = HearingVersion.objects.filter(hearing=saved.hearing).exclude(made_by=request.user)
        last = latest.select_related("made_by__staff_member").order_by("-revision").first()
        told = {key: row | {"by": writer_of(last) if last else ""} for key, row in told.items()}
    return told
