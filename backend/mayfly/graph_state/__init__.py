"""What travels in a LangGraph graph, and how a node reads and writes it."""
