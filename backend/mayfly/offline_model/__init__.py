"""A chat model without a key: it calls Mayfly's tools by rules."""

from mayfly.offline_model.model import OfflineChatModel

__all__ = ["OfflineChatModel"]
