"""Builds in the background: the queue, and the records of builds that are polled for."""
