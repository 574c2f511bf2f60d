// Who may still come in, and the end of it all.
import type { CafeFacts, Twins, View } from '../shared/types';

function doors(view: View, now: Pick<CafeFacts, 'doors' | 'closed'>) {
	view.cafe.doors = now.doors;
	view.cafe.closed = now.closed;
	return now.closed ? 'anew' : null;
}

export const TWINS: Twins = { 'doors-closed': doors, 'doors-opened': doors, 'cafe-closed': doors };
