// What the wall shows at this moment unless somebody chose otherwise. Pure; knows the view only.
import type { Step, StepKind, TableOnWall, View } from '../../shared/types';

/** join: code and QR. round: clock, question, tables or notes. wall: notes. */
export type Scene = 'join' | 'round' | 'wall' | 'vote' | 'step';
export const CHOSEN_BY_KEY: Record<string, Scene | null> = {
	'0': null,
	'1': 'join',
	'2': 'round',
	'3': 'wall',
};

const SEATED: readonly StepKind[] = ['round', 'home-group'];
const FINDING_SEATS = 3 * 60_000; // ms; as long as people look for their tables, show who is where

export function sceneOf(view: View): Scene {
	const running = runningStep(view);
	if (running && SEATED.includes(running.kind)) return 'round';
	if (view.vote?.open) return 'vote';
	if (running?.kind === 'harvest' || view.cafe.closed) return 'wall';
	if (isSeatingKnown(view)) return 'round';
	if (running) return 'step';
	if (view.steps.every(({ state }) => state === 'planned')) return 'join';
	const last = view.steps[view.steps.length - 1];
	return last?.state === 'planned' ? 'step' : 'wall'; // what was left out will not come
}

export function runningStep(view: View): Step | undefined {
	return view.steps.find(({ id }) => id === view.clock.step);
}

/** The seated step whose tables the view holds: the running one or the next. */
export function seatedStep(view: View): Step | undefined {
	const step = view.seating?.step;
	return view.steps.find(({ id }) => id === step);
}

export function isSeatingKnown(view: View): boolean {
	return (view.tables ?? []).some(isTaken);
}

export function isTaken(table: TableOnWall): boolean {
	return table.people.length + (table.unnamed ?? 0) > 0;
}

/** Whether people still look for their tables; afterwards the wall may grow there. left: ms, null: no clock. */
export function areFindingSeats(view: View, left: number | null): boolean {
	const running = runningStep(view);
	if (!running || !SEATED.includes(running.kind) || left === null) return true;
	return running.length_s * 1000 - left < Math.min(FINDING_SEATS, (running.length_s * 1000) / 3);
}
