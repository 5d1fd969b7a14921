"""What may reach the playground: small JSON from its own page, and nothing else."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from regret_lab.errors import RegretLabError

BODY_LIMIT = 64 * 1024
HOSTS = ("127.0.0.1", "localhost")

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data: blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class RefusedError(RegretLabError):
    """A request that is turned away; ``status`` says why to a program."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class Headers:
    """Add the headers that keep a browser from doing more than the page needs."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and its answer back, with the headers added."""

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                lines = [(k.lower().encode(), v.encode()) for k, v in HEADERS.items()]
                message["headers"] = [*message.get("headers", []), *lines]
            await send(message)

        await self.app(scope, receive, add)


def check_origin(request: Request) -> None:
    """Refuse what another site's page sends; a browser cannot forge these two.

    Raises
    ------
    RefusedError
        When the Origin is not the page's own, or the browser says that it came from elsewhere.
    """
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    own = f"http://{request.headers.get('host')}"  # the Host itself is checked before
    if origin not in (None, own) or site not in (None, "same-origin", "none"):
        raise RefusedError(403, "only the playground's own page may ask")


async def json_body(request: Request) -> bytes:
    """Return the body of a request of the page's.

    Raises
    ------
    RefusedError
        When it comes from elsewhere, is not JSON, or is too large.
    """
    check_origin(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind != "application/json":
        raise RefusedError(415, "the playground reads application/json only")
    body = b""
    async for part in request.stream():  # a length that is declared may be a lie
        body += part
        if len(body) > BODY_LIMIT:
            raise RefusedError(413, f"a request has at most {BODY_LIMIT} bytes")
    return body
