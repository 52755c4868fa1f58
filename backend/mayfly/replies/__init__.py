"""Reads what a person answers, in any form that clients send; ``clarification`` decides what it means."""
