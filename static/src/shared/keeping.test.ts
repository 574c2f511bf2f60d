import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { asEvents, eraseAsThere, keptCafes, letGo, readOn } from './keeping';

const AT_ONCE = 3; // lines in one answer of this server
let cafes = 0;
let cafe = '';
let list: string[] = [];
let erased: string[] = [];
let epoch = 'e1';
let asked: string[] = [];
let busy = 0;

const line = (seq: number, body: string | null = `text ${seq}`) => JSON.stringify({ seq, body });

beforeEach(() => {
	cafe = `cafe-${++cafes}`;
	list = [1, 2, 3, 4, 5, 6, 7].map((seq) => line(seq));
	[erased, asked, epoch, busy] = [[], [], 'e1', 0];
	vi.stubGlobal('fetch', async (path: string) => {
		asked.push(path);
		if (busy-- > 0) return said({ refused: { code: 'busy', params: [0.01] } });
		if (path.endsWith('/erased')) return said({ epoch, lines: erased });
		const after = Number(new URL(path, 'http://here').searchParams.get('after'));
		return said({ epoch, head: list.length, lines: list.slice(after, after + AT_ONCE) });
	});
});
afterEach(() => vi.unstubAllGlobals());
const said = (answer: object) => ({ ok: !('refused' in answer), json: async () => answer });
const kept = async () => {
	const copy = (await keptCafes()).find((one) => one.cafe === cafe);
	return copy ? (await asEvents(copy))?.trimEnd().split('\n') : undefined;
};

test('the whole list is kept, and read on where it stopped', async () => {
	expect(await readOn(cafe, 'A café', 't')).toMatchObject({ cafe, seq: 7, epoch: 'e1' });
	expect(await kept()).toEqual([`{"wikicafe-archive":1,"cafe":"${cafe}"}`, ...list]);
	asked = [];
	list.push(line(8));
	expect(await readOn(cafe, 'A café', 't')).toMatchObject({ seq: 8 });
	expect(asked).toEqual([`/api/cafes/${cafe}/log?after=7`]);
	expect((await kept())?.slice(1)).toEqual(list);
});

test('what is erased on the server is erased in the copy', async () => {
	await readOn(cafe, 'A café', 't');
	erased = [line(3, null)];
	await eraseAsThere(cafe, 't');
	expect((await kept())?.[3]).toBe(line(3, null));
	expect(JSON.stringify(await kept())).not.toContain('text 3');
});

test('another list takes the place of the old one only when it is here as a whole', async () => {
	await readOn(cafe, 'A café', 't');
	const before = await kept();
	epoch = 'e2';
	list = list.slice(0, 5);
	const fetching = globalThis.fetch;
	vi.stubGlobal('fetch', (path: string) =>
		path.endsWith('after=3') ? Promise.reject(new Error('away')) : fetching(path),
	);
	expect(await readOn(cafe, 'A café', 't')).toBeNull();
	expect(await kept()).toEqual(before);
	vi.stubGlobal('fetch', fetching);
	expect(await readOn(cafe, 'A café', 't')).toMatchObject({ seq: 5, epoch: 'e2' });
	expect((await kept())?.slice(1)).toEqual(list);
});

test('a busy server is asked again', async () => {
	busy = 2;
	expect(await readOn(cafe, 'A café', 't')).toMatchObject({ seq: 7 });
});

test('who is refused keeps what there was', async () => {
	await readOn(cafe, 'A café', 't');
	vi.stubGlobal('fetch', async () => said({ refused: { code: 'not-allowed', params: [] } }));
	expect(await readOn(cafe, 'A café', 't')).toBeNull();
	expect(await kept()).toHaveLength(8);
});

test('a copy that is unwanted goes, and so does one that nobody looked at for a month', async () => {
	await readOn(cafe, 'A café', 't');
	await letGo(cafe);
	expect(await kept()).toBeUndefined();
	await readOn(cafe, 'A café', 't');
	vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 31 * 24 * 3600_000);
	expect(await kept()).toBeUndefined();
	vi.restoreAllMocks();
	expect(await kept()).toBeUndefined();
});
