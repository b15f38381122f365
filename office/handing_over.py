"""What the back office keeps of a senior by her plain key goes to the registration that hers becomes part of.

Which columns these are their models say themselves (`tells_of`); a test compares.
"""

from uuid import UUID

from django.db.models import Q

from office.models import BackgroundCheck, Document, MailState, OutboxMail, Scan

WAITING = (MailState.DRAFT, MailState.BY_HAND)


def hand_over(*, gone: UUID, keep: UUID, old_address: str, address: str) -> None:
    """Papers, checks and letters of `gone` become those of `keep`; what waits to be sent goes to the address that is kept."""
    for model in (Scan, BackgroundCheck):
        model.objects.filter(senior_key=gone).update(senior_key=keep)
    for paper in Document.objects.filter(Q(named_senior_id=gone) | Q(people__contains=[gone])):
        paper.people = list(dict.fromkeys(keep if one == gone else one for one in paper.people))
        paper.named_senior_id = keep if paper.named_senior_id == gone else paper.named_senior_id
        paper.save(update_fields=["people", "named_senior_id"])
    of_her = Q(named_senior_id=gone) | Q(subject_kind="senior", subject_id=gone)
    for letter in OutboxMail.objects.select_for_update(of=("self",)).filter(of_her).order_by("created_at", "pk"):
        _hand_over_letter(letter, gone, keep, old_address.strip().lower(), address.strip().lower())


def _hand_over_letter(letter: OutboxMail, gone: UUID, keep: UUID, old_address: str, address: str) -> None:
    if letter.named_senior_id == gone:
        letter.named_senior_id = keep
    subject, recipient = letter.subject_id, letter.recipient
    if subject == gone and letter.subject_kind == "senior":
        subject = keep
    if letter.state == MailState.DRAFT and address and recipient == old_address:
        recipient = address
    same = OutboxMail.objects.filter(is_notice=True, kind=letter.kind, subject_kind=letter.subject_kind)
    same = same.filter(subject_id=subject, recipient=recipient).exclude(pk=letter.pk)
    twin = letter.is_notice and same.exists()
    if twin and letter.state in WAITING:
        letter.delete()  # she gets it once
        return
    if not twin:
        letter.subject_id, letter.recipient = subject, recipient
    letter.save(update_fields=["named_senior_id", "subject_id", "recipient"])
