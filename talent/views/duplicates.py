"""Who may be registered twice: pairs that look alike, side by side, and what a person decides about them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from institutions import reading
from institutions.roles import Ability
from institutions.rules import able, coordinator_only, fresh_proof
from talent import merging
from talent.importing.people import Register, alike, face_of
from talent.importing.sheets import sheets_of
from talent.models import NotTheSame, Senior
from talent.sheet import KEYS, label_of, wording

PAIRS_PER_PAGE = 30


@require_safe
@coordinator_only
def duplicate_list(request: HttpRequest) -> HttpResponse:
    apart = set(NotTheSame.objects.values_list("one_id", "other_id"))
    pairs = [pair for pair in Register().pairs() if tuple(sorted([pair[0].pk, pair[1].pk])) not in apart]
    page = Paginator(pairs, PAIRS_PER_PAGE).get_page(request.GET.get("page"))
    reading.note(seniors=[one.pk for pair in page for one in pair[:2]])
    rows = [{"one": one, "other": other, "facts": "、".join(facts)} for one, other, facts in page]
    return render(request, "talent/duplicate_list.html", {"page": page, "rows": rows})


def _pair(request: HttpRequest, senior_pk, other_pk) -> tuple[Senior, Senior]:
    rows = Senior.objects.editable_by(request.user)
    one, other = get_object_or_404(rows, pk=senior_pk), get_object_or_404(rows, pk=other_pk)
    if one.pk == other.pk:
        raise Http404
    return one, other


@require_safe
@coordinator_only
def duplicate_pair(request: HttpRequest, senior_pk, other_pk) -> HttpResponse:
    """Field by field, with what would be kept of which."""
    one, other = _pair(request, senior_pk, other_pk)
    sheets = sheets_of([one.pk, other.pk])
    left, right = sheets[one.pk], sheets[other.pk]
    lines = [
        {
            "key": key,
            "label": label_of(key),
            "left": wording(key, left[key]),
            "right": wording(key, right[key]),
            "differs": wording(key, left[key]) != wording(key, right[key]),
            "takes_right": not wording(key, left[key]),
        }
        for key in KEYS
    ]
    context = {
        "one": one,
        "other": other,
        "lines": [line for line in lines if line["left"] or line["right"]],
        "facts": "、".join(alike(face_of(left), face_of(right))),
        "obstacles": merging.obstacles(merging.Merge(one, other, request.user, timezone.now())),
        "may_merge": request.user.can(Ability.ERASE),
    }
    return render(request, "talent/duplicate_pair.html", context)


@require_POST
@able(Ability.ERASE)
@fresh_proof
def duplicate_merge(request: HttpRequest, senior_pk, other_pk) -> HttpResponse:
    """The first stays, the second becomes part of it."""
    one, other = _pair(request, senior_pk, other_pk)
    take = [key for key in KEYS if request.POST.get(f"take-{key}") == "other"]
    number = other.number
    try:
        merging.merge_seniors(keep=one, gone=other, take=take, by=request.user, now=timezone.now())
    except merging.MergeError as refused:
        messages.error(request, str(refused))
        return redirect("talent:duplicate_pair", one.pk, other.pk)
    messages.success(request, f"{number}番を{one.number}番にまとめました。{number}番は消去しました。")
    return redirect("talent:senior_detail", one.pk)


@require_POST
@coordinator_only
def duplicate_apart(request: HttpRequest, senior_pk, other_pk) -> HttpResponse:
    one, other = _pair(request, senior_pk, other_pk)
    merging.tell_apart(one=one, other=other, by=request.user, now=timezone.now())
    messages.success(request, f"{one.number}番と{other.number}番は別の方として記録しました。もう候補に出しません。")
    return redirect("talent:duplicate_list")
