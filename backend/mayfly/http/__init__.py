"""The HTTP service: FastAPI routes around the process's generator. Needs the extra ``serve``."""
