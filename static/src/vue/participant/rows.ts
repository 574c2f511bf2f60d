// The notes of the sheet as their writers shall see them: what the café has, joined with what waits on this phone.
import { isWaiting, type Pending } from '../../shared/outbox';
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
	/** Why nobody else sees it: it waits for approval, or a facilitator hid it ('' without a reason). */
	held: { waits: boolean; because: string } | null;
	for_publication: boolean;
	/** 'waiting': it would not survive closing the page. */
	state: 'waiting' | 'on-this-phone' | 'sending' | 'saved' | null;
}

/** reached: the highest place in the log this screen has heard of. */
export function sheetRows(view: View, outbox: readonly Pending[], reached: number): Row[] {
	const { sheet } = view;
	if (!sheet) return [];
	const about = byNote(outbox);
	const known = new Set(view.notes.map(({ id }) => id));
	const written = outbox
		.filter((item) => item.name === 'write-note' && !known.has(item.cid) && isFor(sheet, item))
		.filter((item) => isAhead(item, reached))
		.map(rowOfPending);
	const mine = new Set([...(view.mine ?? []), ...outbox.map(({ cid }) => cid)]);
	const rows = [...view.notes.map((note) => rowOfNote(note, mine.has(note.id))), ...written];
	return rows.flatMap((row) => {
		const items = about.get(row.id);
		if (!items) return [row];
		const waiting = items.filter((item) => isAhead(item, reached));
		if (waiting.some(({ name }) => name === 'withdraw-note')) return [];
		return [stated(published(amended(row, waiting), waiting), items)];
	});
}

/** What the outbox holds about each note: after three hours without a network that is much. */
function byNote(outbox: readonly Pending[]): Map<string, Pending[]> {
	const about = new Map<string, Pending[]>();
	for (const item of outbox) {
		const note = item.name === 'write-note' ? item.cid : item.payload.note;
		if (typeof note !== 'string') continue;
		const items = about.get(note);
		if (items) items.push(item);
		else about.set(note, [item]);
	}
	return about;
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

function rowOfNote(note: Note, mine: boolean): Row {
	const { id, text, lang, kind, for_table, late, step, number } = note;
	const { waits = false, hidden_because, for_publication = true } = note;
	const isHidden = hidden_because !== undefined;
	const held = waits || isHidden ? { waits: !isHidden, because: hidden_because ?? '' } : null;
	const written = { id, text, lang, kind, for_table, late, step, number };
	return { ...written, mine, held, for_publication, state: null };
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
		held: null,
		for_publication: (item.payload.for_publication as boolean | undefined) ?? true,
		state: null,
	};
}

function amended(row: Row, waiting: readonly Pending[]): Row {
	const last = waiting.filter(({ name }) => name === 'amend-note').pop();
	if (!last) return row;
	const { text, lang, kind } = last.payload as unknown as Note;
	return { ...row, text, lang, kind: kind ?? null };
}

function published(row: Row, waiting: readonly Pending[]): Row {
	const last = waiting
		.filter(({ name }) => name === 'withhold-note' || name === 'release-note')
		.pop();
	return last ? { ...row, for_publication: last.name === 'release-note' } : row;
}

function stated(row: Row, items: readonly Pending[]): Row {
	const about = items.filter(({ state }) => state !== 'refused');
	if (about.length === 0) return row;
	if (about.some((item) => isWaiting(item) && !item.kept)) return { ...row, state: 'waiting' };
	const states = new Set(about.map(({ state }) => state));
	if (states.has('on-this-phone')) return { ...row, state: 'on-this-phone' };
	return { ...row, state: states.has('sending') ? 'sending' : 'saved' };
}
