// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import { membership } from '../../shared/page';
import { doorOf, join, keepLate, type Profile, tidyCode } from './joining';

const ANA: Profile = {
	name: 'Ana',
	languages: ['es'],
	affiliation: '',
	show_name: true,
	would_host: false,
	consent: true,
};
const at = (pathname: string, hash = '', search = '') => ({ pathname, hash, search });

beforeEach(() => {
	sessionStorage.clear();
	localStorage.clear();
});

test('a code may be typed with spaces, hyphens and small letters', () => {
	expect(tidyCode(' k7m-3 qx ')).toBe('K7M3QX');
});

test('the door is in the address: a code, or a late link', () => {
	expect(doorOf(at('/join/k7m3qx'))).toEqual({ code: 'K7M3QX' });
	expect(doorOf(at('/join', '', '?code=K7M3QX'))).toEqual({ code: 'K7M3QX' });
	expect(doorOf(at('/join', '#late=abcdefghijkl.KEY_-1'))).toEqual({ late: 'abcdefghijkl.KEY_-1' });
	expect(doorOf(at('/join'))).toBe(null);
});

test('a late link survives a change of language, a code in the address goes before it', () => {
	keepLate('abcdefghijkl.KEY');
	expect(doorOf(at('/join'))).toEqual({ late: 'abcdefghijkl.KEY' });
	expect(doorOf(at('/join/K7M3QX'))).toEqual({ code: 'K7M3QX' });
});

test('a double tap joins with one secret, and the next person gets another', async () => {
	const secrets: string[] = [];
	vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
		secrets.push((JSON.parse(String(init.body)) as { secret: string }).secret);
		return Response.json({ cafe: 'abcdefghijkl', person: 'p', token: 't' });
	});
	const door = { code: 'K7M3QX' };
	await Promise.all([join(door, ANA, 'es'), join(door, ANA, 'es')]);
	expect(secrets[0]).toBe(secrets[1]);
	expect(membership('abcdefghijkl')).toEqual({ token: 't', person: 'p' });
	await join(door, ANA, 'es');
	expect(secrets[2]).not.toBe(secrets[0]);
	vi.unstubAllGlobals();
});

test('when no answer came the next try is the same person', async () => {
	const secrets: string[] = [];
	vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
		secrets.push((JSON.parse(String(init.body)) as { secret: string }).secret);
		throw new Error('no network');
	});
	const door = { code: 'K7M3QX' };
	expect(await join(door, ANA, 'es')).toMatchObject({ refused: { code: 'no-connection' } });
	await join(door, ANA, 'es');
	expect(secrets[0]).toBe(secrets[1]);
	vi.unstubAllGlobals();
});
