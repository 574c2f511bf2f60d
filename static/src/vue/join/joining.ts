// Coming in: what the address says, what must survive a change of language, and the secret that makes two taps one.
import { mint } from '../../shared/ids';
import { keepSecret, membership, remember } from '../../shared/page';
import { post } from '../form/asking';

/** By which door: the code on the wall, or the facilitator's link for latecomers. */
export type Door = { code: string } | { late: string };

export interface Found {
	cafe: string;
	title: string;
	languages: string[];
	licence: string;
	friendly_space_url: string;
}

export interface Profile {
	name: string;
	languages: string[];
	affiliation: string;
	show_name: boolean;
	would_host: boolean;
	consent: boolean;
}

interface Joined {
	cafe: string;
	person: string;
	token: string;
}

const CODE = /[^\p{L}\p{N}]/gu; // what people type between the characters of a code

/** Read the door out of the address; the key of a late link does not stay in the address bar. */
export function doorOf(address: Pick<Location, 'pathname' | 'hash' | 'search'>): Door | null {
	const late = /^#late=([a-z2-7]+\.[\w-]+)$/.exec(address.hash)?.[1] ?? keptLate();
	if (late && !/^\/join\/./.test(address.pathname)) return { late };
	const typed = /^\/join\/([^/]+)/.exec(address.pathname)?.[1];
	const code = tidyCode(decoded(typed ?? new URLSearchParams(address.search).get('code') ?? ''));
	return code ? { code } : null;
}

export function tidyCode(typed: string): string {
	return typed.replace(CODE, '').toUpperCase();
}

export function find(door: Door) {
	return post<Found>('/api/find', door);
}

/** Ask to come in. The secret stays until an answer came, so that asking twice is joining once. */
export async function join(door: Door, profile: Profile, language: string) {
	const secret = secretFor(door);
	const answer = await post<Joined>('/api/join', {
		...door,
		...profile,
		country: '',
		language,
		secret,
	});
	if ('token' in answer) {
		const { cafe, person, token } = answer;
		const known = membership(cafe);
		remember(cafe, { token, person, ...(known?.roles && { roles: known.roles }) });
		keepSecret(cafe, 'participant', secret);
		forgetDoor(door);
	}
	return answer;
}

const session = {
	read(key: string): string | null {
		try {
			return sessionStorage.getItem(key);
		} catch {
			return null;
		}
	},
	write(key: string, value: string | null) {
		try {
			if (value === null) sessionStorage.removeItem(key);
			else sessionStorage.setItem(key, value);
		} catch {
			// only a change of language in the middle of joining will be felt
		}
	},
};

/** What was typed so far, over a change of language. */
export function keepProfile(profile: Profile): void {
	session.write('wikicafe:joining', JSON.stringify(profile));
}

export function keptProfile(): Partial<Profile> {
	return JSON.parse(session.read('wikicafe:joining') ?? '{}') as Partial<Profile>;
}

export function keepLate(late: string): void {
	session.write('wikicafe:late', late);
}

function keptLate(): string | null {
	return session.read('wikicafe:late');
}

function secretFor(door: Door): string {
	const key = `wikicafe:secret:${nameOf(door)}`;
	const secret = session.read(key) ?? mint();
	session.write(key, secret);
	return secret;
}

function forgetDoor(door: Door): void {
	session.write(`wikicafe:secret:${nameOf(door)}`, null);
	session.write('wikicafe:late', null);
	session.write('wikicafe:joining', null);
}

function nameOf(door: Door): string {
	return 'late' in door ? (door.late.split('.')[0] ?? '') : door.code;
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
