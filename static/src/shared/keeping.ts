// The whole list of a café, kept in a facilitator's browser: should the server's disk be gone, the café is put
// back from here. Read on bit by bit; what is erased there is erased here, too. Never throws.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { get, isRefused } from '../vue/form/asking';

const LONGEST_KEPT = 30 * 24 * 3600_000; // ms after the café was last seen here: names are in it
const TRIES = 5; // of a server that is busy
const HEAD_LINE = 'wikicafe-archive'; // as the archive's events.jsonl begins, see outcome/archive.py

/** What this browser holds of a café. */
export interface Copy {
	cafe: string;
	title: string;
	/** Whose list: a server that lost its disk has another one. */
	epoch: string;
	/** How many events. */
	seq: number;
	/** Milliseconds since 1970 by this device's clock. */
	at: number;
}

interface Line {
	cafe: string;
	seq: number;
	line: string;
}

interface Schema extends DBSchema {
	copies: { key: string; value: Copy };
	lines: { key: [string, number]; value: Line };
}

interface Answered {
	epoch: string;
	head: number;
	lines: string[];
}

let opened: Promise<IDBPDatabase<Schema>> | undefined;

function database(): Promise<IDBPDatabase<Schema>> {
	opened ??= openDB<Schema>('wikicafe-log', 1, {
		upgrade(db) {
			db.createObjectStore('copies', { keyPath: 'cafe' });
			db.createObjectStore('lines', { keyPath: ['cafe', 'seq'] });
		},
		blocking: (_now, _next, event) => (event.target as IDBDatabase).close(),
	});
	return opened;
}

/** The cafés kept here, the latest first. Those not seen for long are let go of. */
export async function keptCafes(): Promise<Copy[]> {
	try {
		const copies = await (await database()).getAll('copies');
		const old = copies.filter(({ at }) => Date.now() - at > LONGEST_KEPT);
		for (const { cafe } of old) await letGo(cafe);
		return copies.filter((copy) => !old.includes(copy)).sort((a, b) => b.at - a.at);
	} catch {
		return [];
	}
}

/** Forget a café here; the server keeps it. */
export async function letGo(cafe: string): Promise<void> {
	try {
		const change = (await database()).transaction(['copies', 'lines'], 'readwrite');
		void change.objectStore('copies').delete(cafe);
		void change.objectStore('lines').delete(whole(cafe));
		await change.done;
	} catch {
		// nothing was kept
	}
}

/** A kept café as the server takes it back: `events.jsonl`, or null if it is not whole. */
export async function asEvents({ cafe, seq }: Copy): Promise<string | null> {
	const lines = await (await database()).getAll('lines', whole(cafe));
	if (lines.length !== seq) return null;
	const head = JSON.stringify({ [HEAD_LINE]: 1, cafe });
	return `${[head, ...lines.map(({ line }) => line)].join('\n')}\n`;
}

/**
 * Read on where the copy ends. Returns the copy as it is then, or null if it could not be brought
 * up to date: no network, no longer a facilitator, no room.
 */
export async function readOn(cafe: string, title: string, token: string): Promise<Copy | null> {
	try {
		const db = await database();
		let copy = await db.get('copies', cafe);
		let page = await ask(cafe, copy?.seq ?? 0, token);
		if (copy && (page.epoch !== copy.epoch || page.head < copy.seq)) {
			copy = undefined;
			page = await ask(cafe, 0, token);
		}
		// Another list takes the place of the old one when all of it is here, and not before.
		const { epoch } = page;
		let seq = copy?.seq ?? 0;
		let fresh: string[] = [];
		const lie = async () => {
			const now: Copy = { cafe, title, epoch, seq, at: Date.now() };
			await put(db, now, fresh, copy === undefined);
			fresh = [];
			copy = now;
			return now;
		};
		while (page.lines.length > 0) {
			if (page.epoch !== epoch) return null;
			fresh.push(...page.lines);
			seq += page.lines.length;
			if (seq >= page.head) break;
			if (copy) await lie();
			page = await ask(cafe, seq, token);
		}
		return await lie();
	} catch {
		return null;
	}
}

/** Take those texts out of the copy that were erased on the server. */
export async function eraseAsThere(cafe: string, token: string): Promise<void> {
	try {
		const answer = await get<Answered>(`/api/cafes/${cafe}/log/erased`, token);
		const db = await database();
		const copy = await db.get('copies', cafe);
		if (isRefused(answer) || answer.epoch !== copy?.epoch) return;
		const lines = db.transaction('lines', 'readwrite').store;
		for (const line of answer.lines) {
			const { seq } = JSON.parse(line) as { seq: number };
			if (seq <= copy.seq) void lines.put({ cafe, seq, line });
		}
		await lines.transaction.done;
	} catch {
		// asked again a minute later
	}
}

/** Lay lines down as the last ones of a copy. */
async function put(db: IDBPDatabase<Schema>, now: Copy, fresh: string[], anew: boolean) {
	const change = db.transaction(['copies', 'lines'], 'readwrite');
	const lines = change.objectStore('lines');
	if (anew) void lines.delete(whole(now.cafe));
	fresh.forEach((line, place) => {
		void lines.put({ cafe: now.cafe, seq: now.seq - fresh.length + place + 1, line });
	});
	void change.objectStore('copies').put(now);
	await change.done;
}

async function ask(cafe: string, after: number, token: string): Promise<Answered> {
	for (let tries = 1; ; tries++) {
		const answer = await get<Answered>(`/api/cafes/${cafe}/log?after=${after}`, token);
		if (!isRefused(answer)) return answer;
		const { code, params } = answer.refused;
		if (code !== 'busy' || tries === TRIES) throw new Error(code);
		await new Promise((wake) => setTimeout(wake, (Number(params[0]) || 1) * 1000));
	}
}

function whole(cafe: string): IDBKeyRange {
	return IDBKeyRange.bound([cafe, 0], [cafe, Number.MAX_SAFE_INTEGER]);
}
