// The simulated people of a rehearsal go: every screen asks for its view again.
import type { Twins } from '../shared/types';

export const TWINS: Twins = {
	'simulated-removed': 'anew',
};
