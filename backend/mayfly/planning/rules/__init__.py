"""Plans without a chat model: from words to a plan by rules, and changes to the last one."""

from mayfly.planning.rules.planner import RulesPlanner

__all__ = ["RulesPlanner"]
