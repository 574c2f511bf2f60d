// The words that server and browser share: the view of a café, and what is said over the wire.

export type Screen = 'participant' | 'panel' | 'board' | 'projector';
export type NoteKind = 'blocker' | 'solution' | 'next-step' | 'open-question' | 'insight';
export type FindingKind = 'blocker' | 'solution' | 'next-step' | 'takeaway';
export type StepKind = 'plenary' | 'round' | 'break' | 'home-group' | 'harvest';
export type StepState = 'planned' | 'running' | 'paused' | 'ended';
export type HostRule = 'host-stays' | 'nobody-stays' | 'everybody-stays';
export type Role = 'facilitator' | 'synthesiser' | 'participant' | 'projector';

/** In the order in which screens offer them. */
export const NOTE_KINDS: readonly NoteKind[] = [
	'blocker',
	'solution',
	'next-step',
	'open-question',
	'insight',
];

export interface Position {
	epoch: string;
	seq: number;
}

export interface Reading {
	title: string;
	url: string;
}

export interface CafeFacts {
	id: string;
	code: string;
	title: string;
	purpose: string;
	guiding_question: string;
	readings: Reading[];
	languages: string[];
	doors: 'open' | 'closed';
	closed: boolean;
	published: boolean;
	licence: string;
	friendly_space_url: string;
	host_rule: HostRule;
	capacity: number | null;
	place: string;
	date: string;
	organisers: string;
	approve_notes: boolean;
	retention_days: number | null;
}

export interface Step {
	id: string;
	kind: StepKind;
	title: string;
	length_s: number;
	question: string | null;
	state: StepState;
}

export interface Question {
	id: string;
	text: string;
	lang: string;
}

/** Running: `ends_at` (server's clock, ms). Paused: `left_ms`. Nothing begun: all null. */
export interface Clock {
	step: string | null;
	ends_at: number | null;
	left_ms: number | null;
}

export interface Me {
	id: string;
	name: string;
	languages: string[];
	language: string;
	affiliation: string;
	show_name: boolean;
	would_host: boolean;
	roles: Role[];
	present: boolean;
	/** Why this person may not write any more; null while they may. */
	muted: string | null;
}

export interface Mate {
	id: string;
	name: string;
	languages: string[];
	host: boolean;
	scribe: boolean;
}

export interface Sheet {
	step: string;
	table: string;
	question: string | null;
}

export interface Note {
	id: string;
	number: number;
	step: string;
	table: string | null;
	question: string | null;
	text: string;
	lang: string;
	kind: NoteKind | null;
	late: boolean;
	for_table: boolean;
	withdrawn?: boolean;
	theme?: string | null;
	simulated?: boolean;
	/** A facilitator has yet to let others see it. */
	waits?: boolean;
	/** Set when a facilitator hid it; '' without a reason. */
	hidden_because?: string;
	/** false: its writer keeps it out of what is published. */
	for_publication?: boolean;
}

export interface Person {
	id: string;
	number: number;
	name: string;
	languages: string[];
	affiliation: string;
	present: boolean;
	why_away: string | null;
	roles: Role[];
	late: boolean;
	simulated: boolean;
	seats: Record<string, string>;
	muted: string | null;
	connected: boolean;
}

/** A table as the projector shows it: names of those who agreed to be shown. */
export interface TableOnWall {
	id: string;
	host: string | null;
	people: string[];
	/** How many more sit there who did not agree to be shown. */
	unnamed?: number;
}

/** Panel: repeats and steps that have seats. Projector: the step whose tables it shows. */
export interface Seating {
	announced: boolean;
	repeats: number;
	steps: string[];
	step?: string | null;
}

export interface Theme {
	id: string;
	number: number;
	title: string;
}

export interface Finding {
	id: string;
	number: number;
	kind: FindingKind;
	text: string;
	lang: string;
	notes: string[];
	theme: string | null;
	answers: string[];
	votes: number;
}

export interface VoteOption {
	finding: string;
	text: string;
	lang: string;
}

export interface Vote {
	poll: string;
	open: boolean;
	dots: number;
	options: VoteOption[];
	mine: string[];
	voters: number;
	counts?: Record<string, number>;
}

export interface Statement {
	text: string;
	lang: string;
}

export interface Counts {
	joined: number;
	present: number;
	notes: number;
	tables: number;
	languages: number;
}

export interface AgendaStep {
	id: string;
	kind: StepKind;
	title: string;
	length_s: number;
	question: string | null;
	/** Who sits together: "mixed" or "by-language". */
	mixing: string;
}

export interface Design {
	title: string;
	purpose: string;
	guiding_question: string;
	readings: Reading[];
	languages: string[];
	questions: Question[];
	agenda: AgendaStep[];
	table_count: number | null;
	table_size: number;
	host_rule: HostRule;
	capacity: number | null;
	grace_s: number | null;
	licence: string;
	friendly_space_url: string;
	place: string;
	date: string;
	organisers: string;
	approve_notes: boolean;
	retention_days: number | null;
}

export interface Device {
	person: string;
	/** "Firefox, phone": known only while it is connected. */
	kind: string | null;
}

export interface Links {
	join_url?: string;
	late_url?: string;
	facilitator_url?: string;
	board_url?: string;
	projector_url?: string;
}

/** What one screen may know of the café at `position`. Fields that do not concern a screen are absent. */
export interface View {
	screen: Screen;
	position: Position;
	now: number;
	cafe: CafeFacts;
	steps: Step[];
	questions: Question[];
	clock: Clock;
	counts: Counts;
	notes: Note[];
	me?: Me;
	seats?: Record<string, string>;
	host_of?: string | null;
	scribe?: boolean;
	mates?: Mate[];
	sheet?: Sheet | null;
	mine?: string[];
	people?: Person[];
	tables?: TableOnWall[];
	table_ids?: string[];
	hosts?: Record<string, string>;
	seating?: Seating;
	sheets?: Record<string, Record<string, number>>;
	themes?: Theme[];
	findings?: Finding[];
	vote?: Vote | null;
	statement?: Statement | null;
	simulated?: number;
	/** The panel's, who sees the code when the doors are closed, too. */
	code?: string;
	/** Who has a socket at this moment; signals keep it true. Panel. */
	connected?: string[];
	/** "step:table" → who writes for that table. Panel. */
	scribes?: Record<string, string>;
	/** Notes that only their writers and facilitators see. Panel. */
	held?: Note[];
	/** How many notes their writers keep out of what is published. Panel. */
	kept_back?: number;
	/** Browsers that may steer or harvest, and what kind they are if they are connected. Panel. */
	devices?: Device[];
	/** Events the server did not understand. Panel. */
	set_aside?: number;
	/** What is wrong just now; signals keep it true. Panel. */
	troubles?: Refusal[];
	design?: Design;
	links?: Links;
}

export interface Refusal {
	code: string;
	params: unknown[];
}
export interface Accepted {
	accepted: number;
	duplicate?: boolean;
}
export type Answer = Accepted | { refused: Refusal };

/** One thing that became true, as the server tells it on one channel. */
export interface Told {
	channel: string;
	seq: number;
	follows: number;
	at: number;
	name: string;
	payload: Record<string, unknown>;
}

/** Passing news that is not in the log: who is connected, what is wrong just now. Panel only. */
export type Signal =
	| { name: 'connected' | 'disconnected'; person: string }
	| { name: 'troubles'; troubles: Refusal[] };

/** How one event changes the view; is or returns 'anew': ask for the whole view again. */
// biome-ignore lint/suspicious/noExplicitAny: each twin knows the payload of its own event
export type Twin = 'anew' | ((view: View, payload: any, told: Told) => unknown);
export type Twins = Record<string, Twin>;

/** The view before the first hello: everything there, everything empty. */
export function emptyView(screen: Screen, cafe: string): View {
	return {
		screen,
		position: { epoch: '', seq: 0 },
		now: 0,
		cafe: {
			id: cafe,
			code: '',
			title: '',
			purpose: '',
			guiding_question: '',
			readings: [],
			languages: [],
			doors: 'open',
			closed: false,
			published: false,
			licence: '',
			friendly_space_url: '',
			host_rule: 'host-stays',
			capacity: null,
			place: '',
			date: '',
			organisers: '',
			approve_notes: false,
			retention_days: 30,
		},
		steps: [],
		questions: [],
		clock: { step: null, ends_at: null, left_ms: null },
		counts: { joined: 0, present: 0, notes: 0, tables: 0, languages: 0 },
		notes: [],
	};
}
