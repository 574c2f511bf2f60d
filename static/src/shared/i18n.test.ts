// @vitest-environment happy-dom
import Banana from 'banana-i18n';
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

	it('counts as the language does', () => {
		const many = '{{PLURAL:$1|one|few|many|other}}';
		const said = ['1', '3', '11', '1.5'].map((count) => new Banana('ru').i18n(many, count));
		expect(said).toEqual(['one', 'few', 'many', 'other']);
	});

	it('lets a name within a sentence keep its direction', () => {
		const said = (name: string) => new Banana('en').i18n('{{BIDI:$1}}', name);
		expect([said('Ama'), said('7 陈静')]).toEqual(['\u202aAma\u202c', '\u202a7 陈静\u202c']);
		expect([said('شيماء'), said('«דנה»')]).toEqual(['\u202bشيماء\u202c', '\u202b«דנה»\u202c']);
		expect(said('7')).toBe('7');
	});

	it('takes language and direction from the page', async () => {
		document.documentElement.lang = 'ar';
		document.documentElement.dir = 'rtl';
		await loadMessages();
		expect([language(), dir()]).toEqual(['ar', 'rtl']);
	});
});
