"""The president's signed link: her own firm's sheet, whom she will meet, and what she wants to ask. No account, no cookie."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from companies.actions import PresidentLinkError, open_president_link
from companies.models import Company, HearingState, PresidentLink
from events.models import Stage
from institutions import reading
from institutions.actors import Actor, DatabaseRole, acting, showing
from kouryukai.lib.secret_links import hash_of
from matching.models import Interview
from office.read_log import write


@require_safe
@login_not_required
def president_page(request: HttpRequest, key: str) -> HttpResponse:
    """The page without the frame of the signed-in: whoever else is signed in on this computer plays no part in it."""
    try:
        with showing(hash_of(key)):
            link = open_president_link(token=key, now=timezone.now())
    except PresidentLinkError:
        raise Http404 from None
    president = Actor(
        DatabaseRole.PRESIDENT, institution_id=link.institution_id, company_id=link.company_id, why="社長のリンク"
    )
    with acting(president), reading.collecting() as read:
        response = HttpResponse(render_to_string("matching/president_page.html", _sheet(link)))
        write(request, response, read, president)
    add_never_cache_headers(response)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _sheet(link: PresidentLink) -> dict:
    """What the firm itself has told, never the bank's own note of it; published interviews of events that are not closed."""
    company = Company.objects.get(pk=link.company_id)
    told = company.hearings.exclude(state=HearingState.DRAFT).prefetch_related("issues")
    interviews = (
        Interview.objects.filter(company=company, is_published=True)
        .exclude(event__stage=Stage.CLOSED)
        .select_related("event", "slot__day", "booth", "senior", "entry__issue")
        .prefetch_related("senior__careers", "senior__specialities")
        .order_by("slot__during", "id")
    )
    return {
        "company": company,
        "hearing": told.first(),
        "interviews": list(interviews),
        "expires_at": link.expires_at,
        "secretariat_phone": settings.SECRETARIAT_PHONE,
        "secretariat_name": settings.SECRETARIAT_NAME,
    }
