"""Suggestions for the harvest: pure, without a network or a model; people decide, machines suggest."""

from wikicafe.suggest.suggestions import LikelyTheme, Name, Near, Stack, Suggestions

__all__ = ["LikelyTheme", "Name", "Near", "Stack", "Suggestions"]
