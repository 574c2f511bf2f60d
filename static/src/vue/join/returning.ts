// Coming back without a tap: the secret of this browser is good for a new token when the old one is void.
import { membership, remember, secretOf } from '../../shared/page';
import type { Refusal, Screen, View } from '../../shared/types';
import { isRefused, post } from '../form/asking';

export type Returned = { token: string } | { refused: Refusal };

interface Welcomed {
	person: string;
	token: string;
}

/** By which doors the person at a screen may have come in, the likeliest first. */
const DOORS: Record<Screen, readonly string[]> = {
	participant: ['participant', 'facilitator', 'board'],
	panel: ['facilitator'],
	board: ['board', 'facilitator'],
	projector: [],
};

/** Ask to be known again as the same person. view: what this browser last saw of the café. */
export async function comeBack(view: View, person: string | null): Promise<Returned> {
	const cafe = view.cafe.id;
	let refused: Refusal = { code: 'unknown-token', params: [] };
	for (const door of DOORS[view.screen]) {
		const secret = secretOf(cafe, door);
		if (!secret) continue;
		let answer = await post<Welcomed>('/api/return', { cafe, secret });
		if (isRefused(answer) && answer.refused.code === 'not-in-this-cafe') {
			answer = (await joinAnew(view, secret)) ?? answer;
		}
		if (isRefused(answer)) refused = answer.refused;
		else if (person === null || answer.person === person) return renewed(view, answer);
		if (refused.code === 'no-such-cafe' || refused.code === 'no-connection') break;
	}
	return { refused };
}

/**
 * Whoever joined after the copy was made from which the café was put back is not in it: they join
 * once more, as the same person. They have agreed to this very café before.
 */
async function joinAnew({ screen, cafe, me }: View, secret: string) {
	if (screen !== 'participant' || !cafe.code || !me?.roles.includes('participant')) return null;
	const { name, languages, language, affiliation, show_name } = me;
	return post<Welcomed>('/api/join', {
		code: cafe.code,
		secret,
		name,
		languages,
		language,
		affiliation,
		country: '',
		show_name,
		consent: true,
	});
}

function renewed({ cafe, screen }: View, { token, person }: Welcomed): Returned {
	const before = membership(cafe.id);
	const role = screen === 'panel' ? 'facilitator' : screen;
	const roles = before?.roles?.[role] ? { ...before.roles, [role]: token } : before?.roles;
	const isOwn = before?.person === person;
	remember(cafe.id, {
		token: isOwn || !before ? token : before.token,
		person: before?.person ?? person,
		...(roles && { roles }),
	});
	return { token };
}
