"""Themes: people put notes that belong together into one, and give it a name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from immutables import Map
from msgspec.structs import replace

from wikicafe.cafe import texts
from wikicafe.cafe.messages import Asking, Command, Event, Refused, Stamp, Telling
from wikicafe.cafe.state import Cafe, Theme


class OpenTheme(Command, frozen=True):
    """A new theme; its id is the command's cid."""

    title: str


class RenameTheme(Command, frozen=True):
    theme: str
    title: str


class DissolveTheme(Command, frozen=True):
    """The notes go back to the tray."""

    theme: str


class PlaceNotes(Command, frozen=True):
    """theme None: back to the tray of notes not yet placed."""

    notes: tuple[str, ...]
    theme: str | None = None


class ThemeOpened(Event, frozen=True):
    theme: str
    title: str


class ThemeRenamed(Event, frozen=True):
    theme: str
    title: str


class ThemeDissolved(Event, frozen=True):
    theme: str


class NotesPlaced(Event, frozen=True):
    notes: tuple[str, ...]
    theme: str | None = None


def open_theme(cafe: Cafe, command: OpenTheme, asking: Asking) -> list[Event] | Refused:
    if asking.cid in cafe.themes:
        return Refused("not-allowed")  # somebody else's id
    title = texts.line(command.title)
    if isinstance(title, Refused):
        return title
    return [ThemeOpened(theme=asking.cid, title=title)]


def rename_theme(cafe: Cafe, command: RenameTheme, asking: Asking) -> list[Event] | Refused:
    theme = standing(cafe, command.theme)
    if theme is None:
        return Refused("no-such-theme")
    title = texts.line(command.title)
    if isinstance(title, Refused):
        return title
    return [] if title == theme.title else [ThemeRenamed(theme=theme.id, title=title)]


def dissolve_theme(cafe: Cafe, command: DissolveTheme, asking: Asking) -> list[Event] | Refused:
    theme = cafe.themes.get(command.theme)
    if theme is None:
        return Refused("no-such-theme")
    return [] if theme.dissolved else [ThemeDissolved(theme=theme.id)]


def place_notes(cafe: Cafe, command: PlaceNotes, asking: Asking) -> list[Event] | Refused:
    if not set(command.notes) <= set(cafe.notes):
        return Refused("no-such-note")
    if command.theme is not None and standing(cafe, command.theme) is None:
        return Refused("no-such-theme")
    moved = tuple(n for n in command.notes if cafe.placed.get(n) != command.theme)
    return [NotesPlaced(notes=moved, theme=command.theme)] if moved else []


def standing(cafe: Cafe, theme: str | None) -> Theme | None:
    found = cafe.themes.get(theme or "")
    return None if found is None or found.dissolved else found


def theme_opened(cafe: Cafe, event: ThemeOpened, stamp: Stamp) -> Cafe:
    theme = Theme(id=event.theme, number=len(cafe.themes) + 1, title=event.title)
    return replace(cafe, themes=cafe.themes.set(theme.id, theme))


def theme_renamed(cafe: Cafe, event: ThemeRenamed, stamp: Stamp) -> Cafe:
    theme = replace(cafe.themes[event.theme], title=event.title)
    return replace(cafe, themes=cafe.themes.set(theme.id, theme))


def theme_dissolved(cafe: Cafe, event: ThemeDissolved, stamp: Stamp) -> Cafe:
    theme = replace(cafe.themes[event.theme], dissolved=True)
    placed = Map({note: where for note, where in cafe.placed.items() if where != theme.id})
    return replace(cafe, themes=cafe.themes.set(theme.id, theme), placed=placed)


def notes_placed(cafe: Cafe, event: NotesPlaced, stamp: Stamp) -> Cafe:
    placed, theme = cafe.placed, standing(cafe, event.theme)
    for note in event.notes:
        if theme is not None:
            placed = placed.set(note, theme.id)
        elif note in placed:
            placed = placed.delete(note)
    return replace(cafe, placed=placed)


def shown(theme: Theme) -> dict[str, Any]:
    return {"id": theme.id, "number": theme.number, "title": theme.title}


def tell_harvesters(cafe: Cafe, event: Any, stamp: Stamp) -> Iterable[Telling]:
    """Board and panel: the theme as it is now."""
    payload = shown(cafe.themes[event.theme])
    return [Telling("board", payload), Telling("panel", payload)]


def tell_placing(cafe: Cafe, event: NotesPlaced, stamp: Stamp) -> Iterable[Telling]:
    """Board and panel: where the notes are; in the tray if their theme was dissolved just then."""
    theme = standing(cafe, event.theme)
    payload = {"notes": list(event.notes), "theme": theme.id if theme else None}
    return [Telling("board", payload), Telling("panel", payload)]


DECIDE = {
    OpenTheme: open_theme,
    RenameTheme: rename_theme,
    DissolveTheme: dissolve_theme,
    PlaceNotes: place_notes,
}
EVOLVE = {
    ThemeOpened: theme_opened,
    ThemeRenamed: theme_renamed,
    ThemeDissolved: theme_dissolved,
    NotesPlaced: notes_placed,
}
AUDIENCE = {
    ThemeOpened: tell_harvesters,
    ThemeRenamed: tell_harvesters,
    ThemeDissolved: tell_harvesters,
    NotesPlaced: tell_placing,
}
