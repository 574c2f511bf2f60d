// The plan of a café changes seldom, and much of it at once: every screen asks again.
import type { Twins } from '../shared/types';

export const TWINS: Twins = { 'cafe-opened': 'anew', 'design-amended': 'anew' };
