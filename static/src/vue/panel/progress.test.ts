import { describe, expect, test } from 'vitest';
import {
	emptyView,
	type Person,
	type Step,
	type StepKind,
	type StepState,
	type View,
} from '../../shared/types';
import {
	FIVE_MINUTES,
	fiveMinutesMore,
	found,
	interruptsTalk,
	isSeated,
	nextStep,
	roundOfInterest,
	runningStep,
	tablesOf,
	whatNext,
} from './progress';

/** An agenda from words: 'round:running plenary:planned'. */
function cafe(agenda: string, more: Partial<View> = {}): View {
	const steps: Step[] = agenda.split(' ').map((word, at) => {
		const [kind, state] = word.split(':') as [StepKind, StepState];
		return { id: `s${at + 1}`, kind, title: '', length_s: 1200, question: null, state };
	});
	return { ...emptyView('panel', 'abc'), steps, ...more };
}
function person(number: number, name: string, table: string, more: Partial<Person> = {}): Person {
	const who: Person = {
		id: `p${number}`,
		number,
		name,
		languages: ['en'],
		affiliation: '',
		present: true,
		why_away: null,
		muted: null,
		roles: ['participant'],
		late: false,
		simulated: false,
		seats: {},
		connected: true,
	};
	return { ...who, seats: table ? { s1: table } : {}, ...more };
}

describe('the one big button', () => {
	test('begins the first step of a fresh café', () => {
		expect(whatNext(cafe('plenary:planned round:planned'))).toMatchObject({
			act: 'begin',
			step: { id: 's1' },
			first: true,
			rotates: false,
		});
	});
	test('rotates when a round comes next', () => {
		expect(whatNext(cafe('round:running round:planned'))).toMatchObject({
			act: 'begin',
			step: { id: 's2' },
			rotates: true,
		});
	});
	test('goes on after a step that was skipped, not back to it', () => {
		expect(nextStep(cafe('plenary:ended break:planned round:running harvest:planned'))?.id).toBe(
			's4',
		);
	});
	test('leads to the outcome when the agenda is over, until that is published', () => {
		const view = cafe('plenary:ended round:ended');
		expect(whatNext(view).act).toBe('publish');
		view.cafe.published = true;
		expect(whatNext(view).act).toBe('nothing');
	});
	test('is gone when the café is closed', () => {
		const view = cafe('plenary:planned');
		view.cafe.closed = true;
		expect(whatNext(view).act).toBe('nothing');
	});
});

describe('the clock', () => {
	test('five minutes more are counted from the end', () => {
		const view = cafe('round:running', { clock: { step: 's1', ends_at: 10_000, left_ms: null } });
		expect(fiveMinutesMore(view, 4000)).toBe(10_000 + FIVE_MINUTES);
	});
	test('when time is over they are counted from now', () => {
		const view = cafe('round:running', { clock: { step: 's1', ends_at: 10_000, left_ms: null } });
		expect(fiveMinutesMore(view, 20_000)).toBe(20_000 + FIVE_MINUTES);
	});
	test('a paused clock gets them on top of what is left', () => {
		const view = cafe('round:paused', { clock: { step: 's1', ends_at: null, left_ms: 7000 } });
		expect(fiveMinutesMore(view, 20_000)).toBe(27_000 + FIVE_MINUTES);
		expect(runningStep(view)?.id).toBe('s1');
	});
});

describe('the tables', () => {
	const view = cafe('round:planned', {
		people: [
			person(1, 'Ana', '2'),
			person(2, 'Łukasz', '10'),
			person(3, 'Fatima', '2'),
			person(4, 'Li', ''),
		],
		table_ids: ['10', '2', '1'],
		hosts: { '2': 'p3' },
		sheets: { s1: { '2': 4 } },
		seating: { announced: true, repeats: 0, steps: ['s1'] },
	});
	test('stand in the order of their numbers, the empty ones too', () => {
		expect(tablesOf(view, 's1').map(({ table, people }) => `${table}:${people.length}`)).toEqual([
			'1:0',
			'2:2',
			'10:1',
		]);
	});
	test('know their host and how much is written', () => {
		expect(tablesOf(view, 's1')[1]).toMatchObject({ host: 'p3', notes: 4 });
	});
	test('are of interest in the running round, else in the next', () => {
		expect(roundOfInterest(cafe('round:ended plenary:running round:planned'))?.id).toBe('s3');
		expect(roundOfInterest(cafe('round:running round:planned'))?.id).toBe('s1');
		expect(isSeated(view, 's1')).toBe(true);
	});
});

describe('finding people', () => {
	const people = [
		person(1, 'Łukasz', '1', { affiliation: 'Wikimedia Polska' }),
		person(2, 'Ngũgĩ', '2', { languages: ['sw'] }),
	];
	test('accents need not be typed', () => {
		expect(found(people, 'ngugi', 's1').map(({ id }) => id)).toEqual(['p2']);
	});
	test('affiliation, language, table and several words count', () => {
		expect(found(people, 'polska luk', 's1')).toHaveLength(0); // ł has no accent to take away
		expect(found(people, 'polska łuk', 's1')).toHaveLength(1);
		expect(found(people, 'sw', 's1')).toHaveLength(1);
		expect(found(people, '', 's1')).toHaveLength(2);
	});
});

test('ending a round early interrupts people; ending a break, or a round in its last minute, does not', () => {
	const clock = { step: 's1', ends_at: 600_000, left_ms: null };
	expect(interruptsTalk(cafe('round:running', { clock }), 0)).toBe(true);
	expect(interruptsTalk(cafe('round:running', { clock }), 570_000)).toBe(false);
	expect(interruptsTalk(cafe('break:running', { clock }), 0)).toBe(false);
	expect(interruptsTalk(cafe('round:planned'), 0)).toBe(false);
});
