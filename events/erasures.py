"""What events keep of a senior: her entries' words, her place at events to come, workbooks that wait for their import."""

from django.urls import reverse
from django.utils import timezone

from companies.models import IssueBrief
from events.entering.counting import count_entries
from events.models import (
    Attendance,
    Avoidance,
    BriefMark,
    Entry,
    EntryDraft,
    EntryState,
    LetterTemplate,
    ParticipationState,
    ReceptionName,
)
from office.erasing import ERASED, Case, erases
from office.importing import uploads
from office.mentions import page_of


@erases("senior")
def entries(case: Case) -> None:
    rows = Entry.objects.filter(senior=case.row)
    case.own(Entry, rows.values_list("pk", flat=True))
    case.blank("希望の文章(私ができること・選定の理由)", rows, proposal_text=ERASED)
    case.delete("書きかけの希望", EntryDraft.objects.filter(senior=case.row))
    case.delete("「気になる」の印", BriefMark.objects.filter(senior=case.row))
    case.delete("受付の名簿", ReceptionName.objects.filter(senior=case.row))
    case.delete("会わせない組み合わせ", Avoidance.objects.filter(senior=case.row))
    _leave_what_is_to_come(case)
    attendances = Attendance.objects.filter(senior=case.row)
    case.keep("交流会への参加", attendances.count(), "名札番号だけです。参加した人の数を変えないためです。")
    case.keep("希望", rows.count(), "順位・点・状態だけです。希望の数を変えないためです。")


def _leave_what_is_to_come(case: Case) -> None:
    """She is nobody's guest any more; events that were held keep her place."""
    to_come = {"event__ends_on__gte": timezone.localdate(case.now)}
    attendances = Attendance.objects.filter(senior=case.row, state=ParticipationState.REGISTERED, **to_come)
    case.did("これからの交流会への参加", attendances.count(), "辞退にします")
    keys = case.touch(attendances)
    Attendance.objects.filter(pk__in=keys).update(state=ParticipationState.WITHDRAWN)
    open_entries = Entry.objects.filter(senior=case.row, **to_come).exclude(state=EntryState.WITHDRAWN)
    keys = case.touch(open_entries)
    rows = Entry.objects.filter(pk__in=keys)
    issues = list(rows.order_by().values_list("issue", flat=True))
    rows.update(state=EntryState.WITHDRAWN, withdrawn_at=case.now)
    count_entries(IssueBrief.objects.filter(issue__in=issues))


@erases("senior", "staff_member")
def workbooks_in_waiting(case: Case) -> None:
    """Whoever is in them: they wait for a day at most, and their owner has them."""
    case.remove_files("取り込みを待つ表計算ファイル", uploads.waiting())


@page_of("events.Entry")
def entry_page(entry: Entry) -> str:
    return reverse("events:entry_detail", args=[entry.pk])


@page_of("events.LetterTemplate")
def letter_page(text: LetterTemplate) -> str:
    return reverse("events:letter_edit", args=[text.event_id, text.kind])


@page_of("events.Avoidance")
def avoidance_page(avoidance: Avoidance) -> str:
    return reverse("events:avoidance_list")
