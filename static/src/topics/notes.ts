// Notes: a phone shows one sheet, the projector and the panel the latest, the board all of them.
import type { Note, Screen, Twins, View } from '../shared/types';

// As many as the server's view of that screen holds (wikicafe/cafe/projections.py).
const LATEST: Partial<Record<Screen, number>> = { projector: 60, panel: 100 };

function written(view: View, note: Note) {
	if (view.notes.some(({ id }) => id === note.id)) return amended(view, note);
	countOn(view, note);
	if (!isShown(view, note)) return;
	view.notes.push(note);
	const most = LATEST[view.screen];
	if (most && view.notes.length > most) view.notes.splice(0, view.notes.length - most);
}

function amended(view: View, note: Note) {
	const known = view.notes.find(({ id }) => id === note.id);
	if (known) Object.assign(known, note);
}

function withdrawn(view: View, { id }: { id: string }) {
	view.notes = view.notes.filter((note) => note.id !== id);
	if (view.screen !== 'participant') view.counts.notes = Math.max(0, view.counts.notes - 1);
}

function isShown(view: View, note: Note): boolean {
	if (view.screen !== 'participant') return true;
	return note.table === view.sheet?.table && note.question === view.sheet.question;
}

// A phone hears of its own table only and must not count.
function countOn(view: View, note: Note) {
	if (view.screen === 'participant') return;
	view.counts.notes += 1;
	if (!view.sheets || note.table === null) return;
	view.sheets[note.step] ??= {};
	const step = view.sheets[note.step] ?? {};
	step[note.table] = (step[note.table] ?? 0) + 1;
}

export const TWINS: Twins = {
	'note-written': written,
	'note-amended': amended,
	'note-withdrawn': withdrawn,
};
