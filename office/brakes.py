"""How often one address may send a public form: counted in PostgreSQL's cache, the same for all processes, as sign-in counts."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

from institutions.actors import acting

# A whole head office may come from one address of the network; one mail address or telephone is one person.
RATES = {"inquiry": "10/h/ip,40/d/ip,5/h/key,10/d/key"}


def may_send(request: HttpRequest, action: str, key: str) -> bool:
    """Counts this sending, unless there were too many. What sign-in counts is closed to whoever acts, so nobody does here."""
    with acting(None):
        return bool(ratelimit.consume(request, app="office", action=action, config=RATES, key=key))
