"""What the service's log says above level debug: nothing of requests, nothing of models' places."""

from __future__ import annotations

import logging

import pytest

from mayfly.http.problems import problem_body


def test_an_unforeseen_error_is_logged_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="mayfly")  # a server in this process may have set its own
    try:
        raise RuntimeError("a secret bracket in somewhere/secret-3f9c2a71.step")
    except RuntimeError as error:
        body = problem_body(error)
    assert "secret" not in str(body)
    logged = [record for record in caplog.records if record.levelno > logging.DEBUG]
    shown = "\n".join(logging.Formatter().format(record) for record in logged)
    assert "RuntimeError" in shown
    assert "secret" not in shown
    assert "secret" in caplog.text  # for whoever asks for it
