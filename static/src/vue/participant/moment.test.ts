import { expect, test } from 'vitest';
import { emptyView, type Step, type StepKind, type View } from '../../shared/types';
import { momentOf, nextSeat, roundNumber } from './moment';

function step(id: string, kind: StepKind, state: Step['state'] = 'planned'): Step {
	return { id, kind, title: '', length_s: 60, question: null, state };
}

function view(steps: Step[], more: Partial<View> = {}): View {
	const running = steps.find(({ state }) => state === 'running');
	const clock = { step: running?.id ?? null, ends_at: running ? 1 : null, left_ms: null };
	return { ...emptyView('participant', 'cafe'), steps, clock, ...more };
}

const SHEET = { step: 's1', table: '3', question: 'Q1' };
const VOTE = { poll: 'p', open: true, dots: 3, options: [], mine: [], voters: 0 };

test('before anything has begun one waits', () => {
	expect(momentOf(view([step('s1', 'plenary'), step('s2', 'round')]))).toBe('before');
});

test('in a round one sits at a table, even while a vote is open', () => {
	expect(momentOf(view([step('s1', 'round', 'running')], { vote: VOTE }))).toBe('round');
	expect(momentOf(view([step('s1', 'home-group', 'running')]))).toBe('round');
});

test('an open vote comes before a plenary', () => {
	expect(momentOf(view([step('s1', 'plenary', 'running')], { vote: VOTE }))).toBe('vote');
});

test('when a round is over its table may finish its notes until the next step begins', () => {
	const over = [step('s1', 'round', 'ended'), step('s2', 'break')];
	expect(momentOf(view(over, { sheet: SHEET }))).toBe('time-up');
	expect(momentOf(view(over))).toBe('between');
});

test('when every step is over there is nothing to wait for', () => {
	expect(momentOf(view([step('s1', 'break'), step('s2', 'harvest', 'ended')]))).toBe('after');
});

test('a closed café is closed, whatever else was going on', () => {
	const closed = view([step('s1', 'round', 'running')]);
	closed.cafe.closed = true;
	expect(momentOf(closed)).toBe('closed');
});

test('one knows where to go next as soon as it is announced', () => {
	const steps = [step('s1', 'round', 'ended'), step('s2', 'break'), step('s3', 'round')];
	expect(nextSeat(view(steps, { sheet: SHEET }))).toBe(null);
	expect(nextSeat(view(steps, { sheet: SHEET, seats: { s3: '5' } }))).toMatchObject({
		table: '5',
		stays: false,
	});
	expect(nextSeat(view(steps, { sheet: SHEET, seats: { s3: '3' } }))?.stays).toBe(true);
});

test('rounds are counted apart from the other steps', () => {
	const steps = [
		step('s0', 'plenary'),
		step('s1', 'round'),
		step('s2', 'break'),
		step('s3', 'round'),
	];
	expect(roundNumber(view(steps), steps[3]!)).toEqual({ number: 2, of: 2 });
});
