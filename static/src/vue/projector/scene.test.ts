import { expect, test } from 'vitest';
import { emptyView, type Step, type StepKind, type View } from '../../shared/types';
import { areFindingSeats, sceneOf } from './scene';

function step(id: string, kind: StepKind, state: Step['state'] = 'planned'): Step {
	return { id, kind, title: '', length_s: 1200, question: null, state };
}

function view(steps: Step[], more: Partial<View> = {}): View {
	const running = steps.find(({ state }) => state === 'running');
	const clock = { step: running?.id ?? null, ends_at: running ? 1 : null, left_ms: null };
	return { ...emptyView('projector', 'cafe'), steps, clock, tables: [], ...more };
}

const TABLES = [{ id: '1', host: 'Ana', people: ['Ana', 'Bo'], unnamed: 1 }];

test('before it begins the wall asks people to join', () => {
	expect(sceneOf(view([step('s1', 'round')]))).toBe('join');
});

test('as soon as seats are announced the wall says who is where', () => {
	expect(sceneOf(view([step('s1', 'round')], { tables: TABLES }))).toBe('round');
	const pause = [step('s1', 'round', 'ended'), step('s2', 'break', 'running'), step('s3', 'round')];
	expect(sceneOf(view(pause, { tables: TABLES }))).toBe('round');
	expect(sceneOf(view(pause))).toBe('step');
});

test('the harvest is a wall of notes', () => {
	expect(sceneOf(view([step('s1', 'round', 'ended'), step('s2', 'harvest', 'running')]))).toBe(
		'wall',
	);
	expect(sceneOf(view([step('s1', 'harvest', 'ended')]))).toBe('wall');
});

test('the names make room for the notes when people have found their tables', () => {
	const round = view([step('s1', 'round', 'running')]);
	expect(areFindingSeats(round, 1_199_000)).toBe(true);
	expect(areFindingSeats(round, 1_000_000)).toBe(false);
});
