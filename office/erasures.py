"""What the back office keeps of people: titles, results and errors of work that name them; staff members, who live below us."""

from collections.abc import Collection
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.urls import reverse

from institutions.actions import close_account
from institutions.models import Invitation, StaffMember, User
from office import classification, scans
from office.erasing import ERASED, Case, Erasable, Names, erasable, erases, forbids
from office.mentions import page_of
from office.models import (
    OPEN,
    BackgroundCheck,
    Document,
    ImportBatch,
    ImportedRow,
    Inquiry,
    InquiryNote,
    InquiryState,
    Job,
    MailState,
    OutboxMail,
    Scan,
    StaffPledge,
)
from office.naming import spellings


def staff_names(member: StaffMember) -> Names:
    family, _, given = member.name.partition(" ")
    others = StaffMember.objects.filter(name__contains=member.name).exclude(name=member.name)
    typed = [*spellings(family, given), *spellings(*_halves(member.name_kana))]
    namesakes = StaffMember.objects.filter(name=member.name, erased_at=None).exclude(pk=member.pk)
    shared = (member.name, *typed) if namesakes.exists() else ()
    return Names((member.name,), tuple(others.values_list("name", flat=True)), tuple(typed), shared)


def _halves(text: str) -> tuple[str, str]:
    first, _, last = text.partition(" ")
    return first, last


STAFF_MEMBER = erasable(
    Erasable(
        kind="staff_member",
        label="職員",
        model=StaffMember,
        names=staff_names,
        word=lambda member: member.name,
        word_label="氏名",
        label_of=lambda member: f"{member.institution.name}の職員",
    )
)


@forbids("staff_member")
def still_needed(case: Case) -> list[str]:
    if case.by is not None and case.row.user_id == case.by.pk:
        return ["ご自身は消去できません。ほかの事務局の人に頼んでください。"]
    return []


@erases("staff_member")
def staff_member(case: Case) -> None:
    account(case, case.row.user)
    rows = StaffMember.objects.filter(pk=case.row.pk)
    case.blank("職員の登録", rows, name=ERASED, is_active=False, erased_at=case.now, user=None)


def account(case: Case, user: User | None) -> None:
    """Close the account of the person, if there is one; apps above call it for their people."""
    if user is None:
        return
    case.touch(User.objects.filter(pk=user.pk))
    mail_to(case, user.email)
    invitations = Invitation.objects.filter(Q(account=user) | Q(email=user.email))
    case.delete("招待", invitations)
    closed = close_account(user=user)
    case.did("利用者", 1, "メールアドレスを消し、入れないようにします")
    case.did("ログイン中の画面", closed.sessions, "終わらせます")
    case.did("本人確認の設定など", closed.rows, "記録ごと削除します")


def mail_to(case: Case, *addresses: str, about: Collection[UUID] = ()) -> None:
    """Letters to the person: that there was one stays, what it said and to whom goes; what has not left is not sent.

    Where somebody who stays reads mail at her address too, they are known by what they are about: herself, or one of `about`.
    """
    wanted = case.names.alone(*addresses)
    hers = Q(recipient__in=wanted) | Q(named_senior_id=case.row.pk)
    if not case.stays:
        to_her = [address.strip().lower() for address in addresses if address]
        hers |= Q(subject_id__in=[case.row.pk, *about], recipient__in=to_her)
    mails = OutboxMail.objects.filter(hers)
    for mail in mails:
        words = {"recipient": f"{mail.pk.hex}@erased.invalid", "title": ERASED, "error": ""}
        words |= {"body": ERASED if mail.is_notice else "", "to_name": "", "to_phone": "", "calendar": ""}
        if mail.state not in (MailState.SENT, MailState.TOLD, MailState.CANCELLED):
            words |= {"state": MailState.CANCELLED, "lease_until": None, "nudged_at": None}
        OutboxMail.objects.filter(pk=mail.pk).update(**words)
    case.did("本人あてのメール", len(mails), "宛先と文章を消します。送っていないものは取りやめます")
    inquiries(case, Inquiry.objects.filter(email__in=wanted))


# --- Who asked, with or without an account -------------------------------------------------------------------------------------
INQUIRER = erasable(
    Erasable(
        kind="inquiry",
        label="お問い合わせの方",
        model=Inquiry,
        # Her name may be that of a person of the register, who stays: it is looked for nowhere else.
        names=lambda inquiry: Names(()),
        word=lambda inquiry: inquiry.number,
        word_label="受付番号",
        label_of=lambda inquiry: f"お問い合わせ {inquiry.number}",
    )
)


@erases("inquiry")
def inquirer(case: Case) -> None:
    """This inquiry, and those that came from the same mail address."""
    if case.row.email:
        mail_to(case, case.row.email)
    inquiries(case, Inquiry.objects.filter(pk=case.row.pk))


def inquiries(case: Case, rows: models.QuerySet) -> None:
    """That somebody asked for something then, and how it ended, stays; who it was and every word go."""
    rows = rows.filter(erased_at=None)
    notes = InquiryNote.objects.filter(inquiry__in=list(rows.values_list("pk", flat=True)))
    case.blank("お問い合わせの対応の記録", notes, text=ERASED)
    keys = list(rows.values_list("pk", flat=True))
    case.blank("お問い合わせ", rows, name=ERASED, people=None, erased_at=case.now)
    over = {"state": InquiryState.DECLINED, "closed_at": case.now, "next_on": None}  # nobody is left to be answered
    Inquiry.objects.filter(pk__in=keys, state__in=OPEN).update(**over)


@page_of("office.Job")
def job_page(row: Job) -> str:
    return reverse("office:job_page", args=[row.pk])


@page_of("office.OutboxMail")
def letter_page(row: OutboxMail) -> str:
    return reverse("office:outbox_mail", args=[row.pk])


@page_of("office.Inquiry")
def inquiry_page(row: Inquiry) -> str:
    return reverse("office:inquiry_detail", args=[row.pk])


@page_of("office.InquiryNote")
def note_page(row: InquiryNote) -> str:
    return reverse("office:inquiry_detail", args=[row.inquiry_id])


@erases("senior", "staff_member")
def work_that_names_them(case: Case) -> None:
    """Sentences that the application wrote about its work. A name that others have too goes from what is about her alone."""
    for model, what in (
        (Job, "処理の題名と結果"),
        (Document, "書類の題名"),
        (OutboxMail, "ほかの人へのメール"),
        (ImportBatch, "取り込みの題名"),
        (ImportedRow, "取り込みの前の内容"),
    ):
        columns = [column for column in classification.private(model) if not isinstance(column, models.FileField)]
        texts = {f"text_{column.name}": Cast(column.name, models.TextField()) for column in columns}
        named = Q()
        for text in texts:
            for name in case.names.written:
                named |= Q(**{f"{text}__contains": name})
        count = 0
        for row in model.objects.annotate(**texts).filter(named).order_by("pk"):
            before = {column.name: getattr(row, column.name) for column in columns}
            about_her = case.row.pk in [getattr(row, key, None) for key in ("named_senior_id", "subject_id", "key")]
            after = {name: case.names.taken_out(value, about_her=about_her) for name, value in before.items()}
            if after != before:
                model.objects.filter(pk=row.pk).update(**after)
                case.touch(model.objects.filter(pk=row.pk))
                count += 1
        case.did(what, count, case.names.then)


@erases("senior")
def papers(case: Case) -> None:
    """Her signed papers go with their files; that a check was made goes too, for it says that she was here."""
    rows = Scan.objects.filter(senior_key=case.row.pk)
    case.remove_files("書類の写し(ファイル)", [scans.path_of(row) for row in rows])
    case.own(Scan, rows.values_list("pk", flat=True))
    case.delete("書類の写し", rows)
    checks = BackgroundCheck.objects.filter(senior_key=case.row.pk)
    case.own(BackgroundCheck, checks.values_list("pk", flat=True))
    case.delete("反社チェックの記録", checks)


@erases("staff_member")
def pledges(case: Case) -> None:
    kept = StaffPledge.objects.filter(member=case.row).count()
    case.keep("守秘の約束", kept, "約束した日だけです。いつ約束したかを示せるようにするためです。")


@page_of("office.Scan", "office.BackgroundCheck")
def page_of_papers(row: Scan | BackgroundCheck) -> str:
    kind, key = ("senior", row.senior_key) if row.senior_key else ("company", row.company_key)
    return reverse("office:papers", args=[kind, key])
