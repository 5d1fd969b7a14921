"""Start the server: a socket on 127.0.0.1, a warm start, and the browser."""

import contextlib
import socket
import sys
import threading
import webbrowser

import uvicorn

from regret_lab.errors import ParameterError
from regret_lab.playground.presets import PRESETS
from regret_lab.playground.run import run
from regret_lab.playground.schema import schema
from regret_lab.playground.server import application
from regret_lab.playground.setting import setting

HOST = "127.0.0.1"
PORT = 8765
MOST_AT_ONCE = 64
SWITCH = 5e-4
"""Seconds after which a sweep's thread lets a slider through: a tenth of Python's own."""


def serve(port: int | None, browser: bool) -> int:
    """Serve the playground until it is interrupted; return the exit status."""
    listener = listen(port)
    address = f"http://{HOST}:{listener.getsockname()[1]}/"
    sys.stdout.write(f"playground  {address}  (Ctrl-C ends it)\n")
    sys.stdout.flush()
    sys.setswitchinterval(SWITCH)
    threading.Thread(target=warm, daemon=True).start()
    config = uvicorn.Config(
        application(),
        log_level="error",
        access_log=False,
        lifespan="off",
        ws="none",
        limit_concurrency=MOST_AT_ONCE,
        timeout_graceful_shutdown=1,  # a search may still be at work when Ctrl-C comes
    )
    server = uvicorn.Server(config)
    if browser:  # the socket listens already: a browser that is early waits
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
    return 0


def listen(port: int | None) -> socket.socket:
    """Return a listening socket on this machine's own address.

    Raises
    ------
    ParameterError
        When a port that was asked for is taken, or is none.
    """
    wanted, reason = [PORT, 0] if port is None else [port], ""
    for number in wanted:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, number))
            listener.listen()
            return listener
        except (OSError, OverflowError) as error:
            listener.close()
            reason = getattr(error, "strerror", None) or str(error)
    raise ParameterError(
        f"port {port} cannot be used ({reason}); without --port a free one is taken"
    )


def warm() -> None:
    """Play the first scenario before anybody asks: imports and the first game take longest."""
    schema()
    run(setting(PRESETS[0]["setting"]))
