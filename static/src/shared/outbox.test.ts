import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { type Command, type Outbox, openOutbox, type Send } from './outbox';
import type { Answer } from './types';

let cafes = 0;
const newCafe = () => `cafe-${++cafes}`;
/** However busy the machine is. */
const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000 });
const states = ({ items }: Outbox) => items.value.map(({ state }) => state);
const accepts =
	(sent: Command[][]): Send =>
	async (batch) => {
		sent.push(batch);
		return batch.map((_, place): Answer => ({ accepted: place + 1 }));
	};

test('a note written without a network stays on the phone and is sent once when there is one', async () => {
	const sent: Command[][] = [];
	const outbox = openOutbox(newCafe(), 'ana', accepts(sent));
	const cid = outbox.put('write-note', { text: 'one' });
	const lies = { cid, state: 'on-this-phone', kept: true };
	await until(() => expect(outbox.items.value).toMatchObject([lies]));
	outbox.ready('e1');
	await until(() => expect(outbox.items.value).toMatchObject([{ cid, state: 'saved', seq: 1 }]));
	expect(sent).toEqual([[{ cid, name: 'write-note', payload: { text: 'one' } }]]);
});

test('what waits survives closing the page, in order, under the same ids', async () => {
	const cafe = newCafe();
	const before = openOutbox(cafe, 'ana', accepts([]));
	const cids = ['a', 'b', 'c'].map((text) => before.put('write-note', { text }));
	await until(() => expect(before.items.value.every(({ kept }) => kept)).toBe(true));
	before.close();
	const sent: Command[][] = [];
	const after = openOutbox(cafe, 'ana', accepts(sent));
	await after.loaded;
	after.ready('e1');
	await until(() => expect(sent.flat().map(({ cid }) => cid)).toEqual(cids));
	after.close();
});

test('a batch that got no answer is sent again with the same ids', async () => {
	vi.spyOn(Math, 'random').mockReturnValue(0);
	const seen: string[] = [];
	let broken = true;
	const outbox = openOutbox(newCafe(), 'ana', async (batch) => {
		seen.push(...batch.map(({ cid }) => cid));
		if (broken) throw new Error('no answer');
		return batch.map(() => ({ accepted: 7 }));
	});
	await outbox.loaded;
	outbox.ready('e1');
	const cid = outbox.put('write-note', { text: 'one' });
	await until(() => expect([seen, states(outbox)]).toEqual([[cid], ['on-this-phone']]));
	broken = false;
	outbox.ready('e1');
	await until(() => expect(states(outbox)).toEqual(['saved']));
	expect(seen).toEqual([cid, cid]);
	vi.restoreAllMocks();
	outbox.close();
});

test('a refusal ends an item, its text stays until its writer takes it away', async () => {
	const outbox = openOutbox(newCafe(), 'ana', async () => [
		{ refused: { code: 'note-too-long', params: [2000, 2001] } },
	]);
	outbox.ready('e1');
	const cid = outbox.put('write-note', { text: 'long' });
	await until(() =>
		expect(outbox.items.value).toMatchObject([
			{ state: 'refused', refusal: { code: 'note-too-long' }, payload: { text: 'long' } },
		]),
	);
	outbox.dismiss(cid);
	expect(outbox.items.value).toEqual([]);
	outbox.close();
});

test('"not now" is no verdict, and neither is a refusal that rests on it', async () => {
	const outbox = openOutbox(newCafe(), 'ana', async (batch) =>
		batch.map(({ name }) => ({
			refused: { code: name === 'write-note' ? 'busy' : 'no-such-note', params: [] },
		})),
	);
	const note = outbox.put('write-note', { text: 'one' });
	outbox.put('amend-note', { note, text: 'two' });
	outbox.ready('e1');
	await until(() => expect(outbox.hindrance.value?.code).toBe('busy'));
	expect(states(outbox)).toEqual(['on-this-phone', 'on-this-phone']);
	outbox.close();
});

test('what a full disk could not take stays on the phone and is sent again', async () => {
	const outbox = openOutbox(newCafe(), 'ana', async () => [
		{ refused: { code: 'storage-full', params: [] } },
	]);
	outbox.put('write-note', { text: 'one' });
	outbox.ready('e1');
	await until(() => expect(outbox.hindrance.value?.code).toBe('storage-full'));
	expect(states(outbox)).toEqual(['on-this-phone']);
	outbox.close();
});

test('in a new epoch what had been accepted is offered again', async () => {
	const sent: Command[][] = [];
	const outbox = openOutbox(newCafe(), 'ana', accepts(sent));
	outbox.ready('e1');
	const cid = outbox.put('write-note', { text: 'one' });
	await until(() => expect(states(outbox)).toEqual(['saved']));
	outbox.unready();
	outbox.ready('e1');
	outbox.ready('e2');
	await until(() => expect(outbox.items.value).toMatchObject([{ state: 'saved', epoch: 'e2' }]));
	expect(sent.flat().map((command) => command.cid)).toEqual([cid, cid]);
	outbox.close();
});

test('a batch is never longer than the server takes', async () => {
	const sent: Command[][] = [];
	const outbox = openOutbox(newCafe(), 'ana', accepts(sent));
	for (let number = 0; number < 130; number++) outbox.put('write-note', { text: 'short' });
	for (let number = 0; number < 30; number++) outbox.put('write-note', { text: 'x'.repeat(2000) });
	outbox.ready('e1');
	await until(() => expect(sent.flat()).toHaveLength(160));
	for (const batch of sent) {
		expect(batch.length).toBeLessThanOrEqual(100);
		expect(JSON.stringify(batch).length).toBeLessThan(65_000);
	}
});

test('what one tab sent is saved in the other tab, too', async () => {
	const cafe = newCafe();
	const [one, other] = [openOutbox(cafe, 'ana', accepts([])), openOutbox(cafe, 'ana', accepts([]))];
	one.ready('e1');
	one.put('write-note', { text: 'one' });
	await until(() => expect(other.items.value).toMatchObject([{ state: 'saved' }]));
	one.close();
	other.close();
});

test('one spoilt item does not stop the others', async () => {
	const outbox = openOutbox(newCafe(), 'ana', async (batch) => {
		const spoilt = batch.some(({ payload }) => payload.text === 'spoilt');
		if (spoilt) return { refused: { code: 'bad-shape', params: [] } };
		return batch.map(() => ({ accepted: 1 }));
	});
	for (const text of ['one', 'spoilt', 'two']) outbox.put('write-note', { text });
	vi.spyOn(Math, 'random').mockReturnValue(0);
	outbox.ready('e1');
	await until(() =>
		expect(outbox.items.value.map(({ state }) => state)).toEqual(['saved', 'refused', 'saved']),
	);
	vi.restoreAllMocks();
	outbox.close();
});

/** A server with a bucket: so many commands at a time, a little later as many again; in order, as ours. */
function paced(log: string[], burst: number): Send {
	let left = burst;
	return async (batch) => {
		const answers = batch.map(({ cid }): Answer => {
			if (left-- <= 0) return { refused: { code: 'busy', params: [0.01] } };
			if (!log.includes(cid)) log.push(cid);
			return { accepted: log.indexOf(cid) + 1 };
		});
		left = burst;
		return answers;
	};
}

test('a busy server slows the outbox down: everything arrives, once, in order', async () => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
	const log: string[] = [];
	const outbox = openOutbox(newCafe(), 'ana', paced(log, 40));
	const cids = Array.from({ length: 500 }, (_, number) =>
		outbox.put('write-note', { text: String(number) }),
	);
	outbox.ready('e1');
	expect(outbox.hindrance.value).toBeNull();
	while (log.length < cids.length) await vi.advanceTimersByTimeAsync(500);
	expect(log).toEqual(cids);
	await vi.advanceTimersByTimeAsync(2000);
	expect(outbox.items.value.every(({ state }) => state === 'saved')).toBe(true);
	expect(outbox.hindrance.value).toBeNull();
	outbox.close();
	vi.useRealTimers();
});

test('a batch that is too much as a whole is waited for and not torn into single pieces', async () => {
	const sizes: number[] = [];
	const outbox = openOutbox(newCafe(), 'ana', async (batch) => {
		sizes.push(batch.length);
		if (sizes.length === 1) return { refused: { code: 'busy', params: [] } };
		return batch.map(() => ({ accepted: 1 }));
	});
	for (let number = 0; number < 10; number++) outbox.put('write-note', { text: 'x' });
	vi.spyOn(Math, 'random').mockReturnValue(0);
	outbox.ready('e1');
	await until(() => expect(outbox.items.value.at(-1)?.state).toBe('saved'));
	expect(sizes).toEqual([10, 5, 5]);
	vi.restoreAllMocks();
	outbox.close();
});

test('in a café put back from an older copy, what had been accepted waits for its round to begin', async () => {
	let has = true;
	const outbox = openOutbox(newCafe(), 'ana', async (batch) =>
		batch.map(() => (has ? { accepted: 1 } : { refused: { code: 'step-not-begun', params: [] } })),
	);
	outbox.ready('e1');
	outbox.put('write-note', { text: 'one' });
	await until(() => expect(outbox.items.value).toMatchObject([{ state: 'saved' }]));
	has = false;
	vi.spyOn(Math, 'random').mockReturnValue(0);
	outbox.ready('e2');
	await until(() => expect(outbox.items.value).toMatchObject([{ state: 'on-this-phone' }]));
	outbox.put('write-note', { text: 'new' });
	await until(() => expect(outbox.items.value[1]).toMatchObject({ state: 'refused' }));
	has = true;
	await until(() => expect(outbox.items.value[0]).toMatchObject({ state: 'saved' }));
	vi.restoreAllMocks();
	outbox.close();
});

test('a browser without storage says so, and sends all the same', async () => {
	const storage = globalThis.indexedDB;
	vi.stubGlobal('indexedDB', undefined);
	const sent: Command[][] = [];
	const outbox = openOutbox(newCafe(), 'ana', accepts(sent));
	outbox.put('write-note', { text: 'one' });
	await outbox.loaded;
	expect(outbox.items.value).toMatchObject([{ state: 'on-this-phone', kept: false }]);
	outbox.ready('e1');
	await until(() => expect(outbox.items.value).toMatchObject([{ state: 'saved' }]));
	outbox.close();
	vi.stubGlobal('indexedDB', storage);
});

test('what found no room is kept as soon as there is some, and only once', async () => {
	const cafe = newCafe();
	const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
		throw new DOMException('full', 'QuotaExceededError');
	});
	const outbox = openOutbox(cafe, 'ana', () => new Promise<Answer[]>(() => {}));
	outbox.put('write-note', { text: 'one' });
	await until(() => expect(add).toHaveBeenCalled());
	expect(outbox.items.value).toMatchObject([{ kept: false }]);
	add.mockRestore();
	outbox.ready('e1');
	outbox.unready();
	outbox.ready('e1');
	await until(() => expect(outbox.items.value).toMatchObject([{ kept: true }]));
	outbox.close();
	const after = openOutbox(cafe, 'ana', accepts([]));
	await after.loaded;
	expect(after.items.value).toHaveLength(1);
	after.close();
});

test('what was taken away in one tab is gone in the other', async () => {
	const cafe = newCafe();
	const no: Send = async () => [{ refused: { code: 'note-too-long', params: [] } }];
	const [one, other] = [openOutbox(cafe, 'ana', no), openOutbox(cafe, 'ana', no)];
	one.ready('e1');
	const cid = one.put('write-note', { text: 'one' });
	await until(() => expect(other.items.value).toMatchObject([{ state: 'refused' }]));
	one.dismiss(cid);
	await until(() => expect(other.items.value).toEqual([]));
	one.close();
	other.close();
});

test('what found no room keeps its place before what did', async () => {
	const cafe = newCafe();
	const outbox = openOutbox(cafe, 'ana', () => new Promise<Answer[]>(() => {}));
	const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementationOnce(() => {
		throw new DOMException('full', 'QuotaExceededError');
	});
	const note = outbox.put('write-note', { text: 'one' });
	await until(() => expect(add).toHaveBeenCalled());
	const change = outbox.put('amend-note', { note, text: 'two' });
	await until(() => expect(outbox.items.value.map(({ kept }) => kept)).toEqual([true, true]));
	outbox.close();
	add.mockRestore();
	const after = openOutbox(cafe, 'ana', accepts([]));
	await after.loaded;
	expect(after.items.value.map(({ cid }) => cid)).toEqual([note, change]);
	after.close();
});

test('a full disk is tried again after a while, also without a network', async () => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
	const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
		throw new DOMException('full', 'QuotaExceededError');
	});
	const outbox = openOutbox(newCafe(), 'ana', accepts([]));
	outbox.put('write-note', { text: 'one' });
	while (add.mock.calls.length < 2) await vi.advanceTimersByTimeAsync(5000);
	expect(outbox.items.value).toMatchObject([{ kept: false }]);
	add.mockRestore();
	while (!outbox.items.value[0]?.kept) await vi.advanceTimersByTimeAsync(5000);
	outbox.close();
	vi.useRealTimers();
});

test('what was on its way when it found room is sent by the next page, should this one be closed', async () => {
	const cafe = newCafe();
	const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementationOnce(() => {
		throw new DOMException('full', 'QuotaExceededError');
	});
	const outbox = openOutbox(cafe, 'ana', () => new Promise<Answer[]>(() => {}));
	const cid = outbox.put('write-note', { text: 'one' });
	await until(() => expect(add).toHaveBeenCalled());
	outbox.ready('e1');
	await until(() => expect(outbox.items.value).toMatchObject([{ state: 'sending', kept: true }]));
	outbox.close();
	add.mockRestore();
	const sent: Command[][] = [];
	const after = openOutbox(cafe, 'ana', accepts(sent));
	await after.loaded;
	after.ready('e1');
	await until(() => expect(states(after)).toEqual(['saved']));
	expect(sent.flat().map((command) => command.cid)).toEqual([cid]);
	after.close();
});
