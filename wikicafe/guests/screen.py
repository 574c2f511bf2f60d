"""What one screen shows, moved by what is told; it says when the whole view must be asked for anew."""

from __future__ import annotations

from typing import Any

View = dict[str, Any]
SEATED_KINDS = ("round", "home-group")
AS_TOLD = {  # what a phone can apply without asking again → the part of the view it replaces
    "step-paused": ("clock", "steps"),
    "step-resumed": ("clock", "steps"),
    "step-end-moved": ("clock", "steps"),
    "step-ended": ("clock", "steps"),
    "step-begun": ("clock", "steps"),
}
OF_THE_CAFE = ("doors-opened", "doors-closed", "outcome-published", "outcome-retracted")


class Screen:
    """A view and the position of each channel in it; empty until the first hello."""

    def __init__(self) -> None:
        self.view: View = {}
        self._positions: dict[str, int] = {}

    def arrive(self, view: View) -> None:
        """A whole view came: every channel stands where the view stands."""
        self.view = view
        self._positions.clear()

    def tell(self, told: dict[str, Any]) -> str:
        """Apply what was told. Returns applied, old, anew, or gap: both ask for hello again."""
        if not self.view:
            return "old"
        stands = self._positions.get(told["channel"], self.view["position"]["seq"])
        if told["seq"] <= stands:
            return "old"
        if told["follows"] > stands:
            return "gap"
        self._positions[told["channel"]] = told["seq"]
        return self._apply(told["name"], told["payload"])

    def _apply(self, name: str, payload: dict[str, Any]) -> str:
        view = self.view
        if name in AS_TOLD:
            view.update({part: payload[part] for part in AS_TOLD[name]})
            return "anew" if name == "step-begun" else "applied"
        if name in ("note-written", "note-amended", "note-withdrawn"):
            notes = [note for note in view["notes"] if note["id"] != payload["id"]]
            # Without its text it is gone, or held back from everybody but its writer.
            lies_here = "text" in payload and self._lies_on_my_sheet(payload)
            view["notes"] = [*notes, payload] if lies_here else notes
            return "applied"
        if name in OF_THE_CAFE:
            view["cafe"].update(payload)
            return "applied"
        if name == "vote-cast" and view.get("vote"):
            view["vote"].update(payload)
            return "applied"
        return "anew"

    def _lies_on_my_sheet(self, note: dict[str, Any]) -> bool:
        """A note of an earlier table may still be amended."""
        sheet = self.view.get("sheet") or {}
        return all(note.get(part) == sheet.get(part) for part in ("table", "question"))

    @property
    def epoch(self) -> str:
        return str(self.view["position"]["epoch"]) if self.view else ""

    def has_begun(self, step: str) -> bool:
        return any(s["id"] == step and s["state"] != "planned" for s in self.view.get("steps", ()))

    def seat(self, step: str) -> str | None:
        """The table of this screen's person in a step; None: not told yet."""
        table = self.view.get("seats", {}).get(step)
        return None if table is None else str(table)

    @property
    def seated_step(self) -> str | None:
        """The running step if people sit at tables in it."""
        running = self.view.get("clock", {}).get("step")
        kinds = {step["id"]: step["kind"] for step in self.view.get("steps", ())}
        return running if kinds.get(running) in SEATED_KINDS else None
