"""Reads of the room, by question."""
