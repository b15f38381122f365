"""The Celery application; workers start with `celery -A kouryukai worker`."""

import os

from celery import Celery
from celery.signals import beat_init, celeryd_init, setup_logging
from kombu.transport import TRANSPORT_ALIASES

from kouryukai.logs import use_ours

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kouryukai.settings")

TRANSPORT_ALIASES["pgmq"] = "kouryukai.embedded.transport:Transport"
app = Celery("kouryukai")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
setup_logging.connect(use_ours)


@celeryd_init.connect(weak=False)
@beat_init.connect(weak=False)
def _refuse_demo_accounts(**_) -> None:
    from institutions.production import refuse_demo_accounts

    refuse_demo_accounts()
