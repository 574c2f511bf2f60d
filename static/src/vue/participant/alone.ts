// A phone without a connection goes on by what it knows: the running step ends in time, and its owner can
// turn to the next round whose seats were announced. The first hello puts everything right again.
import { computed, onBeforeUnmount, onMounted, ref, watch } from 'vue';
import type { Cafe } from '../../shared/net';
import type { View } from '../../shared/types';
import { nextSeat, runningStep } from './moment';

const SHORT = 10_000; // ms; a connection that is away no longer than this changes nothing
const LOOK_EVERY = 1000; // ms

/** End the running step if its time has been over for a while; returns whether it did. */
export function endIfOver(view: View, now: number): boolean {
	const { step, ends_at } = view.clock;
	if (step === null || ends_at === null || now - ends_at < SHORT) return false;
	end(view);
	return true;
}

/** Turn to the next round with an own seat; its clock begins now, for nobody here knows better. */
export function goOn(view: View, now: number): boolean {
	const next = nextSeat(view);
	if (!next) return false;
	end(view);
	const { step, table } = next;
	const question = step.question ?? '';
	const isSameSheet = view.sheet?.table === table && view.sheet.question === question;
	view.steps = view.steps.map((one) => (one.id === step.id ? { ...one, state: 'running' } : one));
	view.clock = { step: step.id, ends_at: now + step.length_s * 1000, left_ms: null };
	view.sheet = { step: step.id, table, question };
	view.scribe = false;
	view.mates = [];
	if (!isSameSheet) view.notes = [];
	return true;
}

function end(view: View): void {
	const running = runningStep(view);
	view.steps = view.steps.map((one) => (one === running ? { ...one, state: 'ended' } : one));
	view.clock = { step: null, ends_at: null, left_ms: null };
}

/** For the page: whether this phone has been without a connection for a while, and the way on. */
export function useAlone({ view, connection, now }: Pick<Cafe, 'view' | 'connection' | 'now'>) {
	const since = ref<number | null>(null);
	const instant = ref(Date.now());
	let timer: ReturnType<typeof setInterval> | undefined;

	watch(
		connection,
		(is) => {
			if (is === 'live') since.value = null;
			else since.value ??= Date.now();
		},
		{ immediate: true },
	);
	const isAlone = computed(() => since.value !== null && instant.value - since.value >= SHORT);

	onMounted(() => {
		timer = setInterval(() => {
			instant.value = Date.now();
			if (isAlone.value) endIfOver(view, now());
		}, LOOK_EVERY);
	});
	onBeforeUnmount(() => clearInterval(timer));
	return { isAlone, goOn: () => goOn(view, now()) };
}
