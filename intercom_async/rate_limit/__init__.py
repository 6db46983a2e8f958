"""Staying inside Intercom's quota: how calls ask for permission, and the gate that gives it."""
