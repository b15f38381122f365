"""The address that the demo serves: claimed before anything slow, handed to the web server as open sockets."""

import errno
import socket
import urllib.error
import urllib.request

from kouryukai.embedded.places import EmbeddedError

BACKLOG = 128


def read_port(text: str) -> int:
    text = text.strip() or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise EmbeddedError(f"PORT={text} is not a port number; set PORT= to a number from 1 to 65535")
    return int(text)


def claim(port: int) -> list[socket.socket]:
    """Listen on both faces of localhost. A busy or forbidden port is an EmbeddedError."""
    sockets = []
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            sockets.append(_listen(family, address, port))
        except OSError as error:
            absent = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
            if family == socket.AF_INET6 and error.errno in absent:
                continue
            for earlier in sockets:
                earlier.close()
            raise EmbeddedError(_reason(port, error)) from error
    return sockets


def _listen(family: int, address: str, port: int) -> socket.socket:
    listener = socket.socket(family)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((address, port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def _reason(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is busy; stop what uses it, or choose another: make demo PORT={port + 1 if port < 65535 else 8000}"
    return f"port {port} cannot be opened ({error.strerror}); choose another: make demo PORT=8001"


def answers(port: int) -> bool:
    """Whether the sign-in page is served with 200 (the root address leads there)."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/", timeout=2) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False
