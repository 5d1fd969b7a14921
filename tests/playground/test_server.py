"""What may be asked of the server, by whom, and what is refused."""

import http.client
import json
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from regret_lab.playground.codec import unpack
from regret_lab.playground.export import bundle
from regret_lab.playground.guard import BODY_LIMIT
from regret_lab.playground.presets import PRESETS
from regret_lab.playground.server import PAGE
from regret_lab.playground.setting import LONGEST, MOST, read


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self):
        return self.content.decode()

    def json(self):
        return json.loads(self.content)


@dataclass
class Client:
    """A bare HTTP client: it sends what it is told, a false Host included."""

    home: str

    def ask(self, method, path, body=None, headers=None):
        line = http.client.HTTPConnection(urlsplit(self.home).netloc, timeout=30)
        try:
            line.request(method, path, body, headers or {})
            reply = line.getresponse()
            named = {key.lower(): value for key, value in reply.getheaders()}
            return Reply(reply.status, named, reply.read())
        finally:
            line.close()

    def get(self, path, headers=None):
        return self.ask("GET", path, headers=headers)


@pytest.fixture
def client(server):
    return Client(server)


def asked(**changes):
    learners = [{"label": "Adam", "name": "adam", "values": {"lr": 0.2}}]
    return {"problem": {"name": "reddi"}, "learners": learners, "horizon": 20} | changes


def post(client, body, path="/run", **headers):
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.ask("POST", path, text, {"content-type": "application/json"} | headers)


def test_the_page_and_all_its_parts_are_served_with_a_strict_policy(client):
    index, script = client.get("/"), client.get("/app.js")
    wanted = set(re.findall(r'(?:src|href)="([a-z]+\.(?:js|css))"', index.text))
    assert wanted == {"app.js", "style.css"}
    assert client.get("/style.css").headers["content-type"].startswith("text/css")
    assert script.headers["content-type"].startswith("text/javascript")
    assert not re.search(r"^(?:import|export) ", script.text, re.MULTILINE)
    parts = {path.name for path in PAGE.glob("*.js")}
    assert set(re.findall(r"^// ([a-z]+\.js)$", script.text, re.MULTILINE)) == parts
    policy = index.headers["content-security-policy"]
    assert "script-src 'self';" in policy and "unsafe" not in policy
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy


def test_no_part_of_the_page_names_another_machine():
    for path in PAGE.iterdir():
        found = set(re.findall(r"(?:https?:)?//[\w.]+\.\w+[^\s'\"]*", path.read_text("utf-8")))
        assert found <= {"http://www.w3.org/2000/svg"}


def test_a_game_comes_back(client):
    reply = post(client, asked())
    assert reply.status == 200
    game = unpack(reply.content)["learners"]["Adam"]
    assert game["x"].shape == (1, 20) and game["g"][0, 0] == 3.0


def test_the_schema_names_every_learner_and_shows_its_own_step(client):
    schema = client.get("/schema").json()
    assert [preset["id"] for preset in schema["presets"]] == [p["id"] for p in PRESETS]
    assert schema["learners"]["ogd"]["source"].endswith("return x - eta * g")
    assert {c["name"] for c in schema["learners"]["adam"]["controls"]} >= {"lr", "bias_correction"}


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "192.168.0.1:8765", "[::1]"])
def test_a_foreign_host_is_refused(client, host):
    for path in ("/", "/schema", "/alive"):
        assert client.get(path, headers={"host": host}).status == 400
    assert post(client, asked(), host=host).status == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_sites_page_is_refused(client, headers):
    assert post(client, asked(), **headers).status == 403
    assert client.get("/schema", headers=headers).status == 403
    own = {"origin": client.home, "sec-fetch-site": "same-origin"}
    assert post(client, asked(), **own).status == 200


def test_only_small_json_is_read(client):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        assert post(client, asked(), **{"content-type": kind}).status == 415
    assert post(client, " " * (BODY_LIMIT + 1)).status == 413
    assert client.get("/run").status == 405
    assert client.get("/../pyproject.toml").status == 404
    assert client.get("/server.py").status == 404


def learner(**changes):
    return asked(learners=[{"label": "Adam", "name": "adam"} | changes])


BAD = {
    "not json": ("{", "this is not JSON"),
    "a list": ([], "the setting must be an object"),
    "nested without end": ("[" * 30000, "this is not JSON"),
    "no problem": ({"learners": []}, "problem must be an object"),
    "an unknown problem": (asked(problem={"name": "__import__"}), "no problem is called"),
    "a file": (asked(problem={"name": "csv", "values": {"path": "/etc/passwd"}}), "no problem is"),
    "an unknown learner": (learner(name="os.system"), "no learner is called"),
    "an unknown field": (learner(values={"__class__": 1}), "no part of adam is called"),
    "a word for a number": (learner(values={"lr": "exec"}), "adam: lr must be a number"),
    "a truth for a number": (learner(values={"lr": True}), "adam: lr must be a number"),
    "out of range": (learner(values={"beta1": 1.0}), "beta1 must be in [0, 1)"),
    "NaN": ('{"horizon": NaN}', "NaN is not a number"),
    "Infinity": ('{"horizon": -Infinity}', "Infinity is not a number"),
    "too large a number": (learner(values={"lr": 1e300}), "a number of a usual size"),
    "a number that overflows": ('{"horizon": 1e999}', "problem must be"),
    "a number for a truth": (learner(values={"bias_correction": 1}), "must be true or false"),
    "an unknown word": (learner(values={"decay": "none"}), "no decay is called"),
    "a long game": (asked(horizon=LONGEST + 1), "horizon must be a whole number from 1 to"),
    "half a round": (asked(horizon=2.5), "horizon must be a whole number"),
    "no learner": (asked(learners=[]), f"learners must be a list of 1 to {MOST}"),
    "many learners": (
        asked(learners=[{"label": str(k), "name": "ogd"} for k in range(MOST + 1)]),
        f"learners must be a list of 1 to {MOST}",
    ),
    "two of one label": (asked(learners=[{"name": "ogd"}] * 2), "needs a label of its own"),
    "a long label": (learner(label="x" * 99), "needs a label of its own"),
    "three dimensions": (
        asked(problem={"name": "quadratic", "values": {"dim": 3}}),
        "dim must be 1 or 2",
    ),
    "many slopes": (
        asked(problem={"name": "periodic", "values": {"gradients": [1.0] * (LONGEST + 1)}}),
        "gradients must be a list of 1 to",
    ),
    "a start elsewhere": (asked(start=[0.0, 0.0]), "start must be a list of 1 numbers"),
    "a seed below 0": (asked(seed=-1), "seed must be a whole number"),
}


@pytest.mark.parametrize(("body", "why"), BAD.values(), ids=list(BAD))
def test_a_bad_setting_is_refused_in_one_line(client, body, why):
    reply = post(client, body)
    assert reply.status == 400
    said = reply.json()["error"]
    assert why in said and "\n" not in said and len(said) < 600


def test_a_start_outside_the_domain_is_brought_back():
    assert read(json.dumps(asked(start=[7.0]))).start == (1.0,)


def test_a_search_needs_a_learner_of_the_setting(client):
    assert post(client, asked(), path="/worst").status == 400
    assert post(client, "[]", path="/worst").status == 400
    reply = post(client, asked(search="OGD"), path="/worst")
    assert reply.status == 400 and "'OGD'" in reply.json()["error"]


def test_the_export_is_one_file_that_asks_for_nothing(client):
    reply = post(client, asked(), path="/export")
    assert reply.status == 200 and len(reply.content) < 2_000_000
    assert not re.search(r'(?:src|href)="(?!data:|#)', reply.text)
    assert "default-src 'none'" in reply.text and "connect-src" not in reply.text
    assert not re.search(r"^(?:import|export) ", reply.text, re.MULTILINE)


def test_the_modules_of_the_page_can_be_joined_into_one_script():
    names = re.findall(r"^(?:async )?(?:const|let|function|class) (\w+)", bundle(), re.MULTILINE)
    assert len(names) > 60
    assert {name for name in names if names.count(name) > 1} == set()
