"""The card of a model in agent-chat-ui: drawn from the agent's state by LangGraph's own loader."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from mayfly.agent import build_agent
from mayfly.generator import CADModelGenerator
from mayfly.ui import MODEL_CARD
from tests.peers.node import node

HERE = Path(__file__).parent / "model_card"
NODE = node(at_least=(22, 0))


@pytest.mark.skipif(
    NODE is None or not (HERE / "node_modules").is_dir(), reason="npm install in tests/peers/model_card"
)
def test_the_card_is_drawn_from_the_agent_s_state(generator: CADModelGenerator) -> None:
    assert NODE is not None
    state = build_agent(generator=generator, cards=True).invoke({"messages": [("user", "cube 20 mm")]})
    (card,) = state["ui"]
    environment = {**os.environ, "CARD": json.dumps(card), "COMPONENT": str(MODEL_CARD)}
    done = subprocess.run(
        [NODE, "--test", "card.test.mjs"], cwd=HERE, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
