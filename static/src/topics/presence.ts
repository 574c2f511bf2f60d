// Who is here: the panel's list of people and the counts change, the person and their table ask again.
import type { Twins } from '../shared/types';
import { aboutOne } from './participants';

export const TWINS: Twins = {
	'participant-left': aboutOne,
	'participant-returned': aboutOne,
};
