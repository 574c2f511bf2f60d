import { expect, test } from 'vitest';
import { becomes, followView } from './telling';
import { emptyView, type Note, type Told, type View } from './types';

function sheetView(): View {
	const view = emptyView('participant', 'cafe');
	view.position = { epoch: 'e', seq: 10 };
	view.sheet = { step: 's1', table: '3', question: 'Q1' };
	return view;
}

function note(id: string, more: Partial<Note> = {}): Note {
	const place = { step: 's1', table: '3', question: 'Q1' };
	const rest = { number: 1, text: 'x', lang: 'en', kind: null, late: false, for_table: false };
	return { id, ...place, ...rest, ...more };
}

function told(seq: number, follows: number, name: string, payload: object): Told {
	return { channel: 'table:s1:3', seq, follows, at: 0, name, payload: { ...payload } };
}

test('a note that was told appears once, however often it is told', () => {
	const view = sheetView();
	const { tell } = followView(view);
	expect(tell(told(11, 9, 'note-written', note('a')))).toBe('applied');
	expect(tell(told(11, 9, 'note-written', note('a')))).toBe('old');
	expect(view.notes.map(({ id }) => id)).toEqual(['a']);
});

test('what the view already knows is dropped', () => {
	const { tell } = followView(sheetView());
	expect(tell(told(10, 9, 'note-written', note('a')))).toBe('old');
});

test('a message that follows one we never heard asks for the whole view', () => {
	const { tell } = followView(sheetView());
	expect(tell(told(11, 9, 'note-written', note('a')))).toBe('applied');
	expect(tell(told(14, 12, 'note-written', note('b')))).toBe('gap');
});

test('a word nobody knows asks for the whole view', () => {
	const { tell } = followView(sheetView());
	expect(tell(told(11, 9, 'tea-served', {}))).toBe('anew');
});

test('after a new view every channel stands where the view stands', () => {
	const view = sheetView();
	const telling = followView(view);
	telling.tell(told(11, 9, 'note-written', note('a')));
	becomes(view, { ...sheetView(), position: { epoch: 'e', seq: 20 } });
	telling.arrived();
	expect(telling.tell(told(21, 19, 'note-written', note('b')))).toBe('applied');
	expect(view.notes.map(({ id }) => id)).toEqual(['b']);
});

test('a field that the next view lacks is gone', () => {
	const view = { ...sheetView(), host_of: '3' };
	becomes(view, sheetView());
	expect('host_of' in view).toBe(false);
});

test('a note for another sheet does not appear on this one', () => {
	const view = sheetView();
	followView(view).tell(told(11, 9, 'note-written', note('a', { question: 'Q2' })));
	expect(view.notes).toEqual([]);
});

test('a withdrawn note goes', () => {
	const view = { ...sheetView(), notes: [note('a'), note('b')] };
	followView(view).tell(told(11, 9, 'note-withdrawn', { id: 'a', table: '3', question: 'Q1' }));
	expect(view.notes.map(({ id }) => id)).toEqual(['b']);
});

test('the projector keeps the latest sixty notes and counts them all', () => {
	const view = emptyView('projector', 'cafe');
	const { tell } = followView(view);
	for (let seq = 1; seq <= 80; seq++) {
		tell({ ...told(seq, seq - 1, 'note-written', note(`n${seq}`)), channel: 'projector' });
	}
	expect(view.notes).toHaveLength(60);
	expect(view.notes[0]?.id).toBe('n21');
	expect(view.counts.notes).toBe(80);
});

test('a phone whose round begins asks for its new sheet, a panel does not', () => {
	const begun = told(11, 9, 'step-begun', {
		clock: { step: 's1', ends_at: 5, left_ms: null },
		steps: [],
	});
	const phone = sheetView();
	expect(followView(phone).tell(begun)).toBe('anew');
	expect(phone.clock.step).toBe('s1');
	expect(followView(emptyView('panel', 'cafe')).tell({ ...begun, seq: 1, follows: 0 })).toBe(
		'applied',
	);
});

test('the panel counts a sheet down when a note is withdrawn', () => {
	const view = emptyView('panel', 'cafe');
	view.sheets = { s1: { '3': 2 } };
	view.counts.notes = 2;
	followView(view).tell(told(11, 0, 'note-withdrawn', { id: 'a', step: 's1', table: '3' }));
	expect([view.sheets, view.counts.notes]).toEqual([{ s1: { '3': 1 } }, 1]);
});

test('the panel learns who writes for a table, and when nobody does any more', () => {
	const view = emptyView('panel', 'cafe');
	view.scribes = {};
	const { tell } = followView(view);
	tell(told(11, 0, 'scribe-named', { step: 's1', table: '3', person: 'ama' }));
	expect(view.scribes).toEqual({ 's1:3': 'ama' });
	tell(told(12, 11, 'scribe-named', { step: 's1', table: '3', person: null }));
	expect(view.scribes).toEqual({});
});
