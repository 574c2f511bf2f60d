// What one phone shows now: the one thing that matters at this moment. Pure; knows the view only.
import type { Question, Step, StepKind, View } from '../../shared/types';

const SEATED: readonly StepKind[] = ['round', 'home-group'];

export type Moment =
	| 'away' // left, or silent for too long
	| 'closed'
	| 'before' // nothing has begun
	| 'round' // at a table: a round or a home group
	| 'time-up' // the table may still finish its notes
	| 'vote'
	| 'plenary'
	| 'break'
	| 'harvest'
	| 'between' // a step is over, another will come
	| 'after';

export function momentOf(view: View): Moment {
	if (view.cafe.closed) return 'closed';
	if (view.me && !view.me.present) return 'away';
	const running = runningStep(view);
	if (running && isSeated(running)) return 'round';
	if (view.vote?.open) return 'vote';
	if (running) return running.kind as Moment;
	if (view.steps.every(({ state }) => state === 'planned')) return 'before';
	if (view.sheet) return 'time-up';
	return isLastBegun(view) ? 'after' : 'between';
}

/** Steps that were left out do not count: the agenda goes forward. */
function isLastBegun(view: View): boolean {
	return view.steps[view.steps.length - 1]?.state !== 'planned';
}

export function runningStep(view: View): Step | undefined {
	return view.steps.find(({ id }) => id === view.clock.step);
}

export function isSeated(step: Step): boolean {
	return SEATED.includes(step.kind);
}

export function questionOf(view: View, id: string | null | undefined): Question | undefined {
	return view.questions.find((question) => question.id === id);
}

/** Where this person goes next; null as long as that is not announced. */
export interface NextSeat {
	step: Step;
	table: string;
	stays: boolean;
}

export function nextSeat(view: View): NextSeat | null {
	const step = view.steps.find((planned) => planned.state === 'planned' && isSeated(planned));
	const table = step && view.seats?.[step.id];
	if (!step || table === undefined) return null;
	return { step, table, stays: view.sheet?.table === table };
}

/** "2 of 3": which of the rounds this step is. */
export function roundNumber(view: View, step: Step): { number: number; of: number } {
	const rounds = view.steps.filter(({ kind }) => kind === step.kind);
	return { number: rounds.findIndex(({ id }) => id === step.id) + 1, of: rounds.length };
}
