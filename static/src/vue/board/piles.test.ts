import { describe, expect, test } from 'vitest';
import type { Finding, Note, Theme } from '../../shared/types';
import {
	byNumber,
	commonTheme,
	inOrder,
	meant,
	NO_FILTER,
	NO_KIND,
	pileUp,
	plain,
	sieve,
} from './piles';

function note(number: number, more: Partial<Note> = {}): Note {
	return {
		id: `note-${number}`,
		number,
		step: 's1',
		table: '1',
		question: 'Q1',
		text: `thought ${number}`,
		lang: 'en',
		kind: null,
		late: false,
		for_table: false,
		theme: null,
		...more,
	};
}

function finding(number: number, more: Partial<Finding> = {}): Finding {
	return {
		id: `f-${number}`,
		number,
		kind: 'blocker',
		text: '',
		lang: 'en',
		notes: [],
		theme: null,
		answers: [],
		votes: 0,
		...more,
	};
}

const TIME: Theme = { id: 'time', number: 1, title: 'Time' };

describe('piles', () => {
	test('a note lies in its theme or in the tray', () => {
		const piles = pileUp([note(1, { theme: 'time' }), note(2)], [TIME]);
		expect([...piles].map(([pile, notes]) => [pile, notes.map(({ number }) => number)])).toEqual([
			['', [2]],
			['time', [1]],
		]);
	});

	test('a note of a theme nobody knows lies in the tray', () => {
		expect(pileUp([note(1, { theme: 'gone' })], [TIME]).get('')).toHaveLength(1);
	});

	test('a theme without notes is a pile, too', () => {
		expect(pileUp([], [TIME]).get('time')).toEqual([]);
	});
});

describe('the sieve', () => {
	const notes = [
		note(1, { text: 'Café à la crème', lang: 'fr', table: '2' }),
		note(2, { text: 'No time', kind: 'blocker', question: 'Q2' }),
		note(12, { text: 'الوقت' }),
	];
	const found = (filter: object, findings: Finding[] = []) =>
		notes.filter(sieve({ ...NO_FILTER, ...filter }, findings)).map(({ number }) => number);

	test.each([
		[{}, [1, 2, 12]],
		[{ search: 'CREME cafe' }, [1]],
		[{ search: 'n12' }, [12]],
		[{ search: 'الوقت' }, [12]],
		[{ search: 'nothing like it' }, []],
		[{ language: 'fr' }, [1]],
		[{ table: '2' }, [1]],
		[{ question: 'Q2' }, [2]],
		[{ kind: 'blocker' }, [2]],
		[{ kind: NO_KIND }, [1, 12]],
		[{ language: 'fr', kind: 'blocker' }, []],
	])('%o lets through %o', (filter, numbers) => {
		expect(found(filter)).toEqual(numbers);
	});

	test('a finding lets through what it rests on', () => {
		expect(found({ finding: 'f-1' }, [finding(1, { notes: ['note-2'] })])).toEqual([2]);
	});

	test('a finding that is gone hides nothing', () => {
		expect(found({ finding: 'f-9' })).toEqual([1, 2, 12]);
	});
});

test('next steps come by votes, blockers by number', () => {
	const findings = [
		finding(3, { kind: 'next-step', votes: 5 }),
		finding(2, { kind: 'next-step', votes: 1 }),
		finding(1, { kind: 'next-step', votes: 5 }),
		finding(4, { votes: 1 }),
		finding(5, { votes: 2 }),
	];
	expect(inOrder(findings, 'next-step').map(({ number }) => number)).toEqual([1, 3, 2]);
	expect(inOrder(findings, 'blocker').map(({ number }) => number)).toEqual([4, 5]);
});

test('notes of one theme have it in common, others none', () => {
	expect(commonTheme([note(1, { theme: 'time' }), note(2, { theme: 'time' })])).toBe('time');
	expect(commonTheme([note(1, { theme: 'time' }), note(2)])).toBeNull();
	expect(commonTheme([])).toBeNull();
});

test('a theme means its selected notes, and all where none of them is selected', () => {
	const notes = [note(1), note(2)];
	expect(meant(notes, new Set(['note-2', 'note-9'])).map(({ id }) => id)).toEqual(['note-2']);
	expect(meant(notes, new Set(['note-9']))).toEqual(notes);
});

test('accents and capitals do not matter', () => {
	expect(plain('ÅÉñ')).toBe('aen');
});

test('table 2 comes before table 10', () => {
	expect(['10', '2', '1'].sort(byNumber)).toEqual(['1', '2', '10']);
});
