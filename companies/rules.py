"""Who may do what with a hearing now: its steps as data, who may write on it, and whose turn it is."""

from dataclasses import dataclass

from companies.models import BriefState, Hearing, HearingState, VersionKind
from companies.models.moves import HEARING_MOVES
from institutions.models import User
from institutions.roles import Ability

OPEN = (HearingState.DRAFT, HearingState.RETURNED)
OFFICE, WRITERS, HEADS = "office", "writers", "heads"


@dataclass(frozen=True, slots=True)
class HearingStep:
    """One step that a person may take. `after`: the state that it leads to; "" for a mark that leaves the state."""

    key: str
    label: str
    after: str
    kind: VersionKind | None
    who: str
    before: tuple[str, ...]
    says: str  # what will happen, before the button is pressed
    done: str
    reason: str = ""  # the label of the reason, where one is asked for


HEARING_STEPS = {
    step.key: step
    for step in (
        HearingStep(
            "submit", "事務局に提出する", HearingState.SUBMITTED, VersionKind.SUBMITTED, WRITERS, OPEN,
            "提出すると、事務局が読み、企業を訪問して詳しくうかがいます。そのあいだ、取引店では書き込めません。",
            "提出しました。事務局が読み、訪問の日を相談します。",
        ),
        HearingStep(
            "take_back", "提出を取り下げて書き直す", HearingState.DRAFT, VersionKind.REOPENED, WRITERS,
            (HearingState.SUBMITTED,),
            "下書きに戻り、また書けるようになります。事務局が訪問で書き足した内容は、そのまま残ります。",
            "下書きに戻しました。書き直したら、もう一度提出してください。",
        ),
        HearingStep(
            "return", "差し戻す", HearingState.RETURNED, VersionKind.RETURNED, OFFICE, (HearingState.SUBMITTED,),
            "取引店が書き直せるようになります。理由はシートのいちばん上に出て、担当者あてのメールの下書きが送信箱に入ります。",
            "差し戻しました。担当者あてのメールを送信箱に入れました。読んでから送ってください。",
            "何を直してほしいか",
        ),
        HearingStep(
            "approve", "承認する", HearingState.APPROVED, VersionKind.APPROVED, OFFICE, (HearingState.SUBMITTED,),
            "この内容で確定します。承認のあとは、差し戻すまでだれも書き替えられません。担当者あてのお知らせの下書きが送信箱に入ります。",
            "承認しました。担当者あてのお知らせを送信箱に入れました。次は、新現役が読む公開文を作ります。",
        ),
        HearingStep(
            "reopen", "承認を取り消して差し戻す", HearingState.RETURNED, VersionKind.RETURNED, OFFICE,
            (HearingState.APPROVED,),
            "承認が取り消され、取引店と事務局がまた書けるようになります。公開中の課題は、公開文を直すまでそのままです。",
            "承認を取り消しました。担当者あてのメールを送信箱に入れました。",
            "取り消す理由",
        ),
        HearingStep(
            "withdraw", "このヒアリングを取りやめる", HearingState.WITHDRAWN, VersionKind.REOPENED, WRITERS,
            (*OPEN, HearingState.SUBMITTED, HearingState.APPROVED),
            "この交流会の準備から外れます。書いた内容は残り、あとで再開できます。",
            "取りやめました。書いた内容は残っています。",
            "取りやめる理由",
        ),
        HearingStep(
            "resume", "ヒアリングを再開する", HearingState.DRAFT, VersionKind.REOPENED, WRITERS,
            (HearingState.WITHDRAWN,),
            "下書きに戻り、続きを書けるようになります。",
            "再開しました。続きを書けます。",
        ),
        HearingStep(
            "bank_check", "本部で内容を確認した", "", None, HEADS, (*OPEN, HearingState.SUBMITTED, HearingState.APPROVED),
            "本部が読んで確かめた、という印を付けます。だれがいつ確認したかが残ります。",
            "本部の確認を記録しました。",
        ),
    )
}  # fmt: skip
WHO_MAY = {
    OFFICE: lambda user: user.is_coordinator,
    WRITERS: lambda user: user.can(Ability.HEAR),
    HEADS: lambda user: user.can(Ability.APPROVE),
}


def may_ever(user: User, step: HearingStep) -> bool:
    """Whether it is this role's step at all, whatever the state."""
    return WHO_MAY[step.who](user)


def refusal(hearing: Hearing, step: HearingStep, user: User) -> str:
    """Why this person may not take this step now, in words; "" where she may."""
    if not may_ever(user, step):
        return "この操作は、ほかの役割の人がします。"
    state = HearingState(hearing.state)
    if state not in step.before or (step.after and not HEARING_MOVES.may(state, step.after)):
        return f"このシートは、いま「{state.label}」です。{ALREADY[state]}"
    if step.key == "withdraw" and state == HearingState.APPROVED and not user.is_coordinator:
        return "承認されたヒアリングの取りやめは、事務局がします。事務局へお知らせください。"
    return ""


ALREADY = {
    HearingState.DRAFT: "書き終わったら、確認の画面から提出してください。",
    HearingState.SUBMITTED: "提出されているため、この操作はできません。",
    HearingState.RETURNED: "取引店が直して、もう一度提出するのを待っています。",
    HearingState.APPROVED: "承認されているため、この操作はできません。",
    HearingState.WITHDRAWN: "取りやめになっています。続けるときは、先に再開してください。",
}


def steps_for(hearing: Hearing, user: User) -> list[HearingStep]:
    """The steps that this person may take now, but handing in, which has a page of its own."""
    return [step for step in HEARING_STEPS.values() if step.key != "submit" and not refusal(hearing, step, user)]


def write_refusal(hearing: Hearing, user: User) -> str:
    """Why this person may not write on the sheet now; "" where she may."""
    if not user.can(Ability.HEAR):
        return "ヒアリングシートは、取引店・本部・事務局が書きます。"
    if hearing.state in OPEN or (hearing.state == HearingState.SUBMITTED and user.is_coordinator):
        return ""
    return {
        HearingState.SUBMITTED: "このシートは提出されているため、書き込めません。直すときは、先に提出を取り下げてください。",
        HearingState.APPROVED: "このシートは承認されているため、書き込めません。直すときは、事務局が差し戻します。",
        HearingState.WITHDRAWN: "このヒアリングは取りやめになっているため、書き込めません。続けるときは、先に再開してください。",
    }[HearingState(hearing.state)]


def reads_note(user: User) -> bool:
    """The confidential note is the branch's and the office's."""
    return user.is_coordinator or (user.is_bank and not user.can(Ability.APPROVE))


@dataclass(frozen=True, slots=True)
class Turn:
    """Who acts next, and what is done then."""

    who: str
    does: str


TURNS = {
    None: Turn("取引店", "企業を訪ねてヒアリングを始めます"),
    HearingState.DRAFT: Turn("取引店", "シートを書き上げて提出します"),
    HearingState.SUBMITTED: Turn("事務局", "訪問して詳しくうかがい、承認します"),
    HearingState.RETURNED: Turn("取引店", "事務局の指摘を直して、もう一度提出します"),
    HearingState.APPROVED: Turn("事務局", "匿名の公開文を作ります"),
    HearingState.WITHDRAWN: Turn("", "取りやめになっています"),
}


# After the approval the texts that seniors read are what is left to do, the least finished one first.
TEXT_TURNS = {
    None: TURNS[HearingState.APPROVED],
    BriefState.DRAFT: Turn("事務局", "匿名の公開文を書き上げて提出します"),
    BriefState.SUBMITTED: Turn("事務局", "提出された公開文を承認します"),
    BriefState.APPROVED: Turn("事務局", "承認した公開文を、新現役に公開します"),
}
ALL_OPEN = Turn("", "公開の用意まで済みました")
# The president has written what is wrong, and nobody has done anything with the sheet since.
REMARK_TURNS = {
    HearingState.DRAFT: Turn("取引店", "社長のご指摘を読み、シートを直して提出します"),
    HearingState.SUBMITTED: Turn("事務局", "社長のご指摘を読み、直してから承認します"),
    HearingState.RETURNED: Turn("取引店", "社長のご指摘を読み、シートを直して、もう一度提出します"),
    HearingState.APPROVED: Turn("事務局", "社長のご指摘を読みます。直すところがあれば、承認を取り消して差し戻します"),
}


def turn_of(hearing: Hearing | None) -> Turn:
    """For a hearing that comes with its issues and their texts."""
    if hearing is not None and hearing.president_remark and hearing.president_checked_revision == hearing.revision:
        return REMARK_TURNS.get(HearingState(hearing.state), TURNS[HearingState.WITHDRAWN])
    if hearing is not None and hearing.state == HearingState.APPROVED:
        texts = [getattr(issue, "brief", None) for issue in hearing.issues.all()]
        shut = {text.state if text else None for text in texts if not (text and text.open_from)}
        waiting = [turn for state, turn in TEXT_TURNS.items() if state in shut]
        return waiting[0] if waiting else ALL_OPEN if texts else TURNS[HearingState.APPROVED]
    return TURNS[None if hearing is None else HearingState(hearing.state)]
