// Notices, once per step, that its time is over: by the café's clock, or because the facilitator ended it.
import { onBeforeUnmount, onMounted } from 'vue';
import type { Cafe } from '../../shared/net';

const LOOK_EVERY = 500; // ms
const JUST_NOW = 10_000; // ms; nobody wants to be rung for an end that was missed long ago

export function useTimeUp(cafe: Pick<Cafe, 'view' | 'now' | 'onTold'>, ring: () => void): void {
	let running: string | null = null;
	let rungFor: string | null = null;
	let timer: ReturnType<typeof setInterval> | undefined;

	function ringOnce(step: string) {
		if (rungFor === step) return;
		rungFor = step;
		ring();
	}

	function look() {
		const { step, ends_at } = cafe.view.clock;
		if (step === null || ends_at === null) return;
		running = step;
		const over = cafe.now() - ends_at;
		if (over >= 0 && over < JUST_NOW) ringOnce(step);
		else if (over < 0 && rungFor === step) rungFor = null; // it was given more time
	}

	cafe.onTold(({ name, at }) => {
		if (name === 'step-ended' && running !== null && cafe.now() - at < JUST_NOW) ringOnce(running);
	});
	onMounted(() => {
		timer = setInterval(look, LOOK_EVERY);
	});
	onBeforeUnmount(() => clearInterval(timer));
}
