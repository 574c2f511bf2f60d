import { expect, test } from 'vitest';
import { emptyView, type Note, type Step, type View } from '../../shared/types';
import { endIfOver, goOn } from './alone';
import { momentOf } from './moment';

const NOON = Date.UTC(2026, 5, 1, 12);
const MINUTE = 60_000;

function step(id: string, kind: Step['kind'], state: Step['state'], question: string | null): Step {
	return { id, kind, title: '', length_s: 1200, question, state };
}

function inRoundOne(): View {
	return {
		...emptyView('participant', 'abc'),
		steps: [
			step('s1', 'round', 'running', 'Q1'),
			step('s2', 'break', 'planned', null),
			step('s3', 'round', 'planned', 'Q2'),
			step('s4', 'round', 'planned', 'Q3'),
		],
		clock: { step: 's1', ends_at: NOON, left_ms: null },
		seats: { s1: '4', s3: '7' },
		sheet: { step: 's1', table: '4', question: 'Q1' },
		mates: [{ id: 'bo', name: 'Bo', languages: ['en'], host: false, scribe: false }],
		notes: [{ id: 'n1', step: 's1', table: '4', question: 'Q1' } as Note],
	};
}

test('a round ends without the server, but not for a connection that is away for a moment', () => {
	const view = inRoundOne();
	expect(endIfOver(view, NOON - MINUTE)).toBe(false);
	expect(endIfOver(view, NOON + 3000)).toBe(false);
	expect(momentOf(view)).toBe('round');
	expect(endIfOver(view, NOON + MINUTE)).toBe(true);
	expect(momentOf(view)).toBe('time-up');
	expect(view.sheet?.table).toBe('4'); // notes can be finished
});

test('a paused round does not end', () => {
	const view = inRoundOne();
	view.clock = { step: 's1', ends_at: null, left_ms: 1000 };
	expect(endIfOver(view, NOON + MINUTE)).toBe(false);
});

test('the next announced round can be gone on to: its table, its question, its clock, an empty sheet', () => {
	const view = inRoundOne();
	expect(goOn(view, NOON)).toBe(true);
	expect(view.sheet).toEqual({ step: 's3', table: '7', question: 'Q2' });
	expect(view.clock).toEqual({ step: 's3', ends_at: NOON + 20 * MINUTE, left_ms: null });
	expect(view.steps.map(({ state }) => state)).toEqual(['ended', 'planned', 'running', 'planned']);
	expect([view.notes, view.mates]).toEqual([[], []]);
	expect(momentOf(view)).toBe('round');
});

test('without an announced seat there is no going on', () => {
	const view = inRoundOne();
	goOn(view, NOON);
	expect(goOn(view, NOON + 20 * MINUTE)).toBe(false);
	expect(view.sheet?.step).toBe('s3');
});

test('a host who stays at the same question keeps the sheet', () => {
	const view = inRoundOne();
	view.seats = { s1: '4', s3: '4' };
	view.steps[2]!.question = 'Q1';
	goOn(view, NOON);
	expect(view.notes).toHaveLength(1);
});
