"""Reasons why teammates are away: every workspace has the same ones."""

from typing import Final

from .world import World

#: By their ids: label and emoji.
REASONS: Final = {1: ("On a break", "☕"), 2: ("In a meeting", "📅"), 3: ("Off today", "🌴")}


def reason_labels(world: World) -> dict[int, str]:
    """Return what the reasons that were not deleted are called, with their emoji."""
    shown = {number: f"{emoji} {label}" for number, (label, emoji) in REASONS.items()}
    return {number: text for number, text in shown.items() if number not in world.deleted_away_reasons}
