"""WikiCafé: from many conversations to one outcome page."""

__version__ = "0.1.0"
