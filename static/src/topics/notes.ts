// Notes: a phone shows one sheet, the projector and the panel the latest, the board all of them.
import type { Note, Screen, Twins, View } from '../shared/types';

// As many as the server's view of that screen holds (wikicafe/cafe/projections.py).
const LATEST: Partial<Record<Screen, number>> = { projector: 60, panel: 100 };

function written(view: View, note: Note) {
	if (view.notes.some(({ id }) => id === note.id)) return amended(view, note);
	countOn(view, note, 1);
	if (!isShown(view, note)) return;
	view.notes.push(note);
	const most = LATEST[view.screen];
	if (most && view.notes.length > most) view.notes.splice(0, view.notes.length - most);
}

function amended(view: View, note: Note) {
	const known = view.notes.find(({ id }) => id === note.id);
	if (known) Object.assign(known, note);
}

function withdrawn(view: View, gone: Pick<Note, 'id' | 'step' | 'table'>) {
	view.notes = view.notes.filter(({ id }) => id !== gone.id);
	countOn(view, gone, -1);
}

function isShown(view: View, note: Note): boolean {
	if (view.screen !== 'participant') return true;
	return note.table === view.sheet?.table && note.question === view.sheet.question;
}

// A phone hears of its own table only and must not count.
function countOn(view: View, { step, table }: Pick<Note, 'step' | 'table'>, more: 1 | -1) {
	if (view.screen === 'participant') return;
	view.counts.notes = Math.max(0, view.counts.notes + more);
	if (!view.sheets || table === null) return;
	view.sheets[step] ??= {};
	const sheets = view.sheets[step] ?? {};
	sheets[table] = Math.max(0, (sheets[table] ?? 0) + more);
}

export const TWINS: Twins = {
	'note-written': written,
	'note-amended': amended,
	'note-withdrawn': withdrawn,
};
