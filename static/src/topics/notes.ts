// Notes: a phone shows one sheet, the projector and the panel the latest, the board all of them.
import type { Note, Screen, Twins, View } from '../shared/types';

type Place = Pick<Note, 'id' | 'step' | 'table'>;

// As many as the server's view of that screen holds (wikicafe/cafe/projections.py).
const LATEST: Partial<Record<Screen, number>> = { projector: 60, panel: 100 };

function written(view: View, note: Note) {
	if (isHeld(note)) return held(view, note);
	// Without its text: nobody here may see it yet, or ever.
	if (note.text !== undefined) stands(view, note);
}

function amended(view: View, note: Note) {
	const isListed = view.notes.some(({ id }) => id === note.id);
	if (note.text === undefined) gone(view, note);
	else if (isHeld(note)) return held(view, note);
	else if (isListed) stands(view, note);
}

/** Others may not see it: the panel lists it apart, its writer keeps it on the sheet. */
function held(view: View, note: Note) {
	if (view.screen === 'participant') return stands(view, note);
	if (!view.held || view.notes.some(({ id }) => id === note.id)) return 'anew';
	view.held = [...view.held.filter(({ id }) => id !== note.id), note];
	return null;
}

/** The note as it is now: in place of what was known of it, else beside the others by its number. */
export function stands(view: View, note: Note): void {
	const place = view.notes.findIndex(({ id }) => id === note.id);
	if (place >= 0) {
		view.notes.splice(place, 1, note);
		return;
	}
	countOn(view, note, 1);
	if (note.for_publication === false && view.kept_back !== undefined) view.kept_back += 1;
	if (!isShown(view, note)) return;
	const after = view.notes.findIndex(({ number }) => number > note.number);
	view.notes.splice(after < 0 ? view.notes.length : after, 0, note);
	const most = LATEST[view.screen];
	if (most && view.notes.length > most) view.notes.splice(0, view.notes.length - most);
}

/** Taken from this screen; counted only where it was known. */
export function gone(view: View, note: Place): void {
	const left = view.notes.filter(({ id }) => id !== note.id);
	if (left.length < view.notes.length) countOn(view, note, -1);
	view.notes = left;
}

function withdrawn(view: View, note: Place) {
	const wasHeld = view.held?.some(({ id }) => id === note.id);
	view.held = view.held?.filter(({ id }) => id !== note.id);
	const known = view.notes.find(({ id }) => id === note.id);
	if (known?.for_publication === false && view.kept_back) view.kept_back -= 1;
	view.notes = view.notes.filter(({ id }) => id !== note.id);
	if (!wasHeld) countOn(view, note, -1);
}

function isHeld(note: Note): boolean {
	return note.waits === true || note.hidden_because !== undefined;
}

function isShown(view: View, note: Note): boolean {
	if (view.screen !== 'participant') return true;
	return note.table === view.sheet?.table && note.question === view.sheet.question;
}

// A phone hears of its own table only and must not count.
function countOn(view: View, { step, table }: Place, more: 1 | -1) {
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
