"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kouryukai.settings")
application = get_wsgi_application()

from institutions.production import refuse_demo_accounts  # noqa: E402 - needs the applications

refuse_demo_accounts()
