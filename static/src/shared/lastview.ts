// The last view of a café, kept on the phone: what is shown before, or without, a network. Never throws.
import { type DBSchema, openDB } from 'idb';
import { attempt } from './shelf';
import type { View } from './types';

const LONGEST_KEPT = 30 * 24 * 3600_000; // ms; as long as a café's personal part is kept at most
const PATIENCE = 4000; // ms; some browsers neither open a database nor say no, slow phones take seconds
const REST = 2000; // ms between two writings

export interface LastView {
	view: View;
	/** Milliseconds the server's clock was ahead of this device's. */
	offset: number;
	/** Milliseconds since 1970 by this device's clock. */
	at: number;
}

interface Schema extends DBSchema {
	views: { key: string; value: LastView };
}

/** owner: whose view; one browser may have been several people. */
export function openLastView(owner: string) {
	// A database of its own: an older page beside us must not lose its outbox because we came.
	const database = attempt(() =>
		openDB<Schema>('wikicafe-views', 1, {
			upgrade: (db) => void db.createObjectStore('views'),
			blocking: (_now, _next, event) => (event.target as IDBDatabase).close(),
		}),
	);
	let planned: ReturnType<typeof setTimeout> | undefined;
	let latest: (() => LastView) | null = null;
	let open = true;

	async function read(): Promise<LastView | null> {
		try {
			const db = await database;
			if (!db) return null;
			for (const key of await db.getAllKeys('views')) {
				const kept = await db.get('views', key);
				if (kept && Date.now() - kept.at > LONGEST_KEPT) await db.delete('views', key);
			}
			return (await db.get('views', owner)) ?? null;
		} catch {
			return null;
		}
	}

	async function write() {
		clearTimeout(planned);
		planned = undefined;
		const made = latest?.();
		latest = null;
		if (!made) return;
		try {
			await (await database)?.put('views', made, owner);
		} catch {
			// full or forbidden: the next page will need the network
		}
	}

	const hidden = () => void (document.hidden && write());
	document.addEventListener('visibilitychange', hidden);
	window.addEventListener('pagehide', write);

	return {
		/** What was kept, or null; never waits long. */
		read: () => Promise.race([read(), later(PATIENCE)]),
		/** Keep the view, soon; make is called then. */
		keep(make: () => LastView) {
			if (!open) return;
			latest = make;
			planned ??= setTimeout(write, REST);
		},
		async forget() {
			latest = null;
			clearTimeout(planned);
			try {
				await (await database)?.delete('views', owner);
			} catch {
				// nothing was kept
			}
		},
		close() {
			open = false;
			void write();
			document.removeEventListener('visibilitychange', hidden);
			window.removeEventListener('pagehide', write);
		},
	};
}

function later(wait: number): Promise<null> {
	return new Promise((wake) => setTimeout(wake, wait, null));
}
