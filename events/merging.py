"""What events hang on a senior who turns out to be registered twice: her places, her wishes, the names at the reception."""

from events.models import Attendance, Avoidance, BriefMark, Entry, EntryDraft, ReceptionName
from talent.merging import Merge, forbids, merges


@forbids
def both_at_one_event(merge: Merge) -> list[str]:
    mine = Attendance.objects.filter(senior=merge.keep).values("event")
    both = Attendance.objects.filter(senior=merge.gone, event__in=mine).select_related("event")
    return [
        f"お二人とも「{one.event.name}」に参加しています。どちらかの参加を取り消してから、まとめてください。"
        for one in both
    ]


@merges
def places_and_wishes(merge: Merge) -> None:
    avoided = Avoidance.objects.filter(ended_at=None, company__isnull=False)
    both = avoided.filter(senior=merge.keep).values("company")
    avoided.filter(senior=merge.gone, company__in=both).delete()  # whom both avoid stays once
    for model in (BriefMark, EntryDraft):  # of one issue one is enough: that of the registration that stays
        mine = model.objects.filter(senior=merge.keep).values("brief")
        model.objects.filter(senior=merge.gone, brief__in=mine).delete()
    for model in (Attendance, Avoidance, BriefMark, Entry, EntryDraft, ReceptionName):
        model.objects.filter(senior=merge.gone).update(senior=merge.keep)
