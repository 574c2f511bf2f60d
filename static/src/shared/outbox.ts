// Notes and votes wait here until the café has answered: kept on the phone, sent in order, each counted once.
import { type Ref, ref } from 'vue';
import { mint } from './ids';
import { type Kept, openShelf, otherTabs } from './shelf';
import type { Answer, Refusal } from './types';

const MOST_AT_ONCE = 100; // commands in one batch; the server takes no more
const LONGEST_BATCH = 48_000; // characters of JSON; the server takes 65,536 in one packet
const FIRST_PAUSE = 1000; // ms until a batch that got no answer is sent again
const LONGEST_PAUSE = 15_000; // ms

// These mean "not now". Everything else is a verdict and ends the item.
const NOT_NOW = new Set(['busy', 'storage-full', 'our-mistake', 'unknown-token']);

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
	const shelf = openShelf(owner);
	const neighbours = otherTabs(owner, () => void reread().then(later));
	let epoch: string | null = null;
	let busy = false;
	let oneByOne = false;
	let pause = FIRST_PAUSE;
	let retry: ReturnType<typeof setTimeout> | undefined;

	const loaded = reread().then(flush);

	async function reread() {
		const kept = await shelf.all();
		const mine = new Map(items.value.map((item) => [item.cid, item]));
		const lying = kept.map((record) => {
			const known = mine.get(record.cid);
			mine.delete(record.cid);
			return known && known.state !== 'on-this-phone' ? known : { ...record, kept: true };
		});
		items.value = [...lying, ...mine.values()];
		offerAgain();
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
		shelf.add(asKept(item)).then((kept) => {
			change(item.cid, { kept });
			neighbours.tell();
		});
		void flush();
		return item.cid;
	}

	async function flush() {
		if (busy || epoch === null) return;
		const batch = nextBatch(items.value, oneByOne ? 1 : MOST_AT_ONCE);
		if (batch.length === 0) {
			pause = FIRST_PAUSE;
			return;
		}
		busy = true;
		const during = epoch;
		for (const { cid } of batch) change(cid, { state: 'sending' });
		const answers = await answersTo(batch);
		const undecided = settleBatch(batch, answers, during);
		busy = false;
		if (undecided) return later();
		pause = FIRST_PAUSE;
		void flush();
	}

	async function answersTo(batch: Pending[]): Promise<Answer[]> {
		try {
			const said = await send(batch.map((item) => asCommand(item)));
			if (Array.isArray(said)) return said;
			// The batch as a whole was no good: find out which one by sending them singly.
			if (batch.length === 1) return [said];
			oneByOne = true;
		} catch {
			// No answer: written or not, nobody knows. Sending again is harmless.
		}
		return [];
	}

	/** Note what became of each item; true if some must be sent again. */
	function settleBatch(batch: Pending[], answers: Answer[], during: string): boolean {
		const undecided = new Set<string>();
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
		return undecided.size > 0;
	}

	function decide(cid: string, verdict: Partial<Pending>) {
		const item = change(cid, verdict);
		if (item) void shelf.change(asKept(item)).then(neighbours.tell);
	}

	function change(cid: string, fields: Partial<Pending>): Pending | undefined {
		const item = items.value.find((one) => one.cid === cid);
		return item && Object.assign(item, fields);
	}

	function later() {
		clearTimeout(retry);
		retry = setTimeout(flush, pause * (0.7 + 0.6 * Math.random()));
		pause = Math.min(pause * 2, LONGEST_PAUSE);
	}

	/** Another epoch means that the server lost its list: what it had accepted is offered once more. */
	function offerAgain() {
		if (epoch === null) return;
		for (const item of items.value) {
			if (item.state === 'saved' && item.epoch !== epoch) item.state = 'on-this-phone';
		}
	}

	function drop(which: (item: Pending) => boolean) {
		for (const item of items.value.filter(which)) void shelf.remove(item.cid);
		items.value = items.value.filter((item) => !which(item));
	}

	return {
		items,
		put,
		ready(current) {
			epoch = current;
			pause = FIRST_PAUSE;
			oneByOne = false;
			offerAgain();
			void flush();
		},
		unready() {
			epoch = null;
			clearTimeout(retry);
		},
		dismiss: (cid) => drop((item) => item.cid === cid && item.state === 'refused'),
		settle: () => drop((item) => item.state === 'saved'),
		loaded,
		close() {
			epoch = null;
			clearTimeout(retry);
			neighbours.close();
			shelf.close();
		},
	};
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

/** "Not now" is none, and neither is a refusal that rests on an earlier item which has no verdict yet. */
function isVerdict(refusal: Refusal, item: Pending, undecided: Set<string>): boolean {
	if (NOT_NOW.has(refusal.code)) return false;
	return !Object.values(item.payload).some((value) => undecided.has(String(value)));
}

function asCommand({ cid, name, payload }: Command): Command {
	return { cid, name, payload };
}

/** A copy without reactivity, which the disk would not take. */
function asKept({ kept, ...item }: Pending): Kept {
	return JSON.parse(JSON.stringify(item));
}
