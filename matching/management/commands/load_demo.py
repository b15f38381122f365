"""``load_demo --seed N``: institutions, past events, and three events in different stages with people, timetables, papers and outcomes.

Run it again with the same seed and nothing changes; a load that was broken off goes on where it stopped.
"""

import datetime as dt
import gc
import time
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from events.demo.generate import demo_people
from events.demo.hearings import load_hearings
from events.demo.ids import Ids
from events.demo.load import coordinator_of, is_loaded, load_people
from events.demo.world import DemoWorld
from events.history import SHIPPED, import_history
from events.models import Event
from institutions.actions import load_directory
from institutions.actors import acting, system
from institutions.models import Institution, User
from matching.actions import plan_event, publish
from matching.demo import has_outcomes, load_outcomes
from matching.models import Timetable, TimetableState
from matching.printing import FOR_THE_DAY, request_event_documents
from matching.sheets.makers import EVENT_REPORT
from office.actions import run_now
from office.models import Document, WorkState

AS_COMMAND = system("command load_demo")
DRAWN_UP_BEFORE = dt.timedelta(days=14)  # how long before its day a past event's timetable was published


class Command(BaseCommand):
    help = "見本のデータを読み込みます。同じ --seed なら何度実行しても同じ結果になります。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="見本の人や会社を決める数（既定は1）")
        parser.add_argument("--no-papers", action="store_true", help="書類を作らずに終わる")

    def handle(self, *, seed: int, no_papers: bool, **options: object) -> None:
        if settings.PRODUCTION:
            raise CommandError("本番の設定では見本を読み込めません。作りものの人や会社が本物に混ざります。")
        now = timezone.now()
        self.began = time.monotonic()
        with acting(AS_COMMAND):
            self._load(seed, now)
        with acting(AS_COMMAND):
            held, soon = self._carry_on(seed, now)
            by = coordinator_of(seed)
            self.tell(f"書きかけのヒアリングシート {load_hearings(seed=seed, by=by, now=now)} 件。")
        if not no_papers:
            self._print(soon, by, now, FOR_THE_DAY)
            self._print(held, by, now, (EVENT_REPORT,))
        self.tell("見本の用意ができました。")

    def _load(self, seed: int, now: dt.datetime) -> None:
        if is_loaded(seed):
            self.tell("見本の人と会社は読み込み済みです。")
        else:
            if Institution.objects.filter(is_demo=True).exists():
                raise CommandError(
                    "別の --seed の見本がすでにあります。同じ --seed を指定するか、空のデータベースを使ってください。"
                )
            self._load_standing()
            self._load_people(demo_people(seed, timezone.localdate(now)))

    def tell(self, line: str) -> None:
        self.stdout.write(f"[{time.monotonic() - self.began:5.1f}秒] {line}")
        self.stdout.flush()

    def _load_standing(self) -> None:
        counts = load_directory(tell=self.tell)
        self.tell(f"機関 {counts.institutions} 件、支店 {counts.branches} 件。")
        history = import_history(data=SHIPPED.read_bytes())
        self.tell(f"過去の交流会 {history.events} 件。")

    def _load_people(self, world: DemoWorld) -> None:
        load_people(world)
        firms = sum(len(event.firms) for event in world.events)
        entries = sum(len(event.entries) for event in world.events)
        self.tell(
            f"見本の交流会 {len(world.events)} 件、企業 {firms} 社、新現役 {len(world.seniors)} 人、希望 {entries} 件。"
        )

    def _carry_on(self, seed: int, now: dt.datetime) -> tuple[Event, Event]:
        """Timetables and outcomes, each unless it is there already; the held event and the one that comes soon."""
        events = Event.objects.in_bulk([Ids(seed)("event", key) for key in ("held", "soon")])
        held, soon = (events[Ids(seed)("event", key)] for key in ("held", "soon"))
        by = coordinator_of(seed)
        for event, at in ((held, held.entry_close_at + DRAWN_UP_BEFORE / 2), (soon, now)):
            self._plan(event, by, at)
        if not has_outcomes(held):
            world = demo_people(seed, _today_of(held, seed))
            funnel = load_outcomes(seed=seed, told=world.held, event=held, by=by)
            self.tell(
                f"{held.name}の結果: 面談 {funnel.interviews} 件、実施 {funnel.held} 件、双方の希望 {funnel.consents} 件、"
                f"二次面談 {funnel.second} 件、支援 {funnel.supports} 件。"
            )
        return held, soon

    def _plan(self, event: Event, by: User, at: dt.datetime) -> None:
        if Timetable.objects.filter(event=event, state=TimetableState.PUBLISHED).exists():
            return
        self.tell(f"{event.name}の時間割を作っています。")
        with transaction.atomic():
            timetable = plan_event(event=event, by=by, now=at)
            publish(timetable=timetable, by=by, now=at)
        self.tell(f"時間割を公開しました。面談 {timetable.interviews.count()} 件、{timetable.get_status_display()}。")

    def _print(self, event: Event, by: User, now: dt.datetime, kinds: tuple[str, ...]) -> None:
        """Each paper in a transaction of its own, as a worker would."""
        with acting(AS_COMMAND):
            made = Document.objects.filter(group_id=event.pk, kind__in=kinds)
            if made.exists() and not made.exclude(state=WorkState.DONE).exists():
                return
        # Each paper ends with a full collection; what has been loaded so far need not be walked through every time.
        gc.collect()
        gc.freeze()
        with acting(AS_COMMAND):
            documents = request_event_documents(event=event, by=by, now=now, kinds=kinds)
        waiting = [document for document in documents if document.state != WorkState.DONE]
        for n, document in enumerate(waiting, start=1):
            run_now(document)
            if n % 10 == 0 or n == len(waiting):
                self.tell(f"{event.name}の書類 {n} / {len(waiting)} 件。")


def _today_of(held: Event, seed: int) -> dt.date:
    """A day for which the world is made so that the held event falls on its day: nine to ten weeks after it."""
    latest = held.starts_on + dt.timedelta(days=78)
    days = (latest - dt.timedelta(days=n) for n in range(21))
    return next(day for day in days if demo_people(seed, day).held.date == held.starts_on)
