import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { type Command, openOutbox, type Send } from './outbox';
import type { Answer } from './types';

let cafes = 0;
const newCafe = () => `cafe-${++cafes}`;
const soon = () => new Promise((wake) => setTimeout(wake, 20));
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
	await soon();
	expect(outbox.items.value).toMatchObject([{ cid, state: 'on-this-phone', kept: true }]);
	outbox.ready('e1');
	await soon();
	expect(outbox.items.value).toMatchObject([{ cid, state: 'saved', seq: 1 }]);
	expect(sent).toEqual([[{ cid, name: 'write-note', payload: { text: 'one' } }]]);
});

test('what waits survives closing the page, in order, under the same ids', async () => {
	const cafe = newCafe();
	const before = openOutbox(cafe, 'ana', accepts([]));
	const cids = ['a', 'b', 'c'].map((text) => before.put('write-note', { text }));
	await soon();
	before.close();
	const sent: Command[][] = [];
	const after = openOutbox(cafe, 'ana', accepts(sent));
	await after.loaded;
	after.ready('e1');
	await soon();
	expect(sent.flat().map(({ cid }) => cid)).toEqual(cids);
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
	await soon();
	expect(outbox.items.value[0]?.state).toBe('on-this-phone');
	broken = false;
	outbox.ready('e1');
	await soon();
	expect(seen).toEqual([cid, cid]);
	expect(outbox.items.value[0]?.state).toBe('saved');
	vi.restoreAllMocks();
	outbox.close();
});

test('a refusal ends an item, its text stays until its writer takes it away', async () => {
	const outbox = openOutbox(newCafe(), 'ana', async () => [
		{ refused: { code: 'note-too-long', params: [2000, 2001] } },
	]);
	outbox.ready('e1');
	const cid = outbox.put('write-note', { text: 'long' });
	await soon();
	expect(outbox.items.value).toMatchObject([
		{ state: 'refused', refusal: { code: 'note-too-long' }, payload: { text: 'long' } },
	]);
	outbox.dismiss(cid);
	expect(outbox.items.value).toEqual([]);
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
	await soon();
	expect(outbox.items.value.map(({ state }) => state)).toEqual(['on-this-phone', 'on-this-phone']);
	outbox.close();
});

test('what a full disk could not take stays on the phone and is sent again', async () => {
	const outbox = openOutbox(newCafe(), 'ana', async () => [
		{ refused: { code: 'storage-full', params: [] } },
	]);
	outbox.put('write-note', { text: 'one' });
	outbox.ready('e1');
	await soon();
	expect(outbox.items.value.map(({ state }) => state)).toEqual(['on-this-phone']);
	outbox.close();
});

test('in a new epoch what had been accepted is offered again', async () => {
	const sent: Command[][] = [];
	const outbox = openOutbox(newCafe(), 'ana', accepts(sent));
	outbox.ready('e1');
	const cid = outbox.put('write-note', { text: 'one' });
	await soon();
	outbox.unready();
	outbox.ready('e1');
	await soon();
	expect(sent).toHaveLength(1);
	outbox.ready('e2');
	await soon();
	expect(sent.flat().map((command) => command.cid)).toEqual([cid, cid]);
	expect(outbox.items.value).toMatchObject([{ state: 'saved', epoch: 'e2' }]);
});

test('a batch is never longer than the server takes', async () => {
	const sent: Command[][] = [];
	const outbox = openOutbox(newCafe(), 'ana', accepts(sent));
	for (let number = 0; number < 130; number++) outbox.put('write-note', { text: 'short' });
	for (let number = 0; number < 30; number++) outbox.put('write-note', { text: 'x'.repeat(2000) });
	outbox.ready('e1');
	await soon();
	expect(sent.flat()).toHaveLength(160);
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
	await vi.waitFor(() => expect(other.items.value).toMatchObject([{ state: 'saved' }]));
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
	await vi.waitFor(
		() =>
			expect(outbox.items.value.map(({ state }) => state)).toEqual(['saved', 'refused', 'saved']),
		{ timeout: 5000 },
	);
	vi.restoreAllMocks();
	outbox.close();
});
