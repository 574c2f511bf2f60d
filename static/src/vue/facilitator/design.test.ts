import { describe, expect, test } from 'vitest';
import {
	addQuestion,
	addStep,
	blankDesign,
	changeKind,
	copyOf,
	lacking,
	languagesTyped,
	minutesTyped,
	moveStep,
	numberTyped,
	removeQuestion,
	removeStep,
	tidied,
	totalMinutes,
} from './design';

function threeRounds() {
	const design = blankDesign('en');
	design.title = 'Knowledge equity';
	for (const text of ['What blocks us?', 'What would help?']) addQuestion(design).text = text;
	for (const kind of ['plenary', 'round', 'round', 'round'] as const) addStep(design, kind);
	return design;
}
const ids = (design: { agenda: { id: string }[] }) => design.agenda.map(({ id }) => id).join(' ');

describe('the agenda', () => {
	test('a title is enough for a café', () => {
		expect(lacking(blankDesign('en'))).toEqual(['plan-lacking-title']);
		expect(lacking({ ...blankDesign('en'), title: 'Knowledge equity' })).toEqual([]);
	});
	test('a new round asks what the round before it asked', () => {
		const design = threeRounds();
		design.agenda[3].question = 'Q1';
		expect(addStep(design, 'round').question).toBe('Q1');
	});
	test('only steps with tables ask a question', () => {
		const design = threeRounds();
		expect(addStep(design, 'break').question).toBeNull();
		changeKind(design.agenda[1], 'plenary');
		expect(design.agenda[1].question).toBeNull();
	});
	test('a step moves by one place and stays at the edge', () => {
		const design = threeRounds();
		moveStep(design, 's3', -1);
		expect(ids(design)).toBe('s1 s3 s2 s4');
		moveStep(design, 's1', -1);
		moveStep(design, 's4', 1);
		expect(ids(design)).toBe('s1 s3 s2 s4');
	});
	test('a removed step never gives its id to another while a later one stands', () => {
		const design = threeRounds();
		removeStep(design, 's2');
		expect(addStep(design, 'round').id).toBe('s5');
	});
	test('a removed question is asked by no round', () => {
		const design = threeRounds();
		design.agenda[1].question = 'Q1';
		removeQuestion(design, 'Q1');
		expect(design.agenda.map(({ question }) => question)).not.toContain('Q1');
		expect(addQuestion(design).id).toBe('Q3');
	});
	test('minutes are added up', () => {
		expect(totalMinutes(threeRounds())).toBe(10 + 3 * 20);
	});
});

describe('what is typed', () => {
	test('nonsense leaves a length as it was', () => {
		expect(minutesTyped('25', 600)).toBe(1500);
		for (const typed of ['', '0', '-3', 'soon', '99999'])
			expect(minutesTyped(typed, 600)).toBe(600);
	});
	test('an empty number means as many as needed', () => {
		expect(numberTyped('', 1, 200)).toBeNull();
		expect(numberTyped('16', 1, 200)).toBe(16);
		expect(numberTyped('201', 1, 200)).toBeNull();
	});
	test('language codes may be parted by commas of any script', () => {
		expect(languagesTyped('en, AR、fr zh-hans en; ?')).toEqual(['en', 'ar', 'fr', 'zh-hans']);
	});
	test('an address that is none is named', () => {
		const design = threeRounds();
		design.readings = [{ title: 'Strategy', url: 'javascript:alert(1)' }];
		expect(lacking(design)).toEqual(['plan-lacking-url']);
	});
	test('an empty line among the readings is not sent, and the design being typed is left alone', () => {
		const design = threeRounds();
		design.readings = [
			{ title: ' ', url: '' },
			{ title: '', url: ' https://meta.wikimedia.org ' },
		];
		const before = copyOf(design);
		expect(tidied(design).readings).toEqual([
			{ title: 'https://meta.wikimedia.org', url: 'https://meta.wikimedia.org' },
		]);
		expect(design).toEqual(before);
	});
});
