// What is kept back from publication or erased for good.
import type { Twins } from '../shared/types';
import { asItIs } from './moderation';

export const TWINS: Twins = {
	'note-withheld': asItIs,
	'note-released': asItIs,
	'note-erased': asItIs,
	'person-erased': 'anew',
	'personal-part-erased': 'anew',
};
