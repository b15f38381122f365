"""How the demo people wish to work, and their themes and trades: read out of their texts, or following from their number."""

from functools import cache

from events.demo.texts import CareerText
from institutions.industries import industry_of
from institutions.topics import Topic
from talent.models import FeeWish, Weekday

WORDS = {
    Topic.SUCCESSION: "承継 後継",
    Topic.TRAINING: "育成 教え 研修 若手",
    Topic.RETENTION: "定着 離職 辞め",
    Topic.PERSONNEL_SYSTEM: "評価 賃金 就業規則",
    Topic.NEW_MARKETS: "販路 新規の客 展示会 取引先を",
    Topic.NEW_PRODUCTS: "新商品 新製品 開発",
    Topic.PRICING: "値上げ 価格 見積",
    Topic.ONLINE_SALES: "通販 ネット EC",
    Topic.DESIGN: "デザイン 包装 パッケージ",
    Topic.EXPORT: "輸出 輸入 貿易",
    Topic.OVERSEAS_SITE: "現地法人 駐在 海外工場",
    Topic.QUALITY: "品質 不良 ISO",
    Topic.SHOP_FLOOR: "段取り 改善 5S 現場",
    Topic.MAINTENANCE: "保全 設備 自動化",
    Topic.COSTING: "原価",
    Topic.CASH: "資金 銀行 借入",
    Topic.SUBSIDIES: "補助金 助成金",
    Topic.MERGERS: "再生 M&A 買収",
    Topic.DIGITAL: "システム 電子 デジタル",
    Topic.SECURITY: "セキュリティ",
    Topic.DELIVERY: "在庫 配送 物流 倉庫",
    Topic.INTELLECTUAL_PROPERTY: "特許 商標 知財",
    Topic.SAFETY: "安全 労災",
    Topic.CONTINUITY: "防災 事業継続",
    Topic.ENVIRONMENT: "省エネ 環境 電気代",
}
AT_MOST = 5
WORKING_DAYS = [Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI]


@cache
def topics_of(career: CareerText) -> list[str]:
    """The themes whose words stand most often in the texts, the most frequent first."""
    text = " ".join([career.headline, career.strengths, career.achievements, *(job.summary for job in career.jobs)])
    counts = {topic: sum(text.count(word) for word in words.split()) for topic, words in WORDS.items()}
    found = [topic for topic in sorted(counts, key=lambda one: -counts[one]) if counts[topic]]
    return [str(topic) for topic in found[:AT_MOST]]


@cache
def industries_of(career: CareerText) -> list[str]:
    known = (industry_of(f"{job.industry}") or industry_of(job.company) for job in career.jobs)
    return [str(one) for one in dict.fromkeys(filter(None, known))]


def weekdays_of(number: str, days: int) -> list[str]:
    """As many days of the working week as the person can come, starting where her number says."""
    first = _of(number)
    chosen = {WORKING_DAYS[(first + 2 * n) % 5] for n in range(min(days, 5))}
    return [str(day) for day in WORKING_DAYS if day in chosen]


def fee_of(number: str) -> str:
    return (FeeWish.STANDARD, FeeWish.STANDARD, FeeWish.TALK, FeeWish.TRAVEL_ONLY)[_of(number) % 4]


def _of(number: str) -> int:
    return sum(map(ord, number))
