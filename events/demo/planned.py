"""One event that is still being planned, about three months ahead: hosts, a programme and dates, the first of them done."""

import datetime as dt

from events import milestones, planning
from events.copying import proposed_name
from events.demo.ids import Ids
from events.demo.world import DemoWorld
from events.models import Event, HostRole
from institutions.models import User
from kouryukai.lib.workdays import is_workday

AHEAD = dt.timedelta(days=84)  # the same weekday as the event that it follows


def load_planned(world: DemoWorld, ids: Ids, *, by: User, now: dt.datetime) -> Event:
    """Made by the same actions as the pages use; found again by its key."""
    coming = Event.objects.get(pk=ids("event", "coming"))
    day = coming.starts_on + AHEAD
    while not is_workday(day):
        day += dt.timedelta(days=7)
    values = {
        "name": proposed_name(coming) if proposed_name(coming) != coming.name else f"次回 {coming.name}",
        "is_demo": True,
        "starts_on": day,
        "ends_on": day,
        "venue": coming.venue,
        "planned_companies": 20,
        "planned_seniors": 45,
        "planned_interviews": 120,
        "remarks": coming.remarks,
    }
    event = planning.make_event(new_key=ids("event", "planned"), values=values, by=by, now=now)
    rows = [
        planning.HostRow(
            institution=ids("bank", key),
            name="",
            new_type="",
            role=HostRole.HOST if n == 0 else HostRole.COHOST,
            order=n + 1,
            contact_name="業務推進部",
            phone=f"03-0000-{2100 + n}",
            reply_email="",
            planned_companies=20 // len(world.coming.hosts) + (n < 20 % len(world.coming.hosts)),
        )
        for n, key in enumerate(world.coming.hosts)
    ]
    planning.set_hosts(event=event, rows=rows, by=by, now=now)
    first = event.milestones.order_by("due_on", "kind").filter(due_on__lte=world.today).first()
    if first is not None:
        milestones.finish(milestone=first, by=by, now=now)
    return event
