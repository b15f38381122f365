"""The roles an account may have, as data: what each may do and how the page that gives it describes it."""

from django.db.models import TextChoices


class Role(TextChoices):
    COORDINATOR = "coordinator", "事務局"
    HEAD_OFFICE = "head_office", "金融機関 本部"
    BRANCH = "branch", "金融機関 支店"
    SENIOR = "senior", "新現役"
    RECEPTION = "reception", "受付"


BANK_ROLES = (Role.HEAD_OFFICE, Role.BRANCH)

DESCRIPTIONS = {
    Role.COORDINATOR: "すべての交流会、企業、新現役を見て、時間割と書類を作ります。",
    Role.HEAD_OFFICE: "自機関の企業、ヒアリング、面談を見て、承認します。",
    Role.BRANCH: "自店の企業のヒアリングを書き、自店の面談を見ます。",
    Role.SENIOR: "自分の登録と面談を見ます。",
    Role.RECEPTION: "当日の受付をします。",
}
