"""The register as a list: the office searches all of it, a bank looks at those who are disclosed to it."""

from urllib.parse import parse_qsl

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from institutions.roles import Ability, Role
from institutions.rules import OFFICE_AND_BANKS, coordinator_only, open_to
from talent.actions import SavedSearchError, save_search
from talent.forms import SeniorFilter
from talent.models import SavedSearch, Senior, Speciality
from talent.search import indexing
from talent.search.asking import read
from talent.search.cards import cards_of, compared
from talent.search.finding import ROWS_PER_PAGE, SORTS, find
from talent.search.spelling import corrected
from talent.search.state import Search, chips, facets_shown, ways_out
from talent.waiting import waiting as applications_waiting

BANKS_ROWS_PER_PAGE = 50
INDEXED_AT_ONCE = 30  # people whose index a page makes itself before it searches; more are left to the worker
MOST_COMPARED = 3
HEAD_OFFICE_WAITS = "お取引先の課題に希望が届くと、その方の経歴をここで見られます。"
BRANCH_WAITS = "時間割が公開されると、お取引先と面談する方の経歴をここで見られます。"


@require_safe
@open_to(*OFFICE_AND_BANKS)
def senior_list(request: HttpRequest) -> HttpResponse:
    return _of_a_bank(request) if request.user.is_bank else _of_the_office(request)


def _of_the_office(request: HttpRequest) -> HttpResponse:
    search = Search.of(request.GET)
    waiting = indexing.catch_up(INDEXED_AT_ONCE)
    spelt = corrected(read(search.q))
    found = find(spelt.asked, search.chosen, sort=search.sort, page=search.page)
    context = {
        "search": search,
        "found": found,
        "page": Paginator(range(found.total), ROWS_PER_PAGE).get_page(found.page),
        "cards": cards_of(request.user, found.seniors, spelt.asked),
        "instead": spelt.instead,
        "chips": list(chips(search)),
        "carried": parse_qsl(search.query()),
        "facets": facets_shown(search, found),
        "ways_out": ways_out(search, found) if not found.total else [],
        "sorts": [(key, label) for key, (label, _) in SORTS.items()],
        "saved": list(SavedSearch.objects.visible_to(request.user)),
        "waiting": waiting,
        "applications": applications_waiting(request.user).count(),
        "may_export": request.user.can(Ability.EXPORT),
    }
    return render(request, "talent/senior_search.html", context)


def _of_a_bank(request: HttpRequest) -> HttpResponse:
    form = SeniorFilter(request.GET)
    rows = Senior.objects.visible_to(request.user).filter(erased_at=None)
    rows = rows.select_related("contact").prefetch_related("specialities")
    if form.value("q"):
        rows = rows.named(form.value("q"))
    if form.value("category"):
        rows = rows.filter(pk__in=Speciality.objects.filter(category=form.value("category")).values("senior"))
    context = {
        "form": form,
        "page": Paginator(rows, BANKS_ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "filtered": any(request.GET.values()),
        "bank_text": BRANCH_WAITS if request.user.role == Role.BRANCH else HEAD_OFFICE_WAITS,
    }
    return render(request, "talent/senior_list.html", context)


@require_safe
@coordinator_only
def senior_compare(request: HttpRequest) -> HttpResponse:
    """Up to three side by side; the way back leads to the search they came from."""
    people, asked = compared(request.user, request.GET.getlist("id")[: 4 * MOST_COMPARED]), request.GET.getlist("id")
    context = {
        "people": people[:MOST_COMPARED],
        "too_many": len(people) > MOST_COMPARED,
        "nobody_asked": not asked,
        "back": Search.of(request.GET).query(),
    }
    return render(request, "talent/senior_compare.html", context)


@require_POST
@coordinator_only
def search_save(request: HttpRequest) -> HttpResponse:
    query = Search.of(QueryDict(request.POST.get("query", "")[:4000])).query()
    try:
        saved = save_search(owner=request.user, name=request.POST.get("name", ""), query=query)
    except SavedSearchError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"検索「{saved.name}」を保存しました。「保存した検索」から、いつでも開けます。")
    return redirect(f"{reverse('talent:senior_list')}?{query}")


@require_POST
@coordinator_only
def search_delete(request: HttpRequest, search_pk) -> HttpResponse:
    saved = get_object_or_404(SavedSearch.objects.editable_by(request.user), pk=search_pk)
    saved.delete()
    messages.success(request, f"保存した検索「{saved.name}」を消しました。")
    return redirect("talent:senior_list")
