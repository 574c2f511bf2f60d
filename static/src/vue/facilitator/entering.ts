/** Coming in by a secret link: what the address says, and exchanging its key for a token. Knows no screen. */
import { mint } from '../../shared/ids';
import { keepSecret, membership, remember, secretOf } from '../../shared/page';
import type { Refusal } from '../../shared/types';
import { isRefused, post } from '../form/asking';

export type Entrance = 'facilitator' | 'board' | 'projector';

export interface SecretLink {
	entrance: Entrance;
	key: string;
}
interface Welcomed {
	token: string;
	person: string | null;
}

const ENTRANCES: Record<Entrance, { screen: string; named: boolean }> = {
	facilitator: { screen: 'panel', named: true },
	board: { screen: 'board', named: true },
	projector: { screen: 'projector', named: false },
};

/** "#board=KEY" → which door, which key; null if the address holds neither. */
export function secretLink(fragment: string): SecretLink | null {
	const said = new URLSearchParams(fragment.replace(/^#/, ''));
	for (const entrance of Object.keys(ENTRANCES) as Entrance[]) {
		const key = said.get(entrance);
		if (key) return { entrance, key };
	}
	return null;
}

/** The big screen has no name; people who work here do. */
export function needsName(entrance: Entrance): boolean {
	return ENTRANCES[entrance].named;
}

export function pageOf(cafe: string, entrance: Entrance): string {
	return `/cafe/${cafe}/${ENTRANCES[entrance].screen}`;
}

/** Exchange the key for a token and keep it. Returns why not, or null when in. */
export async function comeIn(
	cafe: string,
	link: SecretLink,
	name: string,
	language: string,
): Promise<Refusal | null> {
	const { entrance, key } = link;
	const answer = await post<Welcomed>('/api/enter', {
		cafe,
		role: entrance,
		key,
		name,
		language,
		secret: secretFor(cafe, entrance),
	});
	if (isRefused(answer)) return answer.refused;
	keep(cafe, entrance, answer);
	return null;
}

/** A screen in the hall has its token beside that of the person who set it up. */
function keep(cafe: string, entrance: Entrance, { token, person }: Welcomed): void {
	const before = membership(cafe);
	const roles = { ...before?.roles, [entrance]: token };
	if (person === null && before?.person) remember(cafe, { ...before, roles });
	else remember(cafe, { token, person, roles });
}

/** Minted once for each door: when an answer got lost, asking again makes no second person. */
function secretFor(cafe: string, entrance: Entrance): string {
	const secret = secretOf(cafe, entrance) ?? mint();
	keepSecret(cafe, entrance, secret);
	return secret;
}
