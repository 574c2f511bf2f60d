// The service worker: opens a participant's page without a network. It keeps the empty frame of the page and the
// files it is made of; never an answer of the API, never anything that somebody wrote.

export {};

interface Keeping {
	page: string;
	lang: string;
	files: string[];
}
// The types of a worker would contradict those of a page: what is used of them is said here.
interface Late extends Event {
	waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Late {
	request: Request;
	respondWith(answer: Promise<Response>): void;
}
interface Watching {
	location: Location;
	skipWaiting(): Promise<void>;
	clients: { claim(): Promise<void> };
	addEventListener(name: 'install' | 'activate', hear: (event: Late) => void): void;
	addEventListener(name: 'message', hear: (event: Late & { data: unknown }) => void): void;
	addEventListener(name: 'fetch', hear: (event: Fetching) => void): void;
}

const PAGES = 'wikicafe-pages-1';
const FILES = 'wikicafe-files-1';
const PARTICIPANT = /^\/cafe\/[a-z2-7]{12}$/;
const ASSETS = '/static/assets/';
const NAMED = /\/static\/assets\/[\w.-]+/g; // in the frame's own mark-up
const PATIENCE = 4000; // ms; a hall's network that has not answered by then counts as away
const LONGEST_KEPT = 30 * 24 * 3600_000; // ms
const KEPT_AT = 'x-wikicafe-kept-at';
const MADE_OF = 'x-wikicafe-made-of';

const worker = globalThis as unknown as Watching;

// Nothing here depends on a version: the newest worker takes over at once, pages notice nothing.
worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('message', (event) => {
	if (isKeeping(event.data)) event.waitUntil(keep(event.data));
});
worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const { origin, pathname } = new URL(request.url);
	if (request.method !== 'GET' || origin !== worker.location.origin) return;
	if (request.mode === 'navigate' && PARTICIPANT.test(pathname)) {
		event.respondWith(page(request, pathname));
	} else if (pathname.startsWith(ASSETS)) {
		event.respondWith(file(request));
	}
});

/** The network first; the kept frame if it does not answer, or answers that there is no such café now. */
async function page(request: Request, path: string): Promise<Response> {
	const kept = await frameOf(path);
	const fetched = fetch(request);
	fetched.catch(() => {}); // it may fail when nobody waits for it any longer
	if (!kept) return fetched;
	try {
		const answer = await Promise.race([fetched, silence()]);
		return answer.status >= 500 || answer.status === 404 ? kept : answer;
	} catch {
		return kept;
	}
}

/** What has a hash in its name never changes. Files of an older server are still here for an older page. */
async function file(request: Request): Promise<Response> {
	return (await caches.match(request, { cacheName: FILES, ignoreVary: true })) ?? fetch(request);
}

/** Keep the frame of a page as a stranger gets it, who is shown nobody's view, and what it is made of. */
async function keep({ page, lang, files }: Keeping): Promise<void> {
	const answer = await fetch(`${page}?uselang=${encodeURIComponent(lang)}`, {
		credentials: 'omit',
		cache: 'no-store',
	});
	if (!answer.ok || answer.redirected) return;
	const text = await answer.text();
	const madeOf = [...new Set([...(text.match(NAMED) ?? []), ...files])];
	const cache = await caches.open(FILES);
	for (const name of madeOf) {
		if (!(await cache.match(name, { ignoreVary: true }))) await cache.add(name);
	}
	const headers = new Headers(answer.headers);
	headers.set(KEPT_AT, String(Date.now()));
	headers.set(MADE_OF, madeOf.join(' '));
	await (await caches.open(PAGES)).put(page, new Response(text, { headers }));
	await tidy();
}

/** Let go of frames nobody opened for long, and of files no kept frame is made of. */
async function tidy(): Promise<void> {
	const pages = await caches.open(PAGES);
	const needed = new Set<string>();
	for (const request of await pages.keys()) {
		const frame = await pages.match(request);
		if (!frame || isOld(frame)) await pages.delete(request);
		else for (const name of frame.headers.get(MADE_OF)?.split(' ') ?? []) needed.add(name);
	}
	const files = await caches.open(FILES);
	for (const request of await files.keys()) {
		if (!needed.has(new URL(request.url).pathname)) await files.delete(request);
	}
}

async function frameOf(path: string): Promise<Response | undefined> {
	const frame = await caches.match(path, { cacheName: PAGES, ignoreVary: true });
	return frame && !isOld(frame) ? frame : undefined;
}

function isOld(frame: Response): boolean {
	return Date.now() - Number(frame.headers.get(KEPT_AT)) > LONGEST_KEPT;
}

function silence(): Promise<never> {
	return new Promise((_, reject) => setTimeout(reject, PATIENCE, new Error('no answer')));
}

function isKeeping(said: unknown): said is Keeping {
	const { page, lang, files } = (said ?? {}) as Partial<Keeping>;
	return PARTICIPANT.test(page ?? '') && typeof lang === 'string' && Array.isArray(files);
}
