// Notes and votes wait here until the café has answered: kept on the phone, sent in order, each counted once.
import { type Ref, ref } from 'vue';
import { mint } from './ids';
import { type Kept, openShelf, otherTabs } from './shelf';
import type { Answer, Refusal } from './types';

const MOST_AT_ONCE = 100; // commands in one batch; the server takes no more
const LONGEST_BATCH = 48_000; // characters of JSON; the server takes 65,536 in one packet
const FIRST_PAUSE = 1000; // ms until a batch that got no answer is sent again
const LONGEST_PAUSE = 15_000; // ms
const KEEP_AGAIN = 20_000; // ms until a full disk is tried again

// These mean "not now". Everything else is a verdict and ends the item.
const NOT_NOW = new Set(['busy', 'storage-full', 'our-mistake', 'unknown-token']);
// A café put back from an older copy may lack a round or a seat for a while. What another list had
// accepted waits until the facilitator has made up for it.
const NOT_YET = new Set(['step-not-begun', 'not-at-this-table', 'no-such-note']);

export interface Command {
	cid: string;
	name: string;
	payload: Record<string, unknown>;
}

export interface Pending extends Command {
	state: 'on-this-phone' | 'sending' | 'saved' | 'refused';
	refusal?: Refusal;
	/** Milliseconds since 1970 by this device's clock. */
	at: number;
	/** True once it would survive closing the page. */
	kept: boolean;
	/** Where it stands in the café's log, once accepted … */
	seq?: number;
	/** … in this epoch; in another epoch it is sent again. */
	epoch?: string;
}

export interface Outbox {
	items: Ref<Pending[]>;
	/** Why the server takes nothing at the moment although it answers; null when it does. */
	hindrance: Ref<Refusal | null>;
	/** Keep a command and send it as soon as possible; returns its cid. */
	put(name: string, payload: Record<string, unknown>): string;
	/** The connection stands and the café is in this epoch: send what waits. */
	ready(epoch: string): void;
	/** The connection is gone: send nothing until ready. */
	unready(): void;
	/** Take a refused item away, after its writer has seen it. */
	dismiss(cid: string): void;
	/** The café is closed: what was accepted need not be kept any longer. */
	settle(): void;
	/** Resolves when what an earlier visit left behind has been read. */
	loaded: Promise<void>;
	close(): void;
}

/** The answers in order, or one refusal of the whole batch. Rejects when no answer came. */
export type Send = (batch: Command[]) => Promise<Answer[] | Answer>;

export function openOutbox(cafe: string, person: string, send: Send): Outbox {
	const owner = `${cafe}:${person}`;
	const items = ref<Pending[]>([]) as Ref<Pending[]>;
	const hindrance = ref<Refusal | null>(null);
	const shelf = openShelf(owner);
	const neighbours = otherTabs(owner, () => void reread().then(someday));
	let epoch: string | null = null;
	let busy = false;
	let atOnce = MOST_AT_ONCE;
	let pause = FIRST_PAUSE;
	let retry: ReturnType<typeof setTimeout> | undefined;
	let keepLater: ReturnType<typeof setTimeout> | undefined;
	let keeping = Promise.resolve();

	const loaded = reread().then(flush);

	async function reread() {
		const kept = await shelf.all();
		if (!kept) return;
		const mine = new Map(items.value.map((item) => [item.cid, item]));
		const lying = kept.map((record) => {
			const known = mine.get(record.cid);
			mine.delete(record.cid);
			return known && known.state !== 'on-this-phone' ? known : { ...record, kept: true };
		});
		// What lay there and does not any longer was taken away in another tab.
		items.value = [...lying, ...[...mine.values()].filter((item) => !item.kept)];
		offerAgain();
	}

	/**
	 * Lay on the disk what does not lie there, and what comes after it once more, so that the order stays.
	 * What there is no room for now there may be room for later.
	 */
	function keep(): Promise<void> {
		keeping = keeping.then(async () => {
			const first = items.value.findIndex(({ kept, state }) => !kept && state !== 'refused');
			if (first < 0) return;
			const all = items.value.slice(first).filter(({ state }) => state !== 'refused');
			if (await shelf.lay(all.map(asKept))) for (const { cid } of all) change(cid, { kept: true });
			else keepLater ??= setTimeout(keepAgain, KEEP_AGAIN);
			neighbours.tell();
		});
		return keeping;
	}

	function keepAgain() {
		clearTimeout(keepLater);
		keepLater = undefined;
		void keep();
	}

	function put(name: string, payload: Record<string, unknown>): string {
		const item: Pending = {
			cid: mint(),
			name,
			payload,
			state: 'on-this-phone',
			at: Date.now(),
			kept: false,
		};
		items.value.push(item);
		void keep();
		void flush();
		return item.cid;
	}

	async function flush() {
		if (busy || epoch === null) return;
		const batch = nextBatch(items.value, atOnce);
		if (batch.length === 0) {
			pause = FIRST_PAUSE;
			hindrance.value = null;
			return;
		}
		busy = true;
		const during = epoch;
		for (const { cid } of batch) change(cid, { state: 'sending' });
		const answers = await answersTo(batch);
		const decided = settleBatch(batch, answers, during);
		hindrance.value = answers.map(hindering).find((why) => why !== null) ?? null;
		busy = false;
		// A server that has no time for all of it is asked for less at a time.
		if (hindrance.value) atOnce = Math.max(1, decided || Math.floor(batch.length / 2));
		else if (answers.length > 0) atOnce = Math.min(MOST_AT_ONCE, atOnce * 2);
		if (decided > 0) pause = FIRST_PAUSE;
		if (decided < batch.length) return later();
		void flush();
	}

	async function answersTo(batch: Pending[]): Promise<Answer[]> {
		try {
			const said = await send(batch.map((item) => asCommand(item)));
			if (Array.isArray(said)) return said;
			if (batch.length === 1 || hindering(said)) return batch.map(() => said);
			// The batch as a whole was no good: find out which one by sending them singly.
			atOnce = 1;
		} catch {
			// No answer: written or not, nobody knows. Sending again is harmless.
		}
		return [];
	}

	/** Note what became of each item; returns how many need not be sent again. */
	function settleBatch(batch: Pending[], answers: Answer[], during: string): number {
		const undecided = new Set<string>();
		const decided: Kept[] = [];
		const decide = (cid: string, verdict: Partial<Pending>) => {
			const item = change(cid, verdict);
			if (item) decided.push(asKept(item));
		};
		batch.forEach((item, place) => {
			const answer = answers[place];
			if (answer && 'accepted' in answer) {
				decide(item.cid, { state: 'saved', seq: answer.accepted, epoch: during });
			} else if (answer && isVerdict(answer.refused, item, undecided)) {
				decide(item.cid, { state: 'refused', refusal: answer.refused });
			} else {
				undecided.add(item.cid);
				change(item.cid, { state: 'on-this-phone' });
			}
		});
		void keeping.then(() => shelf.change(decided)).then(neighbours.tell);
		return batch.length - undecided.size;
	}

	function change(cid: string, fields: Partial<Pending>): Pending | undefined {
		const item = items.value.find((one) => one.cid === cid);
		return item && Object.assign(item, fields);
	}

	/** Try again after a pause, or after the seconds a busy server asked for. */
	function later() {
		const asked = Number(hindrance.value?.params[0]) * 1000 || 0;
		clearTimeout(retry);
		retry = setTimeout(again, Math.max(pause, asked) * (0.7 + 0.6 * Math.random()));
		pause = Math.min(pause * 2, LONGEST_PAUSE);
	}

	/** Another tab may have put something here and be gone before it was sent. */
	function someday() {
		retry ??= setTimeout(again, pause * (0.7 + 0.6 * Math.random()));
	}

	function again() {
		retry = undefined;
		void flush();
	}

	/** Another epoch means that the server lost its list: what it had accepted is offered once more. */
	function offerAgain() {
		if (epoch === null) return;
		for (const item of items.value) {
			if (item.state === 'saved' && item.epoch !== epoch) item.state = 'on-this-phone';
		}
	}

	function drop(which: (item: Pending) => boolean) {
		for (const { cid } of items.value.filter(which)) void shelf.remove(cid).then(neighbours.tell);
		items.value = items.value.filter((item) => !which(item));
	}

	return {
		items,
		hindrance,
		put,
		ready(current) {
			epoch = current;
			pause = FIRST_PAUSE;
			atOnce = MOST_AT_ONCE;
			offerAgain();
			keepAgain();
			void flush();
		},
		unready() {
			epoch = null;
			clearTimeout(retry);
			retry = undefined;
		},
		dismiss: (cid) => drop((item) => item.cid === cid && item.state === 'refused'),
		settle: () => drop((item) => item.state === 'saved'),
		loaded,
		close() {
			epoch = null;
			clearTimeout(retry);
			clearTimeout(keepLater);
			neighbours.close();
			shelf.close();
		},
	};
}

/** Whether an item is still to be sent. */
export function isWaiting({ state }: Pending): boolean {
	return state === 'on-this-phone' || state === 'sending';
}

/** What waits, in order, as much as fits into one packet. */
function nextBatch(items: Pending[], most: number): Pending[] {
	const batch: Pending[] = [];
	let length = 0;
	for (const item of items) {
		if (item.state !== 'on-this-phone') continue;
		length += JSON.stringify(asCommand(item)).length;
		if (batch.length > 0 && (length > LONGEST_BATCH || batch.length === most)) break;
		batch.push(item);
	}
	return batch;
}

function hindering(answer: Answer): Refusal | null {
	return 'refused' in answer && NOT_NOW.has(answer.refused.code) ? answer.refused : null;
}

/** "Not now" is none, and neither is a refusal that rests on an earlier item which has no verdict yet. */
function isVerdict(refusal: Refusal, item: Pending, undecided: Set<string>): boolean {
	if (NOT_NOW.has(refusal.code)) return false;
	if (item.epoch !== undefined && NOT_YET.has(refusal.code)) return false;
	return !Object.values(item.payload).some((value) => undecided.has(String(value)));
}

function asCommand({ cid, name, payload }: Command): Command {
	return { cid, name, payload };
}

/**
 * A copy without reactivity, which the disk would not take. Being sent is true of this page only: should
 * it be closed meanwhile, the next one sends.
 */
function asKept({ kept, ...item }: Pending): Kept {
	const state = item.state === 'sending' ? 'on-this-phone' : item.state;
	return JSON.parse(JSON.stringify({ ...item, state }));
}
