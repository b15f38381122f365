"""Every written career, one module per first speciality; `CAREERS` keeps the categories' order."""

from events.demo.careers import (
    development,
    finance,
    hr,
    it,
    legal,
    logistics,
    overseas,
    production,
    sales,
    strategy,
)
from events.demo.texts import CareerText

CAREERS: tuple[CareerText, ...] = (
    strategy.CAREERS
    + overseas.CAREERS
    + it.CAREERS
    + sales.CAREERS
    + development.CAREERS
    + production.CAREERS
    + logistics.CAREERS
    + finance.CAREERS
    + hr.CAREERS
    + legal.CAREERS
)
BY_KEY: dict[str, CareerText] = {career.key: career for career in CAREERS}
