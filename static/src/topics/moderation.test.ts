import { describe, expect, test } from 'vitest';
import { followView } from '../shared/telling';
import { emptyView, type Note, type Screen, type View } from '../shared/types';

function note(id: string, more: Partial<Note> = {}): Note {
	return {
		id,
		number: Number(id.slice(1)),
		step: 's1',
		table: '1',
		question: 'Q1',
		text: `text of ${id}`,
		lang: 'en',
		kind: null,
		late: false,
		for_table: false,
		...more,
	};
}

function screen(name: Screen, ...notes: Note[]): View {
	const view = emptyView(name, 'c');
	view.sheet = { step: 's1', table: '1', question: 'Q1' };
	view.notes = notes;
	view.counts.notes = notes.length;
	if (name === 'panel') view.held = [];
	return view;
}

let seq = 0;
function tell(view: View, name: string, payload: object, channel: string = view.screen) {
	seq += 1;
	return followView(view).tell({ channel, seq, follows: 0, at: 0, name, payload: { ...payload } });
}
const GONE = { id: 'n2', table: '1', question: 'Q1', step: 's1' };

describe('a note that is hidden', () => {
	test('goes from the board and is counted no more', () => {
		const view = screen('board', note('n1'), note('n2'));
		expect(tell(view, 'note-hidden', GONE)).toBe('applied');
		expect(view.notes.map(({ id }) => id)).toEqual(['n1']);
		expect(view.counts.notes).toBe(1);
	});
	test('stays with its writer, who is told twice, and says why', () => {
		const view = screen('participant', note('n1'), note('n2'));
		tell(view, 'note-hidden', GONE, 'table:s1:1');
		tell(view, 'note-hidden', note('n2', { hidden_because: 'rude' }), 'person:me');
		expect(view.notes.map(({ hidden_because }) => hidden_because)).toEqual([undefined, 'rude']);
	});
	test('comes back to its place by its number, without the reason', () => {
		const view = screen('board', note('n1'), note('n3'));
		tell(view, 'note-shown', note('n2'));
		expect(view.notes.map(({ id }) => id)).toEqual(['n1', 'n2', 'n3']);
		expect(view.counts.notes).toBe(3);
	});
	test('makes panel and projector ask again: their lists are the latest only', () => {
		expect(tell(screen('panel', note('n2')), 'note-hidden', note('n2'))).toBe('anew');
		expect(tell(screen('projector', note('n2')), 'note-hidden', GONE)).toBe('anew');
	});
});

describe('a note that waits for approval', () => {
	test('is listed apart on the panel and not counted', () => {
		const view = screen('panel', note('n1'));
		expect(tell(view, 'note-written', note('n2', { waits: true }))).toBe('applied');
		expect(view.held?.map(({ id }) => id)).toEqual(['n2']);
		expect(view.counts.notes).toBe(1);
	});
	test('is nothing to a board that never had it', () => {
		const view = screen('board', note('n1'));
		expect(tell(view, 'note-written', GONE)).toBe('applied');
		expect(view.notes.length).toBe(1);
		expect(view.counts.notes).toBe(1);
	});
	test('is on the sheet of its writer', () => {
		const view = screen('participant');
		tell(view, 'note-written', GONE, 'table:s1:1');
		tell(view, 'note-written', note('n2', { waits: true }), 'person:me');
		expect(view.notes.map(({ waits }) => waits)).toEqual([true]);
	});
	test('leaves the board when it waits again because it was amended', () => {
		const view = screen('board', note('n1'), note('n2'));
		tell(view, 'note-amended', GONE);
		expect(view.notes.map(({ id }) => id)).toEqual(['n1']);
		expect(view.counts.notes).toBe(1);
	});
	test('is withdrawn from the panel without being counted out', () => {
		const view = screen('panel', note('n1'));
		tell(view, 'note-written', note('n2', { waits: true }));
		tell(view, 'note-withdrawn', GONE);
		expect(view.held).toEqual([]);
		expect(view.counts.notes).toBe(1);
	});
});
