/** The house: the key that opens it, the cafés in it, and opening one more. Talks to the server, knows no screen. */
import { mint } from '../../shared/ids';
import { keepSecret, membership, remember, secretOf } from '../../shared/page';
import type { Design } from '../../shared/types';
import { get, isRefused, post, postFile, type Told } from '../form/asking';

export interface ListedCafe {
	id: string;
	title: string;
	code: string;
	opened_at: number;
	closed: boolean;
	published: boolean;
}
export interface Template {
	id: string;
	title: string;
	description: string;
	design: Design;
}
interface Entered {
	token: string;
	cafes: ListedCafe[];
}
interface Opened {
	cafe: string;
	code?: string;
	token?: string;
	person?: string | null;
}

const KEPT = 'wikicafe:house'; // in localStorage
const NAME = 'wikicafe:name'; // what people here are called; typed once

/** The key in the address, once; it leaves the address, and so the history, at once. */
export function keyInAddress(): string | null {
	const key = new URLSearchParams(location.hash.slice(1)).get('key');
	if (key) history.replaceState(null, '', location.pathname + location.search);
	return key;
}

/** Exchange the key for a token that stays in this browser. */
export async function enterHouse(key: string): Promise<Told<Entered>> {
	const answer = await post<Entered>('/api/house', { key: key.trim() });
	if (!isRefused(answer)) keep(KEPT, answer.token);
	return answer;
}

export function houseToken(): string | null {
	return kept(KEPT);
}

export function leaveHouse(): void {
	keep(KEPT, null);
}

/** Ask again with the token of this browser. */
export function listCafes(token: string): Promise<Told<{ cafes: ListedCafe[] }>> {
	return get<{ cafes: ListedCafe[] }>('/api/cafes', token);
}

export async function listTemplates(lang: string): Promise<Template[]> {
	const answer = await get<Template[]>(`/api/templates?lang=${encodeURIComponent(lang)}`);
	return Array.isArray(answer) ? answer : [];
}

/** Open a café; the answer's token makes this browser a facilitator of it. */
export async function openCafe(
	token: string,
	design: Design,
	name: string,
	language: string,
): Promise<Told<Opened>> {
	keep(NAME, name);
	const secret = mint();
	return entered(
		await post<Opened>('/api/cafes', { design, name, language, secret }, token),
		secret,
	);
}

export async function importCafe(token: string, archive: Blob): Promise<Told<Opened>> {
	return entered(await postFile<Opened>('/api/cafes/import', archive, token));
}

/** Give the server a café that it lost and this browser kept, as `events.jsonl`. */
export function putBack(token: string, events: string): Promise<Told<{ cafe: string }>> {
	const file = new Blob([events], { type: 'application/jsonl' });
	return postFile<{ cafe: string }>('/api/cafes/put-back', file, token);
}

/** Come into a café of this house that was opened elsewhere, or imported. */
export async function enterCafe(
	token: string,
	cafe: string,
	name: string,
	language: string,
): Promise<Told<Opened>> {
	keep(NAME, name);
	const secret = secretOf(cafe, 'facilitator') ?? mint();
	const path = `/api/cafes/${cafe}/enter`;
	return entered(await post<Opened>(path, { name, language, secret }, token), secret);
}

/** A café can be entered from here if this browser has been in it. */
export function isKnown(cafe: string): boolean {
	return membership(cafe) !== null;
}

export function usualName(): string {
	return kept(NAME) ?? '';
}

function entered(answer: Told<Opened>, secret?: string): Told<Opened> {
	if (!isRefused(answer) && answer.token) {
		if (secret) keepSecret(answer.cafe, 'facilitator', secret);
		const { cafe, token, person = null } = answer;
		remember(cafe, { token, person, roles: { ...membership(cafe)?.roles, facilitator: token } });
	}
	return answer;
}

function kept(key: string): string | null {
	try {
		return localStorage.getItem(key);
	} catch {
		return null;
	}
}
function keep(key: string, value: string | null): void {
	try {
		if (value === null) localStorage.removeItem(key);
		else localStorage.setItem(key, value);
	} catch {
		// Storage is forbidden: the token lives as long as this page.
	}
}
