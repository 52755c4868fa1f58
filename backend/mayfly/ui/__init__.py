"""What chat pages draw of a model: ``model_card.tsx``, for agent-chat-ui and other pages of LangGraph's.

LangGraph Server bundles it where a langgraph.json says ``"ui": {"cad_agent": "./model_card.tsx"}``.
"""

from __future__ import annotations

from pathlib import Path

MODEL_CARD = Path(__file__).with_name("model_card.tsx")
"""The component, to be copied next to your own langgraph.json."""
