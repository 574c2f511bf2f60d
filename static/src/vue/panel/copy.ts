/** The copy of this café in the facilitator's browser: kept up to date while the panel is open, unless unwanted. */
import { type InjectionKey, inject, onScopeDispose, type Ref, ref, watch } from 'vue';
import { type Copy, eraseAsThere, keptCafes, letGo, readOn } from '../../shared/keeping';
import type { Cafe } from '../../shared/net';

const SOON = 2000; // ms between an event and reading it: that much can be lost with the server's disk
const LOOK_FOR_ERASED = 60_000; // ms
const OFF = 'off';

export interface KeptCopy {
	/** What is kept here; null when nothing is, or nobody knows. */
	copy: Ref<Copy | null>;
	wanted: Ref<boolean>;
	/** True when the last attempt failed although there is a connection. */
	failed: Ref<boolean>;
	want(yes: boolean): void;
}

export const KEPT_COPY: InjectionKey<KeptCopy> = Symbol('kept copy');

export function useKeptCopy(): KeptCopy | undefined {
	return inject(KEPT_COPY, undefined);
}

export function keepCopy(cafe: Cafe, id: string, token: string): KeptCopy {
	const copy = ref<Copy | null>(null);
	const wanted = ref(read(id) !== OFF);
	const failed = ref(false);
	let planned: ReturnType<typeof setTimeout> | undefined;
	let isReading = false;

	function soon(wait = SOON) {
		if (wanted.value && cafe.connection.value === 'live') planned ??= setTimeout(readNow, wait);
	}

	async function readNow() {
		planned = undefined;
		if (isReading) return soon();
		isReading = true;
		const now = await readOn(id, cafe.view.cafe.title, token);
		isReading = false;
		if (!wanted.value) return letGo(id);
		failed.value = now === null && cafe.connection.value === 'live';
		if (now) copy.value = now;
		else soon(LOOK_FOR_ERASED);
	}

	function want(yes: boolean) {
		wanted.value = yes;
		write(id, yes ? null : OFF);
		if (yes) return soon(0);
		clearTimeout(planned);
		planned = undefined;
		copy.value = null;
		void letGo(id);
	}

	void keptCafes().then((all) => {
		copy.value ??= all.find(({ cafe }) => cafe === id) ?? null;
	});
	cafe.onTold(() => soon());
	watch(
		cafe.connection,
		(is) => {
			if (is !== 'live') return;
			soon(0);
			if (wanted.value) void eraseAsThere(id, token);
		},
		{ immediate: true },
	);
	const erasing = setInterval(() => {
		if (wanted.value && copy.value && cafe.connection.value === 'live') {
			void eraseAsThere(id, token);
		}
	}, LOOK_FOR_ERASED);
	onScopeDispose(() => clearInterval(erasing), true);
	return { copy, wanted, failed, want };
}

function key(cafe: string): string {
	return `wikicafe:copy:${cafe}`;
}

function read(cafe: string): string | null {
	try {
		return localStorage.getItem(key(cafe));
	} catch {
		return null;
	}
}

function write(cafe: string, value: string | null): void {
	try {
		if (value === null) localStorage.removeItem(key(cafe));
		else localStorage.setItem(key(cafe), value);
	} catch {
		// for this visit only
	}
}
