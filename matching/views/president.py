"""The president's signed link: her own firm's sheet, whom she will meet, and what she wants to ask. No account, no cookie."""

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_safe

from companies.actions import PresidentLinkError, open_president_link
from companies.hearings import HearingError, changed_since, check_by_president
from companies.models import CheckedHow, Company, Hearing, HearingState, PresidentLink
from companies.sheet import differences, sheet_of
from events.models import Event, Halt, Participation, ParticipationState, Stage
from institutions import reading
from institutions.actors import Actor, DatabaseRole, acting, showing, system
from kouryukai.lib.secret_links import hash_of
from matching.models import Interview
from office.read_log import write


@require_safe
@login_not_required
def president_page(request: HttpRequest, key: str) -> HttpResponse:
    """The page without the frame of the signed-in: whoever else is signed in on this computer plays no part in it."""
    link, president = _let_in(key)
    with acting(president), reading.collecting() as read:
        response = HttpResponse(render_to_string("matching/president_page.html", _sheet(link)))
        write(request, response, read, president)
    response.headers["Referrer-Policy"] = "no-referrer"
    return _kept_private(response)


def _let_in(key: str) -> tuple[PresidentLink, Actor]:
    """The link that the key opens, and as whom. Every other key is 404."""
    try:
        with showing(hash_of(key)):
            link = open_president_link(token=key, now=timezone.now())
    except PresidentLinkError:
        raise Http404 from None
    return link, Actor(
        DatabaseRole.PRESIDENT, institution_id=link.institution_id, company_id=link.company_id, why="社長のリンク"
    )


def _kept_private(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _told(company: Company):
    """What the firm itself may read of its hearings: those that stand, the latest first."""
    hidden = (HearingState.DRAFT, HearingState.WITHDRAWN)
    return company.hearings.exclude(state__in=hidden).order_by("-created_at", "pk").prefetch_related("issues")


def _sheet(link: PresidentLink) -> dict:
    """What the firm itself has told, never the bank's own note of it; published interviews of events that are not closed."""
    company = Company.objects.get(pk=link.company_id)
    interviews = (
        Interview.objects.filter(company=company, is_published=True)
        .exclude(event__stage=Stage.CLOSED)
        .select_related("event", "slot__day", "booth", "senior", "entry__issue")
        .prefetch_related("senior__careers", "senior__specialities")
        .order_by("slot__during", "id")
    )
    return {
        "company": company,
        "hearing": _told(company).first(),
        "interviews": list(interviews),
        "halted": _halted(company),
        "expires_at": link.expires_at,
        "secretariat_phone": settings.SECRETARIAT_PHONE,
        "secretariat_name": settings.SECRETARIAT_NAME,
    }


def _halted(company: Company) -> list[Event]:
    """Events to which the firm was to come and that do not take place; by her own rows a president knows only those with interviews."""
    coming = Participation.objects.filter(company=company, state=ParticipationState.REGISTERED)
    rows = Event.objects.filter(pk__in=coming.values("event")).filter(
        Q(halt=Halt.POSTPONED) | Q(halt=Halt.CANCELLED, ends_on__gte=timezone.localdate())
    )
    with acting(system("延期・中止の知らせ")):
        return list(rows.only("name", "halt", "starts_on").order_by("starts_on", "pk"))


# --- Is the sheet right? ----------------------------------------------------------------------------------------------
class CheckForm(forms.Form):
    """Right as it stands, or what is wrong in it; for the sheet and the revision that was read."""

    hearing = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(min_value=0, max_value=10_000_000, widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label="お答え", choices=[("right", "内容に間違いはありません"), ("wrong", "直してほしいところがあります")], widget=forms.RadioSelect
    )  # fmt: skip
    remark = forms.CharField(
        label="直してほしいところ", max_length=2000, required=False, widget=forms.Textarea({"rows": 4}),
        help_text="どこを、どう直すかを書いてください。例: 従業員は18人ではなく21人です", error_messages={"max_length": "2000字まで書けます。短くしてください。"},
    )  # fmt: skip

    def clean(self) -> dict:
        wrong, remark = self.cleaned_data.get("answer") == "wrong", self.cleaned_data.get("remark", "").strip()
        if wrong and "remark" in self.cleaned_data and not remark:
            self.add_error("remark", "直してほしいところを書いてください。")
        return self.cleaned_data


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def president_check(request: HttpRequest, key: str) -> HttpResponse:
    """The sheet as the firm told it, and the president's word on it. A page of its own: a form needs a cookie, reading needs none."""
    link, president = _let_in(key)
    with acting(president), reading.collecting() as read:
        company = Company.objects.get(pk=link.company_id)
        if request.method == "POST":
            form, done = _answered(request, company)
            if done:
                return _kept_private(redirect("matching:president_check", key))
        else:
            form = None
        hearing = _told(company).first()
        response = render(request, "matching/president_check.html", _asked(company, hearing, form) | {"key": key})
        write(request, response, read, president)
    return _kept_private(response)


def _answered(request: HttpRequest, company: Company) -> tuple[CheckForm, bool]:
    form = CheckForm(request.POST)
    if not form.is_valid():
        return form, False
    hearing = get_object_or_404(Hearing.objects.filter(company=company), pk=form.cleaned_data["hearing"])
    wrong = form.cleaned_data["answer"] == "wrong"
    try:
        check_by_president(
            hearing=hearing,
            seen=form.cleaned_data["revision"],
            how=CheckedHow.LINK,
            now=timezone.now(),
            remark=form.cleaned_data["remark"] if wrong else "",
        )
    except HearingError as refused:
        form.add_error(None, str(refused))
        return form, False
    return form, True


def _asked(company: Company, hearing: Hearing | None, form: CheckForm | None) -> dict:
    context = {
        "company": company,
        "hearing": hearing,
        "secretariat_phone": settings.SECRETARIAT_PHONE,
        "secretariat_name": settings.SECRETARIAT_NAME,
    }
    if hearing is None:
        return context
    fresh = {"hearing": hearing.pk, "revision": hearing.revision}
    if form is None:
        form = CheckForm(initial=fresh)
    elif form.non_field_errors():  # what she has read is not what stands there now: asked again for that
        data = form.data.copy()
        data.update({name: str(value) for name, value in fresh.items()})
        errors = list(form.non_field_errors())
        form = CheckForm(data)
        for text in errors:
            form.add_error(None, text)
    checked = hearing.president_checked_how == CheckedHow.LINK and hearing.president_checked_revision
    with acting(system("社長の確認")):  # a president reads no versions: only whether what she has checked still stands
        still = bool(checked) and not changed_since(hearing, hearing.president_checked_revision)
    return context | {"form": form, "lines": differences({}, sheet_of(hearing)), "is_checked": still}
