// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { dir, knows, language, loadMessages, msg } from './i18n';

describe('messages', () => {
	beforeEach(async () => {
		document.documentElement.dir = 'ltr';
		await loadMessages('en');
	});

	it('says a message of the catalogue', () => {
		expect(msg('cafe-name')).toBe('WikiCafé');
	});

	it('shows a key nobody knows as such', () => {
		expect(msg('no-such-message')).toBe('⧼no-such-message⧽');
		expect(knows('no-such-message')).toBe(false);
		expect(knows('cafe-name')).toBe(true);
	});

	it('speaks English where the language is unknown', async () => {
		await loadMessages('tlh');
		expect(language()).toBe('en');
	});

	it('shows keys and parameters to whoever asks for qqx', async () => {
		await loadMessages('qqx');
		expect(msg('cafe-name')).toBe('(cafe-name)');
		expect(msg('cafe-name', 3, 'x')).toBe('(cafe-name: 3, x)');
	});

	it('takes language and direction from the page', async () => {
		document.documentElement.lang = 'ar';
		document.documentElement.dir = 'rtl';
		await loadMessages();
		expect([language(), dir()]).toEqual(['ar', 'rtl']);
	});
});
