/** The board of this page: what is selected, what is shown, what lies where, and what one asks for. */
import {
	computed,
	type InjectionKey,
	inject,
	nextTick,
	provide,
	type Ref,
	reactive,
	ref,
	type ShallowRef,
	shallowRef,
	watch,
	watchEffect,
} from 'vue';
import { msg } from '../../shared/i18n';
import type { Cafe } from '../../shared/net';
import type { Finding, Note, Theme, View } from '../../shared/types';
import { inWords } from '../form/refusals';
import { type Filter, NO_FILTER, pileUp, sieve } from './piles';

const LONGEST_WAIT = 5000; // ms until a theme we opened must have come back to us

/** A finding being written: new (no `finding`) or amended. */
export interface Draft {
	finding: Finding | null;
	notes: string[];
	theme: string | null;
}

export interface Question {
	title: string;
	text: string;
	decide: string;
	act(): unknown;
}

export interface Board {
	cafe: Cafe;
	view: View;
	filter: Filter;
	selected: Set<string>;
	/** While a card hangs at the finger the piles stand still: what others do is shown afterwards. */
	dragging: Ref<boolean>;
	piles: Readonly<ShallowRef<Map<string, Note[]>>>;
	themes: Readonly<Ref<Theme[]>>;
	findings: Readonly<Ref<Finding[]>>;
	notes: Readonly<Ref<Map<string, Note>>>;
	said: Ref<string>;
	refused: Ref<string>;
	/** Dialogs: notes to move, a finding to write, one to link, something to confirm. */
	moving: Ref<string[] | null>;
	drafting: Ref<Draft | null>;
	linking: Ref<Finding | null>;
	confirming: Ref<Question | null>;
	shows(note: Note): boolean;
	/** The card and whatever else is selected, if it is. */
	together(note: string): string[];
	ask(name: string, payload: object, done?: string): Promise<boolean>;
	place(notes: string[], theme: string | null): Promise<boolean>;
	openTheme(title: string): Promise<string | null>;
}

const BOARD: InjectionKey<Board> = Symbol('board');

export function useBoard(): Board {
	const board = inject(BOARD);
	if (!board) throw new Error('no board around this component');
	return board;
}

export function provideBoard(cafe: Cafe): Board {
	const { view } = cafe;
	const filter = reactive({ ...NO_FILTER });
	const selected = reactive(new Set<string>());
	const dragging = ref(false);
	const themes = shallowRef<Theme[]>([]);
	const findings = computed(() => view.findings ?? []);
	const notes = computed(() => new Map(view.notes.map((note) => [note.id, note])));
	const piles = shallowRef(new Map<string, Note[]>());
	const passes = computed(() => sieve(filter, findings.value));
	const said = ref('');
	const refused = ref('');

	watchEffect(() => {
		if (dragging.value) return;
		const standing = [...(view.themes ?? [])];
		themes.value = standing;
		piles.value = pileUp(view.notes, standing);
	});
	watch(notes, (now) => {
		for (const id of selected) if (!now.has(id)) selected.delete(id);
	});

	async function ask(name: string, payload: object, done = ''): Promise<boolean> {
		refused.value = '';
		said.value = '';
		const answer = await cafe.ask(name, payload);
		if ('refused' in answer) refused.value = inWords(answer.refused);
		else said.value = done;
		return !('refused' in answer);
	}

	// Shown at once; told to everybody when it is written; taken back when it is refused.
	async function place(ids: string[], theme: string | null): Promise<boolean> {
		const moved = ids.filter((id) => (notes.value.get(id)?.theme ?? null) !== theme);
		const before = new Map(moved.map((id) => [id, notes.value.get(id)?.theme ?? null]));
		put(moved, () => theme);
		for (const id of ids) selected.delete(id);
		if (!moved.length) return true;
		const done = theme
			? msg('board-placed', moved.length, titleOf(theme))
			: msg('board-unplaced', moved.length);
		const accepted = await ask('place-notes', { notes: moved, theme }, done);
		if (!accepted) put(moved, (id) => before.get(id) ?? null);
		return accepted;
	}

	function put(ids: string[], where: (id: string) => string | null): void {
		for (const id of ids) {
			const note = notes.value.get(id);
			if (note) note.theme = where(id);
		}
	}

	function titleOf(theme: string): string {
		return themes.value.find(({ id }) => id === theme)?.title ?? '';
	}

	async function openTheme(title: string): Promise<string | null> {
		const tidy = title.trim().replace(/\s+/g, ' ');
		const before = new Set(themes.value.map(({ id }) => id));
		if (!(await ask('open-theme', { title: tidy }, msg('board-theme-opened', tidy)))) return null;
		return arrival(() => themes.value.find((t) => !before.has(t.id) && t.title === tidy)?.id);
	}

	const board: Board = {
		cafe,
		view,
		filter,
		selected,
		dragging,
		piles,
		themes,
		findings,
		notes,
		said,
		refused,
		moving: ref(null),
		drafting: ref(null),
		linking: ref(null),
		confirming: ref(null),
		shows: (note) => passes.value(note),
		together: (note) => (selected.has(note) ? [...selected] : [note]),
		ask,
		place,
		openTheme,
	};
	provide(BOARD, board);
	return board;
}

/** Wait until something is there; null when it did not come in time. */
function arrival<Thing>(look: () => Thing | undefined): Promise<Thing | null> {
	return new Promise((resolve) => {
		const end = setTimeout(() => done(null), LONGEST_WAIT);
		const stop = watch(look, (thing) => thing !== undefined && done(thing), { immediate: true });
		function done(thing: Thing | null): void {
			clearTimeout(end);
			void nextTick(() => stop());
			resolve(thing);
		}
	});
}
