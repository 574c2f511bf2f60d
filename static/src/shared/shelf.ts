// Where the outbox lies on the phone's disk, in order. Never throws: what cannot be kept stays in memory only.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Pending } from './outbox';

export type Kept = Omit<Pending, 'kept'>;

interface Lying extends Kept {
	order?: number;
	owner: string;
}

interface Schema extends DBSchema {
	outbox: { key: number; value: Lying; indexes: { owner: string; cid: string } };
}

type Database = IDBPDatabase<Schema>;

/** owner: whose items; one browser may have been several people. */
export function openShelf(owner: string) {
	const database: Promise<Database | null> = openDB<Schema>('wikicafe', 1, {
		upgrade(db) {
			const outbox = db.createObjectStore('outbox', { keyPath: 'order', autoIncrement: true });
			outbox.createIndex('owner', 'owner');
			outbox.createIndex('cid', 'cid');
		},
		blocking(_now, _next, event) {
			(event.target as IDBDatabase).close(); // a newer page wants to change the shelf
		},
	}).catch(() => null);

	async function quietly<Result>(work: (db: Database) => Promise<Result>, otherwise: Result) {
		try {
			const db = await database;
			return db ? await work(db) : otherwise;
		} catch {
			return otherwise; // full, forbidden, or closing
		}
	}

	return {
		/** What lies there, in the order of writing. */
		all: () => quietly((db) => db.getAllFromIndex('outbox', 'owner', owner) as Promise<Kept[]>, []),
		/** Resolves to whether it lies there now. */
		add: (item: Kept) =>
			quietly(async (db) => {
				await db.add('outbox', { ...item, owner });
				return true;
			}, false),
		change: (item: Kept) =>
			quietly(async (db) => {
				const order = await db.getKeyFromIndex('outbox', 'cid', item.cid);
				if (order !== undefined) await db.put('outbox', { ...item, order, owner });
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
	channel.onmessage = (event) => {
		if (event.data === owner) changed();
	};
	return {
		tell() {
			if (open) channel.postMessage(owner);
		},
		close() {
			open = false;
			channel.close();
		},
	};
}
