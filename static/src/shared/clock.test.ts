import { expect, test } from 'vitest';
import { findOffset, leftOf, timeLeft, wholeMinutes } from './clock';

test('the last second counts: 0:00 means over', () => {
	expect(timeLeft(0)).toBe('0:00');
	expect(timeLeft(300)).toBe('0:01');
	expect(timeLeft(900_200)).toBe('15:00');
	expect(timeLeft(725_000)).toBe('12:05');
	expect(timeLeft(3_600_000)).toBe('1:00:00');
	expect(wholeMinutes(60_001)).toBe(2);
});

test('a running clock counts down to its end and never below zero', () => {
	expect(leftOf({ step: 's1', ends_at: 5000, left_ms: null }, 2000)).toBe(3000);
	expect(leftOf({ step: 's1', ends_at: 5000, left_ms: null }, 9000)).toBe(0);
});

test('a paused clock says what is left, a clock without step nothing', () => {
	expect(leftOf({ step: 's1', ends_at: null, left_ms: 700 }, 9000)).toBe(700);
	expect(leftOf({ step: null, ends_at: null, left_ms: null }, 9000)).toBe(null);
});

test('the sample that travelled shortest decides the offset', async () => {
	const delays = [30, 1, 20];
	const offsets: number[] = [];
	await findOffset(
		async (t0) => {
			await new Promise((wake) => setTimeout(wake, delays.shift()));
			// The answer is right at the moment it arrives: slow answers seem too far ahead.
			return { t0, now: Date.now() + 5000 };
		},
		(offset) => void offsets.push(offset),
		3,
		1,
	);
	expect(Math.abs((offsets.at(-1) ?? 0) - 5000)).toBeLessThan(10);
});
