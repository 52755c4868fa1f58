"""A provider on 127.0.0.1, and the real OpenAI client for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from langchain_openai import ChatOpenAI

from mayfly.generator import CADModelGenerator
from mayfly.planning.chat import ChatPlanner
from tests.chat import openai_stub

KEY = "sk-test-0123456789abcdef"


@pytest.fixture
def stub() -> Iterator[openai_stub.Stub]:
    """An OpenAI-compatible server of our own."""
    running, stop = openai_stub.start()
    yield running
    stop()


@pytest.fixture
def key() -> str:
    """The key that the client is given."""
    return KEY


@pytest.fixture
def openai(stub: openai_stub.Stub) -> Callable[..., ChatOpenAI]:
    """Makes real clients of the stub, which do not try again by themselves."""

    def make(**settings: Any) -> ChatOpenAI:
        given = {"base_url": stub.base_url, "api_key": KEY, "max_retries": 0, **settings}
        return ChatOpenAI(model="stub-model", **given)

    return make


@pytest.fixture
def designed(service: Any, workshop: Any) -> Callable[..., CADModelGenerator]:
    """Makes generators whose planner is a chat model."""

    def make(model: Any, **settings: Any) -> CADModelGenerator:
        planner = ChatPlanner(model, **settings)
        return CADModelGenerator(cleanup_service=service, workshop=workshop, planner=planner)

    return make
