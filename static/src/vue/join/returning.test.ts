import { beforeEach, expect, test, vi } from 'vitest';
import { emptyView, type Me, type View } from '../../shared/types';
import { comeBack } from './returning';

const kept = new Map<string, string>();
let asked: [path: string, body: Record<string, unknown>][] = [];
let answers: Record<string, object> = {};

beforeEach(() => {
	kept.clear();
	asked = [];
	answers = {};
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => kept.set(key, value),
	});
	vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
		const body = JSON.parse(String(init.body));
		asked.push([path, body]);
		const answer = answers[path === '/api/return' ? body.secret : path] ?? refused('no-answer');
		return { ok: !('refused' in answer), json: async () => answer };
	});
});
const refused = (code: string) => ({ refused: { code, params: [] } });
const known = () => JSON.parse(kept.get('wikicafe:abc') ?? 'null');
const me = { id: 'ana', name: 'Ana', languages: ['es'], language: 'es', roles: ['participant'] };
function seen(more: Partial<View> = {}): View {
	return { ...emptyView('participant', 'abc'), me: me as unknown as Me, ...more };
}

test('who has the secret gets a new token and keeps being who they were', async () => {
	kept.set('wikicafe:abc', JSON.stringify({ token: 'old', person: 'ana' }));
	kept.set('wikicafe:secret:abc:participant', 'S');
	answers.S = { token: 'new', person: 'ana' };
	expect(await comeBack(seen(), 'ana')).toEqual({ token: 'new' });
	expect(known()).toEqual({ token: 'new', person: 'ana' });
});

test('a browser in which somebody sits by two doors comes back as the one asked for', async () => {
	kept.set('wikicafe:secret:abc:participant', 'S');
	kept.set('wikicafe:secret:abc:facilitator', 'F');
	answers.S = { token: 'of-ana', person: 'ana' };
	answers.F = { token: 'of-fatima', person: 'fatima' };
	expect(await comeBack(seen(), 'fatima')).toEqual({ token: 'of-fatima' });
});

test('without a secret, or removed, nobody comes back', async () => {
	expect(await comeBack(seen(), 'ana')).toEqual(refused('unknown-token'));
	kept.set('wikicafe:secret:abc:participant', 'S');
	answers.S = refused('removed');
	expect(await comeBack(seen(), 'ana')).toEqual(refused('removed'));
});

test('a café that is not there yet is asked for once at a time', async () => {
	kept.set('wikicafe:secret:abc:participant', 'S');
	kept.set('wikicafe:secret:abc:facilitator', 'F');
	answers.S = refused('no-such-cafe');
	expect(await comeBack(seen(), 'ana')).toEqual(refused('no-such-cafe'));
	expect(asked).toHaveLength(1);
});

test('who joined after the copy was made joins once more, as the same person', async () => {
	kept.set('wikicafe:secret:abc:participant', 'S');
	answers.S = refused('not-in-this-cafe');
	answers['/api/join'] = { token: 'new', person: 'ana' };
	const view = seen({ cafe: { ...emptyView('participant', 'abc').cafe, code: 'BCDFGH' } });
	expect(await comeBack(view, 'ana')).toEqual({ token: 'new' });
	expect(asked[1]).toMatchObject(['/api/join', { code: 'BCDFGH', secret: 'S', name: 'Ana' }]);
	expect(await comeBack(seen(), 'ana')).toEqual(refused('not-in-this-cafe')); // doors closed
});
