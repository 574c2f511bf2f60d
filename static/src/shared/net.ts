// One café over one socket: says hello, follows what is told, asks, and keeps what could not be sent.
import { io, type Socket } from 'socket.io-client';
import { type Ref, reactive, ref, watch } from 'vue';
import { findOffset, type Sample } from './clock';
import { mint } from './ids';
import type { LastView } from './lastview';
import { type Command, isWaiting, type Outbox, openOutbox, type Pending } from './outbox';
import { batched, watchWaking } from './screen';
import { becomes, followView } from './telling';
import {
	type Answer,
	emptyView,
	type Refusal,
	type Screen,
	type Signal,
	type Told,
	type View,
} from './types';

export type { Pending } from './outbox';

const PATIENCE = 10_000; // ms to wait for an answer
const TO_CONNECT = 6000; // ms to wait for a connection before the next try
const TRIES = 3; // how often one question is asked before we say that there is no connection
const WIDEST_JITTER = 300; // ms; a hall asks for its views spread over this
const QUICK = 4000; // ms to wait for a sign of life
const KNOCK_FIRST = 2000; // ms until we ask again a server that does not know the café
const KNOCK_LAST = 30_000; // ms; a hall of phones asks less and less often
const COUNT_EVERY = 5000; // ms between two reports of what waits here

export type Connection = 'connecting' | 'live' | 'offline';

export interface Cafe {
	/** Reactive and always the same object; empty until the first hello (or `first`). */
	view: View;
	connection: Ref<Connection>;
	/** True once there is a view to show. */
	arrived: Ref<boolean>;
	/** The highest place in the log this screen has heard of. */
	reached: Ref<number>;
	/** Why the café does not let this browser in; null when it does. */
	refusal: Ref<Refusal | null>;
	/** True while the server does not have this café: it may be put back, and we look again. */
	lost: Ref<boolean>;
	/** Milliseconds the server's clock is ahead of ours. */
	offset: Ref<number>;
	/** The server's time, ms since 1970. */
	now(): number;
	/** Ask at once; needs the connection. */
	ask(name: string, payload: object): Promise<Answer>;
	/** Through the outbox: kept on the phone, sent in order, sent again. Returns the cid. */
	put(name: string, payload: object): string;
	outbox: Ref<Pending[]>;
	/** Why the server takes nothing out of the outbox although it answers. */
	hindrance: Ref<Refusal | null>;
	/** Take a refused item out of the outbox. */
	dismiss(cid: string): void;
	/** Ask for the whole view again. */
	anew(): void;
	onSignal(hear: (signal: Signal) => void): void;
	/** Hear of each event after it was applied. */
	onTold(hear: (told: Told) => void): void;
	close(): void;
}

export interface Options {
	cafe: string;
	screen: Screen;
	token: string | null;
	first?: View | null;
	/** What this device kept of an earlier visit, if the page brought nothing newer. */
	last?: LastView | null;
	/** Called when the view has changed, often; make copies it. */
	keep?: (make: () => LastView) => void;
	/** Ask for a new token when ours is void; what we last saw is given along. */
	comeBack?: (view: View) => Promise<{ token: string } | { refused: Refusal }>;
	/** Whose outbox; the token's person if the page knows it. */
	person?: string | null;
}

export function openCafe(options: Options): Cafe {
	const view = reactive(emptyView(options.screen, options.cafe)) as View;
	const connection = ref<Connection>('connecting');
	const arrived = ref(false);
	const reached = ref(0);
	const refusal = ref<Refusal | null>(null);
	const lost = ref(false);
	const offset = ref(0);
	const telling = followView(view);
	const hearSignal: ((signal: Signal) => void)[] = [];
	const hearTold: ((told: Told) => void)[] = [];
	let heard: Told[] = [];
	let greeting = false;
	let again: ReturnType<typeof setTimeout> | undefined;
	let measured = false;
	let streamed = false;
	let closed = false;
	let { token } = options;
	let knocking = KNOCK_FIRST;
	let knock: ReturnType<typeof setTimeout> | undefined;

	const socket: Socket = io({
		path: '/socket.io',
		auth: (say) => say({ cafe: options.cafe, token }),
		transports: ['websocket', 'polling'],
		tryAllTransports: true,
		reconnectionDelay: 500,
		reconnectionDelayMax: 8000,
		randomizationFactor: 0.7,
		timeout: TO_CONNECT,
		autoConnect: false,
	});
	const outbox: Outbox = openOutbox(options.cafe, options.person ?? 'nobody', (batch) =>
		emit<Answer[] | Answer>('commands', batch),
	);

	if (options.first) arrive(options.first);
	else if (options.last) {
		arrive(options.last.view);
		offset.value = options.last.offset;
	}

	/** Send and await the answer; rejects when none came. */
	function emit<Result>(event: string, message: unknown, patience = PATIENCE): Promise<Result> {
		return socket.timeout(patience).emitWithAck(event, message) as Promise<Result>;
	}

	// Whatever is told while we wait for the view is held back and weighed against it afterwards:
	// the server joins us to the channels before it reads the view.
	async function hello() {
		if (greeting || !socket.connected) return;
		greeting = true;
		clearTimeout(again);
		again = undefined;
		const have = view.position.epoch ? { ...view.position } : undefined;
		try {
			const answer = await emit<{ view: View } | { refused: Refusal }>('hello', {
				screen: options.screen,
				...(have && { have }),
			});
			greeting = false;
			// Asked too often, by this person's many tabs or a line that comes and goes: not a verdict.
			if ('refused' in answer && answer.refused.code === 'busy') anew(1000 + Math.random() * 2000);
			else if ('refused' in answer) refuse(answer.refused);
			else welcome(answer.view);
		} catch {
			greeting = false;
			if (socket.connected) anew(1000 + Math.random() * 2000);
		}
	}

	function welcome(next: View) {
		refusal.value = null;
		lost.value = false;
		knocking = KNOCK_FIRST;
		arrive(next);
		connection.value = 'live';
		apply();
		outbox.ready(next.position.epoch);
		if (view.cafe.closed) outbox.settle();
		if (!measured) void measure();
	}

	function arrive(next: View) {
		becomes(view, next);
		telling.arrived();
		reached.value = next.position.seq;
		if (!measured) offset.value = next.now - Date.now();
		arrived.value = true;
		keep();
	}

	function keep() {
		options.keep?.(() => ({
			view: JSON.parse(
				JSON.stringify({ ...view, position: { ...view.position, seq: reached.value } }),
			),
			offset: offset.value,
			at: Date.now(),
		}));
	}

	function refuse(why: Refusal) {
		refusal.value = why;
		connection.value = 'offline';
		outbox.unready();
	}

	/** The door is shut, perhaps for the moment only: a server that lost its disk is given a café back. */
	async function turnedAway(why: Refusal): Promise<void> {
		let refused = why;
		if (why.code === 'unknown-token' && options.comeBack) {
			const back = await options.comeBack(view);
			if ('token' in back) {
				token = back.token;
				return knockAgain();
			}
			refused = back.refused;
		}
		if (!arrived.value || !NOT_FOR_EVER.has(refused.code)) return refuse(refused);
		lost.value = refused.code === 'no-such-cafe';
		connection.value = 'offline';
		outbox.unready();
		knockAgain();
	}

	function knockAgain() {
		clearTimeout(knock);
		knock = setTimeout(() => closed || socket.connect(), knocking * (0.5 + Math.random()));
		knocking = Math.min(knocking * 2, KNOCK_LAST);
	}

	function anew(wait = Math.random() * WIDEST_JITTER) {
		if (again !== undefined || closed) return;
		again = setTimeout(() => {
			again = undefined;
			void hello();
		}, wait);
	}

	async function measure() {
		measured = true;
		try {
			await findOffset(
				(t0) => emit<Sample>('clock', { t0 }),
				(better) => {
					offset.value = better;
				},
			);
		} catch {
			measured = false; // the next hello tries again
		}
	}

	const flush = batched(apply);
	function apply() {
		if (greeting) return;
		const now = heard;
		heard = [];
		for (const told of now) {
			const outcome = telling.tell(told);
			if (outcome === 'gap' || outcome === 'anew') anew();
			if (outcome === 'applied') reached.value = Math.max(reached.value, told.seq);
			if (outcome !== 'old') for (const hear of hearTold) hear(told);
		}
		if (now.length > 0) keep();
	}

	socket.on('connect', () => {
		streamed ||= socket.io.engine.transport.name === 'websocket';
		void hello();
	});
	// Some networks accept a WebSocket and then starve it, which no transport reports as an error:
	// now and then we come by polling first, at once where a WebSocket never worked.
	socket.io.on('reconnect_attempt', (attempt) => {
		const polling = attempt % 4 === 0 || (!streamed && attempt % 2 === 1);
		socket.io.opts.transports = polling ? ['polling', 'websocket'] : ['websocket', 'polling'];
	});
	socket.on('told', (told: Told) => {
		heard.push(told);
		flush();
	});
	socket.on('signal', (signal: Signal) => {
		for (const hear of hearSignal) hear(signal);
	});
	socket.on('disconnect', (reason) => {
		outbox.unready();
		if (counted !== 0) counted = null; // who knows what a server remembers
		measured = false; // this device's clock may be set, or sleep, until we are back
		connection.value = navigator.onLine === false ? 'offline' : 'connecting';
		greeting = false;
		heard = [];
		// After a polite goodbye of the server the client does not come back by itself.
		if (reason === 'io server disconnect' && !closed) {
			setTimeout(() => socket.connect(), 1000 + Math.random() * 3000);
		}
	});
	socket.on('connect_error', (error: Error & { data?: unknown }) => {
		const why = refusalIn(error.data);
		if (why) return void turnedAway(why);
		connection.value = 'offline';
		// The server's "no" at the door ends the client's own attempts; without a reason we try again.
		if (!socket.active && !closed) setTimeout(() => socket.connect(), 3000 + Math.random() * 4000);
	});

	// The panel warns before the end of a round if notes still wait on phones: not of those on their
	// way, so a note that is saved while we wait to count is none.
	let counted: number | null = 0;
	let counting: ReturnType<typeof setTimeout> | undefined;
	const waiting = () => outbox.items.value.filter(isWaiting).length;
	function count() {
		if (counting !== undefined || connection.value !== 'live' || waiting() === counted) return;
		counting = setTimeout(() => {
			counting = undefined;
			if (connection.value !== 'live' || waiting() === counted) return;
			counted = waiting();
			socket.emit('unsent', { count: counted });
		}, COUNT_EVERY);
	}
	watch([waiting, connection], () => {
		if (connection.value !== 'live' && waiting() > 0) counted = null;
		count();
	});

	const unwatch = watchWaking(async () => {
		if (connection.value === 'offline' && navigator.onLine) connection.value = 'connecting';
		if (!socket.connected) return void socket.connect();
		try {
			await emit<Sample>('clock', { t0: Date.now() }, QUICK);
		} catch {
			socket.io.engine.close(); // half-open: the manager opens a new one
		}
	});

	socket.connect();

	async function ask(name: string, payload: object): Promise<Answer> {
		const command: Command = { cid: mint(), name, payload: payload as Record<string, unknown> };
		for (let tries = 0; tries < TRIES && socket.connected; tries++) {
			try {
				return await emit<Answer>('command', command);
			} catch {
				// The same cid again: the server answers what it answered.
			}
		}
		return { refused: { code: 'no-connection', params: [] } };
	}

	return {
		view,
		connection,
		arrived,
		reached,
		refusal,
		lost,
		offset,
		now: () => Date.now() + offset.value,
		ask,
		put: (name, payload) => outbox.put(name, payload as Record<string, unknown>),
		outbox: outbox.items,
		hindrance: outbox.hindrance,
		dismiss: outbox.dismiss,
		anew: () => anew(),
		onSignal: (hear) => void hearSignal.push(hear),
		onTold: (hear) => void hearTold.push(hear),
		close() {
			closed = true;
			clearTimeout(again);
			clearTimeout(knock);
			clearTimeout(counting);
			unwatch();
			outbox.close();
			socket.disconnect();
		},
	};
}

// Of these the server may think better by itself.
const NOT_FOR_EVER = new Set(['no-such-cafe', 'no-connection', 'no-answer', 'busy', 'our-mistake']);

function refusalIn(data: unknown): Refusal | null {
	if (typeof data !== 'object' || data === null) return null;
	const said = 'refused' in data ? (data as { refused: unknown }).refused : data;
	if (typeof said !== 'object' || said === null || !('code' in said)) return null;
	const { code, params = [] } = said as { code: string; params?: unknown[] };
	return { code, params };
}
