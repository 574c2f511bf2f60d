// Links made anew and devices revoked: the panel asks for its links and people again.
import type { Twins } from '../shared/types';
import { aboutOne } from './participants';

export const TWINS: Twins = {
	'links-renewed': 'anew',
	'device-revoked': aboutOne,
};
