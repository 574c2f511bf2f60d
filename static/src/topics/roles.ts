// Roles given and taken back: the panel's list of people changes, the person asks again.
import type { Twins } from '../shared/types';
import { aboutOne } from './participants';

export const TWINS: Twins = {
	'role-taken': aboutOne,
	'role-granted': aboutOne,
	'role-revoked': aboutOne,
};
