"""Is a kept connection still good? Asked of the socket, not of the server: a query per request would cost a third."""

import select

import psycopg
from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Say whether the connection is alive: a server that went away leaves an end-of-file on the socket."""
        raw = self.connection
        if raw is None or raw.closed or raw.broken:
            return False
        waiting = select.poll()
        waiting.register(raw.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
        if not waiting.poll(0):
            return True
        try:
            # Something has come: a notice is fine, an end is not.
            raw.pgconn.consume_input()
        except psycopg.Error:
            return False
        return not (raw.closed or raw.broken)
