"""What a run asks a person, as typed values that any client can draw a form from.

Each is a frozen pydantic model, dumped to plain JSON as the value of LangGraph's interrupt.
It has LangChain's ``HITLRequest`` in it (``action_requests``, ``review_configs``), for chat pages
and inboxes that know that form, and besides it our own fields. ``docs/interrupts.schema.json`` is
the schema of both.
"""

from mayfly.interrupts.values import (
    ActionRequest,
    AskedField,
    Option,
    Parameter,
    Question,
    Review,
    ReviewConfig,
    interrupt_schema,
    parameters_of,
    question_of,
    review_of,
)

__all__ = [
    "ActionRequest",
    "AskedField",
    "Option",
    "Parameter",
    "Question",
    "Review",
    "ReviewConfig",
    "interrupt_schema",
    "parameters_of",
    "question_of",
    "review_of",
]
