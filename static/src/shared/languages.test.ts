import { expect, test } from 'vitest';
import { autonym, langOf, nameOf, offered, spoken } from './languages';

test('a language has a name on the screen and a name of its own', () => {
	expect(nameOf('fr')).toBe('French');
	expect(autonym('fr')).toBe('français');
});

test('what is no language is shown as it is', () => {
	expect(nameOf('not a code')).toBe('not a code');
});

test('a list offers each language once and none that was taken', () => {
	const codes = offered(['de']).map(({ code }) => code);
	expect(codes).not.toContain('de');
	expect(new Set(codes).size).toBe(codes.length);
});

test('people speak Chinese, whatever the script of their screen', () => {
	expect(spoken('zh-hans')).toBe('zh');
});

test('a text of undetermined language says nothing about it', () => {
	expect(langOf('und')).toBe(undefined);
	expect(langOf('ar')).toBe('ar');
});
