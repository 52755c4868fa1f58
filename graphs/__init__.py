"""What LangGraph serves; langgraph.json names these graphs."""
