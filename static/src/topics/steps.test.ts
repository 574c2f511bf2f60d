import { expect, test } from 'vitest';
import type { Step, View } from '../shared/types';
import { TWINS } from './steps';

const step = (id: string, question: string | null): Step => ({
	id,
	kind: 'round',
	title: '',
	length_s: 60,
	question,
	state: 'planned',
});
const steps = [step('s1', 'Q1'), step('s2', 'Q1'), step('s3', 'Q2')];
const note = { id: 'n1', text: 'written before' };

function phone(): View {
	return {
		screen: 'participant',
		steps,
		clock: { step: 's1', ends_at: 1, left_ms: null },
		seats: { s1: '1', s2: '4', s3: '1' },
		sheet: { step: 's1', table: '1', question: 'Q1' },
		mates: [{ id: 'bo' }],
		notes: [note],
	} as unknown as View;
}

function begin(view: View, id: string) {
	const twin = TWINS['step-begun'] as (view: View, told: object) => unknown;
	return twin(view, { clock: { step: id, ends_at: 2, left_ms: null }, steps });
}

test('a phone shows the next table at once and asks for its sheet', () => {
	const view = phone();
	expect(begin(view, 's2')).toBe('anew');
	expect(view.sheet).toEqual({ step: 's2', table: '4', question: 'Q1' });
	expect(view.notes).toEqual([]);
	expect(view.mates).toEqual([]);
});

test('who stays at the table keeps the sheet of the same question before them', () => {
	const view = { ...phone(), seats: { s2: '1' } } as View;
	begin(view, 's2');
	expect(view.notes).toEqual([note]);
});

test('another question is another sheet', () => {
	const view = phone();
	begin(view, 's3');
	expect(view.notes).toEqual([]);
});
