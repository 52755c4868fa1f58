"""The load: one driver for each door, which asks, holds the answer against what is right, and notes it."""

from __future__ import annotations

import http.client
import json
import math
import random
import socket
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.soak import scripts
from benchmarks.soak.actors import Answer, Service, Worker, command
from benchmarks.soak.faults import STEP_SECONDS
from benchmarks.soak.ledger import Job, Ledger, Told
from benchmarks.soak.place import Place

OK = ("ok",)
END = b"END-ISO-10303-21;"
_SMALL_BUFFER_BYTES = 8192
_QUESTIONS = ("how many temp models are there?", "sweep the expired models", "list the models")


def epoch(text: str) -> float:
    """Read a moment of an answer.

    A process whose wall clock is moved moves the times shown to all who share its index,
    which on a real machine would have the same clock; that is taken back here.
    """
    moment = datetime.fromisoformat(text).timestamp()
    return moment - round((moment - time.time()) / STEP_SECONDS) * STEP_SECONDS


class Door:
    """What all drivers share."""

    name = "door"

    def __init__(self, ledger: Ledger, pause_seconds: float) -> None:
        """Keep where to note things, and how long to wait between jobs."""
        self.ledger = ledger
        self.pause_seconds = pause_seconds

    def drive(self, stop: threading.Event) -> None:
        """Do one job after the other until told to stop."""
        while not stop.wait(random.uniform(0, 2 * self.pause_seconds)):  # noqa: S311
            self.job()

    def job(self) -> None:
        """Do one job."""
        raise NotImplementedError

    def attempt(
        self, kind: str, place: str, expected: tuple[str, ...], act: Callable[[], tuple[str, str]]
    ) -> str:
        """Do something, note how it ended, and give its code."""
        began = time.time()
        try:
            code, detail = act()
        except (OSError, http.client.HTTPException) as error:
            code, detail = "connection", repr(error)
        except Exception as error:
            code, detail = f"raised {type(error).__name__}", str(error)[:500]
        detail = "" if code in expected else detail
        self.ledger.finished(Job(self.name, kind, place, began, time.time(), code, expected, detail))
        return code


class HttpDoor(Door):
    """Everything that the HTTP service can be asked for."""

    def __init__(self, ledger: Ledger, service: Service, pause_seconds: float) -> None:
        """Keep the service."""
        super().__init__(ledger, pause_seconds)
        self.service = service
        self.name = f"http {service.name}"

    def job(self) -> None:
        """Choose what to ask for."""
        if not self.service.up.wait(1):
            return
        makes: list[tuple[Callable[[], None], int]] = [
            (self.words, 24), (self.part, 14), (self.script, 12), (self.polled, 6), (self.streamed, 5),
            (self.hostile, 16), (self.unclear, 5), (self.wrong, 4), (self.download, 12), (self.ranged, 3),
            (self.preview, 4), (self.reading, 8), (self.sweep, 3), (self.keep, 4), (self.delete, 4),
            (self.expired, 4),
        ]  # fmt: skip
        chosen = random.choices([act for act, _ in makes], [weight for _, weight in makes])[0]  # noqa: S311
        chosen()

    # -- making

    def words(self) -> None:
        """Ask in words."""
        self.order("words", {"request": scripts.words()})

    def part(self) -> None:
        """Ask for a part."""
        self.order("part", scripts.part())

    def script(self) -> None:
        """Bring an honest script."""
        self.order("script", {"script": scripts.script()})

    def hostile(self) -> None:
        """Bring a script that means harm, then an honest one, which must not notice."""
        name, text, codes = scripts.hostile()
        self.order(f"hostile: {name}", {"script": text}, expected=codes)
        self.order("after a hostile script", {"script": scripts.script()})

    def unclear(self) -> None:
        """Ask for what has to be asked about."""
        self.order("unclear words", {"request": scripts.unclear()}, expected=("needs_clarification",))

    def wrong(self) -> None:
        """Ask for a part with a size that makes no sense, or for none that exists."""
        if random.random() < 0.5:  # noqa: S311
            self.order(
                "wrong size", {"part": "plate", "parameters": {"length": -1}}, expected=("invalid_parameter",)
            )
        else:
            self.order("no such part", {"part": "unicorn"}, expected=("unknown_part",))

    def polled(self) -> None:
        """Have it built in the background and ask until it is done."""

        def act() -> tuple[str, str]:
            status, headers, body = self.service.ask(
                "POST", "/models", {"request": scripts.words()}, {"Prefer": "respond-async"}
            )
            if status != 202:
                return problem(body)
            for _ in range(600):
                status, _, body = self.service.ask("GET", headers["location"])
                if status != 200:
                    return problem(body)
                build = json.loads(body)
                if build["status"] == "failed":
                    return build["problem"]["code"], build["problem"]["detail"]
                if build["status"] == "succeeded":
                    self.made(build["model"])
                    return "ok", ""
                time.sleep(0.2)
            return "never done", ""

        self.attempt("polled", self.service.models.name, OK, act)

    def streamed(self) -> None:
        """Follow it as a stream of events."""

        def act() -> tuple[str, str]:
            order: dict[str, object] = {"request": scripts.words()}
            status, _, body = self.service.ask("POST", "/models", order, {"Accept": "text/event-stream"})
            if status != 200:
                return problem(body)
            kind, data = last_event(body.decode())
            if kind == "problem":
                return problem(data.encode())
            if kind != "model":
                return "broken stream", data
            self.made(json.loads(data))
            return "ok", ""

        self.attempt("streamed", self.service.models.name, OK, act)

    def order(self, kind: str, order: dict[str, object], expected: tuple[str, ...] = OK) -> None:
        """Have a model made."""

        def act() -> tuple[str, str]:
            status, _, body = self.service.ask("POST", "/models", order)
            if status != 201:
                return problem(body)
            self.made(json.loads(body))
            return "ok", ""

        self.attempt(kind, self.service.models.name, expected, act)

    def made(self, model: dict[str, Any]) -> None:
        """Note a model that was answered with."""
        self.ledger.told(self.service.models.name, model["name"], self.name, epoch(model["expires_at"]))

    # -- what is there

    def some(self, seconds: float) -> Told | None:
        """Choose a model of this directory with so long to live."""
        models = self.ledger.lasting(self.service.models.name, seconds)
        return random.choice(models) if models else None  # noqa: S311

    def ask_about(self, kind: str, seconds: float, method: str, path: str, **more: Any) -> None:
        """Ask about a model that is there, or was deleted on demand in this very moment."""
        model = self.some(seconds)
        if model is None:
            return
        where = path.format(name=model.name, id=model.name.removesuffix(".step"))
        check = more.pop("check", plain)

        def act() -> tuple[str, str]:
            code, detail = check(self.service.ask(method, where, **more))
            deleted = model.removing_at is not None and code in ("model_expired", "model_not_found")
            return ("ok", "") if deleted else (code, detail)

        self.attempt(kind, model.place, OK, act)

    def download(self) -> None:
        """Download a model and look at its end."""
        self.ask_about("download", 10, "GET", "/temp_models/{name}", check=whole)

    def ranged(self) -> None:
        """Download a part of a model."""

        def check(answer: Answer) -> tuple[str, str]:
            right = answer[0] == 206 and answer[2] == b"ISO-10303-21;"
            return ("ok", "") if right else problem(answer[2])

        self.ask_about(
            "range", 10, "GET", "/temp_models/{name}", headers={"Range": "bytes=0-12"}, check=check
        )

    def preview(self) -> None:
        """Have a drawing made."""
        self.ask_about("preview", 15, "GET", "/models/{id}/preview.svg")

    def reading(self) -> None:
        """Ask for a list, a model, the statistics, the health, the metrics, the catalogue."""
        path = random.choice(  # noqa: S311
            ("/models?limit=20", "/cleanup/stats", "/health/live", "/metrics", "/parts", "/parts/plate")
        )
        self.attempt(path, self.service.models.name, OK, lambda: plain(self.service.ask("GET", path)))
        self.ask_about("show", 10, "GET", "/models/{id}")

    def sweep(self) -> None:
        """Sweep by hand."""
        place = self.service.models.name
        self.attempt("sweep", place, OK, lambda: plain(self.service.ask("POST", "/cleanup/manual")))

    def keep(self) -> None:
        """Make a life longer by a quarter of a minute."""
        model = self.claimed(15)
        if model is None:
            return

        def act() -> tuple[str, str]:
            path = f"/models/{model.name.removesuffix('.step')}/keep"
            status, _, body = self.service.ask("POST", path, {"minutes": 0.25})
            if status != 200:
                return problem(body)
            model.kept_at = time.time()
            model.expires = epoch(json.loads(body)["expires_at"])
            return "ok", ""

        self.attempt("keep", model.place, OK, act)

    def delete(self) -> None:
        """Delete a model before its time."""
        model = self.claimed(10)
        if model is None:
            return
        model.removing_at = time.time()
        path = f"/models/{model.name.removesuffix('.step')}"
        in_use = ("ok", "model_in_use")  # by a preview or a range of this very moment
        code = self.attempt("delete", model.place, in_use, lambda: plain(self.service.ask("DELETE", path)))
        if code == "model_in_use":
            model.removing_at = None

    def claimed(self, seconds: float) -> Told | None:
        """Choose a model that nobody else keeps, deletes or reads slowly, for good."""
        with self.ledger.lock:
            model = self.some(seconds)
            if model is not None:
                model.claimed = True
            return model

    def expired(self) -> None:
        """Ask for a model whose time is over."""
        now = time.time()
        with self.ledger.lock:
            over = [
                model
                for model in self.ledger.models.values()
                if model.place == self.service.models.name
                and model.removing_at is None
                and model.read_until is None
                and model.expires is not None
                and now - 300 < model.expires < now - 2
            ]
        if over:
            path = f"/temp_models/{random.choice(over).name}"  # noqa: S311
            expected = ("model_expired", "model_not_found")  # not found: the index was lost meanwhile
            place = self.service.models.name
            self.attempt("expired", place, expected, lambda: plain(self.service.ask("GET", path)))


class SlowReader(HttpDoor):
    """Takes its downloads so slowly that they end after the model's deadline."""

    latest: Told | None = None
    until = math.inf
    """When the last download begins."""

    def job(self) -> None:
        """Make a large model and download it in a time longer than its life."""
        if time.time() > self.until or not self.service.up.wait(1):
            return
        self.latest = None
        self.order("large script", {"script": scripts.large_script()})
        model = self.latest
        if model is not None:
            self.attempt("slow download", model.place, OK, lambda: self.read(model))

    def made(self, model: dict[str, Any]) -> None:
        """Keep it for oneself."""
        with self.ledger.lock:
            super().made(model)
            self.latest = self.ledger.models[(self.service.models.name, model["name"])]
            self.latest.claimed = True

    def read(self, model: Told) -> tuple[str, str]:
        """Read at a steady pace that ends a few seconds after the deadline."""
        connection = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=60)
        connection.sock = socket.socket()
        connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL_BUFFER_BYTES)
        connection.sock.connect(("127.0.0.1", self.service.port))
        try:
            connection.request("GET", f"/temp_models/{model.name}")
            answer = connection.getresponse()
            if answer.status != 200:
                return problem(answer.read())
            model.read_until = float("inf")
            expected = int(answer.headers["content-length"])
            end = (model.expires or 0.0) + 5
            content = b""
            while (left := end - time.time()) > 1:
                content += answer.read(max(1, int((expected - len(content)) / left)))
                time.sleep(1)
            content += answer.read()
        except (OSError, http.client.HTTPException):
            model.cut = True
            raise
        finally:
            connection.close()
            if model.read_until is not None:
                model.read_until = time.time()
        right = len(content) == expected and content.rstrip().endswith(END)
        return ("ok", "") if right else ("cut short", f"{len(content)} of {expected}")


class WorkerDoor(Door):
    """The graph, or the agent with hostile Python beside it."""

    def __init__(self, ledger: Ledger, worker: Worker, pause_seconds: float) -> None:
        """Keep the process."""
        super().__init__(ledger, pause_seconds)
        self.worker = worker
        self.name = worker.name

    def job(self) -> None:
        """Choose what to ask for."""
        act = random.random()  # noqa: S311
        if act < 0.6:
            self.order(self.name, "words", scripts.words())
        elif act < 0.7:
            unclear = ("needs_clarification",)
            self.order(self.name, "unclear words", scripts.unclear(), expected=unclear)
        elif act < 0.8:
            self.order(self.name, "question", random.choice(_QUESTIONS))  # noqa: S311
        else:
            name, text, codes = scripts.hostile()
            self.order("script", f"hostile: {name}", text, expected=codes)
            self.order("script", "after a hostile script", scripts.script())

    def order(self, door: str, kind: str, text: str, expected: tuple[str, ...] = OK) -> None:
        """Have one order carried out."""

        def act() -> tuple[str, str]:
            answer = self.worker.do(door, text)
            if answer["model"]:
                expires = None if self.worker.stepped else epoch(answer["model"]["expires_at"])
                self.ledger.told("a", answer["model"]["name"], self.name, expires)
            return answer["code"], answer["text"]

        self.attempt(kind, "a", expected, act)


class CommandDoor(Door):
    """The command line, a process for each job, on both directories."""

    name = "command line"

    def __init__(self, ledger: Ledger, place: Place, pause_seconds: float) -> None:
        """Keep where everything is."""
        super().__init__(ledger, pause_seconds)
        self.place = place

    def job(self) -> None:
        """Choose a command."""
        models = random.choice((self.place.a, self.place.b))  # noqa: S311
        act = random.random()  # noqa: S311
        if act < 0.3:
            self.order(models, "make", OK, "make", scripts.words())
        elif act < 0.4:
            self.order(models, "make, unclear", ("needs_clarification",), "make", scripts.unclear())
        elif act < 0.6:
            name, text, codes = scripts.hostile()
            self.run(models, f"run, hostile: {name}", text, codes)
            self.run(models, "run after a hostile script", scripts.script(), OK)
        else:
            word = random.choice(("list", "stats", "sweep"))  # noqa: S311
            self.order(models, word, OK, word)

    def run(self, models: Path, kind: str, text: str, expected: tuple[str, ...]) -> None:
        """Have a script run."""
        source = self.place.path / "script.py"
        source.write_text(text)
        self.order(models, kind, expected, "run", str(source))

    def order(self, models: Path, kind: str, expected: tuple[str, ...], *words: str) -> None:
        """Run a command."""

        def act() -> tuple[str, str]:
            status, answer = command(self.place, models, *words)
            if "error" in answer:
                return answer["error"]["code"], f"exit {status}: {answer['error']['message']}"
            if status != 0:
                return f"exit {status}", json.dumps(answer)[:500]
            if "expires_at" in answer:
                self.ledger.told(models.name, answer["name"], self.name, epoch(answer["expires_at"]))
            return "ok", ""

        self.attempt(kind, models.name, expected, act)


def last_event(stream: str) -> tuple[str, str]:
    """Return name and data of the last event of a stream."""
    last = stream.strip().split("\n\n")[-1]
    fields = dict(line.split(": ", 1) for line in last.splitlines() if ": " in line)
    return fields.get("event", ""), fields.get("data", last)


def problem(body: bytes) -> tuple[str, str]:
    """Give code and text of a problem."""
    try:
        told = json.loads(body)
        return str(told["code"]), str(told["detail"])
    except (ValueError, KeyError, TypeError):
        return "no problem details", body[:300].decode(errors="replace")


def plain(answer: Answer) -> tuple[str, str]:
    """Judge an answer by its status."""
    return ("ok", "") if answer[0] in (200, 204) else problem(answer[2])


def whole(answer: Answer) -> tuple[str, str]:
    """Judge a download."""
    if answer[0] != 200:
        return problem(answer[2])
    right = len(answer[2]) == int(answer[1]["content-length"]) and answer[2].rstrip().endswith(END)
    return ("ok", "") if right else ("cut short", f"{len(answer[2])} bytes")
