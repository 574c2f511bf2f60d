import { beforeEach, expect, test, vi } from 'vitest';
import { createApp } from 'vue';
import { type Sure, useSure } from './sure';

let now = 0;
let acted = 0;
let sure: Sure;
const act = () => {
	acted += 1;
};

beforeEach(() => {
	now = 1000;
	acted = 0;
	createApp({ render: () => null }).runWithContext(() => {
		vi.spyOn(console, 'warn').mockImplementation(() => {}); // no component around it here
		sure = useSure(() => now);
	});
});

test('where nothing is at stake, one press acts', () => {
	sure.press(act, false);
	expect(acted).toBe(1);
});
test('a double tap is one press', () => {
	sure.press(act, true);
	now += 200;
	sure.press(act, true);
	expect([acted, sure.asks.value]).toEqual([0, true]);
});
test('a second press after a breath acts, once', () => {
	sure.press(act, true);
	now += 900;
	sure.press(act, true);
	expect([acted, sure.asks.value]).toEqual([1, false]);
});
test('the first press is forgotten after a while', () => {
	vi.useFakeTimers();
	sure.press(act, true);
	vi.advanceTimersByTime(7000);
	expect(sure.asks.value).toBe(false);
	vi.useRealTimers();
});
