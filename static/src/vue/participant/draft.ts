// The note being written: survives a turning round, a reload and a flat battery, and remembers its sheet.
import { reactive, watch } from 'vue';
import type { NoteKind, Sheet } from '../../shared/types';

export interface Draft {
	text: string;
	kind: NoteKind | null;
	lang: string;
	/** Its writer keeps it out of what is published. */
	kept_back: boolean;
	/** The sheet it was begun on; null while nothing is written. */
	step: string | null;
	table: string | null;
}

export function openDraft(cafe: string): Draft {
	const key = `wikicafe:draft:${cafe}`;
	const draft = reactive<Draft>({
		text: '',
		kind: null,
		lang: '',
		kept_back: false,
		step: null,
		table: null,
		...kept(key),
	});
	watch(draft, () => keep(key, draft));
	return draft;
}

/** Tie a draft to the sheet before its writer, once there is a text. */
export function begin(draft: Draft, sheet: Sheet | null): void {
	const isEmpty = draft.text.trim() === '';
	if (isEmpty) {
		draft.step = null;
		draft.table = null;
	} else if (draft.step === null && sheet) {
		draft.step = sheet.step;
		draft.table = sheet.table;
	}
}

/** True if what is being written belongs to an earlier table. */
export function isElsewhere(draft: Draft, sheet: Sheet | null): boolean {
	return draft.step !== null && (draft.step !== sheet?.step || draft.table !== sheet.table);
}

function kept(key: string): Partial<Draft> {
	try {
		return JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Draft>;
	} catch {
		return {};
	}
}

function keep(key: string, draft: Draft): void {
	try {
		localStorage.setItem(key, JSON.stringify(draft));
	} catch {
		// it stays on the screen at least
	}
}
