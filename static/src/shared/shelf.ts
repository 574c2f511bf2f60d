// Where the outbox lies on the phone's disk, in order. Never throws: what cannot be kept stays in memory only.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Pending } from './outbox';

const TOGETHER = 50; // ms

export type Kept = Omit<Pending, 'kept'>;

interface Lying extends Kept {
	order?: number;
	owner: string;
}

interface Schema extends DBSchema {
	outbox: { key: number; value: Lying; indexes: { owner: string; cid: string } };
}

type Database = IDBPDatabase<Schema>;

/** The result, or null if it failed, at once or later. */
export async function attempt<Result>(work: () => Promise<Result>): Promise<Result | null> {
	try {
		return await work();
	} catch {
		return null;
	}
}

/** owner: whose items; one browser may have been several people. */
export function openShelf(owner: string) {
	// Where there is no storage at all, asking for it throws at once.
	const database: Promise<Database | null> = attempt(() =>
		openDB<Schema>('wikicafe', 1, {
			upgrade(db) {
				const outbox = db.createObjectStore('outbox', { keyPath: 'order', autoIncrement: true });
				outbox.createIndex('owner', 'owner');
				outbox.createIndex('cid', 'cid');
			},
			blocking(_now, _next, event) {
				(event.target as IDBDatabase).close(); // a newer page wants to change the shelf
			},
		}),
	);

	async function quietly<Result>(work: (db: Database) => Promise<Result>, otherwise: Result) {
		try {
			const db = await database;
			return db ? await work(db) : otherwise;
		} catch {
			return otherwise; // full, forbidden, or closing
		}
	}

	return {
		/** What lies there, in the order of writing; null if nobody knows. */
		all: () => quietly<Kept[] | null>((db) => db.getAllFromIndex('outbox', 'owner', owner), null),
		/** Lay items at the end, in this order, wherever they lay before. Resolves to whether they lie there now. */
		lay: (items: Kept[]) =>
			quietly(async (db) => {
				const change = db.transaction('outbox', 'readwrite');
				change.done.catch(() => {}); // all or nothing; one of those below says it
				try {
					for (const item of items) {
						const before = await change.store.index('cid').getKey(item.cid);
						if (before !== undefined) await change.store.delete(before);
						await change.store.add({ ...item, owner });
					}
				} catch (full) {
					change.abort();
					throw full;
				}
				await change.done;
				return true;
			}, false),
		/** What does not lie here is left out. */
		change: (items: Kept[]) =>
			quietly(async (db) => {
				const change = db.transaction('outbox', 'readwrite');
				change.done.catch(() => {});
				for (const item of items) {
					const order = await change.store.index('cid').getKey(item.cid);
					if (order !== undefined) await change.store.put({ ...item, order, owner });
				}
				await change.done;
			}, undefined),
		remove: (cid: string) =>
			quietly(async (db) => {
				const order = await db.getKeyFromIndex('outbox', 'cid', cid);
				if (order !== undefined) await db.delete('outbox', order);
			}, undefined),
		close: () => void quietly(async (db) => db.close(), undefined),
	};
}

/** Tabs of one browser share a shelf and tell each other that it changed. Without that they would only send twice. */
export function otherTabs(owner: string, changed: () => void) {
	if (typeof BroadcastChannel === 'undefined') return { tell() {}, close() {} };
	const channel = new BroadcastChannel('wikicafe-outbox');
	let open = true;
	let planned = false;
	channel.onmessage = (event) => {
		if (event.data === owner) changed();
	};
	return {
		/** Once for all that changes within a moment: a hundred answers come at a time. */
		tell() {
			if (planned) return;
			planned = true;
			setTimeout(() => {
				planned = false;
				if (open) channel.postMessage(owner);
			}, TOGETHER);
		},
		close() {
			open = false;
			channel.close();
		},
	};
}
