"""The café, pure: commands in, events out, views derived. No clock, no chance, no disk, no wire.

Start reading at `topics.py`; one topic, `notes.py`, shows the four storeys all of them have.
"""
