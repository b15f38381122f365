"""The ten fields of the national register: specialities of seniors and categories of issues use the same codes, so both sides match."""

from django.db.models import TextChoices


class Category(TextChoices):
    STRATEGY = "STRATEGY", "経営企画・戦略立案"
    OVERSEAS = "OVERSEAS", "海外展開・国際化"
    IT = "IT", "情報化・IT活用"
    SALES = "SALES", "販売・マーケティング"
    DEVELOPMENT = "DEVELOPMENT", "技術・製品開発"
    PRODUCTION = "PRODUCTION", "生産管理"
    LOGISTICS = "LOGISTICS", "物流管理"
    FINANCE = "FINANCE", "経理・財務管理"
    HR = "HR", "人事・労務管理"
    LEGAL = "LEGAL", "法務・特許"
