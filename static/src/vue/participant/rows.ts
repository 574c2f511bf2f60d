// The notes of the sheet as their writers shall see them: what the café has, joined with what waits on this phone.
import type { Pending } from '../../shared/outbox';
import type { Note, NoteKind, Sheet, View } from '../../shared/types';

/** A note on the screen; `sending` is set while the phone still holds something about it. */
export interface Row {
	id: string;
	text: string;
	lang: string;
	kind: NoteKind | null;
	for_table: boolean;
	late: boolean;
	step: string;
	/** The café's number; notes it does not have yet come last. */
	number: number;
	mine: boolean;
	state: 'on-this-phone' | 'sending' | 'saved' | null;
}

/** reached: the highest place in the log this screen has heard of. */
export function sheetRows(view: View, outbox: readonly Pending[], reached: number): Row[] {
	const { sheet } = view;
	if (!sheet) return [];
	const waiting = outbox.filter((item) => isAhead(item, reached));
	const known = new Set(view.notes.map(({ id }) => id));
	const written = waiting
		.filter((item) => item.name === 'write-note' && !known.has(item.cid) && isFor(sheet, item))
		.map(rowOfPending);
	const mine = new Set([...(view.mine ?? []), ...outbox.map(({ cid }) => cid)]);
	const rows = [...view.notes.map((note) => rowOfNote(note, mine.has(note.id))), ...written];
	return rows
		.filter((row) => !waiting.some((item) => isAbout(item, 'withdraw-note', row)))
		.map((row) => amended(row, waiting))
		.map((row) => stated(row, outbox));
}

/** The rows of this round, newest first, and those written at this table before. */
export function byRound(rows: Row[], step: string): { now: Row[]; earlier: Row[] } {
	const newest = [...rows].sort((one, other) => other.number - one.number);
	return {
		now: newest.filter((row) => row.step === step),
		earlier: newest.filter((row) => row.step !== step),
	};
}

/** Whether the phone knows more than the screen was told. */
function isAhead(item: Pending, reached: number): boolean {
	if (item.state === 'refused') return false;
	return item.state !== 'saved' || (item.seq ?? 0) > reached;
}

function isFor(sheet: Sheet, { payload }: Pending): boolean {
	return payload.step === sheet.step && payload.table === sheet.table;
}

function isAbout(item: Pending, name: string, row: Row): boolean {
	return item.name === name && item.payload.note === row.id;
}

function rowOfNote(note: Note, mine: boolean): Row {
	const { id, text, lang, kind, for_table, late, step, number } = note;
	return { id, text, lang, kind, for_table, late, step, number, mine, state: null };
}

function rowOfPending(item: Pending): Row {
	const { text, lang, kind, for_table, step } = item.payload as unknown as Note;
	const number = Number.MAX_SAFE_INTEGER - 1e14 + item.at; // in the order of writing, after all others
	return {
		id: item.cid,
		text,
		lang,
		kind: kind ?? null,
		for_table: for_table ?? false,
		late: false,
		step,
		number,
		mine: true,
		state: null,
	};
}

function amended(row: Row, waiting: readonly Pending[]): Row {
	const last = waiting.filter((item) => isAbout(item, 'amend-note', row)).pop();
	if (!last) return row;
	const { text, lang, kind } = last.payload as unknown as Note;
	return { ...row, text, lang, kind: kind ?? null };
}

function stated(row: Row, outbox: readonly Pending[]): Row {
	const about = outbox.filter(
		(item) => item.state !== 'refused' && (item.cid === row.id || item.payload.note === row.id),
	);
	if (about.length === 0) return row;
	const states = new Set(about.map(({ state }) => state));
	if (states.has('on-this-phone')) return { ...row, state: 'on-this-phone' };
	return { ...row, state: states.has('sending') ? 'sending' : 'saved' };
}
