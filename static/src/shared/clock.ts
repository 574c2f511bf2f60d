// One clock for the hall: the server's. Counts down from `ends_at`, never by ticks over the wire.
import { computed, onBeforeUnmount, onMounted, type Ref, ref } from 'vue';
import { language } from './i18n';
import type { Clock } from './types';

const SAMPLES = 8;
const PAUSE_BETWEEN_SAMPLES = 250; // ms; a whole hall arrives at once, so each phone spreads its questions
const SECOND = 1000;

export interface Sample {
	t0: number;
	now: number;
}

/** Estimate how far the server's clock is ahead of ours, in ms: the sample that travelled shortest knows best. */
export async function findOffset(
	ask: (t0: number) => Promise<Sample>,
	better: (offset: number) => void,
	samples = SAMPLES,
	pause = PAUSE_BETWEEN_SAMPLES,
): Promise<void> {
	let shortest = Number.POSITIVE_INFINITY;
	for (let taken = 0; taken < samples; taken++) {
		const t0 = Date.now();
		const { now } = await ask(t0);
		const t1 = Date.now();
		if (t1 - t0 < shortest) {
			shortest = t1 - t0;
			better(Math.round(now - (t0 + t1) / 2));
		}
		await new Promise((wake) => setTimeout(wake, pause * (0.5 + Math.random())));
	}
}

/** Milliseconds left; null when no step is on; never below zero. */
export function leftOf(clock: Clock, now: number): number | null {
	if (clock.ends_at !== null) return Math.max(0, clock.ends_at - now);
	return clock.left_ms;
}

/** A live countdown for a component: changes once a second, on the second. */
export function useLeft(clock: () => Clock, now: () => number) {
	const instant = ref(now());
	let timer: ReturnType<typeof setTimeout> | undefined;
	function tick() {
		clearTimeout(timer);
		instant.value = now();
		const left = leftOf(clock(), instant.value) ?? 0;
		timer = setTimeout(tick, clock().ends_at === null ? SECOND / 4 : (left % SECOND) + 15);
	}
	onMounted(() => {
		tick();
		// In a pocket no timer runs: whoever looks shall not see the time at which they looked away.
		document.addEventListener('visibilitychange', tick);
	});
	onBeforeUnmount(() => {
		clearTimeout(timer);
		document.removeEventListener('visibilitychange', tick);
	});
	const left = computed(() => leftOf(clock(), Math.max(instant.value, 0)));
	const over = computed(() => clock().ends_at !== null && left.value === 0);
	return { left: left as Readonly<Ref<number | null>>, over: over as Readonly<Ref<boolean>> };
}

// Until the offset is measured a clock may run a little ahead: 15:00 must not begin as 15:01.
const SLACK = 250; // ms

/** "12:05", "1:00:00"; the second that has begun counts, so that 0:00 means over. */
export function timeLeft(ms: number): string {
	const seconds = Math.ceil(Math.max(0, ms - SLACK) / SECOND);
	const parts = [Math.floor(seconds / 60) % 60, seconds % 60];
	const hours = Math.floor(seconds / 3600);
	if (hours > 0) parts.unshift(hours);
	return parts.map((part, place) => digits(part, place === 0 ? 1 : 2)).join(':');
}

export function wholeMinutes(ms: number): number {
	return Math.ceil(ms / (60 * SECOND));
}

function digits(number: number, least: number): string {
	return new Intl.NumberFormat(locale(), {
		minimumIntegerDigits: least,
		useGrouping: false,
	}).format(number);
}

function locale(): string {
	return language() === 'qqx' ? 'en' : language();
}
