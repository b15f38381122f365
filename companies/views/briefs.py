"""The page where the anonymised face of an issue is written, checked and decided on."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies import briefs
from companies.anonymity import Counts, narrowness
from companies.briefs import BriefConflict, BriefError, Mark
from companies.forms_briefs import AcceptForm, BriefForm, StepForm
from companies.models import BriefReview, Company, Issue, IssueBrief
from companies.regions import prefectures_of
from institutions.models import User
from institutions.roles import Ability
from institutions.rules import able

STEPS = {"submit": briefs.hand_in, "take_back": briefs.take_back, "withdraw": briefs.withdraw, "resume": briefs.resume}
DONE = {
    "submit": "提出しました。事務局が読んで、承認するか、理由を添えて差し戻します。",
    "take_back": "提出を取り消しました。続きを書けます。",
    "withdraw": "取り下げました。新現役には見えません。文は残っています。",
    "resume": "下書きに戻しました。書き直して、もう一度提出できます。",
    "approve": "承認しました。公開の日が来ると、新現役が読めるようになります。",
    "return": "差し戻しました。書いた人へのお知らせは、送信箱で確かめてから送ります。",
}


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, marked or not."""

    text: str
    mark: Mark | None = None


@require_http_methods(["GET", "HEAD", "POST"])
@able(Ability.HEAR)
def brief_edit(request: HttpRequest, issue_pk) -> HttpResponse:
    """GET shows the words with what gives the firm away; POST keeps them as a draft."""
    issue = _issue(request, issue_pk)
    brief, review = _brief_of(issue)
    if request.method != "POST":
        return _page(request, issue, brief, review, BriefForm(initial=_initial(issue, brief, review), brief=brief))
    form = BriefForm(request.POST, brief=brief)
    if not form.is_valid():
        return _page(request, issue, brief, review, form)
    try:
        briefs.save(
            issue=issue,
            values=form.values(),
            known_words=form.cleaned_data["known_words"],
            revision=form.cleaned_data["revision"],
            stop_open=form.cleaned_data.get("stop_open", False),
            by=request.user,
            now=timezone.now(),
        )
    except BriefConflict as conflict:
        form.data = form.data.copy()
        form.data["revision"] = conflict.review.revision  # whoever has seen both saves over it
        return _page(request, issue, conflict.brief, conflict.review, form, conflict=conflict, status=409)
    except BriefError as refused:
        form.add_error("stop_open" if "stop_open" in form.fields else None, str(refused))
        return _page(request, issue, brief, review, form)
    messages.success(request, f"{timezone.localtime():%-H:%M}に保存しました。印のついた言葉を確かめてください。")
    return redirect("companies:brief_edit", issue.pk)


def _page(request, issue, brief, review, form, *, conflict=None, status: int = 200) -> HttpResponse:
    bound = {name: form[name].value() or "" for name in briefs.TEXTS}
    marks = briefs.marks_of(issue.company, bound, review)
    people = User.objects.select_related("staff_member").in_bulk(
        {mark.accepted["by"] for mark in marks if mark.accepted}
    )
    names = {str(pk): person.display_name for pk, person in people.items()}
    context = {
        "issue": issue,
        "company": issue.company,
        "brief": brief,
        "review": review,
        "form": form,
        "marks": [(mark, names.get(mark.accepted["by"], "") if mark.accepted else "") for mark in marks],
        "lines": [(briefs.LABELS[name], pieces(bound[name], name, marks)) for name in briefs.TEXTS if bound[name]],
        "sure": sum(mark.stands for mark in marks),
        "accepted": sum(mark.accepted is not None for mark in marks),
        "hints": sum(not mark.is_sure and mark.accepted is None for mark in marks),
        "is_saved": brief is not None and not form.is_bound,
        "theirs": _theirs(conflict, form) if conflict else [],
        "narrow": _narrowness(request, issue.company, brief),
        "decides": request.user.can(Ability.ARRANGE),
    }
    return render(request, "companies/brief_edit.html", context, status=status)


def pieces(text: str, field: str, marks: Iterable[Mark]) -> list[Piece]:
    """The text in stretches, each marked at most once: of two that overlap, the earlier and longer."""
    out, place = [], 0
    for mark in (mark for mark in marks if mark.finding.field == field):
        start, end = mark.finding.start, mark.finding.end
        if start < place:
            continue
        out += [Piece(text[place:start]), Piece(text[start:end], mark)]
        place = end
    return [piece for piece in (*out, Piece(text[place:])) if piece.text]


def _theirs(conflict: BriefConflict, form: BriefForm) -> list[tuple[str, str, str]]:
    """(label, what stands there now, what was just sent) of each field that differs."""
    values = form.values()
    return [
        (form.fields[name].label, _words(form, name, getattr(conflict.brief, name)), _words(form, name, values[name]))
        for name in briefs.FIELDS
        if getattr(conflict.brief, name) != values[name]
    ]


def _words(form: BriefForm, name: str, value) -> str:
    choices = dict(getattr(form.fields[name], "choices", ()))
    return "、".join(str(choices.get(one, one)) for one in (value if isinstance(value, list) else [value]))


def _initial(issue: Issue, brief: IssueBrief | None, review: BriefReview | None) -> dict:
    if brief is None:
        return briefs.first_draft(issue) | {"revision": 0, "known_words": ""}
    values = {name: getattr(brief, name) for name in briefs.FIELDS}
    return values | {
        "revision": review.revision if review else 1,
        "known_words": "\n".join(review.known_words) if review else "",
    }


def _narrowness(request: HttpRequest, company: Company, brief: IssueBrief | None):
    """For the office, which sees every bank's firms; a bank would count its own alone."""
    if not request.user.can(Ability.ARRANGE) or brief is None:
        return None
    trade = Q(trade_code=company.trade_code) if company.trade_code else Q(industry=company.industry)
    region = Q(prefecture__in=prefectures_of(brief.region))
    size = _size(brief.size_band)
    counted = Company.objects.visible_to(request.user).aggregate(
        same=Count("pk", trade & region & size),
        without_size=Count("pk", trade & region),
        without_region=Count("pk", trade & size),
        without_trade=Count("pk", region & size),
    )
    return narrowness(Counts(**counted))


def _size(band: str) -> Q:
    if not band:
        return Q()
    low, _, high = band.partition("-")
    return Q(employees__gte=int(low), **({"employees__lte": int(high)} if high else {}))


@require_POST
@able(Ability.HEAR)
def brief_accept(request: HttpRequest, issue_pk) -> HttpResponse:
    """Let one finding stand with a reason, or take that back."""
    issue, form = _issue(request, issue_pk), AcceptForm(request.POST)
    try:
        if not form.is_valid():
            raise BriefError("そのままでよい理由を、200文字までで書いてください。")
        said, kept = form.cleaned_data, {"issue": issue, "by": request.user, "now": timezone.now()}
        if said["undo"]:
            briefs.accept_no_more(kind=said["kind"], text=said["text"], **kept)
        else:
            briefs.accept(kind=said["kind"], text=said["text"], reason=said["reason"], **kept)
            messages.success(request, f"「{said['text']}」は、このまま残します。理由は承認する人が読みます。")
    except BriefError as refused:
        messages.error(request, str(refused))
    return redirect("companies:brief_edit", issue.pk)


@require_POST
@able(Ability.HEAR)
def brief_step(request: HttpRequest, issue_pk) -> HttpResponse:
    """Hand in, take back, withdraw, write again."""
    issue, form = _issue(request, issue_pk), StepForm(request.POST)
    try:
        if not form.is_valid() or form.cleaned_data["step"] not in STEPS:
            raise BriefError("押したボタンがわかりませんでした。もう一度押してください。")
        step, revision = form.cleaned_data["step"], form.cleaned_data["revision"]
        STEPS[step](issue=issue, revision=revision, by=request.user, now=timezone.now())
        messages.success(request, DONE[step])
    except BriefError as refused:
        messages.error(request, str(refused))
    return redirect("companies:brief_edit", issue.pk)


@require_POST
@able(Ability.ARRANGE)
def brief_decide(request: HttpRequest, issue_pk) -> HttpResponse:
    """The office approves, or sends back with the reason; a reason that was refused is shown again."""
    issue, form = _issue(request, issue_pk), StepForm(request.POST)
    try:
        if not form.is_valid() or form.cleaned_data["step"] not in ("approve", "return"):
            raise BriefError("差し戻しの理由は1,000文字までです。もう一度押してください。")
        said = form.cleaned_data
        kept = {"issue": issue, "revision": said["revision"], "by": request.user, "now": timezone.now()}
        if said["step"] == "approve":
            briefs.approve(**kept)
        else:
            briefs.send_back(reason=said["reason"], **kept)
        messages.success(request, DONE[said["step"]])
    except BriefError as refused:
        messages.error(request, str(refused))
        if reason := request.POST.get("reason", "").strip():
            messages.info(request, f"書きかけの理由: {reason}")
    return redirect("companies:brief_edit", issue.pk)


@require_safe
@able(Ability.HEAR)
def brief_preview(request: HttpRequest, issue_pk) -> HttpResponse:
    """The brief as a senior will read it, by the very same panel."""
    issue = _issue(request, issue_pk)
    brief, _ = _brief_of(issue)
    return render(request, "companies/brief_preview.html", {"issue": issue, "company": issue.company, "brief": brief})


def _issue(request: HttpRequest, issue_pk) -> Issue:
    rows = Issue.objects.editable_by(request.user).select_related(
        "hearing", "company__institution", "company__branch", "company__officer"
    )
    return get_object_or_404(rows, pk=issue_pk)


def _brief_of(issue: Issue) -> tuple[IssueBrief | None, BriefReview | None]:
    brief = IssueBrief.objects.filter(issue=issue).select_related("review").first()
    return brief, getattr(brief, "review", None) if brief else None
