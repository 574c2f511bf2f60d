import { expect, test } from 'vitest';
import type { Pending } from '../../shared/outbox';
import { emptyView, type Note, type View } from '../../shared/types';
import { byRound, sheetRows } from './rows';

const SHEET = { step: 's2', table: '3', question: 'Q1' };

function note(id: string, number: number, more: Partial<Note> = {}): Note {
	const rest = { text: id, lang: 'en', kind: null, late: false, for_table: false };
	return { id, number, ...SHEET, ...rest, ...more };
}

function pending(cid: string, name: string, more: object, fields: Partial<Pending> = {}): Pending {
	const payload = { step: 's2', table: '3', text: cid, lang: 'en', kind: null, ...more };
	return { cid, name, payload, state: 'on-this-phone', at: 1, kept: true, ...fields };
}

function view(notes: Note[]): View {
	return { ...emptyView('participant', 'cafe'), sheet: SHEET, notes, mine: [] };
}

test('a note is shown before the café has it, and says that it is on this phone', () => {
	const rows = sheetRows(view([]), [pending('a', 'write-note', {})], 0);
	expect(rows).toMatchObject([{ id: 'a', mine: true, state: 'on-this-phone' }]);
});

test('a note that both the phone and the café have is shown once, as saved', () => {
	const saved = pending('a', 'write-note', {}, { state: 'saved', seq: 5 });
	expect(sheetRows(view([note('a', 1)]), [saved], 5)).toMatchObject([
		{ id: 'a', mine: true, state: 'saved' },
	]);
});

test('an accepted note does not vanish while its telling is on the way', () => {
	const saved = pending('a', 'write-note', {}, { state: 'saved', seq: 5 });
	expect(sheetRows(view([]), [saved], 4)).toHaveLength(1);
	expect(sheetRows(view([]), [saved], 5)).toHaveLength(0);
});

test('an amendment shows at once and gives way to what the café tells', () => {
	const amends = pending('b', 'amend-note', { note: 'a', text: 'new' });
	expect(sheetRows(view([note('a', 1)]), [amends], 0)[0]).toMatchObject({
		text: 'new',
		state: 'on-this-phone',
	});
	const saved: Pending = { ...amends, state: 'saved', seq: 5 };
	expect(sheetRows(view([note('a', 1, { text: 'newest' })]), [saved], 6)[0]?.text).toBe('newest');
});

test('a withdrawn note goes at once; if that is refused it comes back', () => {
	const goes = pending('b', 'withdraw-note', { note: 'a' });
	expect(sheetRows(view([note('a', 1)]), [goes], 0)).toEqual([]);
	expect(sheetRows(view([note('a', 1)]), [{ ...goes, state: 'refused' }], 0)).toHaveLength(1);
});

test('what waits for another table is not on this sheet', () => {
	expect(sheetRows(view([]), [pending('a', 'write-note', { table: '4' })], 0)).toEqual([]);
});

test('the notes of this round come first, newest first; earlier ones apart', () => {
	const rows = sheetRows(
		view([note('old', 1, { step: 's1' }), note('a', 2), note('b', 3)]),
		[pending('c', 'write-note', {})],
		0,
	);
	const { now, earlier } = byRound(rows, 's2');
	expect(now.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
	expect(earlier.map(({ id }) => id)).toEqual(['old']);
});

test('five hundred notes that wait are told apart by looking at each a few times', () => {
	let looked = 0;
	const counted = (item: Pending) =>
		new Proxy(item, {
			get(target, field) {
				looked++;
				return target[field as keyof Pending];
			},
		});
	const outbox = Array.from({ length: 500 }, (_, n) => counted(pending(`n${n}`, 'write-note', {})));
	expect(sheetRows(view([]), outbox, 0)).toHaveLength(500);
	expect(looked).toBeLessThan(500 * 50);
});

test('what would not survive closing the page is not called saved on this phone', () => {
	const lost = pending('a', 'write-note', {}, { kept: false });
	expect(sheetRows(view([]), [lost], 0)).toMatchObject([{ state: 'waiting' }]);
	const amending = pending('b', 'amend-note', { note: 'c' }, { kept: false, state: 'sending' });
	expect(sheetRows(view([note('c', 1)]), [amending], 0)).toMatchObject([{ state: 'waiting' }]);
});
