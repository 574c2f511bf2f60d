import { beforeAll, expect, test } from 'vitest';
import { loadMessages } from '../../shared/i18n';
import { type Cost, costInWords, costsOf, type Reason, reasonInWords } from './reasons';

beforeAll(() => loadMessages('en'));

const names = (person: string) => ({ p1: 'Ama', p2: 'Bo' })[person] ?? '?';
const plain = (text: string) => text.replace(/[\u2068\u2069]/g, '');
const say = (code: string, params: Reason['params'] = {}) =>
	plain(reasonInWords({ step: 's2', code, params: { table: '3', ...params } }, names));

test('the host and three people one has not met', () => {
	expect(say('host-and-new-people', { host: 'p1', count: 3 })).toBe(
		'Meets the host and 3 people, nobody of them for the second time.',
	);
	expect(say('all-new-people', { count: 1 })).toBe(
		'Meets one person, nobody of them for the second time.',
	);
});

test('a language is named, and whoever one meets again', () => {
	expect(say('shares-language', { language: 'es' })).toBe('Spanish is common to all here.');
	expect(say('met-before', { people: ['p1', 'p2'] })).toBe('Meets Ama and Bo again.');
});

test('others of the same group sit elsewhere, or here', () => {
	expect(say('same-affiliation-elsewhere', { count: 2 })).toBe(
		'The 2 others of the same group sit elsewhere.',
	);
	expect(say('same-affiliation-here', { people: ['p2'] })).toBe(
		'From the same group sits here, too: Bo.',
	);
});

test('a reason of a newer server is left out', () => {
	expect(say('stars-say-so')).toBe('');
});

test('each cost says why it is not less', () => {
	const cost = (kind: string, step: string | null, why: string, params = {}): Cost => ({
		kind,
		step,
		value: 2,
		at_least: 2,
		why,
		params,
	});
	const few = cost('repeats', null, 'few-to-meet', { others: 8, rounds: 6 });
	expect(costInWords(few, names)).toBe('Everybody has only 8 others to meet in 6 rounds.');
	const large = cost('repeats', 's2', 'larger-than-number', { size: 8, tables: 5 });
	expect(costInWords(large, names)).toBe(
		'8 people at a table but only 5 tables: some must meet again.',
	);
	expect(
		plain(costInWords(cost('silent-tables', 's2', 'rare-language', { people: ['p1'] }), names)),
	).toBe('Ama shares no language with anybody else here.');
	expect(costInWords(cost('repeats', null, ''), names)).toBe('');
	expect(
		costsOf([few, large, cost('silent-tables', null, '')], null).map(({ kind }) => kind),
	).toEqual(['silent-tables', 'repeats']);
});
