// How one told event moves a view: what is old is dropped, a gap or an unknown word asks for the whole view again.
import { TWINS } from '../topics/index';
import type { Told, View } from './types';

/** What became of a told event. 'anew' and 'gap': say hello again, the view is no longer whole. */
export type Outcome = 'applied' | 'old' | 'anew' | 'gap';

export interface Telling {
	/** Apply one event to the view, in place. */
	tell(told: Told): Outcome;
	/** The view was replaced: every channel stands where the view stands. */
	arrived(): void;
}

export function followView(view: View): Telling {
	const positions = new Map<string, number>();
	return {
		tell(told) {
			const stands = positions.get(told.channel) ?? view.position.seq;
			if (told.seq <= stands) return 'old';
			if (told.follows > stands) return 'gap';
			positions.set(told.channel, told.seq);
			const twin = TWINS[told.name];
			if (twin === undefined || twin === 'anew') return 'anew';
			return twin(view, told.payload, told) === 'anew' ? 'anew' : 'applied';
		},
		arrived() {
			positions.clear();
		},
	};
}

/** Make the one reactive view say what the next view says; fields the next one lacks go. */
export function becomes(view: View, next: View): void {
	for (const field of Object.keys(view)) {
		if (!(field in next)) delete (view as unknown as Record<string, unknown>)[field];
	}
	Object.assign(view, next);
}
