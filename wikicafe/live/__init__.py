"""Cafés in motion: commands go in, the log is followed, everybody concerned is told."""
