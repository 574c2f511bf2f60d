"""What a café came to: one frozen Outcome, and renderers side by side. No disk, no wire, no names."""

from wikicafe.outcome.compose import compose
from wikicafe.outcome.document import Outcome
from wikicafe.outcome.renderers import RENDERERS, Renderer

__all__ = ["RENDERERS", "Outcome", "Renderer", "compose"]
