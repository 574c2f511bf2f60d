"""Simulated people: clients of our own wire protocol, for replay, rehearsal and load.

A guest knows what a phone knows. Nothing of the server's rooms is imported here.
"""
