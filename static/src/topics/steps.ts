// The running of the agenda: clock and steps arrive whole; a new round brings another sheet and other mates.
import type { Clock, Step, Twins, View } from '../shared/types';

interface Running {
	clock: Clock;
	steps: Step[];
}

function running(view: View, now: Running) {
	view.clock = now.clock;
	view.steps = now.steps;
}

/** Nobody shall see the old table for a moment: the own seats are known before the sheet comes. */
function turnTo(view: View, step: Step | undefined) {
	const table = step && view.seats?.[step.id];
	if (!step || table === undefined) return;
	const question = step.question ?? '';
	const isSameSheet = view.sheet?.table === table && view.sheet.question === question;
	view.sheet = { step: step.id, table, question };
	view.mates = [];
	if (!isSameSheet) view.notes = [];
}

// Panel and board show nothing of the step but clock and agenda.
function begun(view: View, now: Running) {
	running(view, now);
	if (view.screen === 'participant')
		turnTo(
			view,
			now.steps.find(({ id }) => id === now.clock.step),
		);
	return view.screen === 'participant' || view.screen === 'projector' ? 'anew' : null;
}

// The wall turns to the tables of the next round; a phone keeps its sheet, so that notes can be finished.
function ended(view: View, now: Running) {
	running(view, now);
	return view.screen === 'projector' ? 'anew' : null;
}

export const TWINS: Twins = {
	'step-begun': begun,
	'step-paused': running,
	'step-resumed': running,
	'step-end-moved': running,
	'step-ended': ended,
};
