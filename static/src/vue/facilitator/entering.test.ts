import { beforeEach, expect, test, vi } from 'vitest';
import { comeIn, needsName, pageOf, secretLink } from './entering';

const kept = new Map<string, string>();
const asked: Record<string, unknown>[] = [];
let answer: object = {};

beforeEach(() => {
	kept.clear();
	asked.length = 0;
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => kept.set(key, value),
	});
	vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
		asked.push(JSON.parse(String(init.body)));
		return { ok: !('refused' in answer), json: async () => answer };
	});
});
const known = (cafe: string) => JSON.parse(kept.get(`wikicafe:${cafe}`) ?? 'null');

test('a secret link says which door it opens', () => {
	expect(secretLink('#board=abc-_1')).toEqual({ entrance: 'board', key: 'abc-_1' });
	expect(secretLink('#facilitator=')).toBeNull();
	expect(secretLink('')).toBeNull();
});
test('whoever works here has a name, the big screen has none', () => {
	expect([needsName('facilitator'), needsName('board'), needsName('projector')]).toEqual([
		true,
		true,
		false,
	]);
	expect(pageOf('abc', 'facilitator')).toBe('/cafe/abc/panel');
});
test('a facilitator who comes in is remembered by this browser', async () => {
	answer = { token: 'T', person: 'sofie' };
	expect(await comeIn('abc', { entrance: 'facilitator', key: 'k' }, 'Sofie', 'sv')).toBeNull();
	expect(known('abc')).toEqual({ token: 'T', person: 'sofie', roles: { facilitator: 'T' } });
});
test('the screen of the hall does not push out the facilitator who set it up', async () => {
	answer = { token: 'T', person: 'sofie' };
	await comeIn('abc', { entrance: 'facilitator', key: 'k' }, 'Sofie', 'sv');
	answer = { token: 'P', person: null };
	await comeIn('abc', { entrance: 'projector', key: 'k' }, '', 'sv');
	expect(known('abc')).toEqual({
		token: 'T',
		person: 'sofie',
		roles: { facilitator: 'T', projector: 'P' },
	});
});
test('asking twice makes one person', async () => {
	answer = { refused: { code: 'no-such-cafe', params: [] } };
	expect(await comeIn('abc', { entrance: 'board', key: 'k' }, 'Ana', 'es')).toEqual({
		code: 'no-such-cafe',
		params: [],
	});
	await comeIn('abc', { entrance: 'board', key: 'k' }, 'Ana', 'es');
	expect(asked[0].secret).toBe(asked[1].secret);
	expect(known('abc')).toBeNull();
});
