"""The playground on 127.0.0.1: the page, and four questions that it may ask."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from regret_lab.errors import RegretLabError
from regret_lab.playground.codec import pack
from regret_lab.playground.courtesy import courtesy
from regret_lab.playground.export import PAGE, bundle, export
from regret_lab.playground.guard import HOSTS, Headers, RefusedError, check_origin, json_body
from regret_lab.playground.run import run
from regret_lab.playground.schema import schema
from regret_lab.playground.setting import SettingError, read
from regret_lab.playground.sweep import sweep
from regret_lab.playground.worst import certified, worst

BINARY = "application/octet-stream"
LOOK = 0.05
"""Seconds between two looks whether the asker of a long question is still there."""

Endpoint = Callable[[Request], Awaitable[Response]]


def application() -> Starlette:
    """Return the playground as an ASGI application."""
    files = [
        Route("/", _text(lambda: (PAGE / "index.html").read_text("utf-8"), "text/html")),
        Route("/style.css", _text(lambda: (PAGE / "style.css").read_text("utf-8"), "text/css")),
        Route("/app.js", _text(bundle, "text/javascript")),
    ]
    questions = [
        Route("/run", _run, methods=["POST"]),
        Route("/sweep", _sweep, methods=["POST"]),
        Route("/worst", _answer(_worst), methods=["POST"]),
        Route("/certify", _answer(lambda body: pack(certified(read(body)))), methods=["POST"]),
        Route("/export", _answer(_export, "text/html; charset=utf-8"), methods=["POST"]),
    ]
    return Starlette(
        routes=[*files, Route("/schema", _schema), Route("/alive", _alive), *questions],
        middleware=[
            Middleware(Headers),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS)),
        ],
        exception_handlers={RegretLabError: _refuse},
    )


def _text(read_text: Callable[[], str], kind: str) -> Endpoint:
    """Return an endpoint that reads a part of the page anew: an edit is seen at the next visit."""

    async def serve(request: Request) -> Response:
        return Response(read_text(), media_type=kind)

    return serve


def _answer(question: Callable[[bytes], bytes], kind: str = BINARY) -> Endpoint:
    """Return an endpoint that reads JSON and answers a question about it, in a thread."""

    async def endpoint(request: Request) -> Response:
        body = await json_body(request)
        return Response(await run_in_threadpool(question, body), media_type=kind)

    return endpoint


async def _sweep(request: Request) -> Response:
    """Answer a long question for as long as somebody waits."""
    body, gone = await json_body(request), threading.Event()
    watch = asyncio.create_task(_watch(request, gone))
    try:
        answer = await run_in_threadpool(lambda: pack(sweep(read(body), gone)))
    finally:
        watch.cancel()
    return Response(answer, media_type=BINARY)


async def _watch(request: Request, gone: threading.Event) -> None:
    while not await request.is_disconnected():
        await asyncio.sleep(LOOK)
    gone.set()


async def _run(request: Request) -> Response:
    """Play a setting at once, in this thread: handing a few milliseconds over takes longer."""
    body = await json_body(request)
    with courtesy.urgent():
        return Response(pack(run(read(body))), media_type=BINARY)


def _worst(body: bytes) -> bytes:
    """Search for the label in ``search`` of the body; the rest is a setting."""
    try:
        given: Any = json.loads(body)
        label = given.pop("search")
    except (ValueError, AttributeError, LookupError, TypeError):
        raise SettingError("a search needs a setting and the label of a learner") from None
    return pack(worst(read(json.dumps(given)), str(label)))


def _export(body: bytes) -> bytes:
    return export(read(body), json.loads(body)).encode()


async def _schema(request: Request) -> Response:
    check_origin(request)
    return JSONResponse(schema())


async def _alive(request: Request) -> Response:
    return Response(status_code=204)


async def _refuse(request: Request, error: Exception) -> Response:
    status = error.status if isinstance(error, RefusedError) else 400
    return JSONResponse({"error": str(error)}, status)
