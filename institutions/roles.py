"""The roles that an account may have, as data: what each is called, what it is for, and what it may do."""

from enum import Enum, auto

from django.db.models import TextChoices


class Ability(Enum):
    """What somebody may be asked to be able to do. Which rows it concerns is said by `visible_to` and `editable_by`."""

    ACCOUNTS = auto()  # invite, change, disable anybody's account
    ACCOUNTS_OF_INSTITUTION = auto()  # the same for head office and branches of the own institution
    ERASE = auto()  # make a person anonymous
    EXPORT = auto()  # carry people away in a file
    TRACE = auto()  # read who changed and who read what
    ARRANGE = auto()  # events, selection, timetables, papers, outcomes
    POST = auto()  # read notices before they go out, and send them
    HEAR = auto()  # write hearings and issues of the own firms
    APPROVE = auto()  # approve the own institution's hearings
    ENTER = auto()  # wish for interviews, as a senior
    RECEIVE = auto()  # check people in on the day


class Role(TextChoices):
    COORDINATOR = "coordinator", "事務局"
    ADVISER = "adviser", "アドバイザー"
    HEAD_OFFICE = "head_office", "金融機関 本部"
    BRANCH = "branch", "金融機関 支店"
    SENIOR = "senior", "新現役"
    RECEPTION = "reception", "受付"

    @property
    def description(self) -> str:
        return DESCRIPTIONS[self]

    @property
    def abilities(self) -> frozenset[Ability]:
        return ABILITIES[self]


OFFICE_ROLES = (Role.COORDINATOR, Role.ADVISER)
BANK_ROLES = (Role.HEAD_OFFICE, Role.BRANCH)
STAFF_ROLES = (*OFFICE_ROLES, *BANK_ROLES)

DESCRIPTIONS = {
    Role.COORDINATOR: "すべての交流会、企業、新現役を見て、時間割や書類を作ります。利用者の招待と停止、個人情報の消去とファイルへの書き出しもできます。",
    Role.ADVISER: "事務局と同じ画面で交流会を進めます。利用者の招待と停止、個人情報の消去とファイルへの書き出しはできません。",
    Role.HEAD_OFFICE: "自分の金融機関の企業と課題を見て、書き、承認します。自分の金融機関の本部と支店の利用者を招待できます。ほかの金融機関の情報は見えません。",
    Role.BRANCH: "自分の支店の企業と課題を見て、書きます。ほかの支店やほかの金融機関の情報は見えません。",
    Role.SENIOR: "公開された課題を読み、面談の希望を出し、自分の面談の予定を見ます。パスワードはなく、メールで届く番号で入ります。",
    Role.RECEPTION: "交流会の当日に、その日の名簿を見て受付をします。ほかの情報は見えません。",
}

_OFFICE = frozenset({Ability.TRACE, Ability.ARRANGE, Ability.POST, Ability.HEAR, Ability.RECEIVE})
ABILITIES = {
    Role.COORDINATOR: _OFFICE | {Ability.ACCOUNTS, Ability.ERASE, Ability.EXPORT},
    Role.ADVISER: _OFFICE,
    Role.HEAD_OFFICE: frozenset({Ability.ACCOUNTS_OF_INSTITUTION, Ability.HEAR, Ability.APPROVE}),
    Role.BRANCH: frozenset({Ability.HEAR}),
    Role.SENIOR: frozenset({Ability.ENTER}),
    Role.RECEPTION: frozenset({Ability.RECEIVE}),
}
