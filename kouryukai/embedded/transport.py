"""Kombu's transport for `pgmq://`, with one mend.

Its channel keeps a message as unanswered when the answer meets a database that is gone. A worker that may hold one message then takes no
other, and, as it does not even ask, never notices either. Here such a message is let go: it comes again when its time is over, and
finds its row taken.
"""

from contextlib import contextmanager

import psycopg
from kombu.transport import pgmq


class Channel(pgmq.Channel):
    def basic_ack(self, delivery_tag, multiple=False):
        with self._let_go(delivery_tag):
            super().basic_ack(delivery_tag, multiple=multiple)

    def basic_reject(self, delivery_tag, requeue=False):
        with self._let_go(delivery_tag):
            super().basic_reject(delivery_tag, requeue=requeue)

    @contextmanager
    def _let_go(self, delivery_tag):
        try:
            yield
        except psycopg.Error:
            self.qos.ack(delivery_tag)
            raise


class Transport(pgmq.Transport):
    Channel = Channel
