/** What moves a whole hall while people talk is pressed twice, with a breath between: a double tap is one press. */
import { onBeforeUnmount, type Ref, ref } from 'vue';

const BREATH = 600; // ms; a double tap is faster
const PATIENCE = 6000; // ms; then the first press is forgotten

export interface Sure {
	/** Was it pressed once, and does it wait for the second press? */
	asks: Ref<boolean>;
	/** Act at once if nothing is at stake, else at the second press. */
	press(act: () => void, atStake: boolean): void;
}

export function useSure(now: () => number = Date.now): Sure {
	const asks = ref(false);
	let since = 0;
	let timer: ReturnType<typeof setTimeout> | undefined;
	function forget(): void {
		clearTimeout(timer);
		asks.value = false;
	}
	onBeforeUnmount(forget);
	return {
		asks,
		press(act, atStake) {
			if (!atStake || (asks.value && now() - since >= BREATH)) {
				forget();
				act();
			} else if (!asks.value) {
				asks.value = true;
				since = now();
				timer = setTimeout(forget, PATIENCE);
			}
		},
	};
}
